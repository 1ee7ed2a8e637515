"""Rows picked for people to read."""

import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hum_hub.release.manifest import Config

_FENCE = re.compile(r"`{3,}")
LONGEST = 1500


def sample(folder: Path, config: Config) -> list[dict[str, Any]]:
    """Up to two rows of a config's first split, a basic and a compound one, short enough to read."""
    files = next(iter(config.splits.values())).files
    batch = next(pq.ParquetFile(folder / files[0].path).iter_batches(500))
    found: dict[str, dict[str, Any]] = {}
    for row in batch.to_pylist():
        if sum(len(message["content"]) for message in row["messages"]) <= LONGEST:
            found.setdefault(row["kind"], row)
    return [
        {"kind": kind, "messages": [{**message, "content": fenced(message["content"])} for message in row["messages"]]}
        for kind, row in sorted(found.items())
    ]


def fenced(text: str) -> str:
    """The text in a Markdown code block that nothing inside it can close."""
    longest = max((len(fence) for fence in _FENCE.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
