"""The laws of rules: idempotent, accepted by their own checks, and rejected where the opposite was done."""

from collections.abc import Iterable
from typing import Any

from hum_hub.contract.rules import Case, Choice, Rule, offered
from hum_hub.contract.task import Task
from hum_hub.contract.values import Answer
from hum_hub.craft import formats, rules
from hum_hub.proof.proving import Prover


def prover_of(task: Task[Any]) -> Prover:
    """The prover of a task's rows, which `check_rule` needs: it knows the shared formats and rules and the task's own."""
    return Prover(task, formats.SHARED, rules.SHARED)


def check_rule(rule: Rule, answer: Answer, case: Case, prover: Prover) -> int:
    """Check a rule on an answer under each of its options; how many pairs of opposite options were told apart.

    Raises:
        AssertionError: a law is broken.
    """
    told_apart = 0
    format = case.format
    options = offered(rule, case)
    assert len(set(options)) == len(options), f"{rule.id} has an option twice"
    for option in options:
        for line in rule.wordings(option, case):
            assert line and "{}" not in line, f"{rule.id}={option} leaves a slot unfilled: {line!r}"
        assert rule.wordings(option, case), f"{rule.id}={option} has no wording"
        once = rule.transform(answer, case, option)
        if rule.stage != "name":  # names are changed before there is an answer, and only once
            assert rule.transform(once, case, option) == once, f"{rule.id}={option} changes its own result"
        if rule.unsettled(prover.expected(answer, (Choice(rule.id, option),), case), case, option) is not None:
            continue
        accepted = list(_judged(prover, rule, option, answer, once, case))
        assert not accepted, f"{rule.id}={option} rejects its own transform: {accepted}"
        for other in options:
            theirs = rule.transform(answer, case, other)
            if format.normal(theirs, case.schema) != format.normal(once, case.schema):
                assert list(_judged(prover, rule, option, answer, theirs, case)), (
                    f"{rule.id}={option} accepts the answer under {other}"
                )
                assert rule.witness(answer, case, option) is not None, f"{rule.id}={option} sees no witness"
                told_apart += 1
    return told_apart


def _judged(prover: Prover, rule: Rule, option: str, truth: Answer, answer: Answer, case: Case) -> Iterable[str]:
    choices = (Choice(rule.id, option),)
    expected = prover.expected(truth, choices, case)
    format = case.format
    parsed = format.normal(answer, case.schema)
    yield from (problem.code for problem in prover.differences(parsed, expected, choices, case, format))
    if rule.stage != "convene":
        yield from (problem.code for problem in rule.objections("", expected, case, option))
