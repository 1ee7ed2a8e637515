"""What is learned of a source's labels while its parts are read."""

import json

import pytest
from marking import GUIDELINES, KINDS, TASK, example

from hum_hub import Element
from hum_hub.pipeline import labels
from hum_hub.pipeline.labels import SKETCH, Labels

ENOUGH = 20
"""From how many examples is learned, in these tests."""
KEYS = [element.key for element in KINDS]
EXAMPLES = [example(number, [KEYS[number * step % 7] for step in (1, 2, 3)]) for number in range(ENOUGH * 3)]


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    monkeypatch.setattr(labels, "SURVEYED", ENOUGH)


def part(examples) -> dict:
    """What a part states, as it comes from its file."""
    found = Labels()
    for each in examples:
        found.note(each, TASK)
    return json.loads(json.dumps(found.to_json()))


def learned(examples, size: int) -> Labels:
    found = Labels()
    for start in range(0, len(examples), size):
        of_part = examples[start : start + size]
        if 0 < found.room < len(of_part):
            found.add(part(of_part[: found.room]))
        found.add(part(of_part))
    return found


def near(found: Labels) -> dict:
    return found.near(GUIDELINES, TASK)["all"]


@pytest.mark.parametrize("size", [1, 2, 4, 5, 10])
def test_it_is_all_the_same_into_which_parts_a_source_is_cut(size):
    one, other = learned(EXAMPLES, size), learned(EXAMPLES, ENOUGH)
    assert one.to_json()["subtasks"] == other.to_json()["subtasks"]
    assert one.inventory() == other.inventory()
    assert near(one) == near(other) != {}


@pytest.mark.parametrize("size", [7, 13, 60])
def test_it_is_all_the_same_where_a_part_holds_the_last_surveyed_example(size):
    assert learned(EXAMPLES, size).to_json()["subtasks"] == learned(EXAMPLES, ENOUGH).to_json()["subtasks"]


def test_after_enough_examples_nothing_is_learned_but_new_labels():
    before, after = learned(EXAMPLES[:ENOUGH], 5), learned(EXAMPLES[:ENOUGH], 5)
    after.add(part([example(100 + number, KEYS[:8], words="w0a") for number in range(10)]))
    old, new = before.to_json()["subtasks"]["all"], after.to_json()["subtasks"]["all"]
    assert (old["together"], old["surfaces"]) == (new["together"], new["surfaces"])
    assert sorted(new["parts"]) == KEYS[:8] != sorted(old["parts"])


def test_examples_added_at_the_end_leave_what_is_near_as_it_is():
    before, after = learned(EXAMPLES[:40], 10), learned(EXAMPLES, 10)
    assert near(before) == near(after)


def test_before_that_each_example_counts():
    assert near(learned(EXAMPLES[:4], 4)) != near(learned(EXAMPLES[:ENOUGH], 4))


def words(start: int, count: int) -> list:
    """Examples that hold four words of their own each."""
    return [example(number, KEYS[:4]) for number in range(start, start + count)]


@pytest.mark.parametrize("size", [100, 450, 900])
def test_memory_stays_flat_and_the_sample_the_same(size, monkeypatch):
    monkeypatch.setattr(labels, "SURVEYED", 10_000)
    found = learned(words(0, 900), size)
    assert len(found._met["all"].surfaces) == SKETCH
    surfaces = part(words(0, 900))["subtasks"]["all"]["surfaces"]
    assert found.to_json()["subtasks"]["all"]["surfaces"] == surfaces
    parts = (part(words(start, 225)) for start in range(0, 900, 225))
    every = {surface for each in parts for surface in each["subtasks"]["all"]["surfaces"]}
    assert sorted(surfaces) == sorted(every)[:SKETCH]


def test_also_within_a_part_no_more_than_twice_the_sketch_is_kept():
    found = Labels()
    for each in words(0, 700):
        found.note(each, TASK)
        assert len(found._met["all"].surfaces) <= 2 * SKETCH


def test_it_is_learned_which_labels_one_wording_had_and_which_came_together():
    found = Labels()
    found.note(example(1, ("bell", "bird"), words="x"), TASK)
    found.note(example(2, ("bird", "bell"), words="X"), TASK)
    found.note(example(3, ("bird", "bird")), TASK)
    stated = found.to_json()["subtasks"]["all"]
    assert stated["together"] == [["bell", "bell", 2], ["bell", "bird", 2], ["bird", "bird", 3]]
    assert sorted(stated["surfaces"].values()) == [["bell", "bird"], ["bell", "bird"], ["bird"], ["bird"]]


def test_the_inventory_holds_the_parts_of_all_examples():
    found = Labels()
    for parts in (["agent"], ["place", "agent"]):
        found.add({"examples": 1, "subtasks": {"all": {"parts": {"raid": parts}, "together": [], "surfaces": {}}}})
    assert found.inventory() == {"all": (Element("raid", ("agent", "place")),)}


def test_labels_that_examples_bring_themselves_are_not_collected():
    found = Labels()
    found.note(example(1, subtask="own"), TASK)
    assert found.inventory() == {}


def test_guidelines_have_a_say_in_what_is_near():
    found = learned([example(1, ("bird",)), example(2, ("lamp",))], 1)
    assert "lamp" in near(found)["bird"]
    assert found.near((), TASK)["all"] == {}
