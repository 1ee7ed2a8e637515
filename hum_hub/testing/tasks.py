"""The laws of tasks, checked on seeds that the author of a plugin hands in."""

from collections.abc import Iterable, Sequence
from typing import Any

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Example, Note, Problem, Seed
from hum_hub.contract.rules import Case, offered
from hum_hub.contract.task import Element, Task
from hum_hub.contract.values import Schema
from hum_hub.craft import formats, rules
from hum_hub.craft.codec import load
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import make_case
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.rendering import Renderer
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row, example_id, gold_json
from hum_hub.testing.formats import check_format
from hum_hub.testing.rules import check_rule
from hum_hub.testing.synthesis import Answering, synthesized


def examples_of(task: Task[Any], seeds: Iterable[Seed]) -> tuple[list[Example[Any]], list[Problem]]:
    """The valid examples that a task reads from seeds, and the problems it met."""
    found, problems = list[Example[Any]](), list[Problem]()
    for seed in seeds:
        for step in task.read(seed):
            if isinstance(step, Problem):
                problems.append(step)
            elif not isinstance(step, Note):
                problems += (faults := list(task.validate(step)))
                found += [step] if not faults else []
    return found, problems


def prove_rows(task: Task[Any], examples: Iterable[Example[Any]], mix: Mix | None = None) -> list[Row]:
    """Render examples in every subtask and prove the rows.

    Raises:
        AssertionError: an example gives no row that can be proven, or the same example gives other bytes.
    """
    found = list(examples)
    first, second = (
        _rendered(task, found, mix or Mix(compound=0.8, renderings=3, shots=0.3, contrast=0.3)) for _ in range(2)
    )
    assert first == second, "the same examples give other rows"
    return first


def check_task(task: Task[Any], seeds: Sequence[Seed], teacher: Answering | None = None) -> list[Row]:
    """Check every law on the examples of some seeds; the proven rows.

    With a `teacher`, a function from a prompt to the text of its reply, the seeds are synthesized instead of read.

    Raises:
        AssertionError: a law is broken; the message says which and where.
    """
    examples = synthesized(task, seeds, teacher).examples if teacher is not None else examples_of(task, seeds)[0]
    assert examples, "the seeds give no valid example"
    prover = Prover(task, formats.SHARED, rules.SHARED)
    for example in examples:
        gold = gold_json(example, task.gold)
        assert load(gold, task.gold) == example.gold, f"gold is not read back: {gold}"
        assert example.subtasks, f"example {example.source_id} names no subtask"
        for subtask in example.subtasks:
            _check_example(task, example, subtask, prover)
    return prove_rows(task, examples)


def _check_example(task: Task[Any], example: Example[Any], subtask: str, prover: Prover) -> None:
    schema = _schema(task, example, subtask)
    truth = task.answer(example, subtask, schema)
    assert len(truth) <= 1 or schema.many, f"{subtask} allows one record, the answer has {len(truth)}"
    assert truth or schema.optional, f"{subtask} needs an answer, {example.source_id} has none"
    fitting = [format for format in prover.formats.values() if format.fits(schema)]
    assert prover.formats[task.subtasks[subtask].default_format] in fitting, (
        f"{subtask}: its default format does not fit"
    )
    for format in fitting:
        conventions = Conventions(nothing="-0-" if format.phrase_needed else None)
        check_format(format, truth, schema, conventions, example.inputs[0][1])
        case: Case = make_case(example, subtask, schema, format)
        for rule in prover.rules.values():
            if len(offered(rule, case)) > 1:
                check_rule(rule, truth, case, prover)


def _schema(task: Task[Any], example: Example[Any], subtask: str) -> Schema:
    renderer = Renderer(task, "test", Mix(compound=0, grouped=0), _inventory(task, [example]), ())
    (asked,) = renderer.planner.asked(example, "test", subtask, 0)
    return asked.schema


def _rendered(task: Task[Any], examples: list[Example[Any]], mix: Mix) -> list[Row]:
    renderer = Renderer(task, "test", mix, _inventory(task, examples), ())
    ledger, quota, rows = Ledger(), renderer.planner.quota("test"), list[Row]()
    for example in examples:
        identity = example_id(task.name, example.inputs, gold_json(example, task.gold))
        rows += renderer.rows(example, identity, quota, ledger)
    lost = ledger.of(examples[0].source, "dropped")
    assert not lost, f"no provable row: {ledger.samples}"
    return rows


def _inventory(task: Task[Any], examples: Iterable[Example[Any]]) -> dict[str, tuple[Element, ...]]:
    found: dict[str, dict[str, Element]] = {}
    for example in examples:
        for subtask in example.subtasks:
            if task.subtasks[subtask].labels == "source":
                for element in task.elements(example, subtask):
                    known = found.setdefault(subtask, {}).get(element.key, element)
                    parts = tuple(sorted({*known.parts, *element.parts}))
                    found[subtask][element.key] = Element(element.key, parts)
    return {subtask: tuple(elements[key] for key in sorted(elements)) for subtask, elements in found.items()}
