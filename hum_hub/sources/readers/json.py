"""JSON files, JSON lines, and rows that are parsed already."""

import json
from collections.abc import Iterator
from typing import Any

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import Selecting, decoded, decoded_lines, selected


def _read_json(material: Material, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        with file.open() as stream:
            text = decoded(stream, file.name)
        if isinstance(text, Problem):
            yield text
            continue
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Problem("not-json", f"{file.name}: {error}")
            continue
        yield from selected(document, file.name, options, language)


def _read_lines(material: Material, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        with file.open() as stream:
            for line in decoded_lines(stream, file.name):
                if isinstance(line, Problem):
                    yield line
                    continue
                number, text = line
                if not text.strip():
                    continue
                place = f"{file.name}:{number}"
                try:
                    item = json.loads(text)
                except (ValueError, RecursionError) as error:
                    yield Problem("not-json", f"{place}: {error}")
                    continue
                yield from selected(item, place, options, language)


def _read_rows(material: Material, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for number, row in enumerate(material.rows or ()):
        yield from selected(dict(row), f"row {number}", options, language)


READERS = (
    Reader("json", Selecting, _read_json),
    Reader("json-lines", Selecting, _read_lines),
    Reader("rows", Selecting, _read_rows),
)
