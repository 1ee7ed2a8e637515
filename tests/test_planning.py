"""Plans and the dice they are drawn with."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marking import FEW, KINDS, PRESENT, SIGNS, TASK, asked, drawn, example, identity, planner, renderer, rows
from pytest import approx
from toy import LongestWord

from hum_hub import Element, Example, Plan, Seed
from hum_hub.craft.dice import Dice
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Planner
from hum_hub.craft.rules import SHARED as RULES
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.rendering import Renderer
from hum_hub.proof.rows import example_id, gold_json

TOY = LongestWord()
MIXED = Mix(compound=0.8, cross_language=0.3, contrast=0.3, shots=0.3, system=0.3)
ONLY = {"guidelines": 0, "rules": 0, "formats": 0, "guidelines_and_rules": 0, "guidelines_and_formats": 0}
ONLY |= {"rules_and_formats": 0, "compound": 1}


def toy_examples(count: int, language: str = "en") -> list[Example]:
    words = "the Harbour is no" if language == "en" else "渡船 慢慢地 驶过"
    seeds = (
        Seed(str(number), "test", language, "cc0-1.0", str(number), {"text": f"{words} {number}"}, ("longest",))
        for number in range(count)
    )
    return [found for seed in seeds for found in TOY.read(seed) if isinstance(found, Example)]


def every_plan(mix: Mix, inventory=FEW, count: int = 60, **more) -> list[Plan]:
    made = planner(mix, inventory)
    return [
        plan
        for number in range(count)
        for one in asked(made, example(number, **more))
        for plan in made.plans(one, made.quota(str(number)))
    ]


def first_plans(mix: Mix, count: int = 300, **more) -> list[Plan]:
    return [plan for plan, _ in drawn(planner(mix), (example(number, **more) for number in range(count)))]


def test_the_same_part_has_the_same_rows():
    examples = list(map(example, range(150)))
    assert rows(MIXED, examples) == rows(MIXED, examples)


def test_examples_added_at_the_end_leave_the_rows_before_them_as_they_are():
    examples = list(map(example, range(200)))
    assert rows(MIXED, examples)[:120] == rows(MIXED, examples[:120])


def test_other_parts_have_no_say_in_the_rows_of_one():
    made, examples = renderer(MIXED), list(map(example, range(60)))
    quotas = {key: made.planner.quota(key) for key in ("one", "other")}
    mixed = [[list(made.rows(each, identity(each), quota, Ledger())) for quota in quotas.values()] for each in examples]
    alone = made.planner.quota("other")
    assert [both[1] for both in mixed] == [list(made.rows(each, identity(each), alone, Ledger())) for each in examples]
    assert any(one != other for one, other in mixed)


def test_another_seed_of_the_mix_gives_other_plans():
    assert first_plans(Mix(seed="one")) != first_plans(Mix(seed="two"))
    assert first_plans(Mix(seed="one")) == first_plans(Mix(seed="one"))


def test_another_variant_has_another_wording():
    made = planner(Mix(compound=0))
    quota = made.quota("part")
    wordings = {next(made.plans(one, quota)).wordings for v in range(20) for one in asked(made, example(1), v)}
    assert len(wordings) == 20


def test_each_rendering_is_a_row_of_its_own():
    (found,) = rows(Mix(renderings=4, contrast=0), [example(1)])
    assert len({row.id for row in found}) == 4
    assert len({row.example_id for row in found}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_comes_of_every_example_and_is_proven(language):
    made, ledger = Renderer(TOY, "test", MIXED, {"longest": (Element("long"), Element("short"))}, ()), Ledger()
    quota = made.planner.quota("part")
    for of in toy_examples(60, language):
        found = list(made.rows(of, example_id(TOY.name, of.inputs, gold_json(of, TOY.gold)), quota, ledger))
        assert len(found) in (1, 2)
        assert [made.prover.problems(row) for row in found] == [[]] * len(found)
    assert ledger.total("dropped") == 0


def test_plans_end_with_a_basic_one_that_carries_nothing():
    made = planner(Mix(compound=1))
    for number in range(100):
        (one,) = asked(made, example(number))
        *others, last = made.plans(one, made.quota(str(number)))
        assert others[0].kind == "compound"
        assert (last.kind, last.format, last.rules, last.guidelines) == ("basic", "json-records", (), ())
        assert not last.schema.hidden and len(last.schema.labels) == len(FEW)


def test_a_mix_without_compound_rows_has_none():
    for plan in first_plans(Mix(compound=0)):
        assert (plan.kind, plan.usual_format, plan.rules, plan.guidelines) == ("basic", True, (), ())


@pytest.mark.parametrize("enrichment", ["guidelines", "rules", "formats"])
def test_a_compound_plan_carries_what_it_was_drawn_with(enrichment):
    for plan in first_plans(Mix(**{**ONLY, enrichment: 1})):
        carried = {"guidelines": plan.guidelines, "rules": plan.rules, "formats": not plan.usual_format}
        assert [name for name, there in carried.items() if there] == [enrichment]
        assert plan.kind == "compound"


def test_a_plan_knows_whether_its_format_is_the_usual_one():
    for plan in every_plan(Mix(compound=1)):
        assert plan.usual_format == (plan.format == "json-records")


def test_allowed_formats_and_rules_are_obeyed():
    mix = Mix(
        compound=1, idle=1, allowed_formats=("xml-tags", "markdown-table"), allowed_rules=("letter-case", "order")
    )
    found = first_plans(mix)
    assert {plan.format for plan in found} == {"xml-tags", "markdown-table", "json-records"}
    assert {choice.rule for plan in found for choice in plan.rules} == {"letter-case", "order"}


def test_every_format_of_a_plan_fits_its_schema():
    found = every_plan(Mix(compound=1))
    assert len({plan.format for plan in found}) > 10
    assert all(FORMATS[plan.format].fits(plan.schema) for plan in found)


def test_plans_come_in_the_order_in_which_they_are_wanted():
    """After many basic rows a compound one comes first, and the other way round."""
    made = planner(Mix(compound=0.5))
    (one,) = asked(made, example(1))
    firsts = {}
    for kind in ("basic", "compound"):
        quota = made.quota("part")
        plan = next(plan for plan in made.plans(one, quota) if plan.kind == kind)
        for _ in range(200):
            quota.took(plan, False)
        firsts[kind] = Counter(next(made.plans(one, quota)).kind for _ in range(50))
    assert firsts == {"basic": Counter(compound=50), "compound": Counter(basic=50)}


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_the_share_of_instructions_in_the_other_language_is_that_of_the_mix(language, other):
    found = Counter(plan.language for plan in first_plans(Mix(cross_language=0.1), 900, language=language))
    assert found.keys() == {language, other}
    assert found[other] / 900 == approx(0.1, abs=0.03)


def test_instructions_are_in_no_language_that_the_mix_does_not_have():
    found = first_plans(Mix(cross_language=1, languages=("en",)))
    assert {plan.language for plan in found} == {"en"}


def test_names_of_the_other_language_do_not_reach_the_row():
    made = planner(Mix(compound=1))
    (one,) = asked(made, example(1))
    assert all(label.abroad for label in one.schema.labels)
    for plan in made.plans(one, made.quota("part")):
        assert not any(label.abroad for label in plan.schema.labels)


def test_the_schema_says_what_the_subtask_is_like():
    (one,) = asked(planner(Mix(cross_language=0)), example(1, language="zh"))
    schema = one.schema
    assert [(field.name, field.kind) for field in schema.fields] == [("类型", "label"), ("词", "text")]
    assert (schema.language, schema.by, schema.many, schema.inline, schema.group) == ("zh", 0, True, True, (1, 1))
    assert {label.key for label in schema.labels} == {element.key for element in FEW}


def test_labels_of_the_example_itself_are_shown_as_they_come():
    (one,) = asked(planner(Mix(cross_language=0), KINDS), example(1, ("song", "bell"), subtask="own"))
    assert [label.name for label in one.schema.labels] == ["song", "bell"]


def test_a_subtask_without_labels_shows_none():
    made = planner(Mix())
    made.task = type("Unlabelled", (type(TASK),), {"subtasks": dict(TASK.subtasks)})()
    made.task.subtasks["all"] = replace(TASK.subtasks["all"], labels="none", by=None)
    (one,) = asked(made, example(1))
    assert one.schema.labels == ()


def test_labels_without_an_inventory_are_those_of_the_example():
    made = Planner(TASK, FORMATS, RULES, Mix(), {}, ())
    (one,) = asked(made, example(1, PRESENT))
    assert {label.key for label in one.schema.labels} == set(PRESENT)


def test_what_is_near_is_shown_first():
    near = {"all": {"bell": ("tool",), "bird": ("tree",)}}
    made = Planner(TASK, FORMATS, RULES, Mix(labels_shown=4), {"all": KINDS}, (), near)
    for number in range(50):
        (one,) = asked(made, example(number))
        assert {label.key for label in one.schema.labels} == {"bell", "bird", "tool", "tree"}


def test_rows_count_in_the_quota():
    made, ledger = renderer(Mix(**ONLY | {"rules": 1}, allowed_rules=tuple(SIGNS), contrast=0)), Ledger()
    quota = made.planner.quota("part")
    found = [row for n in range(50) for row in made.rows(example(n), identity(example(n)), quota, ledger)]
    uses = Counter(choice.rule for row in found for choice in row.rules)
    assert quota.rules._taken == dict(uses) == ledger.of("test", "rule")
    assert quota.counts._taken == {str(n): sum(len(row.rules) == n for row in found) for n in range(1, 5)}
    assert quota.cells._taken == {"rules": 50}


@pytest.mark.parametrize("limit", [0.0, 0.5])
def test_rows_with_empty_answers_stop_at_their_limit(limit):
    ledger = Ledger()
    found = rows(Mix(empty=limit, contrast=0), [example(n, PRESENT if n % 4 == 0 else ()) for n in range(200)], ledger)
    assert [bool(each) for each in found[::4]] == [True] * 50
    assert sum(map(len, found)) == 50 + 50 * limit
    assert ledger.of("test", "refused")["answer: one empty answer too many"] == 150 - 50 * limit


@given(key=st.text(), name=st.text())
def test_a_share_is_from_zero_up_to_one(key, name):
    assert 0 <= Dice(key).share(name) < 1
    assert Dice(key).share(name) == Dice(key).share(name)


def test_shares_are_spread_evenly():
    tenths = Counter(int(Dice("key", number).share("name") * 10) for number in range(10_000))
    assert sorted(tenths) == list(range(10))
    assert all(850 < count < 1150 for count in tenths.values())


def test_picks_and_first_places_are_spread_evenly():
    picked = Counter(Dice("key", number).pick("name", "abc") for number in range(9000))
    first = Counter(Dice("key", number).shuffled("name", "abc")[0] for number in range(9000))
    assert all(2800 < counts[letter] < 3200 for letter in "abc" for counts in (picked, first))


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
