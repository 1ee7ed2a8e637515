"""The whole way from a recipe to finished parts of rows, reporting as it goes."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hum_hub.contract.records import digest
from hum_hub.contract.task import Task
from hum_hub.pipeline.batches import batches
from hum_hub.pipeline.keys import code_of
from hum_hub.pipeline.labels import Labels
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadJob, ReadPart, examples_of, marks_of, passage_mark
from hum_hub.pipeline.rendering import RenderJob, RowPart
from hum_hub.pipeline.surveying import Survey, plugin_code, source_guidelines, survey
from hum_hub.pipeline.workers import Pool, Setting
from hum_hub.quality.illustrations import unseen
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
class PartOfRows:
    """Where a finished part of rows is, and how many it holds by split."""

    key: str
    source: str
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Built:
    """Finished parts of rows by task, in the order of the corpus, and what was counted on the way."""

    parts: dict[str, list[PartOfRows]]
    ledger: Ledger
    store: PartStore


@dataclass(frozen=True, slots=True)
class _PartOfExamples:
    key: str
    source: str
    count: int


def state_folder(workspace: Workspace) -> Path:
    """Where parts are kept between runs: `.hum` beside the recipe."""
    return workspace.recipe.base / ".hum" / "parts"


def read_sources(workspace: Workspace, workers: int, report: Report) -> Ledger:
    """Read every source and count what became of it, without rendering anything."""
    ledger = Ledger()
    with _pool(workspace, workers) as pool:
        for _ in _read_all(workspace, pool, report, ledger):
            pass
    return ledger


def build_rows(workspace: Workspace, workers: int, report: Report) -> Built:
    """All rows of a recipe, as parts.

    Raises:
        SourceError: a source cannot be read.
        BuildError: a worker died; running again goes on where it was.
    """
    ledger, store = Ledger(), PartStore(state_folder(workspace))
    parts: dict[str, list[PartOfRows]] = {}
    tasks = {source.name: task.name for task, source in workspace.sources()}
    with _pool(workspace, workers) as pool, scratch_folder(store) as scratch:
        jobs, examples = render_jobs(workspace, pool, store, scratch, report, ledger)
        for row_part in _counted(pool.render(jobs), examples, ledger, report):
            kept = PartOfRows(row_part.key, row_part.source, row_part.rows)
            parts.setdefault(tasks[row_part.source], []).append(kept)
    return Built(parts, ledger, store)


def render_jobs(
    workspace: Workspace, pool: Pool, store: PartStore, scratch: Path, report: Report, ledger: Ledger
) -> tuple[Iterator[RenderJob], list[int]]:
    """Read all sources, and say what is to be rendered: the jobs and the numbers of examples in them, in order."""
    read, labels = list[_PartOfExamples](), dict[str, Labels]()
    tasks = {source.name: task for task, source in workspace.sources()}
    for source, part in _read_all(workspace, pool, report, ledger):
        if source.use == "rows":
            read.append(_PartOfExamples(part.key, part.source, part.count))
            known = labels.setdefault(part.source, Labels())
            if 0 < known.room < part.count:
                known.add(_shown_by_first(known.room, part, tasks[part.source], store))
            known.add(part.labels)
    surveys = {}
    told = {
        source.name: source_guidelines(workspace, task, source)
        for task, source in workspace.sources()
        if source.name in labels
    }
    is_seed = _seed_test(
        [each.text for guides in told.values() for guide in guides for each in guide.illustrations], read, store
    )
    for task, source in workspace.sources():
        if source.name in labels:
            guidelines, dropped = unseen(told[source.name], is_seed)
            for text in dropped:
                ledger.add(source.name, "noted", "illustration-is-a-seed", text)
            surveys[source.name] = survey(workspace, task, source, labels[source.name], guidelines)
    return _render_jobs(workspace, read, surveys, store, scratch), [part.count for part in read]


def _shown_by_first(count: int, part: ReadPart, task: Task[Any], store: PartStore) -> dict[str, Any]:
    """What the first examples of a part show of labels."""
    labels = Labels()
    for _, example in itertools.islice(examples_of(part.key, task, store), count):
        labels.note(example, task)
    return labels.to_json()


def _seed_test(texts: list[str], read: list[_PartOfExamples], store: PartStore) -> Callable[[str], bool]:
    """Tells of some texts whether they are the first input of an example of the corpus."""
    wanted = np.array(sorted({passage_mark(text) for text in texts}), dtype=np.uint64)
    seen = set[int]()
    for part in read if len(wanted) else ():
        seen.update(np.intersect1d(wanted, marks_of(part.key, store)["passage"]).tolist())
    return lambda text: passage_mark(text) in seen


@contextmanager
def scratch_folder(store: PartStore) -> Iterator[Path]:
    """A folder for what is only needed while rows are made."""
    with tempfile.TemporaryDirectory(dir=store.root, prefix="keep-") as folder:
        yield Path(folder)


def setting_of(workspace: Workspace) -> Setting:
    """What workers need to know of a workspace; makes the folder that they write to."""
    store = state_folder(workspace)
    store.mkdir(parents=True, exist_ok=True)
    return Setting(workspace.recipe, workspace.path, store)


def _pool(workspace: Workspace, workers: int) -> Pool:
    return Pool(setting_of(workspace), workers, workspace.registry)


def _read_all(workspace: Workspace, pool: Pool, report: Report, ledger: Ledger) -> Iterator[tuple[Source, ReadPart]]:
    """Read every source; parts come in the order of the corpus, their ledgers added to `ledger`."""
    sources = {source.name: source for _, source in workspace.sources()}
    done: dict[str, int] = {}
    for part in pool.read(read_jobs(workspace, ledger)):
        ledger.merge(part.ledger)
        done[part.source] = done.get(part.source, 0) + part.ledger.total("seed")
        report(Progress("read", part.source, done[part.source]))
        yield sources[part.source], part


def read_jobs(workspace: Workspace, ledger: Ledger, only: str | None = None) -> Iterator[ReadJob]:
    """The jobs that read all sources, or only one, in the order of the corpus; readers' findings go to `ledger`."""
    core = code_of("hum_hub")
    for task, source in workspace.sources():
        if only not in (None, source.name):
            continue
        depends = [core, plugin_code(task), task.version, _settings(source), _teacher_print(workspace, source)]
        for batch in batches(workspace, source, ledger):
            yield ReadJob(digest("read", task.name, batch.key, depends), batch.lines, task.name, source)


def _settings(source: Source) -> list[object]:
    """What a part of examples depends on, of all that the recipe says of a source."""
    names = ("name", "language", "license", "family", "mode", "model")
    return [*(getattr(source, name) for name in names), list(source.subtasks)]


def _teacher_print(workspace: Workspace, source: Source) -> str:
    choice = workspace.recipe.teacher
    if source.mode != "synthesize" or choice is None:
        return ""
    return workspace.registry.teacher(choice.uri, workspace.recipe.base).fingerprint


def _render_jobs(
    workspace: Workspace, read: list[_PartOfExamples], surveys: dict[str, Survey], store: PartStore, scratch: Path
) -> Iterator[RenderJob]:
    """The jobs that turn kept examples into rows, in the order of the corpus."""
    marks = [marks_of(part.key, store) for part in read]
    shares = workspace.recipe.splits
    verdicts = keep(marks, shares, scratch / "verdicts")
    start = 0
    for part, of_part in zip(read, marks, strict=True):
        own = np.array(verdicts[start : start + part.count])
        start += part.count
        known = surveys[part.source]
        yield RenderJob(
            key=digest("render", part.key, own.tobytes().hex() if (own != KEPT).any() else "", known.key),
            read_key=part.key,
            task=known.task.name,
            source=known.source,
            plugin=known.plugin,
            inventory=known.inventory,
            guidelines=known.guidelines,
            near=known.near,
            verdicts=own,
            numbers=split_numbers(of_part["origin"], shares),
        )


def _counted(made: Iterator[RowPart], examples: list[int], ledger: Ledger, report: Report) -> Iterator[RowPart]:
    """Pass the parts on, counting what was rendered."""
    done, total = 0, sum(examples)
    for row_part, count in zip(made, examples, strict=True):
        ledger.merge(row_part.ledger)
        done += count
        report(Progress("render", row_part.source, done, total))
        yield row_part
