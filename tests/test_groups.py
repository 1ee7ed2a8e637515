"""Groups of labels: which ones an instruction shows beside those present."""

from collections import Counter

import pytest
from marking import KINDS, asked, example, planner
from pytest import approx

from hum_hub import Element
from hum_hub.craft.dice import Dice
from hum_hub.craft.groups import groups
from hum_hub.craft.mix import Mix

MANY = tuple(Element(f"k{number:02}") for number in range(30))
NEAR = {"k00": ("k20", "k21", "k22", "k23"), "k01": ("k20", "k24", "k25")}
WINDOW = 5
ALWAYS_CUT = Mix(grouped=1, hard_negatives=2, other_negatives=3)
DRAWS = 200


def cut(present, mix=ALWAYS_CUT, inventory=MANY, window=WINDOW, near=NEAR) -> list[list[list[str]]]:
    """The keys of the groups, for many dice."""
    known = [Element(key) for key in present]
    return [
        [[element.key for element in group] for group in groups(known, inventory, near, window, mix, Dice(number))]
        for number in range(DRAWS)
    ]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 9, 14])
def test_every_label_present_stands_in_exactly_one_group(count):
    present = [f"k{number:02}" for number in range(count)]
    for found in cut(present):
        shown = Counter(key for group in found for key in group)
        assert set(shown.values()) == {1}
        assert set(present) <= set(shown) <= {element.key for element in MANY}


@pytest.mark.parametrize("count", range(12))
def test_groups_have_the_size_of_the_window_and_a_small_rest_is_joined(count):
    for found in cut([f"k{number:02}" for number in range(count)]):
        sizes = [len(group) for group in found]
        assert sizes[:-1] == [WINDOW] * (len(sizes) - 1)
        if len(sizes) > 1:
            assert WINDOW / 2 <= sizes[-1] < WINDOW * 1.5
        else:
            assert WINDOW <= sizes[0] < WINDOW * 1.5


def test_a_rest_of_half_the_window_is_a_group_of_its_own_and_a_smaller_one_is_not():
    without = Mix(grouped=1, hard_negatives=0, other_negatives=0)
    shapes = {
        count: [len(group) for group in cut([f"k{number:02}" for number in range(count)], without, window=4)[0]]
        for count in (4, 5, 6, 8, 9, 10)
    }
    assert shapes == {4: [4], 5: [5], 6: [4, 2], 8: [4, 4], 9: [4, 5], 10: [4, 4, 2]}


def test_hard_negatives_come_first_and_the_likest_of_each_label_is_among_them():
    """Two of each label, none of them twice, then three others."""
    for found in cut(["k00", "k01"]):
        shown = {key for group in found for key in group}
        assert {"k20", "k21", "k24", "k25"} <= shown
        assert len(shown) == 2 + 4 + 3


def test_a_label_present_is_no_negative_of_another_one():
    for found in cut(["k00", "k20"]):
        shown = Counter(key for group in found for key in group)
        assert {"k21", "k22"} <= set(shown)
        assert shown["k20"] == 1


def test_labels_of_which_nothing_near_is_known_get_others():
    seen = Counter(key for found in cut(["k10"], near={}) for group in found for key in group)
    assert seen["k10"] == DRAWS
    assert len(seen) == len(MANY)
    assert all(len([key for group in found for key in group]) == WINDOW for found in cut(["k10"], near={}))


def test_what_is_near_but_not_in_the_source_is_left_out():
    for found in cut(["k00"], near={"k00": ("unheard-of", "k20")}):
        shown = {key for group in found for key in group}
        assert "unheard-of" not in shown
        assert "k20" in shown


def test_an_empty_example_still_fills_one_group():
    assert all([len(group) for group in found] == [WINDOW] for found in cut([]))


def test_labels_keep_the_parts_that_the_source_knows():
    inventory = (Element("k00", ("agent", "place")), *MANY[1:])
    for number in range(50):
        found = groups([Element("k00", ("agent",))], inventory, NEAR, WINDOW, ALWAYS_CUT, Dice(number))
        assert Element("k00", ("agent", "place")) in [element for group in found for element in group]


def test_now_and_then_a_long_list_is_shown_in_one_piece():
    found = cut(["k00"], Mix(grouped=0.8, labels_shown=30))
    whole = sum([len(group) for group in each] == [30] for each in found)
    assert whole / DRAWS == approx(0.2, abs=0.07)


@pytest.mark.parametrize("window", [None, 6])
def test_a_list_that_fits_is_shown_as_a_whole(window):
    for found in cut(["k00"], inventory=MANY[:6], window=window):
        assert [sorted(group) for group in found] == [[element.key for element in MANY[:6]]]


def test_half_of_the_whole_lists_are_shuffled():
    found = [group for (group,) in cut(["k00"], inventory=MANY[:6], window=None)]
    assert sum(group == sorted(group) for group in found) / DRAWS == approx(0.5, abs=0.1)


def test_a_list_too_long_to_be_shown_keeps_those_present_and_the_nearest():
    for ((*shown,),) in cut(["k00", "k01"], Mix(labels_shown=10), window=None):
        assert len(shown) == len(set(shown)) == 10
        assert {"k00", "k01", "k20", "k21", "k24", "k25"} <= set(shown)


def test_a_limit_lower_than_the_labels_present_still_leaves_a_choice():
    present = [f"k{number:02}" for number in range(5)]
    for ((*shown,),) in cut(present, Mix(labels_shown=2), window=None):
        assert set(present) < set(shown)
        assert len(shown) == 7


def test_the_same_dice_give_the_same_groups_and_others_other_ones():
    assert cut(["k00"]) == cut(["k00"])
    assert len({tuple(map(tuple, found)) for found in cut(["k00"])}) > DRAWS / 2


def test_an_example_is_asked_about_once_for_each_group_and_every_answer_once():
    made = planner(Mix(grouped=1), KINDS)
    for number in range(50):
        of = example(number, ("bird", "fish", "star", "tool", "song"), subtask="cut")
        found = asked(made, of)
        assert [one.schema.group for one in found] == [(place, len(found)) for place in range(1, len(found) + 1)]
        answered = [record for one in found for record in made.truth(one, one.schema)]
        assert Counter(record[1].text for record in answered) == Counter(f"w{number}{letter}" for letter in "abcde")
