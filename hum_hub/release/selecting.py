"""Rows of a build folder that fit a selection, streamed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hum_hub.release.manifest import read_manifest


def select(folder: Path, config: str | None, wanted: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Config, split and row of the rows whose columns begin with the wanted values; unset columns fit everything.

    Raises:
        CheckError: the folder has no manifest.
    """
    for name, facts in read_manifest(folder).configs.items():
        if config not in (None, name):
            continue
        for split, of_split in facts.splits.items():
            for file in of_split.files:
                for batch in pq.ParquetFile(folder / file.path).iter_batches(2000):
                    for column, value in wanted.items():
                        batch = batch.filter(pc.starts_with(batch.column(column), value))
                    for row in batch.to_pylist():
                        yield name, split, row
