"""The gold of reading comprehension."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer in words; with half-open positions where it stands in the passage or the documents."""

    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one question on a passage or on several documents.

    `answers` holds the accepted wordings, the preferred one first; for several spans it holds all of them, for a
    question that is to be asked the question itself, and it is empty when the passage does not answer. `choices` are
    the options of a question with options, in their order, and `correct` is the position of the right one. `supports`
    are the titles of the documents that the answer rests on, in their order.
    """

    answers: tuple[Wording, ...] = ()
    choices: tuple[str, ...] = ()
    correct: int | None = None
    supports: tuple[Wording, ...] = ()
