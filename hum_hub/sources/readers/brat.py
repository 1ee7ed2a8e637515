"""brat stand-off: a `.txt` file with the text beside an `.ann` file with the annotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hum_hub.contract.hooks import Material, Reader, SourceFile
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import decoded


@dataclass(frozen=True, slots=True)
class Brat:
    """No options: text-bound annotations become mentions, relations relations, events events."""


def _read(material: Material, options: Brat, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    texts = {file.name.removesuffix(".txt"): file for file in material.files if file.name.endswith(".txt")}
    for file in material.files:
        if not file.name.endswith(".ann"):
            continue
        partner = texts.get(file.name.removesuffix(".ann"))
        if partner is None:
            yield Problem("text-file-missing", file.name)
            continue
        text, annotations = _content(partner), _content(file)
        if isinstance(text, Problem) or isinstance(annotations, Problem):
            yield text if isinstance(text, Problem) else annotations  # type: ignore[misc]  # one of them is
            continue
        yield from _fields(file.name.removesuffix(".ann"), text, annotations)


def _content(file: SourceFile) -> str | Problem:
    with file.open() as stream:
        return decoded(stream, file.name)


def _fields(id: str, text: str, annotations: str) -> Iterator[dict[str, Any] | Problem | Note]:
    mentions: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for line in annotations.replace("\r\n", "\n").split("\n"):
        name, _, rest = line.partition("\t")
        try:
            if name.startswith("T"):
                mentions.append(_mention(name, rest))
            elif name.startswith("R"):
                label, head, tail = rest.split()
                relations.append({"label": label, "head": head.split(":")[1], "tail": tail.split(":")[1]})
            elif name.startswith("E"):
                (type, trigger), *arguments = (part.split(":") for part in rest.split())
                roles = [{"role": role, "mention": filler} for role, filler in arguments]
                events.append({"id": name, "type": type, "trigger": trigger, "arguments": roles})
        except (ValueError, IndexError):
            yield Problem("not-brat", f"{id}.ann: {line[:60]}")
            return
    mentions.sort(key=lambda mention: (mention["start"], -mention["end"]))
    if not mentions:
        yield Note("no-mention", id)
    yield {"id": id, "text": text, "mentions": mentions, "relations": relations, "events": events}


def _mention(name: str, rest: str) -> dict[str, Any]:
    place, _, wording = rest.partition("\t")
    label, _, spans = place.partition(" ")
    pieces = [tuple(int(number) for number in span.split(" ")) for span in spans.split(";")]
    start, end = pieces[0][0], pieces[-1][1]
    mention = {"id": name, "label": label, "start": start, "end": end, "text": wording}
    return {**mention, "discontinuous": True} if len(pieces) > 1 else mention


READERS = (Reader("brat", Brat, _read),)
