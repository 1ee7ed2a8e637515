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
from hum_hub.pipeline.covering import Covered, Topics, covering
from hum_hub.pipeline.examples import read_all
from hum_hub.pipeline.labels import Labels
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.marks import passage_mark
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.progress import Progress, Report
from hum_hub.pipeline.reading import ReadPart, examples_of, marks_of
from hum_hub.pipeline.rendering import RenderJob, RowPart
from hum_hub.pipeline.surveying import Survey, source_guidelines, survey
from hum_hub.pipeline.teachers import OFFLINE, Asking
from hum_hub.pipeline.workers import Pool, setting_of, state_folder
from hum_hub.quality.illustrations import unseen
from hum_hub.quality.keeping import KEPT, keep, split_numbers
from hum_hub.recipe.loading import Workspace


@dataclass(frozen=True, slots=True)
class PartOfRows:
    """Where a finished part of rows is, and how many it holds by split."""

    key: str
    source: str
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Built:
    """Finished parts of rows by task, in the order of the corpus, and what was counted on the way.

    `used` are the parts that replies or topics went into, `coverage` says how far the rows cover their topics.
    """

    parts: dict[str, list[PartOfRows]]
    ledger: Ledger
    store: PartStore
    used: list[ReadPart]
    coverage: list[Covered]


@dataclass(frozen=True, slots=True)
class _PartOfExamples:
    key: str
    source: str
    count: int


def read_sources(workspace: Workspace, workers: int, report: Report) -> Ledger:
    """Read every source and count what became of it, without rendering anything or asking a teacher."""
    ledger = Ledger()
    with _pool(workspace, workers) as pool:
        for _ in read_all(workspace, pool, report, ledger, OFFLINE):
            pass
    return ledger


def build_rows(workspace: Workspace, workers: int, report: Report, asking: Asking = OFFLINE) -> Built:
    """All rows of a recipe, as parts.

    Raises:
        SourceError: a source cannot be read.
        TeacherError: a teacher is broken.
        BudgetError: the budget is spent; with a higher one, running again goes on where it was.
        BuildError: a worker died; running again goes on where it was.
    """
    ledger, store, met = Ledger(), PartStore(state_folder(workspace)), list[Topics]()
    parts: dict[str, list[PartOfRows]] = {}
    tasks = {source.name: task.name for task, source in workspace.sources()}
    with _pool(workspace, workers) as pool, scratch_folder(store) as scratch:
        jobs, examples, used = render_jobs(workspace, pool, store, scratch, report, ledger, asking)
        for row_part in _counted(pool.render(jobs), examples, ledger, report):
            kept = PartOfRows(row_part.key, row_part.source, row_part.rows)
            parts.setdefault(tasks[row_part.source], []).append(kept)
            met += [Topics(row_part.key, tasks[row_part.source], row_part.kinds)] if row_part.kinds else []
    offered = [Topics(part.key, tasks[part.source], part.kinds) for part in used if part.kinds]
    return Built(parts, ledger, store, used, covering(offered, met, store))


def render_jobs(
    workspace: Workspace,
    pool: Pool,
    store: PartStore,
    scratch: Path,
    report: Report,
    ledger: Ledger,
    asking: Asking = OFFLINE,
) -> tuple[Iterator[RenderJob], list[int], list[ReadPart]]:
    """Read all sources, and say what is to be rendered: the jobs and the numbers of examples in them, in order.

    The third are the parts that replies or topics went into.
    """
    read, labels, used = list[_PartOfExamples](), dict[str, Labels](), list[ReadPart]()
    tasks = {source.name: task for task, source in workspace.sources()}
    for source, part in read_all(workspace, pool, report, ledger, asking):
        used += [part] if part.by or part.kinds else []
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
    return _render_jobs(workspace, read, surveys, store, scratch), [part.count for part in read], used


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


def _pool(workspace: Workspace, workers: int) -> Pool:
    return Pool(setting_of(workspace), workers, workspace.registry)


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
