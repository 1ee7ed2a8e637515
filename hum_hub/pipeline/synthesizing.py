"""Synthesis: seeds and a teacher become parts of valid examples, stage after stage, many requests under way at once.

All requests of a run go through one engine in one process, so that limits and budget hold for the run. Seeds that a
synthesis yields make up the next stage, with parts of its own.
"""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.records import Problem, Seed, Topic, digest
from hum_hub.contract.task import Task
from hum_hub.errors import HumError
from hum_hub.pipeline.batches import cut
from hum_hub.pipeline.collecting import Collected, seed_line
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadJob, ReadPart, followed_seed, is_stored, seed_lines, seed_of, stored_part, take
from hum_hub.recipe.model import Recipe, Source
from hum_hub.registry.loading import Registry
from hum_hub.teacher.engine import Engine

MOST_STAGES = 12
"""How many stages a synthesis may have: one that always yields seeds would never end."""
MOST_REQUESTS = 10_000
"""How many requests one seed may take: a synthesis that goes on asking whatever it is told would never end."""
MOST_STEPS = 1_000_000
"""How much else one seed may give: a synthesis that never ended would hold up all others."""
Told = Callable[[int, int | None], None]
"""Is told, stage after stage, how many seeds are done, and of how many."""


@dataclass(slots=True)
class _Stage:
    """One stage of a source: its seeds that are under way, and how many are done."""

    task: Task[Any]
    number: int
    told: Callable[[int], None]
    working: set[asyncio.Task[Collected]] = field(default_factory=set)
    done: int = 0

    def finish(self, seeds: int) -> None:
        """Count seeds that are done."""
        self.done += seeds
        self.told(self.done)


class Synthesizer:
    """Makes the parts of synthesized sources; `width` seeds are worked on at once."""

    def __init__(self, recipe: Recipe, registry: Registry, engine: Engine, store: PartStore, width: int) -> None:
        self._recipe, self._registry, self._engine, self._store = recipe, registry, engine, store
        self._window = asyncio.Semaphore(width)
        self._failed: HumError | None = None

    async def parts(
        self, task: Task[Any], source: Source, jobs: Iterable[ReadJob], depends: str, told: Told
    ) -> list[ReadPart]:
        """The parts of a source in the order of the corpus: those of its seeds, then those of each later stage.

        `depends` is the content of all that later parts depend on besides their seeds. A part of which a request is
        still open is not final: what follows from its other seeds is asked for all the same, and the engine's usage
        counts such requests as lost.

        Raises:
            TeacherError: a teacher is broken.
            BudgetError: the budget is spent.
        """
        found, total = list[ReadPart](), list[int]()
        for stage in itertools.count():
            made = await self._stage(jobs, _Stage(task, stage, partial(_tell, told, total)))
            found += made
            total = [sum(part.seeds for part in made)]
            if not total[0]:
                return found
            jobs = self._following(made, task, source, depends)
        return found

    async def seed(self, seed: Seed, task: Task[Any], source: Source, stage: int) -> Collected:
        """What becomes of one seed."""
        found = Collected()
        found.ledger.add(
            source.name, "stage" if stage else "seed", str(seed.fields.get("stage", stage)) if stage else ""
        )
        if stage >= MOST_STAGES:
            found.ledger.add(source.name, "dropped", "too-many-stages", seed.id)
            return found
        try:
            await self._driven(seed, task, source, found)
        except HumError:  # no reply will be had for the other seeds either
            raise
        except Exception as error:  # one seed that a plugin cannot handle must not end the build of a corpus
            found.ledger.add(source.name, "dropped", "plugin-failed", f"{seed.id}: {type(error).__name__}: {error}")
        if found.ledger.total("failed") and not (found.examples or found.seeds or found.ledger.total("dropped")):
            found.ledger.add(source.name, "dropped", "no-usable-reply", seed.id)
        return found

    async def _stage(self, jobs: Iterable[ReadJob], stage: _Stage) -> list[ReadPart]:
        making = list[asyncio.Task[ReadPart]]()
        try:
            for job in jobs:
                seeds = await self._begun(job, stage)
                making.append(asyncio.create_task(self._part(job, stage.task, seeds)))
            return await asyncio.gather(*making)
        except BaseException:
            left = [*making, *stage.working]
            for each in left:
                each.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            raise

    async def _begun(self, job: ReadJob, stage: _Stage) -> list[asyncio.Task[Collected]]:
        """The seeds of a part, each begun as soon as there is room; none where the part is stored."""
        seeds = list[asyncio.Task[Collected]]()
        if is_stored(job.key, self._store):
            stage.finish(len(job.lines))
            return seeds
        for line in job.lines:
            await self._window.acquire()
            if self._failed is not None:
                raise self._failed
            seeds.append(asyncio.create_task(self._line(line, job.source, stage)))
            stage.working.add(seeds[-1])
            seeds[-1].add_done_callback(stage.working.discard)
        return seeds

    async def _line(self, line: str, source: Source, stage: _Stage) -> Collected:
        try:
            seed = followed_seed(line, source) if stage.number else seed_of(json.loads(line), source)
            return await self.seed(seed, stage.task, source, stage.number)
        except HumError as error:
            self._failed = error
            raise
        finally:
            self._window.release()
            stage.finish(1)

    async def _part(self, job: ReadJob, task: Task[Any], seeds: list[asyncio.Task[Collected]]) -> ReadPart:
        """Put a part together once all its seeds are done."""
        if seeds:
            whole = Collected()
            for found in await asyncio.gather(*seeds):
                if found.open:
                    found.seeds.clear()  # once its requests are answered, others may follow from it
                whole.add(found)
            key = _key(job, whole)
            whole.write(key, task, self._store)
        else:
            key = job.key
        return stored_part(key, job.source.name, self._store)

    def _following(self, parts: list[ReadPart], task: Task[Any], source: Source, depends: str) -> Iterator[ReadJob]:
        """The jobs of the stage whose seeds follow from some parts."""
        lines = (line for part in parts for line in seed_lines(part, self._store))
        for batch in cut(lines, source.name):
            yield ReadJob(digest("follow", task.name, batch.key, depends), batch.lines, task.name, source)

    async def _driven(self, seed: Seed, task: Task[Any], source: Source, found: Collected) -> None:
        """Drive a synthesis: its prompts are answered, everything else is taken."""
        synthesis, asked = task.synthesize(seed), 0
        received: Any = None
        for _ in range(MOST_STEPS):
            try:
                step = synthesis.send(received)
            except StopIteration:
                return
            received = None
            prompts = (step,) if isinstance(step, Prompt) else step if isinstance(step, tuple) else ()
            asked += len(prompts)
            if asked > MOST_REQUESTS:
                take(Problem("too-many-requests", str(MOST_REQUESTS)), seed, task, self._registry, found)
                return
            if isinstance(step, Prompt):
                received = await self._reply(step, source, found)
            elif isinstance(step, tuple) and all(isinstance(prompt, Prompt) for prompt in step):
                received = tuple(await _all(self._reply(prompt, source, found) for prompt in prompts))
            elif isinstance(step, Seed):
                _follow(step, source, found)
            elif isinstance(step, Topic):
                found.topics.append(step)
            else:
                take(step, seed, task, self._registry, found)
        take(Problem("too-many-steps", str(MOST_STEPS)), seed, task, self._registry, found)

    async def _reply(self, prompt: Prompt, source: Source, found: Collected) -> Reply | None:
        outcome = await self._engine.outcome(prompt, self._recipe.teacher_of(source, prompt.stage))
        found.used += [(prompt.stage, use) for use in outcome.used]
        found.open = found.open or outcome.open
        found.missing = found.missing or outcome.reason == "not-stored"
        if outcome.reply is None:
            missing = outcome.reason in ("not-stored", "not-recorded")
            code = f"no-reply-{prompt.stage}" if missing else f"{prompt.stage}-{outcome.reason}"
            detail = prompt.user if missing else outcome.raw
            found.ledger.add(source.name, "dropped" if missing else "failed", code, " ".join(detail.split())[:120])
        return outcome.reply


def _key(job: ReadJob, found: Collected) -> str:
    """The key of a part; one that lacks replies which a later run may have is found by those that it has."""
    is_partial = found.missing or found.open
    return digest("partial", job.key, [use.key for _, use in found.used]) if is_partial else job.key


def _tell(told: Told, total: list[int], done: int) -> None:
    told(done, total[0] if total else None)


async def _all(waiting: Iterable[Awaitable[Reply | None]]) -> list[Reply | None]:
    """The replies to prompts that are asked at once; when one fails, the others are not waited for."""
    tasks = [asyncio.ensure_future(each) for each in waiting]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


def _follow(seed: Seed, source: Source, found: Collected) -> None:
    try:
        if not isinstance(seed.fields, Mapping) or not isinstance(seed.id, str):
            raise TypeError("fields must be an object and the id a text")
        seed_line(seed)
    except (TypeError, ValueError, RecursionError) as error:
        found.ledger.add(source.name, "dropped", "seed-not-json", f"{seed.id}: {error}")
        return
    found.seeds.append(seed)
