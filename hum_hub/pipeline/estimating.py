"""What a build will ask of its teachers: extrapolated from a sample of its seeds, stage after stage.

A few seeds of each stage are worked through for real; their requests, tokens and following seeds are multiplied by
how many seeds the stage has. Their replies are kept, so the build does not ask for them again.
"""

import asyncio
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from hum_hub.contract.records import Seed, digest
from hum_hub.contract.task import Task
from hum_hub.pipeline.batches import read_fields
from hum_hub.pipeline.collecting import Collected
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import seed_of
from hum_hub.pipeline.synthesizing import MOST_STAGES, Synthesizer
from hum_hub.pipeline.teachers import Asking, open_engine, price_of, replies_file, width_of
from hum_hub.pipeline.workers import state_folder
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source
from hum_hub.teacher.store import ReplyStore


@dataclass(slots=True)
class Forecast:
    """What the requests of one stage of a task to one teacher will come to, about."""

    task: str
    stage: str
    teacher: str
    requests: float = 0.0
    input_tokens: float = 0.0
    output_tokens: float = 0.0
    cost: float = 0.0


@dataclass(slots=True)
class Estimate:
    """The forecast of a build.

    `examples` is how many valid examples will come of it, about. `asked` and `spent` say what the sample has cost,
    `missing` how many of its requests have no reply: they are left out, with all that follows from them.
    """

    stages: list[Forecast] = field(default_factory=list)
    examples: dict[str, float] = field(default_factory=dict)
    asked: int = 0
    spent: float = 0.0
    missing: int = 0


def estimate(workspace: Workspace, asking: Asking, sample: int) -> Estimate:
    """The forecast from `sample` seeds of each stage of each source.

    Raises:
        SourceError: a source cannot be read.
        TeacherError: a teacher is broken.
        BudgetError: the budget is spent.
    """
    with ReplyStore(replies_file(workspace.recipe)) as replies:
        return asyncio.run(_estimate(workspace, asking, sample, replies))


async def _estimate(workspace: Workspace, asking: Asking, sample: int, replies: ReplyStore) -> Estimate:
    sources = [(task, source) for task, source in workspace.sources() if source.mode == "synthesize"]
    names = sorted({name for _, source in sources for name in workspace.recipe.teachers_of(source)})
    missed = set[str]()
    engine = open_engine(
        workspace, names, replies, replace(asking, live=True), lambda key, prompt, desk: missed.add(key)
    )
    store = PartStore(state_folder(workspace))
    maker = Synthesizer(workspace.recipe, workspace.registry, engine, store, width_of(workspace, names))
    found = Estimate()
    try:
        for task, source in sources:
            await _source(workspace, task, source, sample, maker, found)
    finally:
        await engine.close()
    found.asked, found.spent = engine.usage.requests, engine.usage.cost
    found.missing = len(missed) + engine.usage.lost
    return found


async def _source(
    workspace: Workspace, task: Task[Any], source: Source, sample: int, maker: Synthesizer, found: Estimate
) -> None:
    fields = read_fields(workspace, source, Ledger())
    count, chosen = _sampled((seed_of(each, source) for each in fields), sample, source.limit)
    total = float(count)
    for stage in range(MOST_STAGES):
        if not chosen:
            return
        done = await asyncio.gather(*(maker.seed(seed, task, source, stage) for seed in chosen))
        times = total / len(chosen)
        for each in done:
            _add(workspace, task, each, times, found)
        following, chosen = _sampled((seed for each in done for seed in each.seeds), sample)
        total = following * times


def _sampled(seeds: Iterable[Seed], sample: int, limit: int | None = None) -> tuple[int, list[Seed]]:
    """How many seeds there are, and those with the smallest hashes: the same ones in every run."""
    count, kept = 0, list[tuple[str, int, Seed]]()
    for seed in seeds:
        if count == limit:
            break
        count += 1
        kept.append((digest("sample", seed.id), count, seed))
        if len(kept) >= 2 * sample + 1000:
            kept = heapq.nsmallest(sample, kept, key=lambda entry: entry[:2])
    return count, [seed for _, _, seed in heapq.nsmallest(sample, kept, key=lambda entry: entry[:2])]


def _add(workspace: Workspace, task: Task[Any], done: Collected, times: float, found: Estimate) -> None:
    found.examples[task.name] = found.examples.get(task.name, 0.0) + times * len(done.examples)
    for stage, used in done.used:
        choice = workspace.recipe.teachers[used.teacher]
        own = next(
            (
                each
                for each in found.stages
                if (each.task, each.stage, each.teacher) == (task.name, stage, used.teacher)
            ),
            None,
        )
        if own is None:
            own = Forecast(task.name, stage, used.teacher)
            found.stages.append(own)
        own.requests += times
        own.input_tokens += times * used.input_tokens
        own.output_tokens += times * used.output_tokens
        discount = choice.price.batch if choice.mode == "batch" else 1.0
        own.cost += times * discount * price_of(choice).cost(used.input_tokens, used.output_tokens)
