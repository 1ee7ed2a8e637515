"""The second half of the way: a part of examples becomes proven rows."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.formats import Unfit
from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example, Instruction, Topic
from hum_hub.contract.rules import Case, offered
from hum_hub.contract.task import Element, Task
from hum_hub.craft import formats, rules
from hum_hub.craft.composing import Answered, Brief, compose
from hum_hub.craft.dice import Dice
from hum_hub.craft.groups import Near
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Asked, Planner, make_case
from hum_hub.craft.quota import Quota
from hum_hub.pipeline.covering import write_topics
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import examples_of
from hum_hub.proof.comparing import expected
from hum_hub.proof.features import SCHEMA
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row, gold_json, row_id, shown_json
from hum_hub.quality.illustrations import Claims
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
    near: dict[str, Near]
    verdicts: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class RowPart:
    """A finished part of rows: its key, how many rows it holds by split, its ledger, and its kinds of topics."""

    key: str
    source: str
    rows: dict[str, int]
    ledger: Ledger
    kinds: tuple[str, ...] = ()


class Renderer:
    """Renders the examples of one source."""

    def __init__(
        self,
        task: Task[Any],
        plugin: str,
        mix: Mix,
        inventory: Mapping[str, Sequence[Element]],
        guidelines: Sequence[Guideline],
        near: Mapping[str, Near] | None = None,
    ) -> None:
        self.task = task
        self.plugin = plugin
        self.planner = Planner(task, formats.SHARED, rules.SHARED, mix, inventory, guidelines, near)
        self.prover = Prover(task, formats.SHARED, rules.SHARED)
        self._claims = {
            name: Claims([guide for guide in guidelines if guide.kind in subtask.guideline_kinds])
            for name, subtask in task.subtasks.items()
        }

    def rows(
        self, example: Example[Any], identity: str, quota: Quota, ledger: Ledger, may_teach: bool = True
    ) -> Iterator[Row]:
        """The proven rows of an example: for each subtask, rendering and group of labels one, or two in contrast.

        `may_teach` says that the example is of the training part, so that later rows may show it as a worked example.
        """
        for subtask in example.subtasks:
            for variant in range(self.planner.mix.renderings):
                for asked in self.planner.asked(example, identity, subtask, variant):
                    yield from self._asked(asked, identity, quota, ledger)
            if may_teach:
                quota.remember(example, subtask)

    def _asked(self, asked: Asked, identity: str, quota: Quota, ledger: Ledger) -> Iterator[Row]:
        source, truth = asked.example.source, self.planner.truth(asked, asked.schema)
        for claim in self._claims[asked.subtask.name].denied_by(truth, asked.schema):
            ledger.add(source, "noted", "guideline-against-gold", f"{asked.example.source_id}: {claim}")
        empty = not truth
        if empty and not quota.may_be_empty():
            ledger.add(source, "refused", "answer: one empty answer too many", asked.example.source_id)
            return
        found = self._first(self.planner.plans(asked, quota), asked, identity, quota, ledger)
        if found is None:
            ledger.add(source, "dropped", "no-provable-row", f"{asked.example.source_id}: {asked.subtask.name}")
            return
        row, plan = found
        self._count(plan, source, empty, quota, ledger)
        yield row
        if asked.dice.share("contrast") < self.planner.mix.contrast:
            opposite = self._first(self.planner.contrast(asked, plan), asked, identity, quota, ledger)
            if opposite is not None:
                row, plan = opposite
                self._count(plan, source, empty, quota, ledger)
                ledger.add(source, "contrast")
                yield row

    def _count(self, plan: Plan, source: str, empty: bool, quota: Quota, ledger: Ledger) -> None:
        quota.took(plan, empty)
        ledger.add(source, "row", plan.kind)
        for choice in plan.rules:
            ledger.add(source, "rule", choice.rule if choice.witness else f"{choice.rule} (idle)")

    def _first(
        self, plans: Iterable[Plan], asked: Asked, identity: str, quota: Quota, ledger: Ledger
    ) -> tuple[Row, Plan] | None:
        """The first plan that gives a provable row; why others did not is counted."""
        example = asked.example
        for plan in plans:
            try:
                row = self.render(example, identity, plan, quota.shots(example, plan.subtask) if plan.shots else ())
                problems = self.prover.problems(row)
            except Unfit as reason:
                ledger.add(example.source, "refused", f"{plan.format}: {reason}", example.source_id)
                continue
            except Exception as error:  # one example that a plugin cannot handle must not end the build of a corpus
                detail = f"{example.source_id}: {type(error).__name__}: {error}"
                ledger.add(example.source, "refused", f"{_shown_with(plan)}: plugin-failed", detail)
                continue
            if not problems:
                return row, plan
            detail = f"{example.source_id}: {problems[0].detail}"
            ledger.add(example.source, "refused", f"{_shown_with(plan)}: {problems[0].code}", detail)
        return None

    def render(self, example: Example[Any], identity: str, plan: Plan, teaching: Sequence[Example[Any]] = ()) -> Row:
        """The row of an example under a plan; worked examples are taken from those in `teaching` that fit.

        Raises:
            Unfit: the format cannot hold the answer.
        """
        format = self.planner.every_format[plan.format]
        case = make_case(example, plan.subtask, plan.schema, format)
        message = self._answer(example, plan, case)
        brief = Brief(
            example,
            plan,
            self.task.subtasks[plan.subtask],
            format,
            self.planner.every_rule,
            case,
            self.task.system_messages.get(case.language, ()),
            tuple(itertools.islice(self._shots(plan, teaching, message), plan.shots)),
        )
        return self._as_row(example, identity, plan, compose(brief, message))

    def _answer(self, example: Example[Any], plan: Plan, case: Case) -> str:
        answer = self.task.answer(example, plan.subtask, plan.schema)
        for choice in plan.rules:
            answer = self.planner.every_rule[choice.rule].transform(answer, case, choice.option)
        normal = case.format.normal(answer, plan.schema)
        return case.format.render(normal, plan.schema, plan.conventions, example.inputs[0][1])

    def _shots(self, plan: Plan, teaching: Sequence[Example[Any]], message: str) -> Iterator[Answered]:
        """Worked examples: those of the given ones that have a full answer under the very same plan.

        No two give the same answer, and only one may give that of the row, so that examples do not give it away.
        """
        seen = set[str]()
        for example in Dice("shots", plan.wordings).shuffled("order", teaching):
            schema = plan.schema
            truth = self.task.answer(example, plan.subtask, schema)
            case = make_case(example, plan.subtask, schema, self.planner.every_format[plan.format])
            if (not truth and not schema.optional) or any(
                choice.option not in offered(rule := self.planner.every_rule[choice.rule], case)
                or rule.unsettled(expected(self.planner.every_rule, truth, plan.rules, case), case, choice.option)
                for choice in plan.rules
            ):
                continue
            try:
                answer = self._answer(example, plan, case)
            except Unfit:
                continue
            if answer not in seen and (answer != message or not seen):
                seen.add(answer)
                yield Answered(example, gold_json(example, self.task.gold), answer)

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
            shots=instruction.shots,
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
    return RowPart(job.key, job.source.name, head["rows"], Ledger.from_json(head["ledger"]), tuple(head["kinds"]))


def _make(job: RenderJob, splits: Sequence[str], renderer: Renderer, store: PartStore) -> None:
    ledger, found = Ledger(), list(examples_of(job.read_key, renderer.task, store))
    quota = renderer.planner.quota(found[0][0] if found else "")  # not the part's key: seeds may yet be appended to it
    rows: dict[str, list[dict[str, Any]]] = {split: [] for split in splits}
    topics = list[Topic]()
    for place, (identity, example) in enumerate(found):
        if job.verdicts[place] != KEPT:
            ledger.add(job.source.name, "dropped", REASONS[int(job.verdicts[place])], example.source_id)
            continue
        number = int(job.numbers[place])
        topics += renderer.task.topics(example)
        for row in renderer.rows(example, identity, quota, ledger, may_teach=number == 0):
            rows[splits[number]].append(row.to_dict())
    for split, of_split in rows.items():
        if of_split:
            with store.writing(job.key, f".{split}.parquet") as path:
                pq.write_table(pa.Table.from_pylist(of_split, SCHEMA), path, compression="zstd")
    head = {
        "rows": {split: len(of_split) for split, of_split in rows.items()},
        "ledger": ledger.to_json(),
        "kinds": write_topics(topics, job.key, store),
    }
    with store.writing(job.key, DONE) as path:
        path.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")


def _shown_with(plan: Plan) -> str:
    return " + ".join([plan.format, *(f"{choice.rule}={choice.option}" for choice in plan.rules)])
