"""When two wordings count as the same, or nearly so."""

import re
from collections import Counter
from collections.abc import Iterable

from hum_hub_plugin_mrc.synthesis.numerals import figured, figures

NEAR = 0.6
"""The share of common tokens (F1) from which two spans answer a question alike."""
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_\u3400-\u9fff]+)*")
_ARTICLES = {"a", "an", "the"}
_NEGATIONS = re.compile(r"\b(?:not?|never|nobody|nothing|none|without|cannot|\w+n['’]t)\b|[不没无未非]")


def tokens(text: str, language: str) -> list[str]:
    """Words, or Chinese characters, of a text without case, punctuation and articles, numbers as figures."""
    found: list[str] = _TOKEN.findall(figured(text, language))
    kept = [token for token in found if token not in _ARTICLES]
    return kept or found


def key(text: str, language: str) -> str:
    """What two wordings have in common that differ in case, punctuation, articles or numerals only."""
    return " ".join(tokens(text, language)) or text.strip()


def overlap(first: str, second: str, language: str) -> float:
    """The harmonic mean of how much of each text's tokens is in the other."""
    one, other = Counter(tokens(first, language)), Counter(tokens(second, language))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def alike(first: str, second: str, language: str) -> bool:
    """Whether two spans answer a question alike: nearly the same words, exactly the same numbers and negations."""
    if key(first, language) == key(second, language):
        return True
    return (
        _counted(first, language) == _counted(second, language)
        and _denied(first) == _denied(second)
        and overlap(first, second, language) >= NEAR
    )


def matched(expected: Iterable[str], found: Iterable[str], language: str) -> bool:
    """Whether two collections of spans are the same set, each span alike to one of the other side."""
    left, right = list(expected), list({key(text, language): text for text in found}.values())
    for text in left:
        partner = next((other for other in right if key(other, language) == key(text, language)), None)
        partner = partner or next((other for other in right if alike(text, other, language)), None)
        if partner is None:
            return False
        right.remove(partner)
    return not right


def holds(text: str, part: str, language: str) -> bool:
    """Whether a text holds all tokens of a part in a row; a single Chinese character counts for nothing."""
    whole, within = tokens(text, language), tokens(part, language)
    if not within or (len(within) == 1 and "\u3400" <= within[0] <= "\u9fff"):
        return False
    return any(whole[start : start + len(within)] == within for start in range(len(whole) - len(within) + 1))


def _counted(text: str, language: str) -> Counter[str]:
    """The numbers of a text but one, which is also how a single thing is introduced."""
    return Counter(figure for figure in figures(text, language) if figure != "1")


def _denied(text: str) -> bool:
    return _NEGATIONS.search(text.casefold()) is not None
