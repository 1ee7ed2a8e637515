"""How a parsed answer differs from what the gold and the rules of its row make of it."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hum_hub.contract.records import Problem
from hum_hub.contract.rules import STAGES, Case, Choice, Rule
from hum_hub.contract.values import Answer, Record, values, wordings

Rules = Mapping[str, Rule]


def expected(rules: Rules, truth: Answer, choices: Sequence[Choice], case: Case) -> Answer:
    """The truth as the rules' checks, record by record, say it has to be written."""
    for choice in sorted(choices, key=lambda choice: STAGES.index(rules[choice.rule].stage)):
        truth = _under(rules[choice.rule], truth, choice.option, case)
    return truth


def _under(rule: Rule, before: Answer, option: str, case: Case) -> Answer:
    return tuple(written for record in before for written in rule.becomes(record, before, case, option))


def unjoined(rules: Rules, answer: Answer, choices: Sequence[Choice], case: Case) -> Iterator[Problem]:
    """The rules that the answer as a whole does not obey: what one rule did, another has undone."""
    for choice in choices:
        rule = rules[choice.rule]
        if rule.stage != "name" and _under(rule, answer, choice.option, case) != answer:
            yield Problem("rules-interfere", f"{choice.rule}={choice.option}")


def witnessed(
    rules: Rules, truth: Answer, choices: Sequence[Choice], case: Case, answer: Answer, parsed: Answer
) -> Iterator[Problem]:
    """The rules whose witness is none: no other option would give another answer than the parsed one, or its order."""
    for choice in choices:
        rule = rules[choice.rule]
        if choice.witness is None or rule.stage == "convene":
            continue
        if rule.stage == "name":
            found = any(record[place].text for record in answer for place in _label_places(case))  # type: ignore[union-attr]  # of a label field
        elif rule.stage == "order":
            found = _forbidden(rule, choice.option, parsed, answer, case)
        else:
            others = [option for option in rule.options(case) if option != choice.option]
            found = any(expected(rules, truth, _instead(choices, choice, other), case) != answer for other in others)
        if not found:
            yield Problem("no-witness", f"{choice.rule}={choice.option}: {choice.witness}")


def _instead(choices: Sequence[Choice], choice: Choice, option: str) -> list[Choice]:
    return [Choice(each.rule, option) if each is choice else each for each in choices]


def _label_places(case: Case) -> list[int]:
    return [place for place, field in enumerate(case.schema.fields) if field.kind == "label"]


def _forbidden(rule: Rule, mine: str, parsed: Answer, answer: Answer, case: Case) -> bool:
    """Whether another option would not allow the order of the parsed answer, whichever way equal records are taken."""
    if len(parsed) < 2:
        return False
    ways = [_placed(parsed, answer, down) for down in (False, True)]
    others = [Choice(rule.id, option) for option in rule.options(case) if option != mine]
    return any(all(_disorder(placed, [other], case, {rule.id: rule}) for placed in ways) for other in others)


def differences(
    parsed: Answer, answer: Answer, choices: Sequence[Choice], case: Case, rules: Rules
) -> Iterator[Problem]:
    """How a parsed answer differs from the expected one: records that it lacks or adds, their places or their order."""
    # nearly all are equal, and counting is slow
    missing = list((Counter(answer) - Counter(parsed)).elements()) if parsed != answer else []
    surplus = list((Counter(parsed) - Counter(answer)).elements()) if parsed != answer else []
    for record in missing:
        yield Problem("answer-lacks", words(record))
    for record in surplus:
        yield Problem("answer-adds", words(record))
    if missing or surplus:
        return
    normal = case.format.normal(answer, case.schema)
    if case.format.verbatim and list(map(_places, parsed)) != list(map(_places, normal)):
        yield Problem("answer-marks-another-place")
    orders = [choice for choice in choices if rules[choice.rule].stage == "order"]
    if not orders:
        if parsed != normal:
            yield Problem("answer-out-of-order")
        return
    forwards, backwards = (_disorder(_placed(parsed, answer, down), orders, case, rules) for down in (False, True))
    if forwards and backwards:
        yield Problem("answer-out-of-order", forwards)


def ungrounded(truth: Answer, case: Case) -> Iterator[Problem]:
    """The wordings of the truth that do not stand where it says."""
    inputs = dict(case.inputs)
    for record in truth:
        for value in wordings(record, case.schema):
            if value.start is not None and inputs.get(value.input, "")[value.start : value.end] != value.text:
                yield Problem("gold-not-in-input", value.text)


def words(record: Record) -> str:
    """A record in words."""
    return " | ".join(value.text for value in values(record))


def _disorder(placed: Sequence[Record], orders: Sequence[Choice], case: Case, rules: Rules) -> str:
    """The first pair that stands the wrong way round, or an empty string."""
    by = case.schema.by if case.grouped else None
    for first, second in itertools.pairwise(placed):
        if by is not None and first[by] != second[by]:
            continue
        for choice in orders:
            if not rules[choice.rule].precedes(first, second, case, choice.option):
                return f"{choice.option}: {words(first)} before {words(second)}"
    return ""


def _placed(parsed: Answer, answer: Answer, down: bool) -> list[Record]:
    """The expected records, which know their places, in the order of the parsed ones; equal ones up or down the text."""
    waiting: dict[Record, list[Record]] = {}
    for record in sorted(answer, key=_extent, reverse=not down):
        waiting.setdefault(record, []).append(record)
    return [waiting[record].pop() for record in parsed]


def _places(record: Record) -> list[tuple[int | None, int | None]]:
    return [(value.start, value.end) for value in values(record)]


def _extent(record: Record) -> tuple[int, int]:
    """Where a record begins and ends, so that of two that begin together the longer comes first."""
    placed = [(value.start, value.end) for value in values(record) if value.start is not None and value.end is not None]
    return min((start for start, _ in placed), default=0), -max((end for _, end in placed), default=0)
