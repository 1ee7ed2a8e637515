"""When two wordings count as the same, or nearly so, and what language one can be of."""

import re
import unicodedata
from collections import Counter

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_\u3400-\u9fff]+)*")
_HAN, _WORD = re.compile("[\u3400-\u9fff]"), re.compile(r"[^\W\d_\u3400-\u9fff]+")


def tokens(text: str) -> list[str]:
    """Words, numbers and Chinese characters of a text, without case and punctuation."""
    found: list[str] = _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    return found


def key(text: str) -> str:
    """What two wordings have in common that differ in case and punctuation only."""
    return " ".join(tokens(text)) or text.strip()


def overlap(first: str, second: str) -> float:
    """The harmonic mean of how much of each text's tokens is in the other."""
    one, other = Counter(tokens(first)), Counter(tokens(second))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def holds(text: str, part: str) -> bool:
    """Whether a text holds all tokens of a part in a row; a single Chinese character counts for nothing."""
    whole, within = tokens(text), tokens(part)
    if not within or (len(within) == 1 and _HAN.fullmatch(within[0])):
        return False
    return tuple(within) in windows(whole, len(within))


def windows(found: list[str], size: int) -> set[tuple[str, ...]]:
    """All runs of so many tokens."""
    return {tuple(found[start : start + size]) for start in range(len(found) - size + 1)}


def in_language(text: str, language: str) -> bool:
    """Whether a text can be of a language by its letters; a few words or names of another are let pass."""
    words, han = len(_WORD.findall(text)), len(_HAN.findall(text))
    return words <= 3 or han >= words if language == "zh" else han <= max(3, 3 * words)
