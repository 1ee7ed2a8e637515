"""Sentences of English and Chinese text, with their places."""

import re

_CHINESE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）]*|[^。！？；\n]+")
_ENGLISH_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9\u4e00-\u9fff])|\n+")
_ABBREVIATIONS = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Inc|Ltd|Co|Corp|vs|etc|Fig|No|Vol|pp|e\.g|i\.e|U\.S|U\.K|[A-Z])\.$"
)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of a text, without the white space around them."""
    cuts = _chinese(text) if language == "zh" else _english(text)
    spans = []
    for start, end in cuts:
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return spans


def _chinese(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _CHINESE.finditer(text)]


def _english(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _ENGLISH_END.finditer(text):
        if "\n" not in match[0] and _ABBREVIATIONS.search(text[start : match.start()]):
            continue
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))]
