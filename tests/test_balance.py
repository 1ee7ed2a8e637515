"""Balances and quotas: the shares of a part are met, whatever is refused on the way."""

import random
from collections import Counter
from itertools import combinations, pairwise

import pytest
from marking import PRESENT, SIGNS, drawn, example, planner
from pytest import approx

from hum_hub.craft.balance import Balance
from hum_hub.craft.dice import Dice
from hum_hub.craft.mix import ENRICHMENTS, Mix
from hum_hub.craft.quota import LONGEST, REMEMBERED, Quota

SHARES = {"half": 0.5, "third": 0.3, "some": 0.15, "few": 0.05}
POINT = 0.01
COUNT = 10_000
FORMATS = ("json-lines", "xml-tags", "markdown-table")
APPLICABLE = {"allowed_rules": tuple(SIGNS), "allowed_formats": FORMATS}
"""Rules and formats of which each can be had in every row."""


def taken(balance: Balance, count: int, can_be_had=lambda option, number: True) -> list[str]:
    found = []
    for number in range(count):
        option = next((each for each in balance.order() if can_be_had(each, number)), None)
        if option is not None:
            balance.took(option)
            found.append(option)
    return found


def test_counts_follow_the_shares_at_every_point():
    found, counts = taken(Balance(SHARES, Dice("a")), COUNT), Counter()
    for number, option in enumerate(found, 1):
        counts[option] += 1
        if number % 100 == 0:
            assert all(abs(counts[each] - share * number) < 20 for each, share in SHARES.items())


def test_counts_follow_the_shares_where_draws_are_refused_at_random():
    chance = random.Random(1)
    refusals = {"half": 0.3, "third": 0.3, "some": 0.5, "few": 0.8}
    found = taken(Balance(SHARES, Dice("a")), COUNT, lambda option, number: chance.random() > refusals[option])
    counts = Counter(found)
    assert all(counts[each] / len(found) == approx(share, abs=POINT) for each, share in SHARES.items())


def test_an_option_that_could_not_be_had_for_a_while_is_caught_up_with():
    counts = Counter(taken(Balance(SHARES, Dice("a")), 4000, lambda option, number: option != "half" or number > 1500))
    assert all(counts[each] / 4000 == approx(share, abs=POINT) for each, share in SHARES.items())


def test_where_an_option_can_never_be_had_the_others_keep_their_proportions():
    counts = Counter(taken(Balance(SHARES, Dice("a")), COUNT, lambda option, number: option != "half"))
    assert [counts[each] / COUNT for each in SHARES] == approx([0, 0.6, 0.3, 0.1], abs=0.02)


def test_an_order_holds_every_option_with_a_share_once():
    balance = Balance({**SHARES, "none": 0.0}, Dice("a"))
    assert all(sorted(balance.order()) == sorted(SHARES) for _ in range(100))


def test_draws_have_no_fixed_pattern():
    found = taken(Balance({"heads": 0.5, "tails": 0.5}, Dice("a")), 2000)
    again = sum(one == other for one, other in pairwise(found))
    assert 600 < again < 1100
    assert len({tuple(found[start : start + 8]) for start in range(1900)}) > 100


def test_the_dice_alone_decide_the_draws():
    one, same, other = (taken(Balance(SHARES, Dice(key)), 200) for key in ("a", "a", "b"))
    assert one == same != other


def test_an_option_unknown_to_a_balance_is_not_counted():
    balance, other = Balance(SHARES, Dice("a")), Balance(SHARES, Dice("a"))
    for _ in range(100):
        balance.took("unheard-of")
    assert taken(balance, 100) == taken(other, 100)


def shares(plans) -> dict[str, float]:
    """The shares that a mix states, as they came out."""
    compound = [plan for plan in plans if plan.kind == "compound"]
    carried = [
        {
            name
            for name, has in zip(ENRICHMENTS, (plan.guidelines, plan.rules, not plan.usual_format), strict=True)
            if has
        }
        for plan in compound
    ]
    found = {"compound": len(compound) / len(plans)}
    for name in ENRICHMENTS:
        found[name] = sum(name in each for each in carried) / len(compound)
    for one, other in combinations(ENRICHMENTS, 2):
        found[f"{one}_and_{other}"] = sum({one, other} <= each for each in carried) / len(compound)
    return found


def counts_of_rules(plans) -> list[float]:
    counts = Counter(len(plan.rules) for plan in plans if plan.rules)
    return [counts[number] / counts.total() for number in range(1, 5)]


def stated(mix: Mix) -> dict[str, float]:
    pairs = [f"{one}_and_{other}" for one, other in combinations(ENRICHMENTS, 2)]
    return {name: getattr(mix, name) for name in ("compound", *ENRICHMENTS, *pairs)}


def nothing_refused(plan, number) -> bool:
    return False


def refused_format(plan, number) -> bool:
    """As a format refuses some answers."""
    return plan.format == "xml-tags" and number % 3 > 0


def refused_rules(plan, number) -> bool:
    """As rules stand in each other's way."""
    return len(plan.rules) > 1 and Dice(number, len(plan.rules), plan.format).share("refused") < 0.3


def refused_enriched(plan, number) -> bool:
    """As an example allows nothing but a basic row."""
    return plan.kind == "compound" and number % 8 == 0


OTHER_MIX = Mix(
    **APPLICABLE,
    **{"compound": 0.5, "guidelines": 0.4, "rules": 0.7, "formats": 0.6, "rules_per_row": (0.4, 0.3, 0.2, 0.1)},
    **{"guidelines_and_rules": 0.2, "guidelines_and_formats": 0.15, "rules_and_formats": 0.45},
)


@pytest.mark.parametrize(
    ("mix", "refused"),
    [
        (Mix(**APPLICABLE), nothing_refused),
        (OTHER_MIX, nothing_refused),
        (Mix(**APPLICABLE), refused_format),
        (Mix(**APPLICABLE), refused_rules),
        (Mix(**APPLICABLE), refused_enriched),
    ],
)
def test_the_rows_of_a_part_have_the_shares_of_the_mix(mix, refused):
    plans = [plan for plan, _ in drawn(planner(mix), map(example, range(COUNT)), refused)]
    assert len(plans) == COUNT
    assert shares(plans) == approx(stated(mix), abs=POINT)
    assert counts_of_rules(plans) == approx(list(mix.rules_per_row), abs=POINT)


def test_formats_and_rules_are_used_equally_often():
    plans = [plan for plan, _ in drawn(planner(Mix(compound=1, **APPLICABLE)), map(example, range(3000)))]
    formats = Counter(plan.format for plan in plans if not plan.usual_format)
    rules = Counter(choice.rule for plan in plans for choice in plan.rules)
    assert [formats[name] / formats.total() for name in FORMATS] == approx([1 / 3] * 3, abs=0.02)
    assert [rules[name] / rules.total() for name in SIGNS] == approx([1 / 4] * 4, abs=0.02)


@pytest.mark.parametrize("idle", [0.0, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("alone", [False, True])
def test_uses_of_idle_rules_never_exceed_their_share(idle, alone):
    """Also where only plans with a single rule can be proven."""
    mix = Mix(compound=1, idle=idle, allowed_rules=(*list(SIGNS)[:2], "never", "hardly", "border"))
    uses = without = 0
    for plan, _ in drawn(planner(mix), map(example, range(1000)), lambda plan, number: alone and len(plan.rules) > 1):
        uses += len(plan.rules)
        without += sum(choice.witness is None for choice in plan.rules)
        assert without <= idle * uses
    assert without / uses == approx(idle, abs=5 * POINT)


@pytest.mark.parametrize("empty", [0.0, 0.5, 2.0])
def test_empty_answers_never_exceed_their_limit(empty):
    examples = [example(number, PRESENT if number % 5 == 0 else ()) for number in range(750)]
    made, full, none = planner(Mix(empty=empty)), 0, 0
    for plan, quota in drawn(made, examples):
        assert plan.subtask == "all"
        full, none = quota._full, quota._empty
        assert none <= empty * full
    assert full == 150
    assert none == approx(empty * full, abs=2)


def quota(key: str = "part") -> Quota:
    return Quota(Mix(), key, FORMATS, SIGNS)


def test_each_part_begins_anew_and_draws_otherwise():
    one, same, other = (taken(quota(key).cells, 100) for key in ("part", "part", "another"))
    assert one == same != other


def test_the_balances_of_a_quota_draw_independently():
    one = quota()
    alike = sum(a == b for a, b in zip(taken(one.formats, 999), taken(quota("other").formats, 999), strict=True))
    assert alike < 600
    orders = [tuple(FORMATS.index(each) for each in one.formats.order()) for _ in range(99)]
    assert len(set(orders)) == 6


def test_worked_examples_share_neither_origin_nor_text_with_the_example():
    one = quota()
    for number, (origin, words) in enumerate([("mine", "0"), ("theirs", "1"), ("others", "0"), ("theirs", "2")]):
        one.remember(example(number, origin=origin, words=words), "all")
    of = example(9, origin="mine", words="0")
    assert [shot.source_id for shot in one.shots(of, "all")] == ["1"]  # nor a second one of the same origin
    assert one.shots(of, "cut") == []


def test_only_the_latest_and_no_long_examples_are_remembered():
    one = quota()
    for number in range(REMEMBERED + 3):
        one.remember(example(number), "all")
    one.remember(example(99, words="x" * LONGEST), "all")
    assert [int(shot.source_id) for shot in one.shots(example(100), "all")] == list(range(3, REMEMBERED + 3))


@pytest.mark.parametrize("every", [2, 3])
def test_rows_that_can_carry_little_leave_the_shares_to_the_others(every):
    """Each second or third row can carry guidelines only, as where a question is to be asked."""
    one, mix, rows = quota(), Mix(), 10_000
    taken: Counter[str] = Counter()
    for number in range(rows):
        little = number % every == 0
        cell = "basic"
        if one.kinds.order()[0] == "compound":
            wanted = (cell for cell in one.cells.order() if cell == "guidelines" or not little)
            cell = next(filter(one.may_take, wanted), "basic")
        one.kinds.took("basic" if cell == "basic" else "compound")
        one.cells.took(cell)
        taken[cell] += 1
    compound = rows - taken["basic"]
    assert compound / rows == approx(mix.compound, abs=0.01)
    for cell, share in mix.cells().items():
        assert taken["+".join(cell)] / compound == approx(share, abs=0.01)


def test_where_no_row_can_carry_more_compound_rows_are_not_lacking():
    one, compound = quota(), 0
    for _ in range(2000):
        if one.kinds.order()[0] == "compound" and one.may_take("guidelines"):
            one.kinds.took("compound")
            one.cells.took("guidelines")
            compound += 1
        else:
            one.kinds.took("basic")
    assert compound / 2000 == approx(0.45, abs=0.01)
