"""Proves a row from the row alone: no builder code runs here, only format parsers and the rules' checks."""

from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub.contract.formats import Format, FormatError
from hum_hub.contract.guidelines import Explanation
from hum_hub.contract.records import Example, Instruction, Placed, Problem
from hum_hub.contract.rules import BORDERS, Case, Rule, offered
from hum_hub.contract.task import Task
from hum_hub.contract.values import Field
from hum_hub.proof.comparing import differences, expected, ungrounded, unjoined, witnessed
from hum_hub.proof.places import cut
from hum_hub.proof.rows import Row, Shown, example_id, read_gold, row_id
from hum_hub.proof.wording import misworded


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
        except ValueError as error:
            return [Problem("unreadable-row", str(error)[:200])]
        if row.format not in self.formats or row.subtask not in self.task.subtasks:
            return [Problem("unknown-format-or-subtask", f"{row.format}, {row.subtask}")]
        unknown = [choice.rule for choice in row.rules if choice.rule not in self.rules]
        if unknown:
            return [Problem("unknown-rule", ", ".join(unknown))]
        example = self._example(row, row.gold, row.inputs, row.source_id, row.origin)
        if isinstance(example, Problem):
            return [example]
        found = [*_identity(row, self.task.name, example), *self.task.validate(example)]
        return found or list(self._judged(row, shown, example))

    def _example(
        self, row: Row, gold: str, inputs: tuple[Placed, ...], source_id: str, origin: str
    ) -> Example[Any] | Problem:
        """The truth that a row, or a worked example in it, states."""
        texts = cut(row, inputs)
        if texts is None:
            return Problem("input-not-in-message")
        if [name for name, _ in texts] != [name for name, _ in self.task.subtasks[row.subtask].inputs]:
            return Problem("not-the-inputs-of-the-subtask", ", ".join(name for name, _ in texts))
        try:
            truth = read_gold(gold, self.task.gold)
        except ValueError as error:
            return Problem("unreadable-row", str(error)[:200])
        return Example(
            texts, truth, (row.subtask,), row.input_language, row.source, source_id, row.license, origin, row.model
        )

    def _judged(self, row: Row, shown: Shown, example: Example[Any]) -> Iterator[Problem]:
        format = self.formats[row.format]
        case = Case(example.inputs, example.language, shown.schema, row.subtask, format)
        yield from self._labelled(row, shown)
        unfounded = list(self._applicable(row, case))
        if unfounded:  # a rule promises nothing, not even sentences, where it does not apply
            yield from unfounded
            return
        yield from self._shaped(row, shown, case, example)
        yield from misworded(row, shown, case, format, self.task, self.rules)
        yield from _leaks(row.guidelines, shown, example)
        yield from self._contradicted(row)
        yield from self._answered(row, shown, case, example, row.messages[-1].content)
        for shot in row.shots:
            other = self._example(row, shot.gold, shot.inputs, shot.source_id, shot.origin)
            answer = cut(row, (shot.answer,))
            if isinstance(other, Problem) or answer is None:
                yield other if isinstance(other, Problem) else Problem("input-not-in-message")
                continue
            if other.origin == example.origin or set(other.inputs) & set(example.inputs):
                yield Problem("worked-example-of-the-same-origin", other.source_id)
            yield from self.task.validate(other)
            theirs = Case(other.inputs, other.language, shown.schema, row.subtask, format)
            yield from self._answered(row, shown, theirs, other, answer[0][1], is_shot=True)

    def _answered(
        self, row: Row, shown: Shown, case: Case, example: Example[Any], message: str, is_shot: bool = False
    ) -> Iterator[Problem]:
        """Whether a message is the answer to an example, under all that the row was shown with."""
        try:
            parsed = case.format.parse(message, shown.schema, shown.conventions, example.inputs[0][1])
        except FormatError as error:
            yield Problem("answer-not-in-format", str(error))
            return
        truth = self.task.answer(example, row.subtask, shown.schema)
        if not (truth or shown.schema.optional) or (len(truth) > 1 and not shown.schema.many):
            yield Problem("gold-does-not-fit-schema", f"{len(truth)} records")
            return
        yield from ungrounded(truth, case)
        answer = expected(self.rules, truth, row.rules, case)
        different = list(differences(parsed, answer, row.rules, case, self.rules))
        yield from different
        if len(row.rules) > 1:
            yield from unjoined(self.rules, answer, row.rules, case)
        if not is_shot and not different:
            yield from witnessed(self.rules, truth, row.rules, case, answer, parsed)
        for choice in row.rules:
            reason = self.rules[choice.rule].unsettled(answer, case, choice.option)
            if reason is not None:
                yield Problem(reason, f"{choice.rule}={choice.option}")
            yield from self.rules[choice.rule].objections(message, answer, case, choice.option)

    def _labelled(self, row: Row, shown: Shown) -> Iterator[Problem]:
        """Whether the row calls itself what it is."""
        enriched = bool(row.rules or row.guidelines) or row.format != self.task.subtasks[row.subtask].default_format
        if row.kind != ("compound" if enriched else "basic"):
            yield Problem("kind-does-not-fit", row.kind)
        if row.instruction_language != shown.schema.language:
            yield Problem("language-does-not-fit", row.instruction_language)

    def _shaped(self, row: Row, shown: Shown, case: Case, example: Example[Any]) -> Iterator[Problem]:
        """Whether the schema has the shape that the subtask gives it, and the conventions are what the rules settle."""
        asked, schema = self.task.subtasks[row.subtask], shown.schema
        fields = tuple(
            Field(column.name[case.language], column.kind) for column in self.task.columns(example, row.subtask)
        )
        shape = (schema.fields, schema.by, schema.many, schema.optional, schema.listed, schema.inline)
        if shape != (fields, asked.by, asked.many, asked.optional, asked.listed, asked.inline):
            yield Problem("schema-is-not-that-of-the-subtask", row.subtask)
        for choice in row.rules:
            # an answer may hide it: a phrase for nothing does not show where something was found
            if self.rules[choice.rule].convene(shown.conventions, case, choice.option) != shown.conventions:
                yield Problem("conventions-do-not-fit", f"{choice.rule}={choice.option}")

    def _contradicted(self, row: Row) -> Iterator[Problem]:
        """Guidelines that decide what a rule of the row decides in another way."""
        rules = [self.rules[choice.rule] for choice in row.rules]
        notes = any(explanation.boundary or explanation.illustrations for explanation in row.guidelines)
        if (notes and any(rule.stage in BORDERS for rule in rules)) or (
            row.guidelines and any(rule.redefines for rule in rules)
        ):
            yield Problem("guideline-contradicts-rule", ", ".join(choice.rule for choice in row.rules))

    def _applicable(self, row: Row, case: Case) -> Iterator[Problem]:
        """Whether the rules apply here and may stand beside each other."""
        names = [choice.rule for choice in row.rules]
        excluded = self.task.subtasks[row.subtask].excludes
        for choice in row.rules:
            if choice.option not in offered(self.rules[choice.rule], case) or choice.rule in excluded:
                yield Problem("rule-does-not-apply", f"{choice.rule}={choice.option}")
            if self.rules[choice.rule].excludes & set(names) or names.count(choice.rule) > 1:
                yield Problem("rules-contradict", choice.rule)


def _identity(row: Row, task: str, example: Example[Any]) -> Iterator[Problem]:
    if row.example_id != example_id(task, example.inputs, row.gold):
        yield Problem("example-id-does-not-fit", row.example_id)
    if row.id != row_id(row.example_id, Instruction(row.messages)):
        yield Problem("row-id-does-not-fit", row.id)
    roles = [message.role for message in row.messages]
    turns = roles[1:] if roles[:1] == ["system"] else roles
    if not turns or turns != ["user", "assistant"] * (len(turns) // 2):
        yield Problem("no-answer", f"the roles are {', '.join(roles)}")


def _leaks(explained: tuple[Explanation, ...], shown: Shown, example: Example[Any]) -> Iterator[Problem]:
    """Guidelines that hold part of the inputs, or name a label that is hidden."""
    texts = [text.casefold() for _, text in example.inputs]
    hidden = [label.called.casefold() for label in shown.schema.labels] if shown.schema.hidden else []
    for explanation in explained:
        shows = [
            *explanation.typical,
            *(piece for each in explanation.illustrations for piece in (each.mention, each.text)),
        ]
        for piece in shows:
            if any(piece.casefold() in text for text in texts):
                yield Problem("guideline-shows-the-input", piece[:80])
        for each in explanation.illustrations:
            if any(text.strip() and text.strip() in each.text.casefold() for text in texts):
                yield Problem("guideline-shows-the-input", each.text[:80])
        if hidden:
            said = [
                explanation.definition,
                explanation.boundary,
                *shows,
                *(e.reason for e in explanation.illustrations),
            ]
            if any(name in piece.casefold() for name in hidden for piece in said):
                yield Problem("hidden-label-named", explanation.label)
