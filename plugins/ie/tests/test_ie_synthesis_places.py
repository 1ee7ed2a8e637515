"""Positions: found by code, always those of the wording, and the same whoever lists it."""

import json

import pytest
from hum_hub_plugin_ie.gold import Span, wording
from hum_hub_plugin_ie.synthesis.agreement import agreement
from hum_hub_plugin_ie.synthesis.placing import occurrences, placed
from hum_hub_plugin_ie.synthesis.scheme import scheme_of
from hum_hub_plugin_ie.synthesis.shapes import Listing
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import NOTHING, event, mention

from hum_hub import Reply

TEXT = "May met Ann in May. Ann Lee of the Bank of Ayr left Ayr; the bank sold the Ayr mill, and Ann sold the bank."
PERSONS = {"entities": {"person": "", "firm": "", "town": "", "month": ""}, "relations": {"knows": {}, "met": {}}}
SALES = {**PERSONS, "events": {"sale": {"roles": ["seller", "item"]}}}


def found(said, text=TEXT, scheme=SALES):
    return placed(Reply(json.dumps({**NOTHING, **said}), "m").read(Listing), scheme_of(scheme), text)


def places(*mentions, text=TEXT):
    return [(each.label, each.start) for each in found({"mentions": list(mentions)}, text).mentions]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Ann", "Ann, Anna and Ann's Joann", [0, 14]),
        ("bank", "bankers bank. (bank) bank-note riverbank", [8, 15, 21]),
        ("5", "15 5 5.5 a5", [3, 5, 7]),
        (".", "a.b.", [1, 3]),
        ("青禾", "青禾县和青禾镇", [0, 4]),
        ("Ann", "安娜Ann和Anna", [2]),
        ("3", "13日3日", [3]),
        ("aa", "aa aaaa aa", [0, 8]),
        ("", "abc", []),
        ("x", "", []),
        ("été", "l'été étés", [2]),
    ],
)
def test_a_wording_is_found_where_it_is_no_part_of_a_word(words, text, expected):
    assert [span.start for span in occurrences(words, text)] == expected


def test_a_mention_stands_for_every_place_of_its_wording():
    assert places(mention("town", "Ayr")) == [("town", 43), ("town", 52), ("town", 75)]


def test_a_place_inside_a_longer_mention_belongs_to_that():
    assert places(mention("town", "Ayr"), mention("firm", "Bank of Ayr")) == [
        ("firm", 35),
        ("town", 52),
        ("town", 75),
    ]


def test_words_with_two_senses_are_told_apart_by_what_stands_around_them():
    assert places(mention("person", "May", "May met"), mention("month", "May", "in May.")) == [
        ("person", 0),
        ("month", 15),
    ]
    said = found({"mentions": [mention("person", "May"), mention("month", "May", "in May.")]})
    assert [problem.code for problem in said.problems] == ["mention-with-two-labels"]


@pytest.mark.parametrize("context", ["Ann", "not in it", "May met Ann in May", "met"])
def test_a_context_has_to_tell_one_place(context):
    assert [problem.code for problem in found({"mentions": [mention("month", "May", context)]}).problems] == [
        "occurrence-unclear"
    ]


def test_a_context_is_not_needed_where_the_wording_stands_once():
    assert places(mention("firm", "Bank of Ayr", "nonsense")) == [("firm", 35)]


def test_of_several_places_a_relation_takes_the_nearest():
    names = [mention("person", "Ann", "met Ann"), mention("person", "Ann Lee"), mention("town", "Ayr")]
    said = found({"mentions": names, "relations": [{"label": "knows", "subject": "Ayr", "object": "Ann Lee"}]})
    assert [(each.head.start, each.tail.start) for each in said.relations] == [(43, 20)]


def test_an_end_that_could_be_of_two_types_is_unclear():
    names = [mention("person", "May", "May met"), mention("month", "May", "in May."), mention("town", "Ayr")]
    said = found({"mentions": names, "relations": [{"label": "knows", "subject": "May", "object": "Ayr"}]})
    assert [problem.code for problem in said.problems] == ["relation-end-unclear"]
    said = found({"mentions": names, "relations": [{"label": "knows", "subject": "Ayr", "object": "Ayr"}]})
    assert [problem.code for problem in said.problems] == ["relation-to-itself"]


def test_the_context_of_an_event_tells_which_trigger_is_meant_and_arguments_are_near_it():
    said = found({"events": [event("sale", "sold", [["item", "the bank"], ["seller", "Ann"]], "Ann sold")]})
    (sale,) = said.events
    assert sale.trigger.start == TEXT.index("sold the bank")
    assert [wording(argument.span, TEXT) for argument in sale.arguments] == ["Ann", "the bank"]
    assert [argument.span.start for argument in sale.arguments] == [89, 98]


def test_events_with_one_trigger_are_one():
    two = [event("sale", "left", [["item", "Ayr"]]), event("sale", "left", [["seller", "Ann Lee"]])]
    (sale,) = found({"events": two}).events
    assert [argument.role for argument in sale.arguments] == ["seller", "item"]


WORD = st.text(st.sampled_from("ab 中文.'\n1-"), min_size=1, max_size=4)
MENTION = st.builds(mention, st.sampled_from(sorted(SALES["entities"])), WORD, st.one_of(st.just(""), WORD))
RELATION = st.fixed_dictionaries({"label": st.just("knows"), "subject": WORD, "object": WORD})
ARGUMENT = st.tuples(st.sampled_from(("seller", "item")), WORD)
EVENT = st.builds(event, st.just("sale"), WORD, st.lists(ARGUMENT, max_size=2), st.one_of(st.just(""), WORD))
SAID = st.fixed_dictionaries(
    {
        "mentions": st.lists(MENTION, max_size=4),
        "relations": st.lists(RELATION, max_size=3),
        "events": st.lists(EVENT, max_size=3),
    }
)


@settings(max_examples=400, deadline=None)
@given(said=SAID, text=st.text(st.sampled_from("ab 中文.'\n1-"), max_size=30))
def test_every_place_holds_the_words_that_were_said(said, text):
    result = found(said, text)
    words = {each["wording"].strip() for each in said["mentions"]}
    assert all(wording(each, text) in words for each in result.mentions)
    ends = {each[end].strip() for each in said["relations"] for end in ("subject", "object")}
    named = {Span(each.start, each.end) for each in result.mentions}
    for relation in result.relations:
        assert {relation.head, relation.tail} <= named
        assert {wording(relation.head, text), wording(relation.tail, text)} <= ends
    triggers = {each["trigger"].strip() for each in said["events"]}
    fillers = {filler["wording"].strip() for each in said["events"] for filler in each["arguments"]}
    for sale in result.events:
        assert wording(sale.trigger, text) in triggers
        assert all(wording(argument.span, text) in fillers for argument in sale.arguments)


@settings(max_examples=200, deadline=None)
@given(one=SAID, other=SAID, text=st.text(st.sampled_from("ab 中."), max_size=20))
def test_agreement_is_symmetric_and_whole_with_oneself(one, other, text):
    left, right = found(one, text), found(other, text)
    assert set(agreement(left, left).values()) == {1.0}
    assert agreement(left, right) == agreement(right, left)
    assert all(0 <= share <= 1 for share in agreement(left, right).values())
    for layer, share in agreement(left, right).items():
        mine, yours = (getattr(each, layer) for each in (left, right))
        if share == 1.0 and layer != "events":
            assert set(mine) == set(yours)
        if share == 1.0 and layer == "events":
            assert [(each.type, each.trigger, each.arguments) for each in mine] == [
                (each.type, each.trigger, each.arguments) for each in yours
            ]


def test_agreement_counts_spans_with_labels_triples_and_arguments():
    names = [mention("person", "Ann Lee"), mention("firm", "Bank of Ayr")]
    knows = {"label": "knows", "subject": "Ann Lee", "object": "Bank of Ayr"}
    full = found({"mentions": names, "relations": [knows], "events": [event("sale", "left", [["item", "Ann Lee"]])]})
    bare = found({"mentions": names[:1], "events": [event("sale", "left", [])]})
    assert agreement(full, bare) == {"mentions": pytest.approx(2 / 3), "relations": 0.0, "events": pytest.approx(2 / 3)}
