"""Proves every row of a build folder from the rows alone, spread over processes."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.records import Problem
from hum_hub.craft import formats, rules
from hum_hub.errors import CheckError
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row
from hum_hub.registry.loading import load

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that is not proven: where it stands and what is wrong with it."""

    config: str
    file: str
    number: int
    id: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A row group of a file, to be proven by one worker."""

    folder: Path
    config: str
    file: str
    group: int
    first: int
    plugin_folders: tuple[Path, ...]


def slices(folder: Path, plugin_folders: Sequence[Path]) -> list[Slice]:
    """All row groups of all configs: a config is a folder with Parquet files.

    Raises:
        CheckError: there are none, or a file is no Parquet.
    """
    found = []
    for path in sorted(folder.glob("*/*.parquet")):
        try:
            metadata = pq.read_metadata(path)
        except (OSError, pa.ArrowException) as error:
            raise CheckError(f"{path} is no Parquet file: {error}") from error
        first = 0
        for group in range(metadata.num_row_groups):
            found.append(Slice(folder, path.parent.name, path.name, group, first, tuple(plugin_folders)))
            first += metadata.row_group(group).num_rows
    if not found:
        raise CheckError(f"{folder} holds no Parquet files; is it a build folder?")
    return found


def verify(
    folder: Path,
    plugin_folders: Sequence[Path],
    workers: int,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Failure | int]:
    """Prove all rows: yields the rows that fail, and after each row group the number of rows proven in it.

    Raises:
        CheckError: the folder has no rows, or a task of it has no plugin.
    """
    every = slices(folder, plugin_folders)
    if workers == 1 or len(every) == 1:
        results = map(_prove, every)
        yield from _merged(results, len(every), report)
        return
    # interrupts go to the main process, which ends the pool
    with ProcessPoolExecutor(
        min(workers, len(every)), get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_IGN)
    ) as pool:
        yield from _merged(pool.map(_prove, every), len(every), report)


def _merged(
    results: Iterator[tuple[int, list[Failure]]], total: int, report: Callable[[int, int], None]
) -> Iterator[Failure | int]:
    for done, (rows, failures) in enumerate(results, 1):
        yield from failures
        yield rows - len(failures)
        report(done, total)


_provers: dict[tuple[str, tuple[Path, ...]], Prover] = {}


def _prover(config: str, plugin_folders: tuple[Path, ...]) -> Prover:
    key = (config, plugin_folders)
    if key not in _provers:
        registry = load(plugin_folders)
        if config not in registry.tasks:
            raise CheckError(f"no plugin offers the task {config!r}; install it, or name its folder with --plugins")
        _provers[key] = Prover(registry.tasks[config], formats.SHARED, rules.SHARED)
    return _provers[key]


def _prove(part: Slice) -> tuple[int, list[Failure]]:
    prover = _prover(part.config, part.plugin_folders)
    rows, failures = 0, []
    for columns in _columns(part):
        number, rows = part.first + rows, rows + 1
        try:
            problems = prover.problems(Row.of(columns))
        except ValueError as error:
            problems = [Problem("not-a-row", str(error))]
        except Exception as error:  # a row can be malformed in ways that no check foresees; it is not proven then
            problems = [Problem("check-failed", f"{type(error).__name__}: {error}")]
        if problems:
            id = str(columns.get("id"))
            failures.append(Failure(part.config, part.file, number, id, tuple(problems)))
    return rows, failures


def _columns(part: Slice) -> Iterator[dict[str, Any]]:
    """The rows of a slice as dicts, some at a time: a whole row group of them keeps the garbage collector busy."""
    with pq.ParquetFile(part.folder / part.config / part.file) as file:
        for batch in file.iter_batches(_AT_A_TIME, row_groups=[part.group]):
            yield from batch.to_pylist()
