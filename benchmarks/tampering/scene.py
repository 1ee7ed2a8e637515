"""A row taken apart, so that it can be changed and put together again."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.records import Example, Instruction, Message, Placed
from hum_hub.contract.rules import Case, Choice, Rule
from hum_hub.contract.task import Task
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.codec import load
from hum_hub.proof.rows import Row, example_id, row_id

Kind = Callable[["Scene"], Row | None]
"""A way to tamper: the changed row, or `None` where it is not possible or would not make the row wrong."""


@dataclass
class Scene:
    """A row with all that its task knows about it; `others` are rows of the same subtask and language.

    `answer` is the answer as the builder makes it, with the places of its wordings. The builder's code (`transform`)
    decides whether a change makes the row wrong, never the prover's.
    """

    row: Row
    task: Task[Any]
    formats: Mapping[str, Format]
    rules: Mapping[str, Rule]
    others: Sequence[Row]
    dice: random.Random

    @cached_property
    def schema(self) -> Schema:
        """The schema as shown."""
        return self.row.shown().schema

    @cached_property
    def conventions(self) -> Conventions:
        """The conventions of the row."""
        return self.row.shown().conventions

    @cached_property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The inputs by name."""
        return texts(self.row, self.row.inputs)

    @cached_property
    def case(self) -> Case:
        """What the rules decide about."""
        format = self.formats[self.row.format]
        return Case(self.inputs, self.row.input_language, self.schema, self.row.subtask, format)

    @cached_property
    def message(self) -> str:
        """The answer as published."""
        return self.row.messages[-1].content

    @cached_property
    def answer(self) -> Answer:
        """The answer as the builder makes it, in the order in which it is written."""
        return self.made(self.row.gold, self.row.rules)

    def made(self, gold: str, rules: Sequence[Choice], inputs: tuple[tuple[str, str], ...] | None = None) -> Answer:
        """The answer that the builder makes of a gold under some rules.

        Raises:
            ValueError: the gold cannot be read, or names what is not there.
        """
        row, case = self.row, self.case if inputs is None else replace(self.case, inputs=inputs)
        truth = load(gold, self.task.gold)
        example = _example(row, case.inputs, truth)
        answer = self.task.answer(example, row.subtask, self.schema)
        for choice in rules:
            answer = self.rules[choice.rule].transform(answer, case, choice.option)
        return case.format.normal(answer, self.schema)

    def written(
        self, answer: Answer, conventions: Conventions | None = None, inputs: tuple[tuple[str, str], ...] | None = None
    ) -> str | None:
        """An answer in the row's format, or `None` where it cannot hold it."""
        text = (inputs or self.inputs)[0][1]
        try:
            return self.case.format.render(answer, self.schema, conventions or self.conventions, text)
        except (Unfit, FormatError, AssertionError, KeyError, ValueError):
            return None

    def under(self, rules: Sequence[Choice]) -> str | None:
        """What the builder would answer under other rules, conventions and all; `None` where it could not."""
        conventions = self.conventions
        for choice in rules:
            conventions = self.rules[choice.rule].convene(conventions, self.case, choice.option)
        return self.written(self.made(self.row.gold, rules), conventions)

    def answered(self, answer: Answer) -> Row | None:
        """The row with another answer, or `None` where it looks the same or cannot be written."""
        return self.said(self.written(answer))

    def said(self, message: str | None) -> Row | None:
        """The row with another final message."""
        if message is None or message == self.message:
            return None
        return replace(self.row, messages=(*self.row.messages[:-1], Message("assistant", message)))

    def found(self, pieces: Iterable[str]) -> tuple[int, int, int] | None:
        """Message, start and end of the first of some pieces in our own words, outside inputs and worked examples."""
        for piece in pieces:
            for number, start, end in own(self.row):
                place = self.row.messages[number].content.find(piece, start, end) if piece else -1
                if place >= 0:
                    return number, place, place + len(piece)
        return None

    def whole(self, pattern: str) -> tuple[int, int, int] | None:
        """Message, start and end of the group `x` of the first match of a pattern in our own words."""
        for number, start, end in own(self.row):
            match = re.compile(pattern, re.MULTILINE).search(self.row.messages[number].content, start, end)
            if match is not None:
                return number, *match.span("x")
        return None

    def picked(self, things: Iterable[Any]) -> Any:
        """One of some things, or `None` when there are none."""
        every = list(things)
        return self.dice.choice(every) if every else None


def texts(row: Row, places: Iterable[Placed]) -> tuple[tuple[str, str], ...]:
    """What stands at some places, by name."""
    return tuple((placed.name, row.messages[placed.message].content[placed.start : placed.end]) for placed in places)


def places(row: Row) -> list[Placed]:
    """All places of a row."""
    return [*row.inputs, *(placed for shot in row.shots for placed in (*shot.inputs, shot.answer))]


def own(row: Row) -> Iterator[tuple[int, int, int]]:
    """Where our own words stand in the messages of the user: what is no input and no worked answer."""
    for number, message in enumerate(row.messages[:-1]):
        if message.role != "user":
            continue
        position = 0
        for placed in sorted((each for each in places(row) if each.message == number), key=lambda each: each.start):
            yield number, position, placed.start
            position = placed.end
        yield number, position, len(message.content)


def spliced(row: Row, number: int, start: int, end: int, text: str, inside: Placed | None = None) -> Row:
    """The row with part of a message replaced and all places moved along; `inside` is the place that is replaced."""
    content, grown = row.messages[number].content, len(text) - (end - start)

    def moved(placed: Placed) -> Placed:
        if placed == inside:
            return replace(placed, end=placed.end + grown)
        if placed.message == number and placed.start >= end:
            return replace(placed, start=placed.start + grown, end=placed.end + grown)
        return placed

    messages = list(row.messages)
    messages[number] = replace(messages[number], content=content[:start] + text + content[end:])
    shots = tuple(replace(shot, inputs=tuple(map(moved, shot.inputs)), answer=moved(shot.answer)) for shot in row.shots)
    return replace(row, messages=tuple(messages), inputs=tuple(map(moved, row.inputs)), shots=shots)


def without_line(row: Row, number: int, start: int, end: int) -> Row:
    """The row without a sentence, and without its line where nothing else stands there."""
    content = row.messages[number].content
    first, last = content.rfind("\n", 0, start) + 1, (content + "\n").find("\n", end)
    if content[first:start].strip() in ("", "-") and not content[end:last].strip():
        taken = {(each.message, place) for each in places(row) for place in range(each.start, each.end + 1)}
        if not any((number, place) in taken for place in range(first, last)):
            start, end = first, last
    return spliced(row, number, start, end, "")


def refitted(row: Row, task: str, example: bool) -> Row:
    """The row with its own id made again, and that of its example too if wanted."""
    identity = example_id(task, texts(row, row.inputs), row.gold) if example else row.example_id
    return replace(row, example_id=identity, id=row_id(identity, Instruction(row.messages)))


def _example(row: Row, inputs: tuple[tuple[str, str], ...], gold: Any) -> Example[Any]:
    return Example(
        inputs,
        gold,
        (row.subtask,),
        row.input_language,
        row.source,
        row.source_id,
        row.license,
        row.origin,
        row.model,
    )
