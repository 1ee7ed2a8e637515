"""Tokens joined to running text, with the place of each token in it."""

from collections.abc import Sequence
from typing import Literal

Joining = Literal["space", "none", "natural"]
"""`space` puts one blank between tokens, `none` nothing (Chinese), `natural` undoes English tokenisation."""

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_NO_BLANK_BEFORE = frozenset([",", ".", ";", ":", "!", "?", "%", ")", "]", "}", "...", "'s", "'S", "n't", "'re"])
_NO_BLANK_BEFORE_TOO = frozenset(["'ve", "'ll", "'d", "'m", "s'", "’s", "n’t", "”", "’"])
_NO_BLANK_AFTER = frozenset(["(", "[", "{", "$", "#", "£", "€", "“", "‘"])


def join(tokens: Sequence[str], joining: Joining) -> tuple[str, list[tuple[int, int]]]:
    """The text of the tokens and, for each token, its half-open character span.

    Tokens that are blank get an empty span and add nothing to the text.
    """
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    quoted = False
    glued = True
    shown = _as_written(tokens) if joining == "natural" else list(tokens)
    for token in shown:
        if not token.strip():
            spans.append((position, position))
            continue
        opens = token == '"' and not quoted
        if joining == "space":
            blank = bool(pieces)
        elif joining == "none":
            blank = _latin_edge(pieces, token)
        else:
            blank = not glued and not _sticks(token, quoted)
            quoted = not quoted if token == '"' else quoted
            glued = opens or token in _NO_BLANK_AFTER
        position += blank
        pieces.append(" " * blank + token)
        spans.append((position, position + len(token)))
        position += len(token)
    return "".join(pieces), spans


def _as_written(tokens: Sequence[str]) -> list[str]:
    """Penn Treebank escapes undone; of two backquotes in separate tokens the second becomes empty."""
    shown: list[str] = []
    for token in tokens:
        if token == "`" and shown and shown[-1] == "`":
            shown[-1] = '"'
            shown.append("")
        elif token in ("``", "''"):
            shown.append('"')
        else:
            shown.append(_BRACKETS.get(token, token))
    return shown


def _sticks(token: str, quoted: bool) -> bool:
    """Whether a token stands without a blank after the one before it."""
    return token in _NO_BLANK_BEFORE or token in _NO_BLANK_BEFORE_TOO or (token == '"' and quoted)


def _latin_edge(pieces: list[str], token: str) -> bool:
    """Whether two Latin words meet, which a text without blanks between words still keeps apart."""
    return (
        bool(pieces)
        and pieces[-1][-1].isascii()
        and pieces[-1][-1].isalpha()
        and token[0].isascii()
        and token[0].isalpha()
    )
