"""WebAnno TSV 3: tokens with character positions and stacked span annotations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from hum_hub.contract.hooks import Material, Reader, SourceFile
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import decoded_lines

_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})")
_UNIT = re.compile(r"(?P<value>.*?)(?:\[(?P<id>\d+)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAnno:
    """`layer` and `feature` name the span layer and the feature that holds the label, as in the file's header."""

    layer: str
    feature: str
    unit: Literal["sentence", "document"] = "sentence"


@dataclass(slots=True)
class _Passage:
    """A sentence or document being read: its text, where it begins, and the mentions by annotation id."""

    number: int
    text: str = ""
    begin: int | None = None
    mentions: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: str = ""


def _read(material: Material, options: WebAnno, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        if not file.name.endswith(".tsv"):
            continue
        for passage in _passages(file, options):
            if isinstance(passage, Problem):
                yield passage
                continue
            id = f"{file.name}#{passage.number}"
            if passage.broken:
                yield Problem("token-not-at-offset", f"{id}: {passage.broken}")
                continue
            mentions = sorted(passage.mentions.values(), key=lambda mention: (mention["start"], -mention["end"]))
            for mention in mentions:
                mention["text"] = passage.text[mention["start"] : mention["end"]]
            if not mentions:
                yield Note("no-mention", id)
            yield {"id": id, "origin": file.name, "text": passage.text, "mentions": mentions}


def _passages(file: SourceFile, options: WebAnno) -> Iterator[_Passage | Problem]:
    column, seen, passage = None, 2, _Passage(1)
    with file.open() as stream:
        for line in decoded_lines(stream, file.name):
            if isinstance(line, Problem):
                passage.broken = "a line is missing"
                yield line
                continue
            _, text = line
            if text.startswith(("#T_SP=", "#T_RL=", "#T_CH=")):
                layer, *features = text.split("=", 1)[1].split("|")
                if layer == options.layer and options.feature in features:
                    column = seen + 1 + features.index(options.feature)
                seen += len(features)
            elif text.startswith("#Text="):
                if (passage.begin is not None or passage.broken) and options.unit == "sentence":
                    yield passage
                    passage = _Passage(passage.number + 1)
                passage.text = f"{passage.text}\n{text[6:]}" if passage.text else text[6:]
            elif text and not text.startswith("#"):
                if column is None:
                    yield Problem("layer-not-in-file", f"{file.name}: {options.layer}|{options.feature}")
                    return
                _add(passage, text.split("\t"), column)
    if passage.begin is not None or passage.broken:
        yield passage


def _add(passage: _Passage, cells: list[str], column: int) -> None:
    place = _PLACE.fullmatch(cells[1]) if len(cells) > column else None
    if place is None:
        passage.broken = "\t".join(cells)[:40]
        return
    begin, end = int(place[1]), int(place[2])
    if passage.begin is None:
        passage.begin = begin
    start, stop = begin - passage.begin, end - passage.begin
    if passage.text[start:stop] != cells[2]:
        passage.broken = cells[2]
        return
    for unit in cells[column].split("|"):
        match = _UNIT.fullmatch(unit)
        assert match is not None  # the expression matches every string
        if match["value"] in ("_", "*"):
            continue
        id = match["id"] or cells[0]
        mention = passage.mentions.setdefault(
            id, {"label": match["value"].replace("\\", ""), "start": start, "end": stop}
        )
        mention["end"] = max(mention["end"], stop)


READERS = (Reader("webanno", WebAnno, _read),)
