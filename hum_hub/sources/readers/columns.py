"""Token columns in the CoNLL manner: one token a line, a blank line between sentences, tags in BIO, IOB1 or BIOES."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import decoded_lines
from hum_hub.text.joining import Joining, join

_SEPARATORS = {"tab": "\t", "space": " ", "whitespace": None}


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of the token and tag columns count from 0, negative ones from the right.

    Lines that start with `comment` are skipped; what follows `text_comment` is the sentence as it was written.
    """

    scheme: Literal["bio", "iob1", "bioes"] = "bio"
    token: int = 0
    tag: int = -1
    separator: Literal["tab", "space", "whitespace"] = "whitespace"
    comment: str | None = None
    text_comment: str | None = None
    joining: Joining | None = None


@dataclass(slots=True)
class _Sentence:
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str | None = None


def _read(material: Material, options: Columns, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    joining = options.joining or ("none" if language == "zh" else "space")
    for file in material.files:
        number = 0
        for sentence in _sentences(file, options):
            if isinstance(sentence, Problem):
                yield sentence
                continue
            number += 1
            yield from _fields(sentence, f"{file.name}#{number}", options, joining)


def _sentences(file: Any, options: Columns) -> Iterator[_Sentence | Problem]:
    sentence, broken = _Sentence(), False
    with file.open() as stream:
        for line in decoded_lines(stream, file.name):
            if isinstance(line, Problem):
                broken = True
                yield line
                continue
            number, text = line
            if not text.strip():
                if sentence.tokens and not broken:
                    yield sentence
                sentence, broken = _Sentence(), False
            elif options.text_comment and text.startswith(options.text_comment):
                sentence.text = text[len(options.text_comment) :]
            elif options.comment and text.startswith(options.comment):
                continue
            else:
                cells = text.split(_SEPARATORS[options.separator])
                if len(cells) <= max(options.token, options.tag, -options.token - 1, -options.tag - 1):
                    broken = True
                    yield Problem("too-few-columns", f"{file.name}:{number}")
                else:
                    sentence.tokens.append(cells[options.token])
                    sentence.tags.append(cells[options.tag])
    if sentence.tokens and not broken:
        yield sentence


def _fields(
    sentence: _Sentence, id: str, options: Columns, joining: Joining
) -> Iterator[dict[str, Any] | Problem | Note]:
    text, spans = join(sentence.tokens, joining)
    if sentence.text is not None:
        found = _align(sentence.tokens, sentence.text)
        if found is None:
            yield Note("text-differs-from-tokens", id)
        else:
            text, spans = sentence.text, found
    entities = _entities(sentence.tags, options.scheme)
    if isinstance(entities, str):
        yield Problem("tags-not-in-scheme", f"{id}: {entities}")
        return
    mentions = [
        {
            "label": label,
            "start": spans[first][0],
            "end": spans[last][1],
            "text": text[spans[first][0] : spans[last][1]],
        }
        for label, first, last in entities
    ]
    if not mentions:
        yield Note("no-mention", id)
    yield {"id": id, "text": text, "mentions": mentions}


def _align(tokens: list[str], text: str) -> list[tuple[int, int]] | None:
    """The place of each token in the text, or `None` when the text is not made of the tokens."""
    spans, position = [], 0
    for token in tokens:
        while text[position : position + 1].isspace():
            position += 1
        if not text.startswith(token, position):
            return None
        spans.append((position, position + len(token)))
        position += len(token)
    return spans if not text[position:].strip() else None


def _entities(tags: list[str], scheme: str) -> list[tuple[str, int, int]] | str:
    """Label, first and last token of each entity; a message when the tags break the scheme."""
    found: list[tuple[str, int, int]] = []
    opened: tuple[str, int] | None = None
    for place, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if prefix not in _PREFIXES[scheme] or (prefix != "O") != bool(label):
            return f"unknown tag {tag!r}"
        goes_on = opened is not None and label == opened[0] and (prefix in ("I", "E"))
        if scheme != "iob1" and prefix in ("I", "E") and not goes_on:
            return f"{tag!r} at token {place} continues nothing"
        if opened is not None and not goes_on:
            if scheme == "bioes":
                return f"the entity before token {place} does not end with E"
            found.append((opened[0], opened[1], place - 1))
            opened = None
        if prefix == "S":
            found.append((label, place, place))
        elif prefix == "E" and opened is not None:
            found.append((label, opened[1], place))
            opened = None
        elif prefix in ("B", "I") and opened is None:
            opened = (label, place)
    return found


_PREFIXES = {"bio": ("B", "I", "O"), "iob1": ("B", "I", "O"), "bioes": ("B", "I", "O", "E", "S")}

READERS = (Reader("columns", Columns, _read),)
