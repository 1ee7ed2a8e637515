"""A text annotated in every layer, in both languages, and the way from annotations to plain answers."""

from collections.abc import Mapping
from typing import Any

from hum_hub_plugin_ie.gold import Extraction
from hum_hub_plugin_ie.task import InformationExtraction

from hum_hub import Answer, Cell, Example, Field, Label, Schema, Seed, Value
from hum_hub.testing import examples_of

TASK = InformationExtraction()
TEXT = {
    "en": "Ann Lee founded Brightgrain in Leeds in 2019. She sold it to Sable for 18 million pounds.",
    "zh": "顾明川2019年在临溪市创办麦垄食品。他以3.6亿元将公司卖给云杉集团。",
}
WORDS = {
    "en": dict(
        zip(
            ("a", "t1", "b", "c", "d", "e", "t2", "f", "g", "h"),
            ("Ann Lee", "founded", "Brightgrain", "Leeds", "2019", "She", "sold", "it", "Sable", "18 million pounds"),
            strict=True,
        )
    ),
    "zh": dict(
        zip(
            ("a", "t1", "b", "c", "d", "e", "t2", "f", "g", "h"),
            ("顾明川", "创办", "麦垄食品", "临溪市", "2019年", "他", "卖给", "公司", "云杉集团", "3.6亿元"),
            strict=True,
        )
    ),
}
LABELS = {"a": "person", "b": "firm", "c": "home_town", "d": "date", "g": "firm", "h": "money"}
"""Mentions with a label; the others are triggers or names of no kind that is asked for."""
RELATIONS = [("a", "founder of", "b"), ("e", "trades with", "g"), ("b", "based in", "c"), ("b", "founded in", "d")]
EVENTS = [
    {"type": "start_up", "trigger": "t1", "arguments": [["who", "a"], ["what", "b"], ["place", "c"], ["date", "d"]]},
    {"type": "sale", "trigger": "t2", "arguments": [["seller", "e"], ["item", "f"], ["buyer", "g"], ["price", "h"]]},
]


def place(word: str, text: str, number: int = 0, **more: Any) -> dict[str, Any]:
    start = -1
    for _ in range(number + 1):
        start = text.index(word, start + 1)
    return {"start": start, "end": start + len(word), "text": word, **more}


def annotated(language: str) -> dict[str, Any]:
    places = {id: place(word, TEXT[language]) for id, word in WORDS[language].items()}
    return {
        "text": TEXT[language],
        "mentions": [{**places[id], "label": label, "id": id} for id, label in LABELS.items()],
        "relations": [[places[head], label, places[tail]] for head, label, tail in RELATIONS],
        "events": [
            {
                **event,
                "trigger": places[event["trigger"]],
                "arguments": [[role, places[filler]] for role, filler in event["arguments"]],
            }
            for event in EVENTS
        ],
        "roles": {"start_up": ["who", "what", "place", "date", "backer"]},
        "clusters": [[places["a"], places["e"]], [places["b"], places["f"]], [places["c"]]],
    }


def seed(fields: Mapping[str, Any], *subtasks: str, language: str = "en") -> Seed:
    return Seed("s", "test", language, "cc0-1.0", "o", fields, subtasks)


def read(fields: Mapping[str, Any], subtask: str, language: str = "en") -> list[Example[Extraction]]:
    found, problems = examples_of(TASK, [seed(fields, subtask, language=language)])
    assert problems == []
    return found


def codes(fields: Mapping[str, Any], subtask: str) -> list[str]:
    return [problem.code for problem in examples_of(TASK, [seed(fields, subtask)])[1]]


def schema_of(example: Example[Extraction], subtask: str, without: str = "") -> Schema:
    asked = TASK.subtasks[subtask]
    labels = [element for element in TASK.elements(example, subtask) if element.key != without]
    return Schema(
        example.language,
        tuple(Field(column.name[example.language], column.kind) for column in TASK.columns(example, subtask)),
        tuple(Label(label.key, label.key, tuple((part, part) for part in label.parts)) for label in labels),
        asked.by,
        asked.many,
        asked.optional,
    )


def truth(example: Example[Extraction], without: str = "") -> Answer:
    (subtask,) = example.subtasks
    return TASK.answer(example, subtask, schema_of(example, subtask, without))


def plain(answer: Answer) -> list[list[Any]]:
    return [[_plain(cell) for cell in record] for record in answer]


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Value):
        return cell.text
    return [part.text if isinstance(part, Value) else {part[0]: part[1].text} for part in cell]


def named(record: Any, language: str) -> Any:
    """A record with the ids of mentions in it replaced by their words."""
    if isinstance(record, list):
        return [named(part, language) for part in record]
    return WORDS[language].get(record, record)
