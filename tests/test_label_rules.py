"""What rules of stage `name` do to the labels of a schema."""

from dataclasses import replace

import pytest
from rule_cases import case

from hum_hub import Label, Value
from hum_hub.contract.rules import Choice
from hum_hub.craft.rules import SHARED
from hum_hub.proof.comparing import expected

LEAVES = (
    Label("singer", "singer", above=("person", "artist")),
    Label("river", "river", above=("place",)),
    Label("date", "date"),
    Label("painter", "painter", above=("person", "artist")),
)
EVERY = (*LEAVES, Label("judge", "judge", above=("person",)), Label("city", "city", above=("place",)))
ABROAD = (Label("p", "person", abroad="人物"), Label("l", "place", abroad="地点"))
PLAIN = (Label("p", "person"), Label("b", "place of birth"), Label("d", "date/time"))


def of(*labels, language="en", shape="pair", **schema):
    each = case(shape, language=language)
    return replace(each, schema=replace(each.schema, labels=labels, **schema))


def dressed(rule, option, each, every=()):
    """The case under an option; the rule has to offer it before and after, and must not object."""
    rule = SHARED[rule]
    schema = rule.dress(each.schema, option, every or each.schema.labels)
    assert schema is not None and option in rule.options(each)
    after = replace(each, schema=schema)
    # the planner forgets names abroad once a row is shown
    stored = replace(after, schema=replace(schema, labels=tuple(replace(label, abroad="") for label in schema.labels)))
    assert option in rule.options(stored)
    assert not list(rule.objections("", (), stored, option))
    return stored


def named(each):
    return [label.name for label in each.schema.labels]


@pytest.mark.parametrize(
    ("rule", "option", "labels", "names"),
    [
        ("label-codes", "letters", PLAIN, ["A", "B", "C"]),
        ("label-codes", "numbers", PLAIN, ["1", "2", "3"]),
        ("label-codes", "tags", PLAIN, ["L1", "L2", "L3"]),
        ("label-case", "upper", PLAIN, ["PERSON", "PLACE OF BIRTH", "DATE/TIME"]),
        ("label-case", "title", PLAIN, ["Person", "Place Of Birth", "Date/time"]),
        ("label-case", "lower", (Label("p", "Person"), Label("g", "GPE")), ["person", "gpe"]),
        ("label-language", "zh", ABROAD, ["人物", "地点"]),
        ("label-level", "leaf", LEAVES, ["singer", "river", "date", "painter"]),
        (
            "label-level",
            "path",
            LEAVES,
            ["person > artist > singer", "place > river", "date", "person > artist > painter"],
        ),
        ("label-level", "top", LEAVES, ["person", "place", "date"]),
    ],
)
def test_labels_are_named_as_the_option_says(rule, option, labels, names):
    each = dressed(rule, option, of(*labels), EVERY)
    assert named(each) == names
    if rule in ("label-codes", "label-language"):
        assert [label.called for label in each.schema.labels] == [label.name for label in labels]
    else:
        assert not any(label.called for label in each.schema.labels)
    if option != "top":
        assert [label.key for label in each.schema.labels] == [label.key for label in labels]


NAMING = ("label-case", "label-codes", "label-language", "label-level")
DRESSED = [
    ("label-codes", PLAIN, ("letters", "numbers", "tags")),
    ("label-case", (Label("p", "Person one"), Label("g", "gpe Two")), ("lower", "upper", "title")),
    ("label-level", LEAVES, ("leaf", "path", "top")),
]


@pytest.mark.parametrize(("rule", "labels", "options"), DRESSED)
def test_labels_under_another_option_are_objected_to(rule, labels, options):
    for option in options:
        each = dressed(rule, option, of(*labels), EVERY)
        for other in options:
            assert bool(list(SHARED[rule].objections("", (), each, other))) == (option != other), (option, other)
        assert rule == "label-level" or list(SHARED[rule].objections("", (), of(*labels), option))


@pytest.mark.parametrize("rule", NAMING)
def test_one_wrong_label_is_enough_for_an_objection(rule):
    option = {"label-case": "upper", "label-codes": "tags", "label-language": "zh", "label-level": "path"}[rule]
    labels = {"label-language": ABROAD, "label-level": LEAVES}.get(rule, PLAIN)
    each = dressed(rule, option, of(*labels))
    first, *rest = each.schema.labels
    wrong = replace(first, name="singer" if rule == "label-level" else "person", called="")
    spoiled = replace(each, schema=replace(each.schema, labels=(wrong, *rest)))
    assert list(SHARED[rule].objections("", (), spoiled, option))
    if rule == "label-codes":
        swapped = replace(each, schema=replace(each.schema, labels=(*rest, first)))
        assert list(SHARED[rule].objections("", (), swapped, option))


@pytest.mark.parametrize(
    ("rule", "option", "labels"),
    [
        ("label-codes", "letters", tuple(Label(str(n), f"name {n}") for n in range(27))),
        ("label-codes", "letters", (Label("x", "person"), Label("y", "a"))),
        ("label-codes", "tags", (Label("x", "L1", called="person"), Label("y", "L2", called="place"))),
        ("label-codes", "numbers", (Label("x", "move", parts=(("agent", "1"),)),)),
        ("label-case", "lower", PLAIN),
        ("label-case", "upper", (Label("x", "us"), Label("y", "US"))),
        ("label-language", "en", ABROAD),
        ("label-language", "zh", (*ABROAD, Label("d", "date"))),
        ("label-language", "zh", (Label("d", "dna", abroad="DNA"),)),
        ("label-language", "zh", (Label("a", "sea", abroad="海"), Label("b", "ocean", abroad="海"))),
        ("label-level", "path", (Label("x", "a > b", above=("c",)),)),
        ("label-level", "top", (Label("x", "move", (("who", "who"),), above=("act",)),)),
        ("label-level", "top", (Label("x", "y", above=("date",)), Label("date", "day", above=("time",)))),
    ],
)
def test_names_that_cannot_be_had_are_refused(rule, option, labels):
    assert SHARED[rule].dress(of(*labels).schema, option, labels) is None


@pytest.mark.parametrize(
    ("rule", "each"),
    [
        ("label-codes", of(hidden=True)),
        ("label-codes", of()),
        ("label-case", of(Label("x", "人物"), language="zh")),
        ("label-case", of(Label("x", "naïve"))),
        ("label-case", of(*PLAIN, listed=True)),
        ("label-case", of(Label("x", "A", called="person"))),
        ("label-language", of(*PLAIN)),
        ("label-language", of(*ABROAD, hidden=True)),
        ("label-level", of(*PLAIN)),
        ("label-level", of(*LEAVES, hidden=True)),
    ],
)
def test_where_names_stay(rule, each):
    assert not SHARED[rule].options(each)


def test_letters_are_no_codes_where_the_options_have_letters():
    assert SHARED["label-codes"].options(of(*PLAIN, listed=True)) == ("numbers", "tags")


def test_no_two_rules_name_the_labels():
    for one in NAMING:
        for two in NAMING:
            assert one == two or two in SHARED[one].excludes or one in SHARED[two].excludes


def test_a_top_label_covers_all_that_the_source_has_below_it():
    schema = dressed("label-level", "top", of(*LEAVES), EVERY).schema
    assert schema.name("judge") == schema.name("painter") == "person"
    assert schema.name("city") == "place" and schema.name("date") == "date" and schema.name("tree") is None
    assert set(schema.labels[0].covers) == {"singer", "painter", "judge"}


def test_a_top_label_of_the_source_is_taken_itself():
    root = Label("PER", "person", abroad="人物")
    for shown in (LEAVES, (*LEAVES, root)):
        schema = dressed("label-level", "top", of(*shown), (*EVERY, root)).schema
        assert [label.key for label in schema.labels] == ["PER", "place", "date"]
        assert {schema.name(key) for key in ("PER", "judge", "singer")} == {"person"}


def test_what_differed_by_merged_labels_only_is_given_once():
    each = dressed("label-level", "top", of(*LEAVES), EVERY)
    answer = ((Value("person"), Value("Ann", 35, 38)), (Value("person"), Value("Ann", 43, 46)))
    answer = (*answer, (Value("place"), Value("Ayr", 12, 15)), (Value("person"), Value("Ann", 35, 38)))
    for found in (
        SHARED["label-level"].transform(answer, each, "top"),
        expected(SHARED, answer, (Choice("label-level", "top"),), each),
    ):
        assert [id(record) for record in found] == [id(record) for record in answer[:3]]
    assert SHARED["label-level"].transform(answer, each, "path") == answer


def test_roles_and_fields_stay_when_labels_are_renamed():
    event = Label("m", "Move", (("agent", "Agent"),), inverse="Moved By")
    (label,) = dressed("label-case", "lower", of(event, shape="event")).schema.labels
    assert (label.parts, label.name, label.inverse) == (event.parts, "move", "moved by")


@pytest.mark.parametrize("rule", NAMING)
def test_a_renamed_label_is_witnessed_by_its_first_use(rule):
    answer = ((Value("person"), Value("Ann", 35, 38)),)
    each = of(*{"label-language": ABROAD, "label-level": LEAVES}.get(rule, PLAIN))
    assert SHARED[rule].witness(answer, each, SHARED[rule].options(each)[0]) == "person"
    assert SHARED[rule].witness((), each, SHARED[rule].options(each)[0]) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_of_names_are_worded_in_the_language_of_the_instruction(language):
    schemas = [of(*LEAVES, language=language), of(*ABROAD, language=language), of(*PLAIN, language=language)]
    for rule in NAMING:
        lines = [
            line
            for each in schemas
            for option in SHARED[rule].options(each)
            for line in SHARED[rule].wordings(option, each)
        ]
        assert len(lines) >= 6 or (rule, language) == ("label-case", "zh")
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) == (language == "zh") for line in lines)
