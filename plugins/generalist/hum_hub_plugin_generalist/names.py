"""Texts folded for comparison: when two names mean the same thing, and when two questions are nearly the same."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]")
_PIECE = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
NEAR = 0.7
"""From which share of common word triples on two texts count as nearly the same."""


def folded(name: str) -> str:
    """A name without what may differ between two ways to write it: case, width, blanks, punctuation, articles."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ").strip()
    plain = re.sub(r"\A(?:the|an?)\s+", "", plain)
    plain = re.sub(r"(?<=[\u3400-\u9fff])(?:课程|课)\Z", "", plain)
    return "".join(_WORD.findall(plain)) or plain


def triples(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words (characters, in Chinese) of a text; all of it, where it is shorter."""
    pieces = _PIECE.findall(unicodedata.normalize("NFKC", text).casefold())
    return frozenset(tuple(pieces[place : place + 3]) for place in range(max(1, len(pieces) - 2)))


def nearly_same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts share most of their triples."""
    return len(one & other) >= NEAR * len(one | other)
