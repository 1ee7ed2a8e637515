"""Rules for a row: each makes a difference beside the others, or is one of the few that need not; and twins."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from marking import (
    FEW,
    GUIDELINES,
    KINDS,
    PRESENT,
    SIGNS,
    TASK,
    Signed,
    Tiny,
    asked,
    drawn,
    example,
    identity,
    planner,
    renderer,
    rows,
)
from pytest import approx

from hum_hub.contract.plan import Plan
from hum_hub.craft.choosing import applied, contradict, witness_among
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Planner, make_case
from hum_hub.craft.quota import Quota
from hum_hub.craft.rules import SHARED
from hum_hub.pipeline.ledger import Ledger

RULED = {"compound": 1, "guidelines": 0.3, "rules": 1, "formats": 0.3}
PAIRS = {"guidelines_and_rules": 0.3, "guidelines_and_formats": 0.1, "rules_and_formats": 0.3}
ALL = Mix(**RULED, **PAIRS, rules_per_row=(0.25, 0.25, 0.25, 0.25))
"""Every row with rules, and many of them."""


class Covering(Tiny):
    """Writes over whatever other rules wrote."""

    stage = "form"

    def writes(self, text, value, case, option):
        return f"<{option}>"

    def transform(self, answer, case, option):
        return tuple((label, replace(word, text=f"<{option}>")) for label, word in answer)


def with_rules(mix: Mix, *more) -> Planner:
    every = {**{rule.id: rule for rule in more}, **SHARED}
    return Planner(TASK, FORMATS, every, mix, {"all": FEW}, GUIDELINES)


def ruled(mix: Mix, made: Planner | None = None, count: int = 600, kinds=PRESENT) -> list[tuple[Plan, Quota]]:
    examples = (example(number, kinds, random.Random(number).choice(("en", "zh"))) for number in range(count))
    return [(replace(plan), quota) for plan, quota in drawn(made or planner(mix), examples) if plan.rules]


def case_of(plan: Plan, of):
    return make_case(of, plan.subtask, plan.schema, FORMATS[plan.format])


def test_rules_with_a_witness_make_a_difference_beside_the_others():
    made = planner(ALL)
    quota = made.quota("part")
    for number in range(400):
        of = example(number)
        (one,) = asked(made, of)
        plan = next(made.plans(one, quota))
        quota.took(plan, False)
        case, truth = case_of(plan, of), made.truth(one, plan.schema)
        for choice in plan.rules:
            found = witness_among(made.every_rule, choice, plan.rules, case, truth)
            assert (found is None) == (choice.witness is None)


def test_rules_that_another_one_writes_over_are_idle():
    covering = Covering("with-zeal")  # the last of its stage by name
    found = ruled(ALL, with_rules(replace(ALL, allowed_rules=(*SIGNS, "with-zeal"), idle=1), covering))
    beside = [plan for plan, _ in found if len(plan.rules) > 1 and any(c.rule == "with-zeal" for c in plan.rules)]
    assert len(beside) > 60
    for plan in beside:
        assert [choice.rule for choice in plan.rules if choice.witness is not None] == ["with-zeal"]
        assert len(plan.rules) == 2


@pytest.mark.parametrize("idle", [0.0, 0.1, 0.2, 0.4])
def test_the_share_of_idle_rules_holds_where_rules_write_over_each_other(idle):
    mix = replace(ALL, allowed_rules=("with-dagger", "with-diesis", "never", "hardly", "with-zeal"), idle=idle)
    uses = without = 0
    for plan, _ in ruled(mix, with_rules(mix, Covering("with-zeal"))):
        uses += len(plan.rules)
        without += sum(choice.witness is None for choice in plan.rules)
        assert without <= idle * uses


def test_a_row_has_at_most_one_idle_rule_and_no_more_rules_than_wanted():
    found = ruled(replace(ALL, idle=1))
    assert Counter(len(plan.rules) for plan, _ in found).keys() == {1, 2, 3, 4}
    assert max(sum(choice.witness is None for choice in plan.rules) for plan, _ in found) == 1
    assert {len(plan.rules) for plan, _ in ruled(replace(ALL, rules_per_row=(0, 1)))} <= {1, 2}


def test_without_room_for_idle_rules_each_has_a_witness():
    found = ruled(replace(ALL, idle=0))
    assert len(found) > 540
    assert all(choice.witness for plan, _ in found for choice in plan.rules)


def test_an_example_to_which_no_rule_makes_a_difference_gets_none():
    mix = replace(ALL, idle=0, empty=9, allowed_rules=tuple(SIGNS))
    made = planner(mix)
    (one,) = asked(made, example(1, ()))
    assert not any(plan.rules for plan in made.plans(one, made.quota("part")))


def test_no_rules_stand_beside_each_other_that_contradict():
    made = planner(replace(ALL, idle=1))
    for plan, _ in ruled(ALL, made):
        names = [choice.rule for choice in plan.rules]
        assert len(set(names)) == len(names)
        assert not any(made.every_rule[one].excludes & set(names) for one in names)


def test_an_exclusion_counts_from_either_side():
    one, other = Signed("with-dagger"), Signed("with-diesis")
    other.excludes = frozenset({"with-dagger"})
    rules = {rule.id: rule for rule in (one, other, Signed("with-section"))}
    assert contradict(rules, "with-dagger", "with-diesis") and contradict(rules, "with-diesis", "with-dagger")
    assert contradict(rules, "with-dagger", "with-dagger")
    assert not contradict(rules, "with-dagger", "with-section")


def test_rules_stand_in_the_order_in_which_they_are_applied():
    stages = ["name", "select", "extent", "form", "limit", "order", "convene"]
    made = planner(replace(ALL, idle=1))
    orders = [[(stages.index(made.every_rule[c.rule].stage), c.rule) for c in p.rules] for p, _ in ruled(ALL, made)]
    assert all(order == sorted(order) for order in orders)
    assert any(len({stage for stage, _ in order}) > 2 for order in orders)


def test_rules_that_the_subtask_excludes_are_not_used():
    made = planner(ALL)
    made.task = TASK
    (one,) = asked(made, example(1))
    one = replace(one, subtask=replace(one.subtask, excludes=frozenset(made.rules) - {"with-dagger"}))
    for number in range(20):
        for plan in made.plans(one, made.quota(str(number))):
            assert {choice.rule for choice in plan.rules} <= {"with-dagger"}


def test_a_rule_that_names_labels_names_those_of_the_plan():
    found = ruled(replace(ALL, allowed_rules=("label-codes", *SIGNS), hidden_names=0))
    coded = [plan for plan, _ in found if any(choice.rule == "label-codes" for choice in plan.rules)]
    assert len(coded) > 100
    assert any(len(plan.rules) == 2 for plan in coded)
    for plan in coded:
        assert all(label.called for label in plan.schema.labels)
    plain = [plan for plan, _ in found if all(choice.rule != "label-codes" for choice in plan.rules)]
    assert plain and not any(label.called for plan in plain for label in plan.schema.labels)


def test_where_rules_together_fail_each_is_tried_alone():
    made = planner(replace(ALL, allowed_rules=tuple(SIGNS), rules_per_row=(0, 0, 1)))
    (one,) = asked(made, example(1))
    found = [plan.rules for plan in made.plans(one, made.quota("part"))]
    assert [len(rules) for rules in found[:4]] == [3, 1, 1, 1]
    assert tuple(rules[0] for rules in found[1:4]) == found[0]


def test_a_plan_without_the_rule_that_named_its_labels_is_not_tried():
    made = planner(replace(ALL, allowed_rules=("with-dagger", "label-codes"), rules_per_row=(0, 1), hidden_names=0))
    for number in range(50):
        (one,) = asked(made, example(number))
        for plan in made.plans(one, made.quota(str(number))):
            coded = any(choice.rule == "label-codes" for choice in plan.rules)
            assert coded == any(label.called for label in plan.schema.labels)


TWINS = Mix(contrast=1, compound=0.8, shots=0, allowed_rules=(*SIGNS, "order", "letter-case", "never", "label-codes"))


def twins(mix: Mix = TWINS, count: int = 400):
    ledger = Ledger()
    found = rows(mix, (example(number) for number in range(count)), ledger)
    return [each for each in found if len(each) > 1], ledger


def test_a_twin_has_the_same_example_one_other_option_and_another_answer():
    pairs, ledger = twins()
    assert len(pairs) > 60
    assert ledger.of("test", "contrast") == {"": len(pairs)}
    for one, other in pairs:
        assert (one.example_id, one.gold, one.format, one.schema) == (
            other.example_id,
            other.gold,
            other.format,
            other.schema,
        )
        assert one.id != other.id
        assert one.messages[-1] != other.messages[-1]
        assert [choice.rule for choice in one.rules] == [choice.rule for choice in other.rules]
        differing = [a.option != b.option for a, b in zip(one.rules, other.rules, strict=True)]
        assert sum(differing) == 1


def test_a_twin_differs_in_the_sentence_of_its_rule_and_in_nothing_else_of_the_question():
    for one, other in twins()[0]:
        (changed,) = (pair for pair in zip(one.rules, other.rules, strict=True) if pair[0].option != pair[1].option)
        lines = [set(row.messages[-2].content.replace("- ", "").split("\n")) for row in (one, other)]
        assert len(lines[0] - lines[1]) == len(lines[1] - lines[0]) == 1
        if changed[0].rule in SIGNS:
            assert {f"The rule {changed[1].rule} is {changed[1].option}."} == lines[1] - lines[0]


def test_rules_about_names_have_no_twin_and_rows_without_rules_have_none():
    changed = Counter()
    for one, other in twins()[0]:
        changed.update(a.rule for a, b in zip(one.rules, other.rules, strict=True) if a.option != b.option)
    assert set(changed) >= {*SIGNS, "letter-case"}
    assert "label-codes" not in changed


def test_twins_come_as_often_as_the_mix_says():
    found = rows(replace(TWINS, contrast=0.3, compound=1, **PAIRS), map(example, range(600)))
    able = [each for each in found if len(each) > 1 or twin_is_possible(each[0])]
    assert sum(len(each) > 1 for each in able) / len(able) == approx(0.3, abs=0.06)
    assert not twins(replace(TWINS, contrast=0), 200)[0]


def twin_is_possible(row) -> bool:
    others = [choice for choice in row.rules if choice.rule != "label-codes"]
    return bool(others) and all(choice.witness for choice in row.rules)


@pytest.mark.parametrize("idle", [0.1, 0.2])
def test_twins_do_not_exceed_the_share_of_idle_rules(idle):
    found = rows(replace(TWINS, idle=idle, compound=1), map(example, range(300)))
    uses = without = 0
    for row in (row for each in found for row in each):
        uses += len(row.rules)
        without += sum(choice.witness is None for choice in row.rules)
        assert without <= idle * uses
    assert without > 0


def test_twins_are_proven_and_counted_in_the_quota():
    made = renderer(TWINS, KINDS)
    quota, ledger, counted = made.planner.quota("part"), Ledger(), defaultdict(int)
    for number in range(200):
        of = example(number)
        for row in made.rows(of, identity(of), quota, ledger):
            assert made.prover.problems(row) == []
            counted[row.kind] += 1
    assert dict(counted) == quota.kinds._taken == ledger.of("test", "row")


def test_applied_writes_the_truth_in_the_order_of_the_choices():
    made = planner(replace(ALL, allowed_rules=tuple(SIGNS), rules_per_row=(0, 1)))
    (one,) = asked(made, example(1))
    plan = next(made.plans(one, made.quota("part")))
    case, truth = case_of(plan, example(1)), made.truth(one, plan.schema)
    signs = "".join(SIGNS[choice.rule] for choice in plan.rules if choice.option == "on")
    words = [record[1].text for record in applied(made.every_rule, plan.rules, truth, case)]
    assert words == [f"w1a{signs}", f"w1b{signs}"]
