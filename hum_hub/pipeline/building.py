"""The whole way from a recipe to finished parts of rows, reporting as it goes."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.records import digest
from hum_hub.contract.task import Element, Task
from hum_hub.craft.codec import dump
from hum_hub.craft.guidelines import read_guidelines
from hum_hub.pipeline.batches import batches
from hum_hub.pipeline.keys import code_of
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadPart, marks_of
from hum_hub.pipeline.rendering import RowPart
from hum_hub.pipeline.workers import Pool, ReadJob, RenderJob, Setting
from hum_hub.quality.keeping import KEPT, keep, split_numbers
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` counts seeds or examples; `total` is `None` while it is not known."""

    stage: str
    source: str
    done: int
    total: int | None = None


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Finished parts of rows by task, in the order of the corpus, and what was counted on the way."""

    parts: dict[str, list[RowPart]]
    ledger: Ledger
    store: PartStore


def state_folder(workspace: Workspace) -> Path:
    """Where parts are kept between runs: `.hum` beside the recipe."""
    return workspace.recipe.base / ".hum" / "parts"


def read_all(workspace: Workspace, pool: Pool, report: Report, ledger: Ledger) -> Iterator[tuple[Source, ReadPart]]:
    """Read every source; parts come in the order of the corpus, their ledgers added to `ledger`."""
    sources: dict[str, Source] = {}
    done: dict[str, int] = {}
    for part in pool.read(_read_jobs(workspace, sources, ledger)):
        ledger.merge(part.ledger)
        done[part.source] = done.get(part.source, 0) + part.ledger.total("seed")
        report(Progress("read", part.source, done[part.source]))
        yield sources[part.source], part


def build_rows(workspace: Workspace, workers: int, report: Report) -> Built:
    """All rows of a recipe, as parts.

    Raises:
        SourceError: a source cannot be read.
        BuildError: a worker died; running again goes on where it was.
    """
    ledger = Ledger()
    store = PartStore(state_folder(workspace))
    setting = Setting(workspace.recipe, workspace.path, store.root)
    with ExitStack() as stack:
        pool = stack.enter_context(Pool(setting, workers, workspace.registry))
        read = [pair for pair in read_all(workspace, pool, report, ledger) if pair[0].use == "rows"]
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=store.root, prefix="keep-")))
        total = sum(part.count for _, part in read)
        parts: dict[str, list[RowPart]] = {}
        done = 0
        tasks = {source.name: task.name for task, source in workspace.sources()}
        for made, (_, origin) in zip(pool.render(_render_jobs(workspace, read, store, scratch)), read, strict=True):
            ledger.merge(made.ledger)
            parts.setdefault(tasks[made.source], []).append(made)
            done += origin.count
            report(Progress("render", made.source, done, total))
    return Built(parts, ledger, store)


def _read_jobs(workspace: Workspace, sources: dict[str, Source], ledger: Ledger) -> Iterator[ReadJob]:
    core = code_of("hum_hub")
    for task, source in workspace.sources():
        sources[source.name] = source
        depends = [core, _plugin_code(task), task.version, _settings(source), _teacher_print(workspace, source)]
        for batch in batches(workspace, source, ledger):
            yield ReadJob(digest("read", task.name, batch.key, depends), batch.lines, task.name, source)


def _settings(source: Source) -> list[object]:
    """What a part of examples depends on, of all that the recipe says of a source."""
    return [
        source.name, source.language, source.license, list(source.subtasks), source.family, source.mode, source.model,
    ]  # fmt: skip


def _teacher_print(workspace: Workspace, source: Source) -> str:
    choice = workspace.recipe.teacher
    if source.mode != "synthesize" or choice is None:
        return ""
    return workspace.registry.teacher(choice.uri, workspace.recipe.base).fingerprint


def _render_jobs(
    workspace: Workspace, read: list[tuple[Source, ReadPart]], store: PartStore, scratch: Path
) -> Iterator[RenderJob]:
    tasks = {source.name: task for task, source in workspace.sources()}
    marks = [marks_of(part.key, store) for _, part in read]
    shares = workspace.recipe.splits
    verdicts = keep(marks, shares, scratch / "verdicts")
    inventories = {source.name: _inventory(source, read) for source, _ in read}
    explained = {source.name: source_guidelines(workspace, tasks[source.name], source) for source, _ in read}
    common = {
        source.name: digest(
            code_of("hum_hub"),
            _plugin_code(tasks[source.name]),
            dump(workspace.recipe.mix.mix(source.renderings), type(workspace.recipe.mix.mix())),
            list(shares.items()),
            [[name, [[e.key, list(e.parts)] for e in found]] for name, found in inventories[source.name].items()],
            [dump(guideline, Guideline) for guideline in explained[source.name]],
            plugin_of(workspace, tasks[source.name]),
        )
        for source, _ in read
    }
    start = 0
    for (source, part), of_part in zip(read, marks, strict=True):
        own = np.asarray(verdicts[start : start + part.count])
        start += part.count
        key = digest("render", part.key, own.tobytes().hex() if (own != KEPT).any() else "", common[source.name])
        yield RenderJob(
            key,
            part.key,
            tasks[source.name].name,
            source,
            plugin_of(workspace, tasks[source.name]),
            inventories[source.name],
            explained[source.name],
            own,
            split_numbers(of_part["origin"], shares),
        )


def plugin_of(workspace: Workspace, task: Task[object]) -> str:
    """The plugin of a task, as a row names it: distribution and version, then the task's own version."""
    found = workspace.registry.provider(task.name)
    return f"{found or type(task).__module__} ({task.name} {task.version})"


def _plugin_code(task: Task[object]) -> str:
    return code_of(type(task).__module__.split(".")[0])


def _inventory(source: Source, read: list[tuple[Source, ReadPart]]) -> dict[str, tuple[Element, ...]]:
    """All labels of a source by subtask, with their parts, sorted by key."""
    found: dict[str, dict[str, set[str]]] = {}
    for of, part in read:
        if of.name == source.name:
            for subtask, elements in part.elements.items():
                for key, parts in elements.items():
                    found.setdefault(subtask, {}).setdefault(key, set()).update(parts)
    return {
        subtask: tuple(Element(key, tuple(sorted(elements[key]))) for key in sorted(elements))
        for subtask, elements in sorted(found.items())
    }


def source_guidelines(workspace: Workspace, task: Task[object], source: Source) -> tuple[Guideline, ...]:
    """The guidelines of a source, with the label names that the recipe gives laid over them."""
    found: list[Guideline] = []
    for file in source.guidelines:
        found += read_guidelines(workspace.registry.open(file.uri, workspace.recipe.base), file.select)
    kinds = sorted({kind for name in source.subtasks for kind in task.subtasks[name].guideline_kinds})
    known = {(guideline.kind, guideline.key) for guideline in found}
    found += [Guideline(key, kind) for key in source.labels for kind in kinds if (kind, key) not in known]
    languages = workspace.recipe.mix.languages
    return tuple(
        replace(guideline, name={**guideline.name, **dict.fromkeys(languages, source.labels[guideline.key])})
        if guideline.key in source.labels
        else guideline
        for guideline in found
    )


def read_sources(workspace: Workspace, workers: int, report: Report) -> Ledger:
    """Read every source and count what became of it, without rendering anything."""
    ledger = Ledger()
    setting = Setting(workspace.recipe, workspace.path, state_folder(workspace))
    with Pool(setting, workers, workspace.registry) as pool:
        for _ in read_all(workspace, pool, report, ledger):
            pass
    return ledger
