"""Parts of rows joined into the Parquet files of the build folder, streamed row group by row group."""

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

ROWS_PER_GROUP = 10_000
ROWS_PER_FILE = 500_000


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
    """Write the rows of a config and split, in the order of the corpus.

    A row group never holds rows of two sources, and a source is only added to at its end, so that a new version
    shares most of its bytes with the one before. `report` is told of each row group how many rows it has.
    """
    groups = _groups(parts, split, store)
    written: list[tuple[Path, int, int]] = []
    for number, of_file in enumerate(_files(groups)):
        path = folder / config / f"{split}-{number:05d}.draft"
        path.parent.mkdir(parents=True, exist_ok=True)
        written.append((path, *_write(path, of_file, report)))
    found = []
    for number, (draft, rows, memory) in enumerate(written):
        final = draft.with_name(f"{split}-{number:05d}-of-{len(written):05d}.parquet")
        draft.rename(final)
        found.append(
            DataFile(final.relative_to(folder).as_posix(), rows, final.stat().st_size, memory, checksum(final))
        )
    return found


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _groups(parts: Sequence[PartOfRows], split: str, store: PartStore) -> Iterator[pa.Table]:
    """Tables of at most `ROWS_PER_GROUP` rows, each of one source."""
    for _, of_source in itertools.groupby(parts, key=lambda part: part.source):
        held: list[pa.Table] = []
        for part in of_source:
            if not part.rows.get(split):
                continue
            held.append(pq.read_table(store.path(part.key, f".{split}.parquet"), schema=SCHEMA))
            if sum(table.num_rows for table in held) >= ROWS_PER_GROUP:
                whole = pa.concat_tables(held)
                full = whole.num_rows - whole.num_rows % ROWS_PER_GROUP
                for start in range(0, full, ROWS_PER_GROUP):
                    yield whole.slice(start, ROWS_PER_GROUP)
                held = [whole.slice(full)] if full < whole.num_rows else []
        if held:
            yield pa.concat_tables(held)


def _files(groups: Iterator[pa.Table]) -> Iterator[Iterable[pa.Table]]:
    """The groups of each file; a file is begun when the one before is full."""
    waiting = next(groups, None)

    def of_file() -> Iterator[pa.Table]:
        nonlocal waiting
        rows = 0
        while waiting is not None and (not rows or rows + waiting.num_rows <= ROWS_PER_FILE):
            rows += waiting.num_rows
            table, waiting = waiting, next(groups, None)
            yield table

    while waiting is not None:
        yield of_file()


def _write(path: Path, groups: Iterable[pa.Table], report: Callable[[int], None]) -> tuple[int, int]:
    """Write a file; how many rows it holds, and their bytes in memory."""
    rows = memory = 0
    with pq.ParquetWriter(
        path, SCHEMA, compression="zstd", write_page_index=True, use_content_defined_chunking=True
    ) as writer:
        for table in groups:
            writer.write_table(table, row_group_size=ROWS_PER_GROUP)
            rows += table.num_rows
            memory += table.nbytes
            report(table.num_rows)
    return rows, memory
