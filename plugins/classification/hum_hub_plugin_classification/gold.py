"""The gold of text classification."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aspect:
    """A term of the text, at half-open positions, and the polarity of the opinion about it."""

    start: int
    end: int
    polarity: str


@dataclass(frozen=True, slots=True)
class Classes:
    """The labels of a text or pair of texts, or the aspects of a text with their polarities."""

    labels: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
