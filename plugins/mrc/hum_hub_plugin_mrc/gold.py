"""The gold of reading comprehension."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer in words; with half-open positions where it stands in the passage."""

    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one question on a passage.

    `answers` holds the accepted wordings, the preferred one first; for several spans it holds all of them, and it is
    empty when the passage does not answer. `choices` are the options of a question with options, in their order,
    and `correct` is the position of the right one.
    """

    answers: tuple[Wording, ...] = ()
    choices: tuple[str, ...] = ()
    correct: int | None = None
