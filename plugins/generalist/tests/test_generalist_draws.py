"""The plan of draws: both strategies, each combination once, and what was hit least first."""

from itertools import combinations

import pytest
from hum_hub_plugin_generalist.draws import MOST_CONCEPTS, Draw, draws, total_draws
from hum_hub_plugin_generalist.orbits import families
from hypothesis import given, settings
from hypothesis import strategies as st

KEYS = st.text(max_size=5)
SIZES = st.lists(st.integers(1, 8), min_size=1, max_size=6)
SMALL = st.lists(st.integers(1, 4), min_size=1, max_size=4)
WITHIN, BETWEEN = 6, 2.5
"""How far the hits of two concepts of a session, and the mean hits of two sessions of equal size, may be apart.

That holds while both strategies last; of half a million random plans none came to 6 and none to 2.
"""


def every_draw(sizes: list[int]) -> set[Draw]:
    """All draws of both strategies, as the paper defines them, listed one by one."""
    found = set()
    for session, size in enumerate(sizes):
        for count in range(1, MOST_CONCEPTS + 1):
            found |= {Draw((session,), (chosen,)) for chosen in combinations(range(size), count)}
    for left, right in combinations(range(len(sizes)), 2):
        both = [(left, place) for place in range(sizes[left])] + [(right, place) for place in range(sizes[right])]
        for count in range(2, MOST_CONCEPTS + 1):
            for chosen in combinations(both, count):
                parts = tuple(tuple(place for at, place in chosen if at == session) for session in (left, right))
                found |= {Draw((left, right), parts)} if all(parts) else set()
    return found


def hits(sizes: list[int], made: list[Draw]) -> list[list[int]]:
    found = [[0] * size for size in sizes]
    for draw in made:
        for session, places in zip(draw.sessions, draw.concepts, strict=True):
            for place in places:
                found[session][place] += 1
    return found


@settings(deadline=None)
@given(key=KEYS, sizes=SMALL)
def test_all_combinations_are_drawn_and_each_once(key, sizes):
    found = list(draws(key, sizes))
    assert len(found) == len(set(found)) == total_draws(sizes)
    assert set(found) == every_draw(sizes)


@pytest.mark.parametrize(
    ("sizes", "total"),
    [([5] * 20, 20 * 31 + 190 * (45 + 120 + 210 + 252 - 2 * 26)), ([1], 1), ([2], 3), ([1, 1], 3), ([], 0)],
)
def test_the_number_of_draws_is_that_of_the_paper(sizes, total):
    """Strategy one: C(5,1) to C(5,5) is 31. Strategy two: C(10,2) to C(10,5), less those inside one session."""
    assert total_draws(sizes) == total


@settings(deadline=None)
@given(key=KEYS, sizes=SIZES, limit=st.integers(0, 60))
def test_draws_stay_within_the_syllabus_and_are_never_repeated(key, sizes, limit):
    found = list(draws(key, sizes, limit))
    assert len(set(found)) == len(found) == min(limit, total_draws(sizes))
    for draw in found:
        assert len(draw.sessions) == len(draw.concepts) == len(set(draw.sessions)) in (1, 2)
        assert draw.sessions == tuple(sorted(draw.sessions))
        assert len(draw.sessions) <= sum(map(len, draw.concepts)) <= MOST_CONCEPTS
        for session, places in zip(draw.sessions, draw.concepts, strict=True):
            assert places
            assert list(places) == sorted(set(places))
            assert 0 <= places[0] <= places[-1] < sizes[session]


@settings(deadline=None)
@given(key=KEYS, sizes=SIZES, small=st.integers(0, 30), more=st.integers(0, 30))
def test_a_larger_limit_only_adds_draws_at_the_end(key, sizes, small, more):
    found = list(draws(key, sizes, small))
    assert list(draws(key, tuple(sizes), small + more))[: len(found)] == found


@settings(deadline=None, max_examples=60)
@given(key=KEYS, size=st.integers(2, 8), sessions=st.integers(1, 8), limit=st.integers(1, 200))
def test_concepts_and_sessions_of_equal_size_are_hit_as_evenly_as_possible(key, size, sessions, limit):
    sizes = [size] * sessions
    made = list(draws(key, sizes, min(limit, sessions * total_draws([size]))))
    found = hits(sizes, made)
    assert all(max(some) - min(some) <= WITHIN for some in found)
    means = [sum(some) / size for some in found]
    assert max(means) - min(means) <= BETWEEN


@settings(deadline=None, max_examples=60)
@given(key=KEYS, sizes=st.lists(st.integers(3, 8), min_size=2, max_size=10))
def test_few_draws_reach_every_concept(key, sizes):
    """Three draws hold six concepts at least; three times the concepts are draws enough to reach all."""
    made = list(draws(key, sizes, 3 * sum(sizes)))
    assert all(min(some) >= 1 for some in hits(sizes, made))


@given(key=KEYS, sizes=st.lists(st.integers(2, 8), min_size=2, max_size=6))
def test_both_strategies_occur(key, sizes):
    assert [len(draw.sessions) for draw in draws(key, sizes, 6)] == [1, 1, 2] * 2


def test_other_keys_give_other_draws():
    assert list(draws("a", [5] * 5, 20)) != list(draws("b", [5] * 5, 20))


def test_what_is_wanted_comes_first_and_is_not_drawn_again():
    first = (Draw((1,), ((0, 2),)), Draw((0, 2), ((1,), (0, 1))))
    found = list(draws("k", [3, 3, 3], None, first))
    assert found[:2] == list(first)
    assert len(found) == len(set(found)) == total_draws([3, 3, 3])
    assert list(draws("k", [3, 3, 3], 1, first)) == [first[0]]


@given(size=st.integers(1, 9), count=st.integers(1, 5))
def test_families_hold_every_selection_once(size, count):
    turned = [
        tuple(sorted((place + turn) % size for place in chosen))
        for chosen, members in families(size, count)
        for turn in range(members)
    ]
    assert sorted(turned) == sorted(combinations(range(size), count))


def test_draws_are_streamed():
    """The first draw of a space of some hundred million comes at once."""
    sizes = [16] * 60
    assert total_draws(sizes) > 10**8
    assert next(iter(draws("k", sizes)))
