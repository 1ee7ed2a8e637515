"""Rows of the starter corpus with all enrichments, for the tests of the prover: what is proven, and what is forged."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from hum_hub import Label, Message
from hum_hub.contract.guidelines import Explanation
from hum_hub.contract.records import Instruction, Placed
from hum_hub.contract.rules import Case
from hum_hub.craft.composing import meaning
from hum_hub.craft.mix import Mix
from hum_hub.pipeline.batches import read_fields
from hum_hub.pipeline.labels import Labels
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.rendering import Renderer
from hum_hub.pipeline.surveying import source_guidelines, survey
from hum_hub.pipeline.tracing import made_of
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row, example_id, gold_json, row_id
from hum_hub.recipe.loading import open_recipe
from hum_hub.testing import prover_of

ROOT = Path(__file__).parent.parent
RICH = Mix(
    compound=0.9,
    shots=0.35,
    system=0.3,
    contrast=0.1,
    cross_language=0.3,
    hidden_names=0.3,
    rules_per_row=(0.3, 0.4, 0.2, 0.1),
)
SEEDS = 7
"""How many seeds of each source are rendered."""


@dataclass(frozen=True)
class Proven:
    """A proven row with the prover of its task."""

    row: Row
    prover: Prover

    @property
    def case(self) -> Case:
        """What the rules of the row decide about."""
        row, shown = self.row, self.row.shown()
        return Case(texts(row), row.input_language, shown.schema, row.subtask, self.prover.formats[row.format])

    def codes(self, forged: Row) -> set[str]:
        """What is wrong with a forged row whose ids were made again, so that only its content can give it away."""
        identity = example_id(self.prover.task.name, texts(forged), forged.gold)
        again = replace(forged, example_id=identity, id=row_id(identity, Instruction(forged.messages)))
        return {problem.code for problem in self.prover.problems(again)}


@cache
def starter_rows() -> tuple[Proven, ...]:
    """Rows of every source of the starter corpus."""
    return tuple(_rendered())


def chosen(condition: Callable[[Row], Any], most: int = 40) -> list[Proven]:
    """Some of the rows that fulfil a condition, of all tasks; it is a mistake when there is none."""
    found = [proven for proven in starter_rows() if condition(proven.row)]
    assert found, "no row is of this kind"
    return found[:: max(1, len(found) // most)]


def texts(row: Row) -> tuple[tuple[str, str], ...]:
    """The inputs of a row."""
    return tuple((each.name, row.messages[each.message].content[each.start : each.end]) for each in row.inputs)


def explained_so(row: Row, number: int, changed: Explanation) -> Row | None:
    """The row with another explanation of a label, or of a field, in its column and its message alike."""
    schema, before = row.shown().schema, row.guidelines[number]
    fields = tuple(Label(field.name, field.name) for field in schema.fields)
    thing = (schema.labels if schema.labels and not schema.listed else fields)[number]
    language = "zh" if row.instruction_language == "zh" else "en"
    old, new = ("\n".join(meaning(thing, each, language)) for each in (before, changed))
    forged = reworded(row, old, new)
    explained = (*row.guidelines[:number], changed, *row.guidelines[number + 1 :])
    return replace(forged, guidelines=explained) if forged is not None else None


def answered(row: Row, answer: str) -> Row:
    """The row with another answer."""
    return replace(row, messages=(*row.messages[:-1], Message("assistant", answer)))


def rewritten(row: Row, number: int, start: int, end: int, text: str) -> Row:
    """The row with a piece of its messages, outside of all places, in other words; the places behind it move along."""
    content = row.messages[number].content
    message = replace(row.messages[number], content=content[:start] + text + content[end:])

    def moved(placed: Placed) -> Placed:
        if placed.message != number or placed.start < end or placed.end <= start:
            return placed
        by = len(text) - (end - start)
        return replace(placed, start=placed.start + by, end=placed.end + by)

    shots = tuple(replace(shot, inputs=tuple(map(moved, shot.inputs)), answer=moved(shot.answer)) for shot in row.shots)
    messages = (*row.messages[:number], message, *row.messages[number + 1 :])
    return replace(row, messages=messages, inputs=tuple(map(moved, row.inputs)), shots=shots)


def reworded(row: Row, old: str, new: str) -> Row | None:
    """The row with the first wording outside of all inputs and answers changed; `None` when it does not stand there."""
    places = [*row.inputs, *(each for shot in row.shots for each in (*shot.inputs, shot.answer))]
    for number, message in enumerate(row.messages[:-1]):
        start = message.content.find(old)
        while start >= 0:
            end = start + len(old)
            if all(each.message != number or each.end <= start or end <= each.start for each in places):
                return rewritten(row, number, start, end, new)
            start = message.content.find(old, start + 1)
    return None


def _rendered() -> Iterator[Proven]:
    workspace, ledger = open_recipe(ROOT / "hum.toml"), Ledger()
    for task, source in workspace.sources():
        labels, examples = Labels(), list[Any]()
        for fields in itertools.islice(read_fields(workspace, source, ledger), SEEDS):
            examples += made_of(workspace, task, source, fields).examples
        for example in examples:
            labels.note(example, task)
        told = Labels()
        told.add(labels.to_json())
        known = survey(workspace, task, source, told, source_guidelines(workspace, task, source))
        renderer = Renderer(task, known.plugin, RICH, known.inventory, known.guidelines, known.near)
        quota, prover = renderer.planner.quota(source.name), prover_of(task)
        for example in examples:
            identity = example_id(task.name, example.inputs, gold_json(example, task.gold))
            yield from (Proven(row, prover) for row in renderer.rows(example, identity, quota, ledger))
