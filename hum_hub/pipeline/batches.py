"""Sources cut into batches whose borders depend on the seeds themselves.

A seed that is added or changed moves the borders near it and no others, so that only a few parts are made again.
"""

import itertools
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hum_hub.contract.hooks import Reader
from hum_hub.contract.records import Note, Problem, digest
from hum_hub.pipeline.ledger import Ledger
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source
from hum_hub.sources.mapping import text_id

FEWEST, MEAN, MOST = 250, 250, 2000
MOST_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive seeds of a source as JSON lines; the key is their content."""

    source: str
    number: int
    lines: tuple[str, ...]

    @property
    def key(self) -> str:
        """The content of the batch."""
        return digest("batch", self.lines)


def batches(workspace: Workspace, source: Source, ledger: Ledger) -> Iterator[Batch]:
    """The batches of a source, in order; what its reader drops or notes goes to the ledger."""
    yield from cut(_lines(workspace, source, ledger), source.name)


def cut(found: Iterable[str], source: str) -> Iterator[Batch]:
    """Lines cut into batches."""
    lines: list[str] = []
    size = number = 0
    for line in found:
        lines.append(line)
        size += len(line)
        cut = zlib.crc32(line.encode("utf-8", "surrogatepass")) % MEAN == 0
        if len(lines) >= MOST or size >= MOST_CHARACTERS or (cut and len(lines) >= FEWEST):
            yield Batch(source, number, tuple(lines))
            lines, size, number = [], 0, number + 1
    if lines:
        yield Batch(source, number, tuple(lines))


def _lines(workspace: Workspace, source: Source, ledger: Ledger) -> Iterator[str]:
    for fields in itertools.islice(read_fields(workspace, source, ledger), source.limit):
        yield json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def read_fields(workspace: Workspace, source: Source, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """The fields of the seeds of a source, each with a text `id`."""
    reader, options = workspace.reader(source)
    material = workspace.registry.open(source.uri, workspace.recipe.base)
    number = 0
    for found in _guarded(reader, material, options, source):
        if isinstance(found, Problem):
            ledger.add(source.name, "dropped", found.code, found.detail)
        elif isinstance(found, Note):
            ledger.add(source.name, "noted", found.code, found.detail)
        else:
            number += 1
            yield {**found, "id": str(found.get("id", number))}


def _guarded(reader: Reader, material: Any, options: Any, source: Source) -> Iterator[dict[str, Any] | Problem | Note]:
    """What a reader yields; an id that jq could not keep is a problem."""
    for found in reader.read(material, options, source.language):
        if isinstance(found, dict) and "id" in found and text_id(found["id"]) is None:
            yield Problem("id-is-no-text", f"{str(found['id'])[:60]}; use tostring in select")
        else:
            yield found
