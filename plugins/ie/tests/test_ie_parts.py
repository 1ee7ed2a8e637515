"""Information extraction: which parts of a text are asked about, and which cannot be."""

from typing import Any

import pytest
from worked_texts import TASK, annotated, codes, place, plain, read, seed, truth

from hum_hub.testing import check_task, examples_of


def test_an_equal_span_counts_once_whatever_its_labels():
    fields = {"text": "Ayr", "mentions": [place("Ayr", "Ayr", label=label) for label in ("town", "port")]}
    (example,) = read(fields, "mentions")
    assert plain(truth(example)) == [["Ayr"]]
    (example,) = read(fields, "open-entities")
    assert plain(truth(example)) == [["Ayr", "town"], ["Ayr", "port"]]


def test_a_mention_with_a_line_break_can_be_answered_but_not_given():
    text = "The Bank\nof Ayr hired Ann."
    fields = {"text": text, "mentions": [place("Bank\nof Ayr", text, label="firm"), place("Ann", text, label="person")]}
    assert check_task(TASK, [seed(fields, "mentions")])
    (example,) = read(fields, "typing")
    assert example.text("mentions") == "Ann"


def test_a_wording_with_two_labels_is_not_given_for_typing_and_an_equal_one_once():
    text = "Ford drove a Ford. Ann drove. Ann!"
    mentions = [place("Ford", text, label="person"), place("Ford", text, 1, label="car")]
    assert read({"text": text, "mentions": mentions}, "typing") == []
    mentions += [place("Ann", text, 1, label="person"), place("Ann", text, label="person")]
    (example,) = read({"text": text, "mentions": mentions}, "typing")
    assert example.text("mentions") == "Ann"
    assert truth(example)[0][0].start == text.index("Ann")


def test_an_end_with_two_types_costs_the_typed_relations_of_its_text():
    text = "Ayr met Bo."
    ends = [place("Ayr", text), place("Bo", text)]
    mentions = [{**end, "label": label} for end, label in zip(ends, ("port", "person"), strict=True)]
    fields = {"text": text, "mentions": mentions, "relations": [[ends[0], "near", ends[1]]], "clusters": [ends]}
    (example,) = read(fields, "typed-relations")
    assert [other.text for other in truth(example)[0][0].also] == ["Bo"]
    fields["mentions"] = [*mentions, {**ends[0], "label": "team"}]
    assert codes(fields, "typed-relations") == ["argument-without-one-type"]


def test_quantities_are_known_by_their_labels_whatever_the_case():
    mentions = [
        place(word, "7 cats in 1999年", label=label)
        for word, label in (("7", "NUM"), ("cats", "x"), ("1999年", "日期"))
    ]
    (example,) = read({"text": "7 cats in 1999年", "mentions": mentions}, "quantities")
    assert plain(truth(example)) == [["NUM", "7"], ["日期", "1999年"]]


def test_a_text_with_an_end_of_unknown_type_has_no_typed_relations():
    assert codes(annotated("en"), "typed-relations") == ["argument-without-one-type"]
    assert read({"text": "Ann"}, "typed-relations") == []


CROWD = "Smith owns Ayr and Troon. Smith rents Bute. Jones owns Ayr. Jones owns Ayr."


def owned(*triples: tuple[str, int, str, str]) -> list[list[Any]]:
    return [[place(head, CROWD, number), label, place(tail, CROWD)] for head, number, label, tail in triples]


def test_heads_of_one_wording_share_a_card():
    relations = owned(("Smith", 0, "owns", "Ayr"), ("Smith", 1, "rents", "Bute"))
    (example,) = read({"text": CROWD, "relations": relations}, "card")
    assert example.text("entity") == "Smith"
    assert plain(truth(example)) == [["owns", "Ayr"], ["rents", "Bute"]]


def test_a_wording_that_stands_for_two_things_has_no_card():
    relations = owned(("Smith", 0, "owns", "Ayr"), ("Smith", 0, "owns", "Troon"))
    assert len(read({"text": CROWD, "relations": relations}, "card")) == 1
    clusters = [[place("Smith", CROWD, 0), place("Jones", CROWD, 0)], [place("Smith", CROWD, 1), place("Bute", CROWD)]]
    assert read({"text": CROWD, "relations": relations, "clusters": clusters}, "card") == []


def test_a_fact_that_stands_twice_counts_once_for_a_card():
    again = [place("Jones", CROWD, 1), "owns", place("Ayr", CROWD, 2)]
    relations = [*owned(("Jones", 0, "owns", "Ayr")), again]
    assert read({"text": CROWD, "relations": relations}, "card") == []


def test_a_mention_in_two_clusters_costs_the_coreference_of_its_text():
    clusters = [[place("Ayr", CROWD), place("Troon", CROWD)], [place("Ayr", CROWD), place("Bute", CROWD)]]
    fields = {"text": CROWD, "clusters": clusters, "relations": []}
    found, problems = examples_of(TASK, [seed(fields, "relations", "coreference")])
    assert [problem.code for problem in problems] == ["mention-in-two-clusters"]
    assert [example.subtasks for example in found] == [("relations",)]
    assert found[0].gold.clusters is None


MEETING = "Ann met Bo and met Cy. Di sold."


def met(*events: tuple[str, int, list[list[Any]]], type: str = "meet") -> dict[str, Any]:
    listed = [
        {
            "type": type,
            "trigger": place(word, MEETING, number),
            "arguments": [[role, place(who, MEETING)] for role, who in arguments],
        }
        for word, number, arguments in events
    ]
    return {"text": MEETING, "events": listed}


def test_a_trigger_that_could_be_another_one_is_not_asked_about():
    assert read(met(("met", 0, [["who", "Ann"]]), ("met", 1, [["whom", "Cy"]])), "arguments") == []


def test_the_events_of_one_trigger_are_asked_about_together():
    (example,) = read(
        met(("met", 0, [["who", "Ann"], ["whom", "Bo"]]), ("met", 0, [["who", "Ann"], ["whom", "Cy"]])), "arguments"
    )
    assert plain(truth(example)) == [["meet/who", "Ann"], ["meet/whom", "Bo"], ["meet/whom", "Cy"]]


def test_the_roles_offered_are_those_known_of_the_type_filled_or_not():
    fields = {**met(("met", 0, [["who", "Ann"]]), ("sold", 0, [])), "roles": {"meet": ["place"]}}
    asked = {example.text("trigger"): [element.key for element in TASK.elements(example, "arguments")] for example in read(fields, "arguments")}  # fmt: skip
    assert asked == {"met": ["meet/place", "meet/who"], "sold": ["meet/place", "meet/who"]}
    assert read(met(("sold", 0, [])), "arguments") == []


def test_an_event_without_arguments_has_an_empty_answer_where_roles_are_known():
    fields = {**met(("sold", 0, []), type="sale"), "roles": {"sale": ["buyer", "seller"]}}
    (example,) = read(fields, "arguments")
    assert truth(example) == ()


def test_known_roles_are_shown_with_event_types():
    fields = {**met(("sold", 0, [["seller", "Di"]]), type="sale"), "roles": {"sale": ["buyer"]}}
    (example,) = read(fields, "events")
    (element,) = TASK.elements(example, "events")
    assert element.parts == ("buyer", "seller")
    (example,) = read(fields, "triggers")
    assert [element.parts for element in TASK.elements(example, "triggers")] == [()]


def test_a_role_is_named_without_its_event_type_unless_two_would_be_called_the_same():
    names = TASK.subtasks["arguments"].label_names
    assert names["sale/end_user"] == {"en": "end user", "zh": "end user"}
    assert names["财经/交易/买方"]["zh"] == "买方"
    rows = check_task(TASK, [seed(met(("met", 0, [["first_guest", "Ann"]])), "arguments")])
    assert all(
        "first guest" in row.messages[-1].content for row in rows if row.format == "json-by-label" and not row.rules
    )
    assert not any("meet/first" in row.messages[-2].content for row in rows)


def test_a_table_has_a_row_for_each_event_and_an_empty_cell_for_a_role_not_filled():
    fields = met(("met", 1, [["whom", "Cy"], ["whom", "Bo"]]), ("met", 0, [["who", "Ann"]]))
    (example,) = read(fields, "table")
    assert example.text("columns") == "trigger, whom, who"
    assert plain(truth(example)) == [[["met"], [], ["Ann"]], [["met"], ["Bo", "Cy"], []]]
    assert check_task(TASK, [seed(fields, "table")])


@pytest.mark.parametrize("roles", [["trigger"], ["触发词"], ["a_b", "a b"], ["a\nb"], []])
def test_a_table_whose_columns_cannot_be_told_apart_is_not_asked_for(roles):
    assert read(met(("met", 0, [[role, "Ann"] for role in roles])), "table") == []
