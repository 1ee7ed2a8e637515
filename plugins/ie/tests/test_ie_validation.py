"""Information extraction: gold and inputs that contradict each other, and hostile annotations."""

from typing import Any

import pytest
from hum_hub_plugin_ie.gold import Argument, Event, Extraction, Mention, Relation, Span
from hum_hub_plugin_ie.parts import PARTS
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_texts import TASK, annotated, read, schema_of, seed

from hum_hub import Example, Problem
from hum_hub.testing import HOSTILE, check_task, examples_of

MEETING = "Ann met Bo and met Cy. Di sold."


def changed(example: Example[Extraction], gold: Extraction) -> list[str]:
    other = seed({}, *example.subtasks).example(dict(example.inputs), gold)
    return [problem.code for problem in TASK.validate(other)]


def test_gold_that_is_more_or_less_than_its_part_is_refused():
    ann, bo, cy = Span(0, 3), Span(8, 10), Span(19, 21)
    wrong = {
        "pair-relation": Extraction(relations=(Relation("a", ann, bo), Relation("a", bo, cy))),
        "typing": Extraction(mentions=(Mention("x", 8, 10), Mention("x", 0, 3))),
        "card": Extraction(relations=(Relation("a", ann, bo), Relation("b", ann, bo), Relation("a", cy, bo))),
        "arguments": Extraction(events=(Event("e", Span(4, 7), (Argument("who", ann),)),)),
        "table": Extraction(events=(Event("e", Span(4, 7), (Argument("who", ann),)), Event("f", Span(4, 7)))),
        "typed-relations": Extraction(mentions=(), relations=()),
    }
    assert set(wrong) == set(PARTS)
    for subtask, gold in wrong.items():
        example = seed({}, subtask).example({"text": MEETING}, gold)
        assert changed(example, gold) == ["gold-is-not-one-part"], subtask


@pytest.mark.parametrize("subtask", ["typing", "card", "arguments", "table"])
def test_inputs_have_to_be_those_of_the_gold(subtask):
    example = read(annotated("en"), subtask)[0]
    name = example.inputs[1][0]
    assert list(TASK.validate(example)) == []
    other = seed({}, subtask).example({**dict(example.inputs), name: "x"}, example.gold)
    assert list(TASK.validate(other)) == [Problem("input-differs-from-gold", name)]
    other = seed({}, subtask).example({**dict(example.inputs), "more": "x"}, example.gold)
    assert list(TASK.validate(other)) == [Problem("input-differs-from-gold", "more")]


@pytest.mark.parametrize(
    "clusters",
    [((Span(0, 3),),), ((Span(0, 3), Span(0, 3)),), ((Span(0, 3), Span(8, 10)), (Span(8, 10), Span(19, 21)))],
)
def test_clusters_have_to_be_of_several_mentions_and_apart(clusters):
    example = seed({}, "coreference").example({"text": MEETING}, Extraction(clusters=clusters))
    assert [problem.code for problem in TASK.validate(example)] == ["clusters-overlap-or-hold-one"]


def test_a_part_needs_its_layers():
    for subtask in PARTS:
        example = seed({}, subtask).example({"text": MEETING}, Extraction())
        assert [problem.code for problem in TASK.validate(example)] == ["layer-missing"]


NAMES = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(("a", "a_b", "a/b", "trigger", "触发词"))).filter(str.strip)
WORDY = "Ann met\nBo | “Cy”；Di, Ann met Bo. 安\u2028 met"
SPANS = [
    {"start": start, "end": end}
    for start in range(len(WORDY))
    for end in range(start + 1, min(start + 8, len(WORDY) + 1))
    if WORDY[start:end] == WORDY[start:end].strip()
]


@st.composite
def hostile_fields(draw: st.DrawFn) -> dict[str, Any]:
    def several(item: st.SearchStrategy[Any], most: int = 4) -> Any:
        return draw(st.lists(item, max_size=most))

    spot = st.sampled_from(SPANS)
    mentions = several(st.builds(lambda place, label: {**place, "label": label}, spot, NAMES))
    ends = st.sampled_from([{"start": each["start"], "end": each["end"]} for each in mentions]) if mentions else spot
    pairs = st.builds(lambda role, place: [role, place], NAMES, spot)
    events = st.fixed_dictionaries({"type": NAMES, "trigger": spot, "arguments": st.lists(pairs, max_size=3)})
    return {
        "text": WORDY,
        "mentions": [mention for mention in mentions if mention["label"][0] != "!"],
        "relations": several(st.builds(lambda head, label, tail: [head, label, tail], ends, NAMES, ends)),
        "events": several(events, 3),
        "roles": draw(st.dictionaries(NAMES, st.lists(NAMES, max_size=2), max_size=2)),
        "clusters": several(st.lists(spot, min_size=1, max_size=3), 2),
    }


@settings(max_examples=150, deadline=None)
@given(fields=hostile_fields(), language=st.sampled_from(("en", "zh")))
def test_hostile_annotations_give_valid_examples_whose_parts_are_stable(fields, language):
    for step in TASK.read(seed(fields, *TASK.subtasks, language=language)):
        if not isinstance(step, Example):
            continue
        assert list(TASK.validate(step)) == []
        for subtask in step.subtasks:
            asked = TASK.subtasks[subtask]
            answer = TASK.answer(step, subtask, schema_of(step, subtask))
            assert answer or asked.optional
            assert asked.labels == "none" or list(TASK.elements(step, subtask)) or not answer
            if subtask in PARTS:
                assert step.subtasks == (subtask,)
                assert [name for name, _ in step.inputs] == [name for name, _ in asked.inputs]


@settings(max_examples=6, deadline=None)
@given(fields=hostile_fields())
def test_hostile_annotations_keep_the_laws(fields):
    subtasks = (
        "mentions",
        "typing",
        "typed-relations",
        "card",
        "triggers",
        "arguments",
        "coreference",
        "open-entities",
    )
    if examples_of(TASK, [seed(fields, *subtasks)])[0]:
        check_task(TASK, [seed(fields, *subtasks)])
