"""What instructions say about their labels: all of them or none, and nothing that gives the answer away."""

from collections import Counter
from dataclasses import replace

import pytest
from marking import (
    FEW,
    GUIDELINES,
    KINDS,
    NAMES,
    PRESENT,
    TASK,
    Border,
    Redefining,
    Signed,
    asked,
    drawn,
    example,
    guideline,
    planner,
)
from pytest import approx

from hum_hub import Field, Label, Schema
from hum_hub.contract.guidelines import Explanation, Illustrated, Illustration
from hum_hub.craft.dice import Dice
from hum_hub.craft.explaining import beside, explanations
from hum_hub.craft.mix import Mix
from hum_hub.craft.rules import SHARED

FIELDS = (Field("type", "label"), Field("word", "text"))
PLAIN = Schema("en", FIELDS, (Label("bird", "bird"), Label("fish", "fish")), by=0)
HIDDEN = replace(PLAIN, hidden=True, labels=(Label("bird", "L1", called="bird"), Label("fish", "L2", called="fish")))
GUIDES = {"bird": guideline("bird", 1), "fish": guideline("fish", 2)}
DRAWS = 200


def said(schema=PLAIN, guides=GUIDES, text: str = "nothing of interest") -> list[tuple[Explanation, ...]]:
    return [explanations(schema, guides, (("text", text),), Dice(number)) for number in range(DRAWS)]


def pieces(found) -> set[str]:
    """All that is said, for all dice."""
    return {
        piece
        for each in found
        for explained in each
        for piece in (
            *(explained.definition, *explained.typical, explained.boundary),
            *(piece for each in explained.illustrations for piece in (each.text, each.mention, each.reason)),
        )
    } - {""}


def with_bird(**changes) -> dict:
    return {**GUIDES, "bird": replace(GUIDES["bird"], **changes)}


def test_every_label_is_explained_in_the_order_of_the_schema():
    assert all([explained.label for explained in found] == ["bird", "fish"] for found in said())


@pytest.mark.parametrize(
    "guides", [{"bird": GUIDES["bird"]}, with_bird(definition={"zh": ("鸟类。",)}), with_bird(definition={})]
)
def test_nothing_is_said_where_one_label_has_no_definition(guides):
    assert set(said(guides=guides)) == {()}


def test_all_pieces_of_a_guideline_are_shown_at_some_time_and_none_always_but_the_definition():
    of_bird = [found[0] for found in said()]
    assert Counter(explained.definition for explained in of_bird).keys() == set(GUIDES["bird"].definition["en"])
    for has in (
        [bool(explained.typical) for explained in of_bird],
        [bool(explained.boundary) for explained in of_bird],
        [bool(explained.illustrations) for explained in of_bird],
    ):
        assert 0.2 < sum(has) / DRAWS < 0.7


def test_at_most_three_typical_values_and_one_illustration_of_each_sort_are_shown():
    more = (*GUIDES["bird"].positive, Illustration("en", "Look, a second.", "second", "Of this sort."))
    for found in said(guides=with_bird(positive=more)):
        assert len(found[0].typical) in (0, 3)
        assert [each.fits for each in found[0].illustrations] in ([], [True, False])


def test_pieces_are_in_the_language_of_the_schema():
    chinese = pieces(said(replace(PLAIN, language="zh")))
    assert chinese == {"第1类事物。", "第2类事物。", "例词1", "例词2", "第2类不算。", "第3类不算。"}


@pytest.mark.parametrize(
    ("text", "given_away"),
    [
        ("we saw ITEM 1a there", {"item 1A"}),
        ("unit1 is here", {"There goes unit1.", "unit1"}),
        ("There goes unit1.", {"There goes unit1.", "unit1"}),
        ("goes", {"There goes unit1.", "There goes unit2."}),
        ("Sort 2 is another one.", {"Sort 2 is another one."}),
        ("Sort 2", {"Sort 2 is another one."}),
        ("Look. HERE IS PIECE1. Well.", {"Here is piece1.", "piece1"}),
    ],
)
def test_nothing_is_shown_that_stands_in_the_inputs(text, given_away):
    assert given_away <= pieces(said())
    assert not given_away & pieces(said(text=text))
    assert all(len(found) == 2 for found in said(text=text))


def test_what_gives_one_text_away_is_shown_beside_another_one():
    assert "unit2" in pieces(said(text="unit1 is here"))


@pytest.mark.parametrize(
    "changes",
    [
        {"typical": {"en": ("a Fish",)}},
        {"boundary": {"en": "Not a fish."}},
        {"positive": (Illustration("en", "A fisher.", "it", "So."),)},
        {"positive": (Illustration("en", "So.", "birds", "So."),)},
        {"negative": (Illustration("en", "So.", "it", "This is a Fish."),)},
        {"definition": {"en": ("Like a fish.", "Sort 1 of things.")}},
    ],
)
def test_nothing_that_names_a_hidden_label_is_shown(changes):
    named = [piece for piece in pieces(said(HIDDEN, with_bird(**changes))) if "fish" in piece.casefold()]
    assert named == []
    assert all(len(found) == 2 for found in said(HIDDEN, with_bird(**changes)))
    assert any("fish" in piece.casefold() or "bird" in piece for piece in pieces(said(PLAIN, with_bird(**changes))))


def test_where_every_definition_names_a_hidden_label_nothing_is_said():
    assert set(said(HIDDEN, with_bird(definition={"en": ("Not a fish.",)}))) == {()}


EXPLAINED = (Explanation("bird", "Sort 1.", ("item",), "Not 2.", (Illustrated("It.", "it", "So.", True),)),)


def test_beside_a_rule_about_borders_no_notes_on_borders_are_left():
    for rule in (Border("border"), SHARED["occurrence"]):
        assert beside(EXPLAINED, [Signed("with-dagger"), rule]) == (Explanation("bird", "Sort 1.", ("item",)),)
    extent = Border("extent")
    extent.stage = "extent"
    assert beside(EXPLAINED, [extent]) == (Explanation("bird", "Sort 1.", ("item",)),)


def test_beside_other_rules_all_is_left():
    assert beside(EXPLAINED, [Signed("with-dagger"), SHARED["order"], SHARED["label-codes"]]) == EXPLAINED


def test_beside_a_rule_that_redefines_labels_nothing_may_be_said():
    assert beside(EXPLAINED, [Redefining("with-dagger"), Border("border")]) is None


EXAMPLES = [example(number, PRESENT if number % 3 else ("bell",)) for number in range(900)]


def plans(mix: Mix, guidelines=GUIDELINES, inventory=FEW):
    every = {"compound": 1, "empty": 9, "allowed_rules": ("with-dagger", "with-diesis", "border")}
    mixed = replace(mix, **every)
    return [plan for plan, _ in drawn(planner(mixed, inventory, guidelines), EXAMPLES)]


def test_the_plans_of_a_part_explain_all_labels_or_none():
    found = plans(Mix(absent_left_out=0.5, hidden_names=0.5))
    assert {bool(plan.guidelines) for plan in found} == {True, False}
    for plan in found:
        if plan.guidelines:
            assert [each.label for each in plan.guidelines] == [label.key for label in plan.schema.labels]


def test_plans_with_a_rule_about_borders_show_no_notes_on_borders_and_others_do():
    noted = {True: 0, False: 0}
    for plan in plans(Mix(guidelines_and_rules=0.3)):
        on_borders = any(choice.rule == "border" for choice in plan.rules)
        noted[on_borders] += any(each.boundary or each.illustrations for each in plan.guidelines)
    assert noted[True] == 0 < noted[False]


def test_no_plan_has_guidelines_beside_a_rule_that_redefines_labels():
    made = planner(Mix(compound=1, allowed_rules=("with-dagger",)))
    rule = made.rules["with-dagger"] = made.every_rule["with-dagger"] = Redefining("with-dagger")
    found = [plan for plan, _ in drawn(made, EXAMPLES[:300])]
    assert rule.redefines
    assert any(plan.rules for plan in found) and any(plan.guidelines for plan in found)
    assert not any(plan.rules and plan.guidelines for plan in found)


def test_names_are_hidden_as_often_as_the_mix_says():
    found = [plan for plan in plans(Mix(seed="a", hidden_names=0.3, absent_left_out=0)) if plan.guidelines]
    hidden = [plan for plan in found if plan.schema.hidden]
    assert len(hidden) / len(found) == approx(0.3, abs=0.08)
    for plan in hidden:
        names = NAMES if plan.language == "zh" else {key: key for key in NAMES}
        assert [label.name for label in plan.schema.labels] == ["L1", "L2", "L3", "L4"]
        assert [label.called for label in plan.schema.labels] == [names[label.key] for label in plan.schema.labels]


def test_hidden_names_stand_in_the_answer_and_no_rule_about_names_stands_beside_them():
    mix = Mix(compound=1, hidden_names=1, allowed_rules=("with-dagger", "label-codes", "label-case", "label-language"))
    made = planner(mix)
    naming = {name for name, rule in made.rules.items() if rule.stage == "name"}
    for plan, _ in drawn(made, EXAMPLES[:400]):
        if plan.schema.hidden:
            assert plan.guidelines
            assert not naming & {choice.rule for choice in plan.rules}
    hidden = next(made._variants(asked(made, EXAMPLES[1])[0]))
    answer = TASK.answer(EXAMPLES[1], "all", hidden)
    assert {record[0].text for record in answer} <= {"L1", "L2", "L3", "L4"}


def test_absent_labels_are_left_out_as_often_as_the_mix_says_and_present_ones_never():
    found = [plan for plan in plans(Mix(hidden_names=0, absent_left_out=0.5), inventory=KINDS) if plan.guidelines]
    fewer = [plan for plan in found if len(plan.schema.labels) < len(KINDS)]
    assert len(fewer) / len(found) == approx(0.5, abs=0.05)
    for plan in fewer:
        keys = [label.key for label in plan.schema.labels]
        assert "bell" in keys
        assert len(keys) > 1
    left = sum(len(plan.schema.labels) for plan in fewer) / len(fewer)
    assert left == approx(1.7 + 0.5 * 10.3, abs=0.5)


def test_no_names_are_hidden_and_nothing_left_out_where_the_mix_says_so():
    for plan in plans(Mix(hidden_names=0, absent_left_out=0)):
        assert (plan.schema.hidden, len(plan.schema.labels)) == (False, 4)


def test_at_least_two_labels_are_left():
    found = plans(Mix(hidden_names=0, absent_left_out=1))
    assert {len(plan.schema.labels) for plan in found if plan.guidelines} == {2, 3, 4}


def test_without_guidelines_rows_are_enriched_with_the_rest():
    found = plans(Mix(), guidelines=GUIDELINES[1:])
    assert {(plan.kind, plan.guidelines) for plan in found} == {("compound", ())}
