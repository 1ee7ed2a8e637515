"""What labels are called: by guidelines, by the subtask, or by their keys."""

from dataclasses import replace

from marking import TASK

from hum_hub import Element, Guideline
from hum_hub.contract.guidelines import Part
from hum_hub.craft.lexicon import Lexicon

ASKED = TASK.subtasks["all"]


def guide(key: str, en: str = "", zh: str = "", **more) -> Guideline:
    names = {language: name for language, name in (("en", en), ("zh", zh)) if name}
    return Guideline(key, more.pop("kind", "kind"), name=names, **more)


def lexicon(*guidelines: Guideline, keys: tuple[str, ...] = ("born_in", "died_in"), asked=ASKED) -> Lexicon:
    return Lexicon(asked, guidelines, [Element(key) for key in keys])


def names(made: Lexicon, language: str = "en") -> list[str]:
    return [label.name for label in made.every(language)]


def test_without_guidelines_a_label_is_called_by_its_key_with_blanks():
    assert names(lexicon()) == ["born in", "died in"]
    assert [label.key for label in lexicon().every("en")] == ["born_in", "died_in"]


def test_a_guideline_names_a_label_in_each_language():
    made = lexicon(guide("born_in", "birth", "出生"))
    assert names(made) == ["birth", "died in"]
    assert names(made, "zh") == ["出生", "died in"]


def test_the_subtask_names_a_label_where_no_guideline_does():
    asked = replace(ASKED, label_names={"born_in": {"en": "birth", "zh": "出生"}, "died_in": {"en": "death"}})
    made = lexicon(guide("born_in", "place of birth"), asked=asked)
    assert names(made) == ["place of birth", "death"]
    assert names(made, "zh") == ["出生", "died in"]


def test_guidelines_of_another_kind_name_nothing():
    assert names(lexicon(guide("born_in", "birth", kind="another"))) == ["born in", "died in"]


def test_labels_that_an_example_brings_itself_keep_their_wording():
    asked = replace(ASKED, labels="example", label_names={"died_in": {"en": "death"}})
    assert names(lexicon(asked=asked)) == ["born_in", "death"]


def test_a_name_that_two_labels_would_share_gives_way_to_their_keys():
    made = lexicon(guide("b", "same"), guide("c", "same"), guide("d", "own"), keys=("b", "c", "d"))
    assert names(made) == ["b", "c", "own"]


def test_a_clash_in_the_source_shows_also_where_one_of_the_two_stands_alone():
    made = lexicon(guide("b", "same"), guide("c", "same"), keys=("b", "c"))
    assert [label.name for label in made.labels([Element("b")], "en")] == ["b"]


def test_labels_come_in_the_order_asked_for():
    assert [label.key for label in lexicon().labels([Element("died_in"), Element("born_in")], "en")] == [
        "died_in",
        "born_in",
    ]


def test_labels_unknown_to_the_source_are_named_too():
    made = lexicon(guide("moved_to", "move"))
    assert [label.name for label in made.labels([Element("born_in"), Element("moved_to")], "en")] == ["born in", "move"]


def test_a_label_knows_its_name_in_the_other_language_unless_it_is_the_same():
    (same, other) = lexicon(guide("born_in", "DNA", "DNA"), guide("died_in", "death", "死亡")).every("en")
    assert (same.abroad, other.abroad) == ("", "死亡")
    assert [label.abroad for label in lexicon(guide("died_in", "death", "死亡")).every("zh")] == ["", "death"]


def test_the_labels_above_one_are_named_from_the_root_downwards():
    made = lexicon(
        guide("person", "person", "人", parent="being"),
        guide("being", "living being", "生物", parent="any_thing"),
        keys=("person", "being"),
    )
    assert [label.above for label in made.every("en")] == [("any thing", "living being"), ("any thing",)]
    assert made.every("zh")[0].above == ("any thing", "生物")


def test_labels_that_stand_above_each_other_end_the_chain():
    made = lexicon(guide("a", "one", parent="b"), guide("b", "two", parent="a"), keys=("a", "b"))
    assert [label.above for label in made.every("en")] == [("one", "two"), ("two", "one")]


def test_the_inverse_and_symmetry_of_a_relation_are_told():
    made = lexicon(guide("born_in", inverse={"en": "birthplace of"}, symmetric=True))
    assert [(label.inverse, label.symmetric) for label in made.every("en")] == [("birthplace of", True), ("", False)]
    assert made.every("zh")[0].inverse == ""


def test_parts_are_named_by_the_guideline_where_it_does():
    roles = {"agent": Part({"en": "attacker", "zh": "袭击者"})}
    made = Lexicon(ASKED, [guide("attack", roles=roles)], [Element("attack", ("agent", "place"))])
    assert made.every("en")[0].parts == (("agent", "attacker"), ("place", "place"))
    assert made.every("zh")[0].parts == (("agent", "袭击者"), ("place", "place"))
