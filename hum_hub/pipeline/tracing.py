"""One seed followed through every stage, for people who want to know why a row looks as it does."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from hum_hub.contract.records import Example, Seed
from hum_hub.contract.task import Task
from hum_hub.errors import SourceError
from hum_hub.pipeline.batches import read_fields
from hum_hub.pipeline.building import render_jobs, scratch_folder
from hum_hub.pipeline.collecting import Collected
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import examples_of, read_seed, seed_of
from hum_hub.pipeline.synthesizing import Synthesizer
from hum_hub.pipeline.teachers import OFFLINE, open_engine, replies_file
from hum_hub.pipeline.workers import Pool, Worker, setting_of, state_folder
from hum_hub.proof.rows import Row, gold_json
from hum_hub.quality.keeping import KEPT, REASONS
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source
from hum_hub.teacher.store import ReplyStore

Step = tuple[str, str]
"""The name of a stage, and what came out of it as text."""


def trace(workspace: Workspace, source_name: str, seed_id: str) -> Iterator[Step | Row]:
    """The fields of a seed, its examples or what became of them, and the rows made of them.

    The source is read as a build would read it, so that the rows are the ones that a build makes.

    Raises:
        SourceError: the recipe has no such source, or the source no such seed.
    """
    known = {source.name: (task, source) for task, source in workspace.sources()}
    if source_name not in known:
        raise SourceError(f"the recipe has no source {source_name!r}; it has {', '.join(known)}")
    task, source = known[source_name]
    ledger = Ledger()
    fields = next((each for each in read_fields(workspace, source, ledger) if each["id"] == seed_id), None)
    if fields is None:
        raise SourceError(f"source {source_name!r} has no seed {seed_id!r}")
    yield "seed", json.dumps(fields, ensure_ascii=False, indent=2)
    ledger = Ledger()
    found = made_of(workspace, task, source, fields)
    ledger.merge(found.ledger)
    for example in found.examples:
        shown = _shown(example, json.loads(gold_json(example, task.gold)))
        yield "example", json.dumps(shown, ensure_ascii=False, indent=2)
    yield from _rows(workspace, task, source, seed_id, ledger)
    for entry in ledger.to_json():
        if entry["kind"] in ("dropped", "noted", "refused", "failed"):
            yield entry["kind"], f"{entry['code']} {'; '.join(entry['samples'])}"


def _rows(workspace: Workspace, task: Task[Any], source: Source, seed_id: str, ledger: Ledger) -> Iterator[Row]:
    """The rows of one seed: its part is rendered again up to it, as each row depends on those before it."""
    setting = setting_of(workspace)
    store, quiet = PartStore(setting.store), Ledger()
    with Pool(setting, 1, workspace.registry) as pool, scratch_folder(store) as scratch:
        jobs, _, _ = render_jobs(workspace, pool, store, scratch, lambda progress: None, quiet)
        for job in jobs:
            found = list(examples_of(job.read_key, task, store)) if job.source.name == source.name else []
            places = [place for place, (_, example) in enumerate(found) if _of_seed(example, seed_id)]
            if not places:
                continue
            renderer = Worker(setting, workspace.registry).renderer(job)
            quota = renderer.planner.quota(found[0][0])
            for place, (identity, example) in enumerate(found[: places[-1] + 1]):
                own = place in places
                if job.verdicts[place] != KEPT:
                    if own:
                        ledger.add(source.name, "dropped", REASONS[int(job.verdicts[place])], example.source_id)
                    continue
                may_teach = int(job.numbers[place]) == 0
                rows = renderer.rows(example, identity, quota, ledger if own else Ledger(), may_teach)
                yield from [row for row in rows if own]


def _of_seed(example: Example[Any], seed_id: str) -> bool:
    return example.source_id == seed_id or example.source_id.startswith(f"{seed_id}/")


def made_of(workspace: Workspace, task: Task[Any], source: Source, fields: dict[str, Any]) -> Collected:
    """What becomes of a seed, and of those that follow from it, with the replies that are there."""
    seed = seed_of(fields, source)
    if source.mode == "read":
        return read_seed(seed, task, workspace.registry)
    with ReplyStore(replies_file(workspace.recipe)) as replies:
        return asyncio.run(_synthesized(workspace, task, source, seed, replies))


async def _synthesized(
    workspace: Workspace, task: Task[Any], source: Source, seed: Seed, replies: ReplyStore
) -> Collected:
    engine = open_engine(workspace, workspace.recipe.teachers_of(source), replies, OFFLINE)
    maker = Synthesizer(workspace.recipe, workspace.registry, engine, PartStore(state_folder(workspace)), 1)
    whole, waiting = Collected(), [(seed, 0)]
    try:
        for each, stage in waiting:  # grows while seeds follow
            found = await maker.seed(each, task, source, stage)
            whole.add(found)
            waiting += [(following, stage + 1) for following in found.seeds]
    finally:
        await engine.close()
    return whole


def _shown(example: Example[object], gold: object) -> dict[str, object]:
    shown = {name: getattr(example, name) for name in Example.__dataclass_fields__ if name not in ("gold", "inputs")}
    return {"inputs": dict(example.inputs), "gold": gold, **shown}
