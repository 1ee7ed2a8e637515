"""Information extraction: what each subtask asks and what it answers, worked by hand in both languages."""

import pytest
from worked_texts import RELATIONS, TASK, TEXT, WORDS, annotated, named, place, plain, read, schema_of, seed, truth

from hum_hub import Label, Schema, Value
from hum_hub.testing import check_task, examples_of

WHOLE = {
    "mentions": {
        "en": [["a"], ["b"], ["c"], ["d"], ["g"], ["h"]],
        "zh": [["a"], ["d"], ["c"], ["b"], ["h"], ["g"]],
    },
    "open-entities": {
        "en": [["a", "person"], ["b", "firm"], ["c", "home town"], ["d", "date"], ["g", "firm"], ["h", "money"]],
        "zh": [["a", "person"], ["d", "date"], ["c", "home town"], ["b", "firm"], ["h", "money"], ["g", "firm"]],
    },
    "quantities": {"en": [["date", "d"], ["money", "h"]], "zh": [["date", "d"], ["money", "h"]]},
    "triggers": {"en": [["start_up", "t1"], ["sale", "t2"]], "zh": [["start_up", "t1"], ["sale", "t2"]]},
    "coreference": {"en": [[["a", "e"]], [["b", "f"]]], "zh": [[["a", "e"]], [["b", "f"]]]},
    "relations": {
        "en": [["a", "founder of", "b"], ["b", "based in", "c"], ["b", "founded in", "d"], ["e", "trades with", "g"]],
        "zh": [["a", "founder of", "b"], ["b", "founded in", "d"], ["b", "based in", "c"], ["e", "trades with", "g"]],
    },
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", WHOLE)
def test_the_answers_about_a_whole_text(subtask, language):
    (example,) = read(annotated(language), subtask, language)
    assert plain(truth(example)) == named(WHOLE[subtask][language], language)


PARTLY = {
    "typing": {
        "en": [({"mentions": "a b c d g h"}, [["a", "person"], ["b", "firm"], ["c", "home_town"], ["d", "date"], ["g", "firm"], ["h", "money"]])],
        "zh": [({"mentions": "a d c b h g"}, [["a", "person"], ["d", "date"], ["c", "home_town"], ["b", "firm"], ["h", "money"], ["g", "firm"]])],
    },
    "card": {
        "en": [
            ({"entity": "a"}, [["founder of", "b"], ["trades with", "g"]]),
            ({"entity": "b"}, [["based in", "c"], ["founded in", "d"]]),
        ],
        "zh": [
            ({"entity": "a"}, [["founder of", "b"], ["trades with", "g"]]),
            ({"entity": "b"}, [["founded in", "d"], ["based in", "c"]]),
        ],
    },
    "arguments": {
        "en": [
            ({"trigger": "t1", "event": "start up"}, [["start_up/who", "a"], ["start_up/what", "b"], ["start_up/place", "c"], ["start_up/date", "d"]]),
            ({"trigger": "t2", "event": "sale"}, [["sale/seller", "e"], ["sale/item", "f"], ["sale/buyer", "g"], ["sale/price", "h"]]),
        ],
        "zh": [
            ({"trigger": "t1", "event": "start up"}, [["start_up/who", "a"], ["start_up/date", "d"], ["start_up/place", "c"], ["start_up/what", "b"]]),
            ({"trigger": "t2", "event": "sale"}, [["sale/seller", "e"], ["sale/price", "h"], ["sale/item", "f"], ["sale/buyer", "g"]]),
        ],
    },
    "table": {
        "en": [
            ({"event": "start up", "columns": "trigger, who, what, place, date"}, [[["t1"], ["a"], ["b"], ["c"], ["d"]]]),
            ({"event": "sale", "columns": "trigger, seller, item, buyer, price"}, [[["t2"], ["e"], ["f"], ["g"], ["h"]]]),
        ],
        "zh": [
            ({"event": "start up", "columns": "触发词、who、what、place、date"}, [[["t1"], ["a"], ["b"], ["c"], ["d"]]]),
            ({"event": "sale", "columns": "触发词、seller、item、buyer、price"}, [[["t2"], ["e"], ["f"], ["g"], ["h"]]]),
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", PARTLY)
def test_the_examples_about_parts_of_a_text(subtask, language):
    found = read(annotated(language), subtask, language)
    inputs = [dict(example.inputs) for example in found]
    assert [given.pop("text") for given in inputs] == [TEXT[language]] * len(found)
    for given, example, (wanted, answer) in zip(inputs, found, PARTLY[subtask][language], strict=True):
        if subtask == "typing":
            wanted = {"mentions": "\n".join(named(wanted["mentions"].split(), language))}
        assert given == {name: named(value, language) for name, value in wanted.items()}
        assert plain(truth(example)) == named(answer, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_typed_relations_have_the_types_of_both_ends_among_those_given(language):
    fields = annotated(language)
    fields["relations"] = [triple for triple, ids in zip(fields["relations"], RELATIONS, strict=True) if "e" not in ids]
    (example,) = read(fields, "typed-relations", language)
    between = ", " if language == "en" else "、"
    assert example.text("types") == between.join(["date", "firm", "home town", "money", "person"])
    records = {tuple(record) for record in plain(truth(example))}
    words = WORDS[language]
    assert records == {
        (words["a"], "person", "founder of", words["b"], "firm"),
        (words["b"], "firm", "based in", words["c"], "home town"),
        (words["b"], "firm", "founded in", words["d"], "date"),
    }


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", [*WHOLE, *PARTLY])
def test_the_worked_examples_keep_the_laws(subtask, language):
    rows = check_task(TASK, [seed(annotated(language), subtask, language=language)])
    assert {row.subtask for row in rows} == {subtask}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_aspect_terms_are_the_mentions_labelled_aspect(language):
    text = {"en": "Good soup, rude staff.", "zh": "汤好喝，服务员很凶。"}[language]
    first, second = {"en": ("soup", "staff"), "zh": ("汤", "服务员")}[language]
    mentions = [
        place(second, text, label="Aspect"),
        place(first, text, label="aspect"),
        place(text[0], text, label="x"),
    ]
    fields = {"text": text, "mentions": [*mentions, mentions[0]]}
    (example,) = read(fields, "aspect-terms", language)
    assert plain(truth(example)) == [[first], [second]]
    check_task(TASK, [seed(fields, "aspect-terms", language=language)])


def test_every_value_knows_its_place():
    for subtask in (*WHOLE, *PARTLY):
        for example in read(annotated("en"), subtask):
            kinds = [field.kind for field in schema_of(example, subtask).fields]
            for record in truth(example):
                for cell, kind in zip(record, kinds, strict=True):
                    for value in (cell,) if isinstance(cell, Value) else cell:
                        if kind in ("text", "texts"):
                            assert TEXT["en"][value.start : value.end] == value.text


def test_only_what_is_labelled_as_shown_is_answered():
    for subtask, label in (("quantities", "date"), ("triggers", "sale"), ("relations", "based in")):
        (example,) = read(annotated("en"), subtask)
        assert label in {record_label for record in plain(truth(example)) for record_label in record}
        assert label not in {part for record in plain(truth(example, without=label)) for part in record}
        assert truth(example, without=label)


def test_nothing_is_answered_under_labels_or_columns_that_are_made_for_another_example():
    (example,) = read(annotated("en"), "typing")
    assert truth(example, without="firm") == ()
    first, second = read(annotated("en"), "table")
    assert TASK.answer(first, "table", schema_of(second, "table")) == ()


@pytest.mark.parametrize("subtask", ["entities", "triggers", "relations"])
def test_what_a_more_general_label_covers_is_answered_under_its_name_once(subtask):
    twice = {
        "text": TEXT["en"],
        "mentions": [{**place("Leeds", TEXT["en"]), "label": label} for label in ("town", "city")],
        "events": [{"type": type, "trigger": place("sold", TEXT["en"])} for type in ("town", "city")],
        "relations": [[place("Leeds", TEXT["en"]), label, place("Sable", TEXT["en"])] for label in ("town", "city")],
    }
    found, _ = examples_of(TASK, [seed(twice, subtask)])
    (example,) = found
    schema = schema_of(example, subtask)
    general = Schema("en", schema.fields, (Label("x", "settlement", covers=("town", "city")),), schema.by)
    (record,) = plain(TASK.answer(example, subtask, general))
    assert "settlement" in record


def test_the_ends_of_relations_know_their_other_names():
    (example,) = read(annotated("en"), "relations")
    also = {value.text: [(other.text, other.start) for other in value.also] for record in truth(example) for value in record if isinstance(value, Value)}  # fmt: skip
    assert also["Ann Lee"] == [("She", TEXT["en"].index("She"))]
    assert also["She"] == [("Ann Lee", 0)]
    assert also["Brightgrain"] == [("it", TEXT["en"].index("it "))]
    assert also["Leeds"] == []
