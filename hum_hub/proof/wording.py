"""Whether an instruction says all that its answer is held to, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from hum_hub.contract.formats import Format
from hum_hub.contract.guidelines import Explanation
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule
from hum_hub.contract.task import Subtask, Task
from hum_hub.contract.values import Label, Schema
from hum_hub.craft import phrases
from hum_hub.craft.formats.choices import lettered
from hum_hub.proof.places import GAP, remainder
from hum_hub.proof.rows import Row, Shown

_SMALL_WORDS = {
    language: frozenset(
        line.strip()
        for group in (
            phrases.LABEL_LIST,
            phrases.MEANINGS,
            phrases.FIELDS,
            phrases.NAMES,
            phrases.OPTIONS,
            phrases.RULES,
            phrases.SHOTS,
            phrases.ANSWER,
            phrases.NOW,
        )
        for line in group[language]
    )
    | {edge.strip() for fence in phrases.FENCES for edge in fence}
    | {"-", ""}
    for language in ("en", "zh")
}


class Account:
    """An instruction from which every block that belongs there is crossed out."""

    def __init__(self, text: str) -> None:
        self.left = text

    def cross_out(self, block: str) -> bool:
        """Cross a block out; false when it is not there."""
        place = self.left.find(block)
        if place < 0:
            return False
        self.left = self.left[:place] + self.left[place + len(block) :]
        return True

    def lacks(self, lines: Sequence[str]) -> list[str]:
        """Cross out lines that stand below each other, in this order; those that do not."""
        if self.cross_out("\n".join(lines)):
            return []
        left = [line for line in sorted(lines, key=len, reverse=True) if not self.cross_out(line.strip())]
        return left or list(lines)

    def any_of(self, blocks: Iterable[str]) -> str | None:
        """Cross out the first of some blocks that is there; which one it was."""
        return next((block for block in blocks if self.cross_out(block)), None)


def misworded(
    row: Row, shown: Shown, case: Case, format: Format, task: Task[Any], rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    """What an instruction lacks, or says beyond what the row states of it."""
    text = remainder(row)
    if text is None:
        yield Problem("places-overlap")
        return
    account, schema, language = Account(text), shown.schema, case.language
    asked = task.subtasks[row.subtask]
    yield from _rules(row, case, rules, account)
    yield from _format(row, shown, format, account, language)
    yield from _guidelines(row.guidelines, schema, account, language)
    yield from _options(schema, account)
    statement = _statement(asked, schema, language, account)
    if statement is None and "" not in asked.statements[language]:
        yield Problem("statement-not-in-instruction")
    yield from _labels(schema, bool(row.guidelines), statement, asked, account, language)
    yield from _system(row, task, language)
    yield from _unheaded(row, asked, language)
    small, headings = _SMALL_WORDS[language], _headings(asked.inputs, language)
    for line in map(str.strip, account.left.replace(GAP, "\n").split("\n")):
        words = line.removeprefix("-").strip()
        if not (line in small or line in headings or words in small or words in headings):
            yield Problem("unexplained-words", line[:80])


def _rules(row: Row, case: Case, rules: Mapping[str, Rule], account: Account) -> Iterator[Problem]:
    for choice in row.rules:
        lines = sorted(rules[choice.rule].wordings(choice.option, case), key=len, reverse=True)
        if account.any_of(lines) is None:
            yield Problem("rule-not-in-instruction", f"{choice.rule}={choice.option}")


def _format(row: Row, shown: Shown, format: Format, account: Account, language: str) -> Iterator[Problem]:
    described, nothing = format.describe(shown.schema, shown.conventions), shown.conventions.nothing
    if nothing is not None and all(choice.rule != "nothing-found" for choice in row.rules):
        sentence = phrases.nothing_sentence(shown.schema, shown.conventions)
        if not account.cross_out(sentence):
            yield Problem("phrase-not-in-instruction", nothing)
    if described and not account.cross_out(described):
        yield Problem("format-not-in-instruction", format.id)


def _guidelines(explained: Sequence[Explanation], schema: Schema, account: Account, language: str) -> Iterator[Problem]:
    """The explanations, line by line: one for each label shown, or none at all."""
    if not explained:
        return
    things = schema.labels if not schema.listed else ()
    things = things or tuple(Label(field.name, field.name) for field in schema.fields)
    if [explanation.label for explanation in explained] != [thing.key for thing in things]:
        yield Problem("not-one-guideline-for-each-label", ", ".join(explanation.label for explanation in explained))
        return
    pairs = zip(things, explained, strict=True)
    for line in account.lacks([line for label, explanation in pairs for line in _lines(label, explanation, language)]):
        yield Problem("guideline-not-in-instruction", line[:80])


def _lines(label: Label, explained: Explanation, language: str) -> Iterator[str]:
    comma, pieces = phrases.COMMA[language], [phrases.with_parts(label, language), phrases.COLON[language]]
    pieces.append(explained.definition)
    if explained.typical:
        pieces.append(phrases.TYPICAL[language].replace("{}", comma.join(explained.typical)))
    if explained.boundary:
        pieces.append(phrases.BOUNDARY[language].replace("{}", explained.boundary))
    yield "- " + "".join(pieces)
    for each in explained.illustrations:
        frame = phrases.FITS[language] if each.fits else phrases.FITS_NOT[language]
        yield frame.format(mention=each.mention, text=each.text, reason=each.reason)


def _options(schema: Schema, account: Account) -> Iterator[Problem]:
    if schema.listed:
        for line in account.lacks([f"{letter}. {text}" for letter, text in lettered(schema)]):
            yield Problem("option-not-in-instruction", line[:80])


def _statement(asked: Subtask, schema: Schema, language: str, account: Account) -> str | None:
    """Cross out the statement: a line of the instruction, with the names of the labels in it or without."""
    plain, with_slot = _sorted_out(asked.statements[language])
    found = next((line for line in account.left.split("\n") if line in plain), None)
    if found is not None:
        account.cross_out(found)
        return found
    names = phrases.stated("{labels}", schema, language)
    return account.any_of(statement.replace("{labels}", names) for statement in with_slot)


@cache
def _sorted_out(statements: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The statements that name no labels, and those that do, the longest first."""
    plain = frozenset(statement for statement in statements if statement and "{labels}" not in statement)
    return plain, tuple(statement for statement in _by_length(statements) if "{labels}" in statement)


@cache
def _by_length(statements: tuple[str, ...]) -> tuple[str, ...]:
    """Longest first, as a short one may be part of a longer one."""
    return tuple(sorted(filter(None, statements), key=len, reverse=True))


def _labels(
    schema: Schema, explained: bool, statement: str | None, asked: Subtask, account: Account, language: str
) -> Iterator[Problem]:
    """The labels, wherever they have to stand if no guidelines name them."""
    if not schema.labels:
        return
    coded = [label for label in schema.labels if label.called] if not schema.hidden else []
    for line in account.lacks([f"- {phrases.named(label, language)}" for label in coded]):
        yield Problem("label-not-in-instruction", line[:80])
    if explained or schema.listed or len(coded) == len(schema.labels):
        return
    if any(label.parts for label in schema.labels):
        for line in account.lacks([f"- {phrases.with_parts(label, language)}" for label in schema.labels]):
            yield Problem("label-not-in-instruction", line[:80])
        return
    listing = phrases.listed(schema.labels, language)
    told = account.any_of(frame.replace("{}", listing) for frame in _by_length(tuple(phrases.LABELS[language])))
    if told is None and not (statement is not None and _names_all(statement, schema, asked, language)):
        yield Problem("label-not-in-instruction", listing[:80])


def _names_all(statement: str, schema: Schema, asked: Subtask, language: str) -> bool:
    """Whether a statement is one that names the labels."""
    with_slot = (each for each in asked.statements[language] if "{labels}" in each)
    return any(phrases.stated(each, schema, language) == statement for each in with_slot)


def _system(row: Row, task: Task[Any], language: str) -> Iterator[Problem]:
    for number, message in enumerate(row.messages):
        if message.role == "system" and (number or message.content not in task.system_messages.get(language, ())):
            yield Problem("unexplained-words", message.content[:80])


def _unheaded(row: Row, asked: Subtask, language: str) -> Iterator[Problem]:
    """Inputs, and answers of worked examples, that do not stand right behind a heading of theirs."""
    answered = tuple(f"{heading}\n" for heading in phrases.ANSWER[language])
    for inputs in (row.inputs, *(shot.inputs for shot in row.shots)):
        for placed, (name, headings) in zip(inputs, asked.inputs, strict=False):
            if not row.messages[placed.message].content[: placed.start].endswith(_openings(tuple(headings[language]))):
                yield Problem("input-without-its-heading", name)
    for shot in row.shots:
        message = row.messages[shot.answer.message]
        if message.role == "user" and not message.content[: shot.answer.start].endswith(answered):
            yield Problem("answer-without-its-heading", shot.source_id)


@cache
def _openings(headings: tuple[str, ...]) -> tuple[str, ...]:
    """What may stand right before an input: a heading, and the opening of a fence."""
    return tuple(heading + opening for heading in headings for opening, _ in phrases.FENCES)


@cache
def _edges(heading: str) -> str:
    return heading.strip()


def _headings(inputs: Sequence[tuple[str, Mapping[str, Sequence[str]]]], language: str) -> set[str]:
    return {_edges(heading) for _, headings in inputs for heading in headings[language]}
