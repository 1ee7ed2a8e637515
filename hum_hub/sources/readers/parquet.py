"""Parquet files, row group by row group."""

from collections.abc import Iterator
from typing import Any

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import Selecting, selected


def _read(material: Material, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    import pyarrow as pa  # heavy, and only where a Parquet source is read
    import pyarrow.parquet as pq

    for file in material.files:
        with file.open() as stream:
            try:
                batches = pq.ParquetFile(stream).iter_batches(batch_size=500)
                rows = (row for batch in batches for row in batch.to_pylist())
                for number, row in enumerate(rows):
                    yield from selected(row, f"{file.name} row {number}", options, language)
            except (pa.ArrowException, OSError, ValueError) as error:
                yield Problem("not-parquet", f"{file.name}: {error}")


READERS = (Reader("parquet", Selecting, _read),)
