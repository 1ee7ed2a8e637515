"""Places, allowances and budget: how much is asked at once, in a minute, and in all."""

import asyncio
from dataclasses import make_dataclass

import pytest
from engines import ask, numbered, stored
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.contract.teachers import Allowance
from hum_hub.errors import BudgetError
from hum_hub.teacher.allowances import MOST_WAIT, Bucket
from hum_hub.teacher.budget import Budget, Price
from hum_hub.teacher.desk import Limits
from hum_hub.teacher.places import WINDOW, Places

pytest_plugins = ("serving.fixtures",)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_lets_through_a_second_at_once_and_then_the_rate():
    clock = Clock()
    bucket = Bucket(120, clock)  # two a second
    for _ in range(2):
        assert bucket.wait(1) == 0
        bucket.take(1)
    assert bucket.wait(1) == pytest.approx(0.5)
    clock.now = 0.5
    assert bucket.wait(1) == 0
    clock.now = 1000.0
    assert bucket.wait(2) == 0
    bucket.take(2)
    assert bucket.wait(1) > 0  # idle time is not saved up


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 20)), max_size=60), st.floats(1, 600))
def test_no_more_is_let_through_than_is_allowed(steps, per_minute):
    clock, taken = Clock(), 0.0
    bucket = Bucket(per_minute, clock)
    most = max(1.0, per_minute / 60)
    for pause, amount in steps:
        clock.now += pause
        if bucket.wait(amount) == 0:
            bucket.take(amount)
            taken += amount
            assert taken <= most + clock.now * per_minute / 60 + 20 + 1e-6  # one amount may be larger than a burst
        clock.now += bucket.wait(amount)
        assert bucket.wait(amount) == pytest.approx(0, abs=1e-3)


def test_what_the_endpoint_says_is_believed_where_it_allows_less():
    clock = Clock()
    bucket = Bucket(6000, clock)
    bucket.learn(Allowance(60, 0, 60), under_way=0)
    assert bucket.wait(1) == pytest.approx(1.0)
    bucket.learn(Allowance(10**9, 10**9 - 1, 1), under_way=0)
    bucket.take(100)
    assert bucket.wait(1) == pytest.approx(0.01, rel=0.1)  # the recipe still holds


def test_what_is_under_way_is_not_counted_twice():
    bucket = Bucket(None, Clock())
    assert bucket.wait(10**6) == 0
    bucket.learn(Allowance(100, 50, 30), under_way=50)
    assert bucket.wait(1) > 0


@given(
    said=st.lists(st.builds(Allowance, *[st.none() | st.floats(0, 1e12, allow_subnormal=True)] * 3), max_size=8),
    amount=st.floats(0, 1e6),
)
def test_no_header_stops_asking_for_ever(said, amount):
    clock = Clock()
    bucket = Bucket(None, clock)
    for each in said:
        bucket.learn(each, under_way=3)
        assert 0 <= bucket.wait(amount) <= MOST_WAIT


def test_places_are_taken_in_order_and_those_who_come_again_go_first():
    async def work():
        places, order = Places(1), []

        async def one(name, first=False):
            await places.take(first)
            order.append(name)
            places.leave(False)

        await places.take()
        waiting = [asyncio.ensure_future(one(name)) for name in "abc"]
        await asyncio.sleep(0)
        waiting.append(asyncio.ensure_future(one("again", first=True)))
        await asyncio.sleep(0)
        waiting[1].cancel()
        places.leave(False)
        await asyncio.gather(*waiting, return_exceptions=True)
        return order, places.taken

    assert asyncio.run(work()) == (["again", "a", "c"], 0)


def test_a_place_that_is_given_to_one_who_has_left_goes_to_the_next():
    async def work():
        places = Places(1)
        await places.take()
        first, second = (asyncio.ensure_future(places.take()) for _ in range(2))
        await asyncio.sleep(0)
        places.leave(False)  # the first has it now, but has not run yet
        first.cancel()
        await asyncio.wait_for(second, 5)
        return places.taken

    assert asyncio.run(work()) == 1


def answers(places, count, busy):
    for number in range(count):
        places._taken += 1
        places.leave(number / count < busy)


def test_fewer_places_where_many_are_turned_away_and_more_again_later():
    places = Places(64)
    answers(places, 640, 0.1)
    assert places.limit == 64
    answers(places, 300, 1.0)
    assert places.limit < 16
    for _ in range(20):
        answers(places, 10 * WINDOW, 1.0)
    assert places.limit == 1
    answers(places, 64 * WINDOW, 0.0)
    assert places.limit == 64


def test_few_requests_are_turned_away_where_the_recipe_says_the_limit(scripted, tmp_path):
    scripted.play(limits={"requests": 1200, "window": 60.0, "headers": False})
    limits = Limits(32, requests_per_minute=1200)
    asked = ask(scripted.url, tmp_path, numbered(60), limits=limits)
    counts = scripted.counts()
    assert len(asked.texts) == 60 and counts["limited"] == 0


def test_few_requests_are_turned_away_where_headers_say_the_limit(scripted, tmp_path):
    scripted.play(limits={"requests": 40, "window": 2.0, "said": "milliseconds"})
    asked = ask(scripted.url, tmp_path, numbered(100), limits=Limits(16))
    assert len(asked.texts) == 100
    assert scripted.counts()["limited"] <= 10


def test_few_requests_are_turned_away_where_headers_say_the_limit_of_tokens(scripted, tmp_path):
    scripted.play(limits={"tokens": 2000, "window": 1.0, "said": "milliseconds"})
    asked = ask(scripted.url, tmp_path, numbered(80), limits=Limits(16))
    counts = scripted.counts()
    assert len(asked.texts) == 80 and counts["input_tokens"] + counts["output_tokens"] > 4000
    assert counts["limited"] <= 8


def test_an_endpoint_that_takes_few_at_once_gets_few(scripted, tmp_path):
    scripted.play(latency=0.02, limits={"at_once": 4})
    limits = Limits(24, attempts=30)
    asked = ask(scripted.url, tmp_path, numbered(60), limits=limits)
    assert len(asked.texts) == 60


def test_no_more_requests_are_sent_than_the_budget_has(scripted, tmp_path):
    scripted.play(latency=0.01)
    asked = ask(scripted.url, tmp_path, numbered(60), limits=Limits(16), budget=Budget(max_requests=25))
    assert scripted.counts()["requests"] == 25
    assert len(asked.texts) == 25 == len(stored(tmp_path))
    assert sum(isinstance(each, BudgetError) for each in asked.outcomes) == 35
    assert len(set(asked.reasons)) == 1 and "max_requests = 25" in asked.reasons[0]
    again = ask(scripted.url, tmp_path, numbered(60), limits=Limits(16), budget=Budget(max_requests=60, requests=25))
    assert len(again.texts) == 60 and again.usage.stored == 25
    assert scripted.counts()["requests"] == 60


@pytest.mark.parametrize("faults", [(), ({"kind": "reset", "share": 0.1}, {"kind": "rate-limited", "share": 0.2})])
def test_no_more_is_spent_than_the_budget_has(scripted, tmp_path, faults):
    scripted.play(latency=0.01, faults=faults)
    price = Price(1.0, 4.0)
    asked = ask(scripted.url, tmp_path, numbered(150), limits=Limits(16), price=price, budget=Budget(max_cost=0.02))
    counts = scripted.counts()
    cost = price.cost(counts["input_tokens"], counts["output_tokens"])
    assert cost <= 0.02
    assert cost > 0.014  # and it is used
    assert asked.budget.cost == pytest.approx(cost) and asked.usage.cost == pytest.approx(cost)
    assert len(asked.texts) == len(stored(tmp_path)) == counts["answered"] < 150
    assert len(set(asked.reasons)) == 1 and "max_cost = 0.02" in asked.reasons[0]
    more = Budget(max_cost=1.0, requests=asked.budget.requests, cost=asked.budget.cost)
    again = ask(scripted.url, tmp_path, numbered(150), limits=Limits(16), price=price, budget=more)
    assert len(again.texts) == 150 and again.usage.stored == len(asked.texts)
    assert scripted.counts()["answered"] == 150


def test_a_request_that_alone_goes_beyond_the_budget_is_not_sent(scripted, tmp_path):
    budget = Budget(max_cost=0.000_001)
    asked = ask(scripted.url, tmp_path, numbered(3), price=Price(1.0, 4.0), budget=budget)
    assert scripted.counts()["requests"] == 0
    assert len(asked.reasons) == 3 and "max_cost = 1e-06" in asked.reasons[0]


Wide = make_dataclass("Wide", [(f"how_many_there_are_of_number_{number}", int) for number in range(24)], frozen=True)


def test_a_schema_that_is_told_in_words_is_paid_for_too(scripted, tmp_path):
    scripted.play(refuses={"json_schema": 400, "json_object": 400}, latency=0.01)
    asked = ask(scripted.url, tmp_path, numbered(40, shape=Wide), price=Price(1.0, 0.0), budget=Budget(max_cost=0.01))
    cost = scripted.counts()["input_tokens"] / 1_000_000
    assert 0.005 < cost <= 0.01 and asked.budget.cost == pytest.approx(cost)
