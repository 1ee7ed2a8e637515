"""The first half of a build: every source made into parts of examples, read by workers or written with teachers."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hum_hub.contract.records import digest
from hum_hub.contract.task import Task
from hum_hub.errors import BuildError
from hum_hub.pipeline.batches import batches, read_fields
from hum_hub.pipeline.keys import code_of
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.progress import Progress, Report
from hum_hub.pipeline.reading import ReadJob, ReadPart
from hum_hub.pipeline.surveying import plugin_code
from hum_hub.pipeline.synthesizing import Synthesizer
from hum_hub.pipeline.teachers import Asking, fingerprint, open_engine, replies_file, width_of
from hum_hub.pipeline.workers import Pool, state_folder
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source
from hum_hub.teacher.engine import Engine, Missed
from hum_hub.teacher.store import ReplyStore

LOOK = 0.5
"""How many seconds pass between two looks at what the teachers have answered."""
GRACE = 10.0
"""How many seconds a run that is interrupted waits for replies that are under way, and paid for."""
Sources = list[tuple[Task[Any], Source]]


def read_all(
    workspace: Workspace, pool: Pool, report: Report, ledger: Ledger, asking: Asking
) -> Iterator[tuple[Source, ReadPart]]:
    """Make every source into parts; they come in the order of the corpus, their ledgers added to `ledger`.

    Raises:
        SourceError: a source cannot be read.
        TeacherError: a teacher is broken.
        BudgetError: the budget is spent.
        BuildError: requests are still without a reply.
    """
    for mode, group in itertools.groupby(workspace.sources(), key=lambda pair: pair[1].mode):
        sources = list(group)
        named = {source.name: source for _, source in sources}
        parts = (
            _read(workspace, pool, report, ledger, sources)
            if mode == "read"
            else synthesized(workspace, report, ledger, sources, asking)
        )
        for part in parts:
            ledger.merge(part.ledger)
            yield named[part.source], part


def read_jobs(workspace: Workspace, task: Task[Any], source: Source, depends: str, ledger: Ledger) -> Iterator[ReadJob]:
    """The jobs that make a source into parts; what its reader finds goes to `ledger`."""
    for batch in batches(workspace, source, ledger):
        yield ReadJob(digest("read", task.name, batch.key, depends), batch.lines, task.name, source)


def depends_of(task: Task[Any], source: Source, teachers: str = "") -> str:
    """The content of all that the examples of a source depend on besides its seeds."""
    names = ("name", "language", "license", "family", "mode", "model")
    settings = [*(getattr(source, name) for name in names), list(source.subtasks)]
    return digest(code_of("hum_hub"), plugin_code(task), task.version, settings, teachers)


def _read(workspace: Workspace, pool: Pool, report: Report, ledger: Ledger, sources: Sources) -> Iterator[ReadPart]:
    jobs = itertools.chain.from_iterable(
        read_jobs(workspace, task, source, depends_of(task, source), ledger) for task, source in sources
    )
    done: dict[str, int] = {}
    for part in pool.read(jobs):
        done[part.source] = done.get(part.source, 0) + part.ledger.total("seed")
        report(Progress("read", part.source, done[part.source]))
        yield part


def synthesized(
    workspace: Workspace,
    report: Report,
    ledger: Ledger,
    sources: Sources,
    asking: Asking,
    missed: Missed | None = None,
) -> list[ReadPart]:
    """The parts of some synthesized sources; `missed` is told of requests that are not asked, see `Engine`.

    Raises:
        TeacherError, BudgetError, BuildError: see `read_all`.
    """
    with ReplyStore(replies_file(workspace.recipe)) as replies:
        return asyncio.run(_synthesize(workspace, report, ledger, sources, asking, replies, missed))


async def _synthesize(
    workspace: Workspace,
    report: Report,
    ledger: Ledger,
    sources: Sources,
    asking: Asking,
    replies: ReplyStore,
    missed: Missed | None,
) -> list[ReadPart]:
    """The parts of some sources, all under way at once."""
    names = sorted({name for _, source in sources for name in workspace.recipe.teachers_of(source)})
    engine = open_engine(workspace, names, replies, asking, missed)
    parts = PartStore(state_folder(workspace))
    maker = Synthesizer(workspace.recipe, workspace.registry, engine, parts, width_of(workspace, names))
    state = {source.name: Progress("ask", source.name, 0) for _, source in sources}
    watching = asyncio.create_task(_watch(state, engine, report))
    making = [
        asyncio.create_task(_source(workspace, maker, task, source, ledger, replies, state)) for task, source in sources
    ]
    stopped = False
    try:
        found = await asyncio.gather(*making)
    except asyncio.CancelledError:
        stopped = True
        raise
    finally:
        for task in (watching, *making):
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)
        await engine.close(grace=GRACE if stopped else None)
    if engine.usage.lost:
        raise BuildError(_lost(engine))
    return [part for of_source in found for part in of_source]


async def _source(
    workspace: Workspace,
    maker: Synthesizer,
    task: Task[Any],
    source: Source,
    ledger: Ledger,
    replies: ReplyStore,
    state: dict[str, Progress],
) -> list[ReadPart]:
    depends = depends_of(task, source, fingerprint(workspace, source, replies))

    count = sum(1 for _ in itertools.islice(read_fields(workspace, source, Ledger()), source.limit))

    def told(done: int, total: int | None) -> None:
        state[source.name] = Progress("ask", source.name, done, count if total is None else total)

    jobs = read_jobs(workspace, task, source, depends, ledger)
    return await maker.parts(task, source, jobs, depends, told)


async def _watch(state: dict[str, Progress], engine: Engine, report: Report) -> None:
    """Report what has changed, now and then."""
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(LOOK)
            for progress in state.values():
                if progress.done or len(state) == 1:
                    report(Progress("ask", progress.source, progress.done, progress.total, engine.usage))


def _lost(engine: Engine) -> str:
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in engine.usage.failures.most_common(5))
    lost = engine.usage.lost
    return (
        f"{lost:,} {'request has' if lost == 1 else 'requests have'} got no reply ({reasons}); "
        "run again and what is missing is asked again, or with --offline to build without it"
    )
