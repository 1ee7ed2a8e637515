"""A row whose rules are not those that its message states and its answer obeys is caught."""

from collections.abc import Iterator
from dataclasses import replace

from proof_rows import Proven, chosen, explained_so, reworded, starter_rows
from shapes import ENTITIES, entity

from hum_hub import Case, Choice, Rule
from hum_hub.contract.rules import BORDERS, offered
from hum_hub.craft.choosing import applied, exchanged
from hum_hub.proof.comparing import expected, unjoined
from hum_hub.proof.rows import Row
from hum_hub.testing import shared_format

WORDING_CODES = {"rule-not-in-instruction", "unexplained-words"}


def ruled() -> list[Proven]:
    return chosen(lambda row: row.rules, most=150)


def dictated(proven: Proven, choice: Choice, option: str) -> Row | None:
    """The row whose message dictates another option of a rule; none where that is not offered there."""
    rule = proven.prover.rules[choice.rule]
    new = rule.wordings(option, proven.case)[0]
    return without_line(proven, choice, new)


def without_line(proven: Proven, choice: Choice, instead: str = "") -> Row | None:
    """The row without the sentence that dictates a rule, or with another one in its place."""
    lines = proven.prover.rules[choice.rule].wordings(choice.option, proven.case)
    changed = (reworded(proven.row, line, instead) for line in sorted(lines, key=len, reverse=True))
    return next((row for row in changed if row is not None), None)


def other_options(proven: Proven) -> Iterator[tuple[Choice, str]]:
    for choice in proven.row.rules:
        for option in offered(proven.prover.rules[choice.rule], proven.case):
            if option != choice.option:
                yield choice, option


def without(row: Row, choice: Choice) -> Row:
    """The row without a rule in its column, which calls itself what it is then."""
    rules = tuple(each for each in row.rules if each != choice)
    kind = "compound" if rules or row.guidelines else row.kind
    return replace(row, rules=rules, kind=kind)


def test_an_option_that_is_changed_in_the_column_only_is_caught():
    for proven in ruled():
        for choice, option in other_options(proven):
            forged = replace(proven.row, rules=exchanged(proven.row.rules, choice, option))
            assert "rule-not-in-instruction" in proven.codes(forged), (choice, option)


def test_an_option_that_is_changed_in_the_message_only_is_caught():
    for proven in ruled():
        for choice, option in other_options(proven):
            forged = dictated(proven, choice, option)
            assert forged is not None
            assert "rule-not-in-instruction" in proven.codes(forged), (choice, option)


def test_an_option_that_is_changed_in_both_is_caught_by_the_answer():
    tried = set()
    for proven in ruled():
        if any(proven.prover.rules[choice.rule].stage in ("name", "convene") for choice in proven.row.rules):
            continue
        example = proven.prover._example(
            proven.row, proven.row.gold, proven.row.inputs, proven.row.source_id, proven.row.origin
        )
        truth = proven.prover.task.answer(example, proven.row.subtask, proven.case.schema)
        mine = applied(proven.prover.rules, proven.row.rules, truth, proven.case)
        for choice, option in other_options(proven):
            others = exchanged(proven.row.rules, choice, option)
            theirs = applied(proven.prover.rules, others, truth, proven.case)
            normal = proven.case.format.normal
            if normal(mine, proven.case.schema) != normal(theirs, proven.case.schema):
                forged = dictated(proven, choice, option)
                assert forged is not None
                assert proven.codes(replace(forged, rules=others)) - WORDING_CODES, (choice, option)
                tried.add(choice.rule)
    assert len(tried) >= 10


def test_a_rule_that_is_removed_from_the_column_only_is_caught():
    for proven in ruled():
        for choice in proven.row.rules:
            assert "unexplained-words" in proven.codes(without(proven.row, choice)), choice


def test_a_rule_that_is_removed_from_the_message_only_is_caught():
    for proven in ruled():
        for choice in proven.row.rules:
            forged = without_line(proven, choice)
            assert forged is not None
            assert "rule-not-in-instruction" in proven.codes(forged), choice


def test_a_witness_that_is_invented_for_an_idle_rule_is_caught():
    stages = set()
    for proven in starter_rows():
        for choice in proven.row.rules:
            stage = proven.prover.rules[choice.rule].stage
            if choice.witness is None and stage != "convene":
                rules = tuple(replace(each, witness="x") if each == choice else each for each in proven.row.rules)
                assert proven.codes(replace(proven.row, rules=rules)) == {"no-witness"}, choice
                stages.add(stage)
    assert {"name", "order", "form", "extent", "select"} <= stages


def test_rules_that_exclude_each_other_are_caught():
    tried = 0
    for proven in ruled():
        names = {choice.rule for choice in proven.row.rules}
        for rule in proven.prover.rules.values():
            other = next((name for name in sorted(names) if name in rule.excludes or name == rule.id), None)
            options = offered(rule, proven.case)
            if other is not None and options:
                rules = (*proven.row.rules, Choice(rule.id, options[-1]))
                codes = proven.codes(replace(proven.row, rules=rules))
                assert "rules-contradict" in codes, (other, rule.id)
                tried += rule.id != other
    assert tried > 10


def test_a_rule_that_does_not_apply_is_caught():
    for proven in chosen(lambda row: True, most=80):
        asked = proven.prover.task.subtasks[proven.row.subtask]
        for rule in proven.prover.rules.values():
            options = offered(rule, proven.case)
            if not options or rule.id in asked.excludes:
                forged = replace(proven.row, rules=(*proven.row.rules, Choice(rule.id, options[0] if options else "x")))
                assert "rule-does-not-apply" in proven.codes(forged), rule.id


def test_a_rule_that_nobody_knows_is_caught():
    for proven in ruled()[:10]:
        forged = replace(proven.row, rules=(*proven.row.rules, Choice("no-such-rule", "all")))
        assert proven.codes(forged) == {"unknown-rule"}


def test_a_note_that_decides_what_a_rule_decides_is_caught():
    tried = 0
    for proven in chosen(lambda row: row.guidelines and row.rules):
        if not any(proven.prover.rules[choice.rule].stage in BORDERS for choice in proven.row.rules):
            continue
        forged = explained_so(proven.row, 0, replace(proven.row.guidelines[0], boundary="Without titles."))
        assert forged is not None
        codes = proven.codes(forged)
        assert "guideline-contradicts-rule" in codes
        tried += 1
    assert tried


class Upper(Rule):
    """Writes all in capitals."""

    id, stage = "upper", "form"

    def options(self, case):
        return ("yes", "no")

    def writes(self, text, value, case, option):
        return text.upper()


class Lower(Upper):
    """Writes all in small letters."""

    id = "lower"

    def writes(self, text, value, case, option):
        return text.lower()


def test_rules_of_which_one_undoes_what_the_other_does_are_caught():
    case = Case((("text", "Bath"),), "en", ENTITIES, "entities", shared_format("json-records"))
    rules, truth = {"upper": Upper(), "lower": Lower()}, (entity("place", "Bath"),)
    both = (Choice("upper", "yes"), Choice("lower", "yes"))
    answer = expected(rules, truth, both, case)
    assert answer == (entity("place", "bath"),)
    assert [problem.detail for problem in unjoined(rules, answer, both, case)] == ["upper=yes"]
    assert not list(unjoined(rules, answer, both[1:], case))
