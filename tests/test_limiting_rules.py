"""Which records rules leave out, in which order labels stand, and what the gold does not settle."""

from dataclasses import replace

import pytest
from rule_cases import case

from hum_hub import Label, Value
from hum_hub.contract.rules import Choice
from hum_hub.craft.rules import SHARED
from hum_hub.proof.comparing import expected

PAIRS = (
    ("Ann", "person", 35),
    ("Ann", "person", 43),
    ("Bank", "place", 4),
    ("ann", "person", 62),
    ("Ann", "place", 50),
)
KEPT = [
    ("repeats", "each", [0, 1, 2, 3, 4]),
    ("repeats", "once", [0, 2, 3, 4]),
    ("repeats", "once-ignoring-case", [0, 2, 4]),
    ("occurrence", "all", [0, 1, 2, 3, 4]),
    ("occurrence", "first", [0, 2, 3, 4]),
    ("occurrence", "last", [1, 2, 3, 4]),
    ("at-most", "1", [2]),
    ("at-most", "2", [0, 2]),
    ("at-most", "3", [0, 1, 2]),
    ("at-most", "all", [0, 1, 2, 3, 4]),
]


@pytest.mark.parametrize(("rule", "option", "left"), KEPT)
def test_what_is_left_of_an_answer(rule, option, left):
    answer = tuple((Value(label), Value(text, start, start + len(text))) for text, label, start in PAIRS)
    kept = tuple(answer[place] for place in left)
    text = "".join(next((t[at - s] for t, _, s in PAIRS if s <= at < s + len(t)), " ") for at in range(70))
    each = replace(case("pair"), inputs=(("text", text),))
    for found in (
        SHARED[rule].transform(answer, each, option),
        expected(SHARED, answer, (Choice(rule, option),), each),
    ):
        assert [id(record) for record in found] == [id(record) for record in kept]


@pytest.mark.parametrize(("option", "left"), [("1", "b"), ("2", "bc"), ("3", "abc"), ("all", "abc")])
def test_labels_are_counted_in_the_order_of_their_list(option, left):
    each = case("labels")
    each = replace(each, schema=replace(each.schema, labels=tuple(Label(name, name) for name in "bcda")))
    answer = ((Value("a"),), (Value("c"),), (Value("b"),))
    for found in (
        SHARED["at-most"].transform(answer, each, option),
        expected(SHARED, answer, (Choice("at-most", option),), each),
    ):
        assert sorted(cell.text for (cell,) in found) == list(left)


def test_a_grouped_answer_is_limited_as_a_whole():
    rule = SHARED["at-most"]
    for language, said in (("en", "whole answer"), ("zh", "整个答案")):
        for line in rule.wordings("2", case("pair", "json-by-label", language)):
            assert said in line
        assert not any(said in line for line in rule.wordings("2", case("pair", "json-records", language)))


@pytest.mark.parametrize(
    ("rule", "option", "places", "reason"),
    [
        ("at-most", "1", (None, None), "first-entries-unknown"),
        ("at-most", "2", (None, None), None),
        ("at-most", "1", (3, 3), "first-entries-unknown"),
        ("at-most", "all", (None, None), None),
        ("occurrence", "first", (None, 3), "place-of-record-unknown"),
        ("occurrence", "last", (3, None), "place-of-record-unknown"),
        ("occurrence", "first", (3, 9), None),
        ("repeats", "each", (None, 3), "place-of-record-unknown"),
        ("repeats", "once", (None, None), None),
        ("repeats", "once", (35, 4), "same-wording-only-when-rewritten"),
        ("order", "text", (None, 3), "place-of-record-unknown"),
    ],
)
def test_what_the_gold_does_not_settle(rule, option, places, reason):
    answer = tuple((Value("person"), Value("Ann", place, place and place + 3)) for place in places)
    each = (
        case("pair")
        if reason == "same-wording-only-when-rewritten"
        else replace(case("pair"), inputs=(("text", "-" * 60),))
    )
    judged = expected(SHARED, answer, (Choice(rule, option),), each)
    assert SHARED[rule].unsettled(judged, each, option) == reason


def test_texts_that_are_not_one_do_not_say_what_comes_first():
    answer = ((Value("person"), Value("Ann", 0, 3, "text")), (Value("person"), Value("Ann", 1, 4, "question")))
    each = replace(case("pair"), inputs=(("text", "Ann."), ("question", "/Ann?")))
    for rule, option in (("at-most", "1"), ("occurrence", "first"), ("order", "text")):
        judged = expected(SHARED, answer, (Choice(rule, option),), each)
        assert SHARED[rule].unsettled(judged, each, option) is not None


@pytest.mark.parametrize(
    ("option", "answered"),
    [("listed", "no date place"), ("reverse", "place date no"), ("alphabetical", "date no place")],
)
def test_labels_stand_in_their_order(option, answered):
    each = case("labels")
    names = ("No", "person", "date", "Place")
    each = replace(each, schema=replace(each.schema, labels=tuple(Label(name, name) for name in names)))
    answer = ((Value("Place"),), (Value("No"),), (Value("date"),))
    rule = SHARED["label-order"]
    found = rule.transform(answer, each, option)
    assert " ".join(cell.text.lower() for (cell,) in found) == answered
    for one, two in ((0, 1), (1, 2), (0, 2)):
        assert rule.precedes(found[one], found[two], each, option)
        assert not rule.precedes(found[two], found[one], each, option)


def test_an_alphabet_that_could_be_read_in_two_ways_is_not_settled():
    rule, each = SHARED["label-order"], case("labels")
    unsure = ((Value("data mining"),), (Value("database"),))
    assert rule.unsettled(unsure, each, "alphabetical") == "alphabetical-order-unsure"
    assert rule.unsettled(unsure, each, "listed") is None
    assert rule.unsettled(((Value("date"),), (Value("place of birth"),)), each, "alphabetical") is None
