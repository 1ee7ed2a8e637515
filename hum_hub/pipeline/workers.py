"""The work that is spread over processes: each worker opens the recipe's plugins once."""

import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from hum_hub.errors import BuildError
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadJob, ReadPart, read_part
from hum_hub.pipeline.rendering import Renderer, RenderJob, RowPart, render_part
from hum_hub.recipe.loading import Workspace, plugin_folders
from hum_hub.recipe.model import Recipe
from hum_hub.registry.loading import Registry, load

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Setting:
    """What every worker needs to know."""

    recipe: Recipe
    path: Path
    store: Path


def state_folder(workspace: Workspace) -> Path:
    """Where parts are kept between runs: `.hum` beside the recipe."""
    return workspace.recipe.base / ".hum" / "parts"


def setting_of(workspace: Workspace) -> Setting:
    """What workers need to know of a workspace; makes the folder that they write to."""
    store = state_folder(workspace)
    store.mkdir(parents=True, exist_ok=True)
    return Setting(workspace.recipe, workspace.path, store)


class Worker:
    """The state of one worker process; also used directly when one process does all the work."""

    def __init__(self, setting: Setting, registry: Registry | None = None) -> None:
        self.setting = setting
        self.registry = registry or load(plugin_folders(setting.recipe, setting.path), setting.recipe.plugins.only)
        self.store = PartStore(setting.store)
        self._renderer: tuple[str, Renderer] | None = None

    def read(self, job: ReadJob) -> ReadPart:
        """Do a `ReadJob`."""
        return read_part(job, self.registry.tasks[job.task], self.registry, self.store)

    def render(self, job: RenderJob) -> RowPart:
        """Do a `RenderJob`; the renderer of a source is kept from one part to the next."""
        if self._renderer is None or self._renderer[0] != job.source.name:
            self._renderer = (job.source.name, self.renderer(job))
        return render_part(job, tuple(self.setting.recipe.splits), self._renderer[1], self.store)

    def renderer(self, job: RenderJob) -> Renderer:
        """The renderer of the source of a job."""
        mix = self.setting.recipe.mix_of(job.source)
        return Renderer(self.registry.tasks[job.task], job.plugin, mix, job.inventory, job.guidelines, job.near)


_worker: Worker | None = None


def _start(setting: Setting) -> None:
    global _worker  # the one place where a process of the pool keeps its state
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the pool when it is interrupted
    _worker = Worker(setting)


def _read(job: ReadJob) -> ReadPart:
    assert _worker is not None
    return _worker.read(job)


def _render(job: RenderJob) -> RowPart:
    assert _worker is not None
    return _worker.render(job)


class Pool:
    """Runs jobs in worker processes, or in this one when there is only one worker."""

    def __init__(self, setting: Setting, workers: int, registry: Registry) -> None:
        self._alone = Worker(setting, registry) if workers == 1 else None
        self._executor = (
            ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(setting,))
            if workers > 1
            else None
        )
        self._window = workers * 3

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *error: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def read(self, jobs: Iterable[ReadJob]) -> Iterator[ReadPart]:
        """The parts of the jobs, in their order."""
        return self._run(jobs, _read, self._alone.read if self._alone else None)

    def render(self, jobs: Iterable[RenderJob]) -> Iterator[RowPart]:
        """The parts of the jobs, in their order."""
        return self._run(jobs, _render, self._alone.render if self._alone else None)

    def _run(
        self, jobs: Iterable[Job], remote: Callable[[Job], Result], local: Callable[[Job], Result] | None
    ) -> Iterator[Result]:
        if local is not None:
            yield from map(local, jobs)
            return
        assert self._executor is not None
        waiting: list[Future[Result]] = []
        try:
            for job in jobs:
                waiting.append(self._executor.submit(remote, job))
                while len(waiting) >= self._window:
                    wait(waiting[:1])
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        except BrokenProcessPool as error:
            raise BuildError("a worker process died; run the build again and it goes on where it was") from error
