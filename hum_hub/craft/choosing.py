"""Rules for a row: chosen so that each makes a difference here, together and not only alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from hum_hub.contract.formats import Format
from hum_hub.contract.rules import STAGES, Case, Choice, Rule, difference, offered
from hum_hub.contract.values import Answer, Label, Schema
from hum_hub.craft.dice import Dice
from hum_hub.craft.quota import Quota

Rules = Mapping[str, Rule]
Truth = Callable[[Schema], Answer]
"""The whole truth under a schema."""


def applied(rules: Rules, choices: Sequence[Choice], truth: Answer, case: Case) -> Answer:
    """The truth as the rules' transforms write it, in the order of the choices."""
    for choice in choices:
        truth = rules[choice.rule].transform(truth, case, choice.option)
    return truth


def in_order(rules: Rules, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Choices in the order in which they are applied: by stage, then by name."""
    return tuple(sorted(choices, key=lambda choice: (STAGES.index(rules[choice.rule].stage), choice.rule)))


def contradict(rules: Rules, one: str, other: str) -> bool:
    """Whether two rules may not stand beside each other."""
    return one == other or one in rules[other].excludes or other in rules[one].excludes


class Chooser:
    """Chooses the rules of one row."""

    def __init__(self, rules: Rules, allowed: Iterable[str], quota: Quota, dice: Dice) -> None:
        self._rules = rules
        self._names = [name for name in quota.rules.order() if name in set(allowed)]
        self._quota = quota
        self._dice = dice

    def choose(
        self, case: Case, every: Sequence[Label], truth: Truth, count: int
    ) -> tuple[Schema, tuple[Choice, ...]] | None:
        """Up to `count` rules and the schema as they name it; `None` when no rule applies.

        A rule that names labels comes first, where it is among those most wanted, as it changes the schema for the
        others. Rules without a witness beside the others are left out unless the mix still has room for them.
        """
        chosen: list[Choice] = []
        named = self._naming(case, every, truth, count)
        if named is not None:
            schema, choice = named
            case, chosen = replace(case, schema=schema), [choice]
        answer = truth(case.schema)
        for name in self._names:
            if len(chosen) == count:
                break
            if self._rules[name].stage == "name" or any(contradict(self._rules, name, other.rule) for other in chosen):
                continue
            chosen += self._witnessed(self._rules[name], case, answer, len(chosen))
        chosen = self._jointly(chosen, case, answer)
        return (case.schema, in_order(self._rules, chosen)) if chosen else None

    def _naming(self, case: Case, every: Sequence[Label], truth: Truth, count: int) -> tuple[Schema, Choice] | None:
        wanted = [name for name in self._names if offered(self._rules[name], case)]
        for name in wanted[: max(1, min(4 * count, len(wanted) // 2))]:
            rule = self._rules[name]
            if rule.stage != "name":
                continue
            for option in self._dice.shuffled(f"option {name}", offered(rule, case)):
                schema = rule.dress(case.schema, option, every)
                if schema is None or not case.format.fits(schema):
                    continue
                dressed = replace(case, schema=schema)
                witness = rule.witness(truth(schema), dressed, option)
                if option in offered(rule, dressed) and (witness or self._quota.may_idle(1)):
                    return schema, Choice(name, option, witness)
        return None

    def _witnessed(self, rule: Rule, case: Case, answer: Answer, beside: int) -> list[Choice]:
        options = self._dice.shuffled(f"option {rule.id}", offered(rule, case))
        if len(options) < 2:
            return []
        for option in options:
            witness = rule.witness(answer, case, option)
            if witness is not None:
                return [Choice(rule.id, option, witness)]
        return [Choice(rule.id, options[0])] if self._quota.may_idle(beside + 1) else []

    def _jointly(self, chosen: list[Choice], case: Case, answer: Answer) -> list[Choice]:
        """The choices with the witnesses that they have beside each other; at most one idle one is left."""
        ordered = in_order(self._rules, chosen)
        judged = [
            replace(choice, witness=witness_among(self._rules, choice, ordered, case, answer)) for choice in ordered
        ]
        idle = [choice for choice in judged if choice.witness is None]
        uses = len(judged) - len(idle) + 1
        spare = idle[:1] if idle and self._quota.may_idle(uses) else []
        return [choice for choice in judged if choice.witness is not None or choice in spare]


def witness_among(rules: Rules, choice: Choice, choices: Sequence[Choice], case: Case, truth: Answer) -> str | None:
    """Where another option of one rule gives another answer while all other rules of the row stand."""
    rule = rules[choice.rule]
    mine = applied(rules, choices, truth, case)
    if rule.stage == "name" or type(rule).witness is not Rule.witness:
        return rule.witness(mine, case, choice.option)
    for option in offered(rule, case):
        if option != choice.option:
            theirs = applied(rules, exchanged(choices, choice, option), truth, case)
            found = difference(mine, theirs, case)
            if found is not None:
                return found
    return None


def exchanged(choices: Sequence[Choice], choice: Choice, option: str) -> tuple[Choice, ...]:
    """The choices with another option for one of them."""
    return tuple(Choice(each.rule, option) if each.rule == choice.rule else each for each in choices)


def fitting(formats: Mapping[str, Format], schema: Schema) -> list[str]:
    """The formats that can hold answers of a schema."""
    return [name for name, format in formats.items() if format.fits(schema)]
