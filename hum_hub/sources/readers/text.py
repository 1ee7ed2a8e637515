"""Plain text: a seed for each line, or text with inline marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.normalising import Marks, normalised
from hum_hub.sources.readers.selecting import Selecting, decoded_lines, selected


@dataclass(frozen=True, slots=True)
class Inline:
    """`marks` says how mentions are marked in the text: `link` or `xml`."""

    marks: Marks = "xml"


def _read_lines(material: Material, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for place, item in _lines(material):
        if isinstance(item, Problem):
            yield item
        else:
            yield from selected(item, place, options, language)


def _read_inline(material: Material, options: Inline, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for _, item in _lines(material):
        if isinstance(item, Problem):
            yield item
        else:
            yield from normalised({"marked": item["text"]}, "space", options.marks)


def _lines(material: Material) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    for file in material.files:
        with file.open() as stream:
            for line in decoded_lines(stream, file.name):
                if isinstance(line, Problem):
                    yield file.name, line
                elif line[1].strip():
                    yield f"{file.name}:{line[0]}", {"text": line[1], "line": line[0], "file": file.name}


READERS = (Reader("lines", Selecting, _read_lines), Reader("inline", Inline, _read_inline))
