"""Proves a row from the row alone: no builder code runs here, only format parsers and the rules' checks."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub.contract.formats import Format, FormatError
from hum_hub.contract.records import Example, Instruction, Problem
from hum_hub.contract.rules import STAGES, Case, Choice, Rule, offered
from hum_hub.contract.task import Task
from hum_hub.contract.values import Answer, Record, values
from hum_hub.contract.values import wordings as copied
from hum_hub.craft.codec import load
from hum_hub.craft.composing import nothing_sentence, option_lines
from hum_hub.proof.rows import Row, Shown, example_id, row_id


class Prover:
    """Proves the rows of one task."""

    def __init__(self, task: Task[Any], formats: Mapping[str, Format], rules: Mapping[str, Rule]) -> None:
        self.task = task
        self.formats = {**formats, **{format.id: format for format in task.formats}}
        self.rules = {**rules, **{rule.id: rule for rule in task.rules}}

    def problems(self, row: Row) -> list[Problem]:
        """All that is wrong with a row; empty when it is proven."""
        try:
            shown = row.shown()
            gold = load(row.gold, self.task.gold)
        except ValueError as error:
            return [Problem("unreadable-row", str(error)[:200])]
        if row.format not in self.formats or row.subtask not in self.task.subtasks:
            return [Problem("unknown-format-or-subtask", f"{row.format}, {row.subtask}")]
        unknown = [choice.rule for choice in row.rules if choice.rule not in self.rules]
        if unknown:
            return [Problem("unknown-rule", ", ".join(unknown))]
        inputs = _inputs(row)
        if inputs is None:
            return [Problem("input-not-in-message")]
        found = list(_identity(row, self.task.name, inputs))
        example = Example(
            inputs, gold, (row.subtask,), row.input_language, row.source, row.source_id, row.license, row.origin
        )
        found += self.task.validate(example)
        if found:
            return found
        return list(self._judged(row, shown, example))

    def _judged(self, row: Row, shown: Shown, example: Example[Any]) -> Iterator[Problem]:
        format = self.formats[row.format]
        case = Case(example.inputs, example.language, shown.schema, row.subtask, format)
        yield from self._labelled(row, shown)
        yield from self._dictated(row, shown, case, format, _asked(row))
        message = row.messages[-1].content
        try:
            parsed = format.parse(message, shown.schema, shown.conventions, example.inputs[0][1])
        except FormatError as error:
            yield Problem("answer-not-in-format", str(error))
            return
        truth = self.task.answer(example, row.subtask, shown.schema)
        yield from _grounded(truth, case)
        expected = self.expected(truth, row.rules, case)
        yield from self.differences(parsed, expected, row.rules, case, format)
        for choice in row.rules:
            reason = self.rules[choice.rule].unsettled(expected, case, choice.option)
            if reason is not None:
                yield Problem(reason, f"{choice.rule}={choice.option}")
            yield from self.rules[choice.rule].objections(message, expected, case, choice.option)

    def _labelled(self, row: Row, shown: Shown) -> Iterator[Problem]:
        """Whether the row calls itself what it is."""
        enriched = bool(row.rules or row.guidelines) or row.format != self.task.subtasks[row.subtask].default_format
        if row.kind != ("compound" if enriched else "basic"):
            yield Problem("kind-does-not-fit", row.kind)
        unknown = set(row.guidelines) - {label.key for label in shown.schema.labels}
        if unknown:
            yield Problem("guideline-without-label", ", ".join(sorted(unknown)))
        if row.instruction_language != shown.schema.language:
            yield Problem("language-does-not-fit", row.instruction_language)

    def _dictated(self, row: Row, shown: Shown, case: Case, format: Format, prompt: str) -> Iterator[Problem]:
        """Whether the instruction says all that the answer is held to."""
        for choice in row.rules:
            rule = self.rules[choice.rule]
            if choice.option not in offered(rule, case):
                yield Problem("rule-does-not-apply", f"{choice.rule}={choice.option}")
            elif not any(line in prompt for line in rule.wordings(choice.option, case)):
                yield Problem("rule-not-in-instruction", f"{choice.rule}={choice.option}")
            elif rule.excludes & {other.rule for other in row.rules}:
                yield Problem("rules-contradict", choice.rule)
        if format.describe(shown.schema, shown.conventions) not in prompt:
            yield Problem("format-not-in-instruction", format.id)
        missing = [label.name for label in shown.schema.labels if label.name not in prompt]
        missing += [name for label in shown.schema.labels for _, name in label.parts if name not in prompt]
        if shown.schema.listed:
            missing += [line for line in option_lines(shown.schema) if line not in prompt]
        if missing:
            yield Problem("label-not-in-instruction", ", ".join(missing))
        phrased = any(choice.rule == "nothing-found" for choice in row.rules)
        nothing = shown.conventions.nothing
        if nothing is not None and not phrased and nothing_sentence(shown.schema, shown.conventions) not in prompt:
            yield Problem("phrase-not-in-instruction", nothing)

    def expected(self, truth: Answer, choices: tuple[Choice, ...], case: Case) -> Answer:
        """The truth as the rules' checks, record by record, say it has to be written."""
        expected = truth
        for choice in sorted(choices, key=lambda choice: STAGES.index(self.rules[choice.rule].stage)):
            rule, before = self.rules[choice.rule], expected
            expected = tuple(
                written for record in before for written in rule.becomes(record, before, case, choice.option)
            )
        return expected

    def differences(
        self, parsed: Answer, expected: Answer, choices: tuple[Choice, ...], case: Case, format: Format
    ) -> Iterator[Problem]:
        """How a parsed answer differs from the expected one: records that it lacks or adds, or their order."""
        missing = list((Counter(expected) - Counter(parsed)).elements())
        surplus = list((Counter(parsed) - Counter(expected)).elements())
        for record in missing:
            yield Problem("answer-lacks", _words(record))
        for record in surplus:
            yield Problem("answer-adds", _words(record))
        if missing or surplus:
            return
        orders = [choice for choice in choices if self.rules[choice.rule].stage == "order"]
        if not orders:
            if parsed != format.normal(expected, case.schema):
                yield Problem("answer-out-of-order")
            return
        forwards, backwards = (self._disorder(_placed(parsed, expected, down), orders, case) for down in (False, True))
        if forwards and backwards:
            yield Problem("answer-out-of-order", forwards)

    def _disorder(self, placed: list[Record], orders: list[Choice], case: Case) -> str:
        """The first pair that stands the wrong way round, or an empty string."""
        by = case.schema.by if case.grouped else None
        for first, second in itertools.pairwise(placed):
            if by is not None and first[by] != second[by]:
                continue
            for choice in orders:
                if not self.rules[choice.rule].precedes(first, second, case, choice.option):
                    return f"{choice.option}: {_words(first)} before {_words(second)}"
        return ""


def _inputs(row: Row) -> tuple[tuple[str, str], ...] | None:
    """The inputs cut out of the messages, or `None` when a place lies outside."""
    inputs = []
    for placed in row.inputs:
        if not 0 <= placed.message < len(row.messages) - 1:
            return None
        content = row.messages[placed.message].content
        if not 0 <= placed.start <= placed.end <= len(content):
            return None
        inputs.append((placed.name, content[placed.start : placed.end]))
    return tuple(inputs)


def _asked(row: Row) -> str:
    """What the instruction itself says: the messages before the answer without the inputs in them."""
    pieces = []
    for number, message in enumerate(row.messages[:-1]):
        position = 0
        for placed in sorted(row.inputs, key=lambda placed: placed.start):
            if placed.message == number:
                pieces.append(message.content[position : placed.start])
                position = placed.end
        pieces.append(message.content[position:])
    return "\n".join(pieces)


def _identity(row: Row, task: str, inputs: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    if row.example_id != example_id(task, inputs, row.gold):
        yield Problem("example-id-does-not-fit", row.example_id)
    if row.id != row_id(row.example_id, Instruction(row.messages)):
        yield Problem("row-id-does-not-fit", row.id)
    if [message.role for message in row.messages[-2:]] != ["user", "assistant"]:
        yield Problem("no-answer", "the last two messages are not of user and assistant")


def _grounded(truth: Answer, case: Case) -> Iterator[Problem]:
    inputs = dict(case.inputs)
    for record in truth:
        for value in copied(record, case.schema):
            if value.start is not None and inputs.get(value.input, "")[value.start : value.end] != value.text:
                yield Problem("gold-not-in-input", value.text)


def _placed(parsed: Answer, expected: Answer, down: bool) -> list[Record]:
    """The expected records, which know their places, in the order of the parsed ones; equal ones up or down the text."""
    waiting: dict[Record, list[Record]] = {}
    for record in sorted(expected, key=_start, reverse=not down):
        waiting.setdefault(record, []).append(record)
    return [waiting[record].pop() for record in parsed]


def _start(record: Record) -> int:
    return min((value.start for value in values(record) if value.start is not None), default=0)


def _words(record: Record) -> str:
    return " | ".join(value.text for value in values(record))
