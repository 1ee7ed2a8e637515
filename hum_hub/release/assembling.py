"""Parts of rows joined into the Parquet files of the build folder, streamed row group by row group.

A source with a row group of its own has files of its own; smaller ones stand in common files, one after another. Row
groups and files end where the rows say so (`cutting`), a row group is written from its rows alone, and a source is only
added to at its end. So a new version shares with the one before all row groups but those in which rows changed.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.pipeline.building import PartOfRows
from hum_hub.pipeline.parts import PartStore
from hum_hub.proof.features import SCHEMA
from hum_hub.release.cutting import Cutting

GROUPS = Cutting("row-group", 1_000)
"""Rows of a row group: fewer cost more for the footer, more cost more with each change."""
FILES = Cutting("file", 32)
"""Row groups of a file."""
FILTERED = ["source", "subtask", "kind", "format", "instruction_language", "input_language", "license", "model"]
"""Columns that readers choose rows by: these alone have statistics."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the mirror: its path in the repository, rows, bytes on disk and in Arrow memory, and checksum."""

    path: str
    rows: int
    bytes: int
    memory: int
    sha256: str


def assemble(
    config: str, split: str, parts: Sequence[PartOfRows], store: PartStore, folder: Path, report: Callable[[int], None]
) -> list[DataFile]:
    """Write the rows of a config and split, those of a source in its order; the files, in the order of loaders.

    Files are named `CONFIG/SPLIT-SOURCE-NUMBER.parquet`, common ones `CONFIG/SPLIT-NUMBER.parquet`; loaders read them in
    the order of their names. `report` is told of each row group how many rows it has.
    """
    (folder / config).mkdir(parents=True, exist_ok=True)
    found = []
    for name, together in _apart(parts, split):
        tables = (pq.read_table(store.path(part.key, f".{split}.parquet"), schema=SCHEMA) for part in together)
        for number, of_file in enumerate(_files(_groups(tables))):
            path = folder / config / f"{name}-{number:05d}.parquet"
            rows, memory = _write(path, of_file, report)
            place = path.relative_to(folder).as_posix()
            found.append(DataFile(place, rows, path.stat().st_size, memory, checksum(path)))
    return sorted(found, key=lambda file: file.path)


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _apart(parts: Sequence[PartOfRows], split: str) -> Iterator[tuple[str, list[PartOfRows]]]:
    """What has files of its own: how their names begin, and the parts."""
    small = list[PartOfRows]()
    for source, of_source in itertools.groupby(parts, key=lambda part: part.source):
        filled = [part for part in of_source if part.rows.get(split)]
        if sum(part.rows[split] for part in filled) >= GROUPS.target:
            yield f"{split}-{source}", filled
        else:
            small += filled
    yield split, small


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The row groups; how the rows are parted in tables does not matter."""
    held: list[pa.Table] = []
    length = 0
    for table in tables:
        start = 0
        for end, key in enumerate(table.column("id").to_pylist(), 1):
            length += 1
            if GROUPS.ends(length, key):
                yield pa.concat_tables([*held, table.slice(start, end - start)]).combine_chunks()
                held, length, start = [], 0, end
        held.append(table.slice(start))
    if length:
        yield pa.concat_tables(held).combine_chunks()


def _files(groups: Iterator[pa.Table]) -> Iterator[Iterator[pa.Table]]:
    """The row groups of each file; those of one are taken before the next begins."""

    def of_file(group: pa.Table) -> Iterator[pa.Table]:
        for length in itertools.count(1):
            yield group
            if FILES.ends(length, group.column("id")[-1].as_py()):
                return
            following = next(groups, None)
            if following is None:
                return
            group = following

    for first in groups:
        yield of_file(first)


def _write(path: Path, groups: Iterator[pa.Table], report: Callable[[int], None]) -> tuple[int, int]:
    """Write a file; how many rows it holds, and their bytes in memory."""
    rows = memory = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", write_statistics=FILTERED, store_schema=False) as writer:
        for group in groups:
            writer.write_table(group, row_group_size=group.num_rows)
            rows += group.num_rows
            memory += group.nbytes
            report(group.num_rows)
    return rows, memory
