"""Rows picked for people to read: real ones, short enough for a card."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hum_hub.release.manifest import Config

LONGEST = 1500
"""The most characters of the messages of a row that a card shows."""
LONGEST_PROOF = 4000
SEEN = 500
"""Among how many rows, the first ones, is chosen."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A row to read: what kind it is, its messages, and its other columns as JSON, if they are to be shown."""

    kind: str
    subtask: str
    messages: list[dict[str, str]]
    proof: str | None


def samples(folder: Path, config: Config) -> list[Sample]:
    """A basic and a compound row of a config's first split; the last one with all its columns.

    Fewer where there are none short enough, or the file cannot be read.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(folder, config):
        if row["kind"] not in found and _is_short(row):
            found[row["kind"]] = row
    chosen = [found[kind] for kind in sorted(found)]
    return [
        Sample(row["kind"], row["subtask"], row["messages"], _proof(row) if row is chosen[-1] else None)
        for row in chosen
    ]


def _rows(folder: Path, config: Config) -> Iterator[dict[str, Any]]:
    path = folder / next(iter(config.splits.values())).files[0].path
    with pq.ParquetFile(path) as file:
        for batch in itertools.islice(file.iter_batches(SEEN), 1):
            yield from batch.to_pylist()


def _is_short(row: dict[str, Any]) -> bool:
    return sum(len(each["content"]) for each in row["messages"]) <= LONGEST and len(_proof(row)) <= LONGEST_PROOF


def _proof(row: dict[str, Any]) -> str:
    """All columns but the messages, one to a line."""
    lines = (
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in row.items()
        if name != "messages"
    )
    return "{" + ",\n ".join(lines) + "}"
