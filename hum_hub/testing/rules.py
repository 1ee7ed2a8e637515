"""The laws of rules: idempotent, accepted by their own checks, and rejected where the opposite was done."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hum_hub.contract.rules import Case, Choice, Rule, offered
from hum_hub.contract.task import Task
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft import formats, rules
from hum_hub.proof.comparing import differences, expected, unjoined
from hum_hub.proof.proving import Prover


def prover_of(task: Task[Any]) -> Prover:
    """The prover of a task's rows, which `check_rule` needs: it knows the shared formats and rules and the task's own."""
    return Prover(task, formats.SHARED, rules.SHARED)


def check_rule(rule: Rule, answer: Answer, case: Case, prover: Prover) -> int:
    """Check a rule on an answer under each of its options; how many pairs of opposite options were told apart.

    A rule of stage `name` is checked on the labels as it names them, with the answer that they make.

    Raises:
        AssertionError: a law is broken.
    """
    options = offered(rule, case)
    assert len(set(options)) == len(options), f"{rule.id} has an option twice"
    if rule.stage != "name":
        return sum(_check_option(rule, option, answer, case, prover) for option in options)
    told_apart = 0
    for option in options:
        schema = rule.dress(case.schema, option, case.schema.labels)
        if schema is not None:
            dressed = replace(case, schema=schema)
            assert option in offered(rule, dressed), f"{rule.id}={option} does not apply to the names that it gave"
            told_apart += _check_option(rule, option, _renamed(answer, case.schema, schema), dressed, prover)
    return told_apart


def _check_option(rule: Rule, option: str, answer: Answer, case: Case, prover: Prover) -> int:
    lines = rule.wordings(option, case)
    assert lines, f"{rule.id}={option} has no wording"
    for line in lines:
        assert line and "{}" not in line, f"{rule.id}={option} leaves a slot unfilled: {line!r}"
    once = rule.transform(answer, case, option)
    if rule.stage != "name":  # names are changed before there is an answer, and only once
        assert rule.transform(once, case, option) == once, f"{rule.id}={option} changes its own result"
    every = {**prover.rules, rule.id: rule}
    if rule.unsettled(expected(every, answer, (Choice(rule.id, option),), case), case, option) is not None:
        return 0
    accepted = list(_judged(prover, rule, option, answer, once, case))
    assert not accepted, f"{rule.id}={option} rejects its own transform: {accepted}"
    told_apart = 0
    for other in offered(rule, case) if rule.stage != "name" else ():
        theirs = rule.transform(answer, case, other)
        if case.format.normal(theirs, case.schema) != case.format.normal(once, case.schema):
            judged = list(_judged(prover, rule, option, answer, theirs, case))
            assert judged, f"{rule.id}={option} accepts the answer under {other}"
            assert rule.witness(answer, case, option) is not None, f"{rule.id}={option} sees no witness"
            told_apart += 1
    return told_apart


def _renamed(answer: Answer, before: Schema, after: Schema) -> Answer:
    """The answer with its labels as another schema names them."""
    names = {label.name: after.name(label.key) for label in before.labels}
    places = [place for place, field in enumerate(before.fields) if field.kind == "label"]
    return tuple(
        tuple(
            Value(names[cell.text] or "") if place in places and isinstance(cell, Value) else cell
            for place, cell in enumerate(record)
        )
        for record in answer
    )


def _judged(prover: Prover, rule: Rule, option: str, truth: Answer, answer: Answer, case: Case) -> Iterable[str]:
    choices = (Choice(rule.id, option),)
    rules = {**prover.rules, rule.id: rule}
    right = expected(rules, truth, choices, case)
    parsed = case.format.normal(answer, case.schema)
    yield from (problem.code for problem in differences(parsed, right, choices, case, rules))
    yield from (problem.code for problem in unjoined(rules, right, choices, case))
    if rule.stage != "convene":
        yield from (problem.code for problem in rule.objections("", right, case, option))
