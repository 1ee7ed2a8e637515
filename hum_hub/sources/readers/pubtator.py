"""PubTator: title and abstract lines `id|t|…`, `id|a|…`, then tab-separated mentions with positions in both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.hooks import Material, Reader, SourceFile
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import decoded_lines

_NUMBER = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class PubTator:
    """No options: positions count title, one blank, abstract."""


@dataclass(slots=True)
class _Document:
    id: str
    title: str = ""
    abstract: str = ""
    broken: bool = False
    mentions: list[dict[str, Any]] = field(default_factory=list)


def _read(material: Material, options: PubTator, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        for document in _documents(file):
            if isinstance(document, Problem):
                yield document
                continue
            if document.broken:
                continue  # a mention may be missing; the problem was reported with its line
            text = f"{document.title} {document.abstract}"
            document.mentions.sort(key=lambda mention: (mention["start"], -mention["end"]))
            yield {"id": document.id, "text": text, "mentions": document.mentions}


def _documents(file: SourceFile) -> Iterator[_Document | Problem]:
    document: _Document | None = None
    with file.open() as stream:
        for line in decoded_lines(stream, file.name):
            if isinstance(line, Problem):
                document = document or _Document("")
                document.broken = True
                yield line
                continue
            number, text = line
            if not text.strip():
                if document is not None:
                    yield document
                document = None
                continue
            document = document or _Document(text.split("|", 1)[0].split("\t", 1)[0])
            if not document.broken and not _add(document, text):
                document.broken = True
                yield Problem("not-pubtator", f"{file.name}:{number}")
    if document is not None:
        yield document


def _add(document: _Document, line: str) -> bool:
    """Add a line to its document; whether it could be understood."""
    id, _, rest = line.partition("|")
    if rest.startswith("t|"):
        document.title = rest[2:]
        return id == document.id
    if rest.startswith("a|"):
        document.abstract = rest[2:]
        return id == document.id
    cells = line.split("\t")
    if len(cells) == 4 and cells[0] == document.id:
        return True  # a relation between concept identifiers: not between mentions, so there is nothing to place
    if len(cells) < 5 or cells[0] != document.id or not (_NUMBER.fullmatch(cells[1]) and _NUMBER.fullmatch(cells[2])):
        return False
    document.mentions.append({"label": cells[4], "start": int(cells[1]), "end": int(cells[2]), "text": cells[3]})
    return True


READERS = (Reader("pubtator", PubTator, _read),)
