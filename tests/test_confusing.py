"""Which labels are easily taken for each other: each sign of likeness moves a label upwards."""

import pytest
from marking import NAMES

from hum_hub import Guideline
from hum_hub.craft.confusing import ALL_PAIRS, MOST, confusable

KEYS = ("xylem", "quota", "jumbo", "prank")
"""Labels of which no two are alike."""


def guides(**given) -> dict[str, Guideline]:
    return {key: Guideline(key, **pieces) for key, pieces in given.items()}


def near(keys=KEYS, guidelines=None, together=None, surfaces=()) -> dict[str, tuple[str, ...]]:
    return confusable(keys, guidelines or {}, together or {}, surfaces)


def test_labels_that_have_nothing_in_common_are_near_to_none():
    assert near() == {}


def test_labels_under_one_parent_are_alike_and_those_without_parents_are_not():
    known = guides(xylem={"parent": "top"}, quota={"parent": "top"}, jumbo={"parent": "other"}, prank={})
    assert near(guidelines=known) == {"xylem": ("quota",), "quota": ("xylem",)}


@pytest.mark.parametrize("names", [{"en": "moving out"}, {"zh": "搬出去"}])
def test_labels_with_similar_names_are_alike(names):
    (language,) = names
    other = {"en": "moving in", "zh": "搬出来"}[language]
    known = guides(xylem={"name": names}, quota={"name": {language: other}})
    assert near(guidelines=known) == {"xylem": ("quota",), "quota": ("xylem",)}


def test_keys_stand_in_for_names_and_the_more_similar_comes_first():
    found = near(("start_position", "start_condition", "stop"))
    assert found["start_position"][0] == "start_condition"
    assert "start_position" in found["start_condition"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "works for some employer", "works among another employer"), ("zh", "为雇主工作的人", "替雇主工作的人")],
)
def test_labels_with_similar_definitions_are_alike(language, one, other):
    known = guides(xylem={"definition": {language: (one,)}}, quota={"definition": {language: (other,)}})
    assert near(guidelines=known) == {"xylem": ("quota",), "quota": ("xylem",)}


def test_labels_of_the_same_wording_are_alike_in_proportion_to_the_rarer_one():
    surfaces = [("xylem", "quota"), ("xylem", "jumbo"), ("jumbo",), ("jumbo",), ("jumbo",), ("prank",)]
    found = near(surfaces=surfaces)
    assert found["xylem"] == ("quota", "jumbo")
    assert "prank" not in found
    assert found["jumbo"] == ("xylem",)


def test_labels_that_occur_in_the_same_examples_are_alike_in_proportion_to_the_rarer_one():
    together = {("quota", "quota"): 10, ("xylem", "xylem"): 10, ("jumbo", "jumbo"): 10, ("prank", "prank"): 100}
    together |= {("quota", "xylem"): 9, ("jumbo", "xylem"): 5, ("prank", "xylem"): 2}
    found = near(together=together)
    assert found == {"xylem": ("quota", "jumbo"), "quota": ("xylem",), "jumbo": ("xylem",)}


SIGNS = {
    "a parent": {"guidelines": guides(xylem={"parent": "top"}, quota={"parent": "top"})},
    "a name": {"guidelines": guides(xylem={"name": {"en": "moving"}}, quota={"name": {"en": "moving out"}})},
    "a wording": {"surfaces": [("quota", "xylem")]},
    "an example": {"together": {("quota", "quota"): 1, ("xylem", "xylem"): 1, ("quota", "xylem"): 1}},
}


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_alone_brings_a_label_to_the_top(sign):
    """Before one with which it shares a little of something else."""
    given = {"surfaces": (), "guidelines": {}, "together": {}, **SIGNS[sign]}
    surfaces = [*given["surfaces"], ("jumbo", "xylem"), *[("jumbo",), ("xylem",)] * 9]
    assert near(**{**given, "surfaces": surfaces})["xylem"] == ("quota", "jumbo")


def test_signs_add_up():
    together = {(key, key): 10 for key in KEYS} | {("jumbo", "xylem"): 8, ("quota", "xylem"): 6}
    assert near(together=together)["xylem"] == ("jumbo", "quota")
    known = guides(xylem={"parent": "top"}, quota={"parent": "top"})
    assert near(together=together, guidelines=known)["xylem"] == ("quota", "jumbo")


def test_likeness_goes_both_ways_and_no_label_is_near_to_itself():
    keys = tuple(sorted(NAMES))
    found = near(keys, surfaces=[keys[start : start + 3] for start in range(10)])
    for key, others in found.items():
        assert key not in others
        assert all(key in found[other] or len(found[other]) == MOST for other in others)


def test_only_the_likest_are_kept():
    keys = tuple(f"key {number:02}" for number in range(20))
    assert {len(others) for others in near(keys).values()} == {MOST}


def test_labels_that_are_not_asked_for_are_left_out():
    assert near(("xylem", "quota"), surfaces=[("xylem", "jumbo")]) == {}


def test_of_very_many_labels_only_what_was_counted_is_compared():
    keys = tuple(f"key {number}" for number in range(ALL_PAIRS + 1))
    assert near(keys, surfaces=[keys[:2]]) == {keys[0]: (keys[1],), keys[1]: (keys[0],)}
