"""Plans and the dice they are drawn with."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import LongestWord, Word

from hum_hub import Element, Example, Guideline, Plan, Seed
from hum_hub.craft.dice import Dice
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Planner
from hum_hub.craft.rules import SHARED as RULES

TASK = LongestWord()
KINDS = (Element("long"), Element("short"))
MANY = tuple(Element(kind) for kind in sorted(["long", "short", *(f"kind_{number}" for number in range(28))]))
GUIDELINES = (Guideline("long", name={"en": "lengthy"}, definition={"en": ("Over six letters.",)}),)
COUNT = 3000


def example(number: int, language: str = "en") -> Example[Word]:
    text = f"the Harbour is no {number}" if language == "en" else f"渡船 慢慢地 驶过 {number}"
    (found,) = TASK.read(Seed(str(number), "test", language, "cc0-1.0", str(number), {"text": text}, ("longest",)))
    assert isinstance(found, Example)
    return found


def planner(mix: Mix, elements: tuple[Element, ...] = KINDS) -> Planner:
    return Planner(TASK, FORMATS, RULES, mix, {"longest": elements}, GUIDELINES)


def plans(made: Planner, number: int, language: str = "en") -> list[Plan]:
    return list(made.plans(example(number, language), str(number), "longest", 0))


def firsts(mix: Mix, language: str = "en") -> list[Plan]:
    made = planner(mix)
    return [next(made.plans(example(number, language), str(number), "longest", 0)) for number in range(COUNT)]


def every_plan(mix: Mix, elements: tuple[Element, ...] = KINDS, count: int = 300) -> list[Plan]:
    made = planner(mix, elements)
    return [plan for number in range(count) for plan in plans(made, number)]


def test_the_same_example_has_the_same_plans():
    mix = Mix(compound=0.8, cross_language=0.5)
    assert [plans(planner(mix), number) for number in range(50)] == [
        plans(planner(mix), number) for number in range(50)
    ]


def test_another_seed_of_the_mix_gives_other_plans():
    assert every_plan(Mix(seed="one")) != every_plan(Mix(seed="two"))


def test_another_variant_has_another_wording():
    made = planner(Mix(compound=0))
    numbers = [next(made.plans(example(1), "1", "longest", variant)).wordings for variant in range(20)]
    assert len(set(numbers)) == 20


def test_a_compound_draw_ends_with_a_basic_plan():
    made = planner(Mix(compound=1))
    for number in range(200):
        found = plans(made, number)
        assert [plan.kind for plan in found] == ["compound"] * (len(found) - 1) + ["basic"]
        assert len(found) > 1


def test_a_basic_plan_carries_nothing():
    for plan in every_plan(Mix(compound=0)):
        assert (plan.kind, plan.format, plan.rules, plan.guidelines) == ("basic", "json-records", (), ())


@pytest.mark.parametrize("compound", [0.0, 0.45, 1.0])
def test_the_share_of_compound_plans_is_that_of_the_mix(compound):
    found = Counter(plan.kind for plan in firsts(Mix(compound=compound)))
    assert found["compound"] / COUNT == pytest.approx(compound, abs=0.03)


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_the_share_of_instructions_in_the_other_language_is_that_of_the_mix(language, other):
    found = Counter(plan.language for plan in firsts(Mix(cross_language=0.1), language))
    assert set(found) == {language, other}
    assert found[other] / COUNT == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("idle", [0.0, 0.2])
def test_rows_with_an_idle_rule_do_not_exceed_the_share(language, idle):
    found = [
        sum(choice.witness is None for choice in plan.rules) for plan in firsts(Mix(compound=1, idle=idle), language)
    ]
    assert max(found) <= 1
    assert sum(found) / COUNT <= idle + 0.02


def test_allowed_formats_are_obeyed():
    found = {plan.format for plan in every_plan(Mix(compound=1, allowed_formats=("xml-tags", "markdown-table")))}
    assert found == {"xml-tags", "markdown-table", TASK.subtasks["longest"].default_format}


def test_allowed_rules_are_obeyed():
    found = every_plan(Mix(compound=1, idle=1, allowed_rules=("letter-case", "order")))
    assert {choice.rule for plan in found for choice in plan.rules} == {"letter-case", "order"}


def test_no_plan_has_rules_that_exclude_each_other():
    for plan in every_plan(Mix(compound=1, idle=1, rules=(0, 0, 0, 1))):
        names = {choice.rule for choice in plan.rules}
        assert not any(RULES[name].excludes & names for name in names)
        assert len(names) == len(plan.rules)


def test_the_labels_shown_are_limited_and_hold_the_present_one():
    for plan in every_plan(Mix(labels_shown=5), MANY):
        keys = [label.key for label in plan.schema.labels]
        assert len(keys) == len(set(keys)) == 5
        assert "long" in keys


def test_labels_that_fit_are_all_shown():
    for plan in every_plan(Mix(labels_shown=30), MANY):
        assert {label.key for label in plan.schema.labels} == {element.key for element in MANY}


def test_a_limit_too_low_for_the_present_label_still_leaves_a_choice():
    for plan in every_plan(Mix(labels_shown=1), MANY):
        assert len(plan.schema.labels) == 3
        assert plan.schema.name("long") is not None


def test_guidelines_name_and_explain_labels_only_of_their_kind():
    assert all(plan.guidelines == () and plan.schema.name("long") == "long" for plan in every_plan(Mix(compound=1)))


@given(key=st.text(), name=st.text())
def test_a_share_is_from_zero_up_to_one(key, name):
    assert 0 <= Dice(key).share(name) < 1
    assert Dice(key).share(name) == Dice(key).share(name)


def test_shares_are_spread_evenly():
    tenths = Counter(int(Dice("key", number).share("name") * 10) for number in range(10_000))
    assert sorted(tenths) == list(range(10))
    assert all(850 < count < 1150 for count in tenths.values())


def test_picks_are_spread_evenly():
    picked = Counter(Dice("key", number).pick("name", "abc") for number in range(9000))
    assert all(2800 < picked[letter] < 3200 for letter in "abc")


def test_first_places_are_spread_evenly():
    picked = Counter(Dice("key", number).shuffled("name", "abc")[0] for number in range(9000))
    assert all(2800 < picked[letter] < 3200 for letter in "abc")


@given(key=st.text(), options=st.lists(st.integers()))
def test_shuffled_is_a_permutation(key, options):
    assert Counter(Dice(key).shuffled("name", options)) == Counter(options)


@given(names=st.lists(st.text(), min_size=2, unique=True))
def test_a_new_name_does_not_disturb_the_others(names):
    dice = Dice("key")
    alone = dice.number(names[0])
    for name in names[1:]:
        dice.number(name)
    assert dice.number(names[0]) == alone


def test_parts_of_a_key_do_not_run_together():
    assert Dice("ab", "c").number("x") != Dice("a", "bc").number("x")
