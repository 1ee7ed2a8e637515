"""The second half of the way: a part of examples becomes proven rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.formats import Unfit
from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example, Instruction
from hum_hub.contract.task import Element, Task
from hum_hub.craft import formats, rules
from hum_hub.craft.composing import Brief, compose
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Planner, make_case
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import examples_of
from hum_hub.proof.features import SCHEMA
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row, gold_json, row_id, shown_json
from hum_hub.quality.keeping import KEPT, REASONS
from hum_hub.recipe.model import Source

DONE = ".rows.json"


@dataclass(frozen=True, slots=True)
class RenderJob:
    """Make a part of rows from a part of examples: with a verdict and the number of the split for each of them."""

    key: str
    read_key: str
    task: str
    source: Source
    plugin: str
    inventory: dict[str, tuple[Element, ...]]
    guidelines: tuple[Guideline, ...]
    verdicts: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class RowPart:
    """A finished part of rows: its key, how many rows it holds by split, and its ledger."""

    key: str
    source: str
    rows: dict[str, int]
    ledger: Ledger


class Renderer:
    """Renders the examples of one source."""

    def __init__(
        self,
        task: Task[Any],
        plugin: str,
        mix: Mix,
        inventory: Mapping[str, Sequence[Element]],
        guidelines: Sequence[Guideline],
    ) -> None:
        self.task = task
        self.plugin = plugin
        self.planner = Planner(task, formats.SHARED, rules.SHARED, mix, inventory, guidelines)
        self.prover = Prover(task, formats.SHARED, rules.SHARED)

    def rows(self, example: Example[Any], identity: str, ledger: Ledger) -> Iterator[Row]:
        """The proven rows of an example: one for each subtask and rendering."""
        for subtask in example.subtasks:
            for variant in range(self.planner.mix.renderings):
                row = self._row(example, identity, subtask, variant, ledger)
                if row is not None:
                    yield row

    def _row(self, example: Example[Any], identity: str, subtask: str, variant: int, ledger: Ledger) -> Row | None:
        for plan in self.planner.plans(example, identity, subtask, variant):
            try:
                row = self.render(example, identity, plan)
            except Unfit as reason:
                ledger.add(example.source, "refused", f"{plan.format}: {reason}", example.source_id)
                continue
            except Exception as error:  # one example that a plugin cannot handle must not end the build of a corpus
                detail = f"{example.source_id}: {type(error).__name__}: {error}"
                ledger.add(example.source, "refused", f"{_shown_with(plan)}: plugin-failed", detail)
                continue
            problems = self.prover.problems(row)
            if not problems:
                for choice in row.rules:
                    ledger.add(example.source, "rule", choice.rule if choice.witness else f"{choice.rule} (idle)")
                ledger.add(example.source, "row", row.kind)
                return row
            detail = f"{example.source_id}: {problems[0].detail}"
            ledger.add(example.source, "refused", f"{_shown_with(plan)}: {problems[0].code}", detail)
        ledger.add(example.source, "dropped", "no-provable-row", f"{example.source_id}: {subtask}")
        return None

    def render(self, example: Example[Any], identity: str, plan: Plan) -> Row:
        """The row of an example under a plan.

        Raises:
            Unfit: the format cannot hold the answer.
        """
        planner, schema = self.planner, plan.schema
        format = planner.every_format[plan.format]
        case = make_case(example, plan.subtask, schema, format)
        answer = self.task.answer(example, plan.subtask, schema)
        for choice in plan.rules:
            answer = planner.every_rule[choice.rule].transform(answer, case, choice.option)
        message = format.render(format.normal(answer, schema), schema, plan.conventions, example.inputs[0][1])
        subtask, guidelines = self.task.subtasks[plan.subtask], planner.guidelines_of(plan.subtask)
        brief = Brief(example, plan, subtask, format, planner.every_rule, guidelines, case)
        return self._as_row(example, identity, plan, compose(brief, message))

    def _as_row(self, example: Example[Any], identity: str, plan: Plan, instruction: Instruction) -> Row:
        return Row(
            id=row_id(identity, instruction),
            example_id=identity,
            messages=instruction.messages,
            inputs=instruction.inputs,
            subtask=plan.subtask,
            gold=gold_json(example, self.task.gold),
            schema=shown_json(plan.schema, plan.conventions),
            format=plan.format,
            rules=plan.rules,
            guidelines=plan.guidelines,
            kind=plan.kind,
            instruction_language=plan.language,
            input_language=example.language,
            source=example.source,
            source_id=example.source_id,
            license=example.license,
            origin=example.origin,
            model=example.model,
            plugin=self.plugin,
        )


def render_part(job: RenderJob, splits: Sequence[str], renderer: Renderer, store: PartStore) -> RowPart:
    """Render the kept examples of a part and store the rows by split; a part that is there is only looked up."""
    if not store.has(job.key, DONE):
        _make(job, splits, renderer, store)
    head = json.loads(store.path(job.key, DONE).read_text(encoding="utf-8"))
    return RowPart(job.key, job.source.name, head["rows"], Ledger.from_json(head["ledger"]))


def _make(job: RenderJob, splits: Sequence[str], renderer: Renderer, store: PartStore) -> None:
    ledger = Ledger()
    rows: dict[str, list[dict[str, Any]]] = {split: [] for split in splits}
    for place, (identity, example) in enumerate(examples_of(job.read_key, renderer.task, store)):
        if job.verdicts[place] != KEPT:
            ledger.add(job.source.name, "dropped", REASONS[int(job.verdicts[place])], example.source_id)
            continue
        for row in renderer.rows(example, identity, ledger):
            rows[splits[int(job.numbers[place])]].append(row.to_dict())
    for split, of_split in rows.items():
        if of_split:
            with store.writing(job.key, f".{split}.parquet") as path:
                pq.write_table(pa.Table.from_pylist(of_split, SCHEMA), path, compression="zstd")
    head = {"rows": {split: len(of_split) for split, of_split in rows.items()}, "ledger": ledger.to_json()}
    with store.writing(job.key, DONE) as path:
        path.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")


def _shown_with(plan: Plan) -> str:
    return " + ".join([plan.format, *(f"{choice.rule}={choice.option}" for choice in plan.rules)])
