"""Texts that are refused before anybody labels them: leaks, repetitions, echoes, another language."""

from collections.abc import Iterable
from functools import cache

from hum_hub import Problem
from hum_hub_plugin_classification.synthesis.instructions import every_instruction
from hum_hub_plugin_classification.synthesis.wishes import Wish
from hum_hub_plugin_classification.synthesis.wording import holds, in_language, key, overlap, tokens, windows

AGAIN = 0.85
"""The share of common tokens from which a text counts as written again."""
_LENGTHS = {"en": (3, 250), "zh": (4, 500)}
"""The fewest and the most words, or Chinese characters, of a text."""
_ECHO = {"en": 7, "zh": 12}
"""How many tokens in a row of an instruction are an echo of it."""
_QUOTE = {"en": 5, "zh": 8}
"""How many tokens in a row of a definition are a quotation of it."""
_TAGS = ("wanted", "sibling", "other-labels", "labels", "hints", "premise", "hypothesis", "text")


def refused(text: str, wish: Wish, known: Iterable[str]) -> Problem | None:
    """Why a text cannot be used beside those that are known already."""
    fewest, most = _LENGTHS[wish.language]
    size = len(tokens(text))
    if echoes(text, wish.language):
        return Problem("echo-of-instructions", text[:80])
    if not in_language(text, wish.language):
        return Problem("wrong-language", text[:80])
    if not fewest <= size <= most:
        return Problem("text-too-short" if size < fewest else "text-too-long", text[:80])
    if any(written_again(text, other) for other in known):
        return Problem("text-repeated", text[:80])
    return _leak(text, wish) or _misfit(text, wish)


def written_again(text: str, other: str) -> bool:
    """Whether two texts are equal up to case and punctuation, or nearly so."""
    return key(text) == key(other) or overlap(text, other) >= AGAIN


def echoes(text: str, language: str) -> bool:
    """Whether a text repeats a stretch of an instruction, or a tag that marks off material."""
    folded = text.casefold()
    if any(f"<{tag}>" in folded or f"</{tag}>" in folded for tag in _TAGS):
        return True
    return not windows(tokens(text), _ECHO[language]).isdisjoint(_told(language))


def _leak(text: str, wish: Wish) -> Problem | None:
    """Whether a text says its label instead of showing it."""
    for label in wish.wanted:
        if holds(text, label) or holds(text, wish.names.get(label, label)):
            return Problem("text-names-label", f"{label}: {text[:80]}")
        size = _QUOTE[wish.language]
        definition = tokens(wish.definitions.get(label, ""))
        if not windows(tokens(text), size).isdisjoint(windows(definition, size)) or holds(text, " ".join(definition)):
            return Problem("text-quotes-definition", f"{label}: {text[:80]}")
    return None


def _misfit(text: str, wish: Wish) -> Problem | None:
    """Whether a text does not go with what is given beside it."""
    if wish.subtask == "aspect-polarity" and wish.given["aspect"] not in text:
        return Problem("aspect-not-in-text", f"{wish.given['aspect']}: {text[:80]}")
    if any(key(given) == key(text) or holds(given, text) for given in wish.given.values()):
        return Problem("text-copied", text[:80])
    return None


@cache
def _told(language: str) -> frozenset[tuple[str, ...]]:
    found = set[tuple[str, ...]]()
    for text in every_instruction(language):
        found |= windows(tokens(text), _ECHO[language])
    return frozenset(found)
