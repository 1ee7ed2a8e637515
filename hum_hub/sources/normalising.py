"""Fields normalised: tokens, chunks and marks become running text with character positions."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from hum_hub.contract.records import Note, Problem
from hum_hub.text.joining import Joining, join

Marks = Literal["link", "xml"]
"""`link`: `[Ada](person:a)`; `xml`: `<person id="a">Ada</person>`. Both may nest; the id may be left out."""

_LINK = re.compile(r"\[|\]\(([^()\s:]*(?: [^()\s:]+)*)(?::([\w.-]+))?\)")
_XML = re.compile(r"<(/?)([^\W\d][\w.-]*)((?:\s+[\w.-]+=\"[^\"]*\")*)\s*>")


def normalised(fields: dict[str, Any], joining: Joining, marks: Marks) -> Iterator[dict[str, Any] | Problem | Note]:
    """The fields with `text`, in place of `tokens`, `chunks` or `marked`; notes on oddities come first.

    * `tokens`: a list of strings. Objects anywhere in the fields that have `tokens` (a list of positions) or
      `first` and `last` (inclusive positions) get `start`, `end` and `text` instead.
    * `chunks`: a list of `{"text": …}`, those with a `label` become `mentions`.
    * `marked`: text with marks, which become `mentions`.
    """
    try:
        if "tokens" in fields:
            yield from _from_tokens(fields, joining)
        elif "chunks" in fields:
            yield from _from_chunks(fields)
        elif "marked" in fields:
            yield from _from_marks(fields, marks)
        else:
            yield fields
    except (TypeError, KeyError, IndexError, AttributeError, ValueError, RecursionError) as error:
        yield Problem("fields-of-wrong-type", f"{fields.get('id', '')}: {error}")


def _from_tokens(fields: dict[str, Any], joining: Joining) -> Iterator[dict[str, Any] | Note]:
    tokens: list[str] = fields["tokens"]
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise TypeError("tokens is no list of strings")
    text, spans = join(tokens, joining)
    if any(not token.strip() for token in tokens):
        yield Note("blank-token", str(fields.get("id", "")))
    rest = {name: _placed(value, text, spans) for name, value in fields.items() if name != "tokens"}
    yield {**rest, "text": text}


def _placed(value: Any, text: str, spans: list[tuple[int, int]]) -> Any:
    if isinstance(value, list):
        return [_placed(inner, text, spans) for inner in value]
    if not isinstance(value, dict):
        return value
    rest = {name: _placed(inner, text, spans) for name, inner in value.items() if name != "tokens"}
    if "tokens" in value:
        places = sorted(set(value["tokens"]))
        first, last = places[0], places[-1]
        if last - first >= len(places):
            rest["discontinuous"] = True
    elif "first" in value and "last" in value:
        first, last = rest.pop("first"), rest.pop("last")
    else:
        return rest
    if not 0 <= first <= last < len(spans):
        raise ValueError(f"token positions {first} to {last} outside {len(spans)} tokens")
    kept = [span for span in spans[first : last + 1] if span[0] < span[1]]
    start, end = (kept[0][0], kept[-1][1]) if kept else spans[first]
    return {**rest, "start": start, "end": end, "text": text[start:end]}


def _from_chunks(fields: dict[str, Any]) -> Iterator[dict[str, Any] | Note]:
    text, mentions = "", []
    for chunk in fields["chunks"]:
        piece = chunk["text"]
        if chunk.get("label") is not None:
            start = len(text) + len(piece) - len(piece.lstrip())
            end = len(text) + len(piece.rstrip())
            if piece != piece.strip():
                yield Note("blanks-around-mention", f"{fields.get('id', '')}: {piece!r}")
            mentions.append({"label": chunk["label"], "start": start, "end": end, "text": piece.strip()})
        text += piece
    start = len(text) - len(text.lstrip())
    for mention in mentions:
        mention["start"] -= start
        mention["end"] -= start
    yield {
        **{name: value for name, value in fields.items() if name != "chunks"},
        "text": text.strip(),
        "mentions": mentions,
    }


def _from_marks(fields: dict[str, Any], marks: Marks) -> Iterator[dict[str, Any] | Problem]:
    parsed = _links(fields["marked"]) if marks == "link" else _tags(fields["marked"])
    if isinstance(parsed, str):
        yield Problem("unbalanced-marks", f"{fields.get('id', '')}: {parsed}")
        return
    text, mentions = parsed
    yield {**{name: value for name, value in fields.items() if name != "marked"}, "text": text, "mentions": mentions}


def _links(marked: str) -> tuple[str, list[dict[str, Any]]] | str:
    text, opened, mentions, position = "", [], [], 0
    for match in _LINK.finditer(marked):
        text += marked[position : match.start()]
        position = match.end()
        if match[0] == "[":
            opened.append(len(text))
        elif not opened:
            return f"{match[0]} closes nothing"
        else:
            mentions.append(_mention(match[1], match[2], opened.pop(), text))
    text += marked[position:]
    if opened or "[" in text or "](" in text:
        return "a mark is not closed"
    return text, _in_order(mentions)


def _tags(marked: str) -> tuple[str, list[dict[str, Any]]] | str:
    text, opened, mentions, position = "", list[tuple[str, str | None, int]](), [], 0
    for match in _XML.finditer(marked):
        text += _unescaped(marked[position : match.start()])
        position = match.end()
        if not match[1]:
            id = re.search(r'\sid="([^"]*)"', match[3])
            opened.append((match[2], id[1] if id else None, len(text)))
        elif not opened or opened[-1][0] != match[2]:
            return f"{match[0]} closes nothing"
        else:
            label, name, start = opened.pop()
            mentions.append(_mention(label, name, start, text))
    if opened:
        return f"<{opened[-1][0]}> is not closed"
    return text + _unescaped(marked[position:]), _in_order(mentions)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _mention(label: str, id: str | None, start: int, text: str) -> dict[str, Any]:
    mention = {"label": label, "start": start, "end": len(text), "text": text[start:]}
    return mention if id is None else {**mention, "id": id}


def _in_order(mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(mentions, key=lambda mention: (mention["start"], -mention["end"]))
