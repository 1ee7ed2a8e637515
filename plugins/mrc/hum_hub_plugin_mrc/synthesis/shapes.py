"""What a teacher's replies must be JSON of: drafts of questions, and the answers found to them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from hum_hub import length, within

MOST_DRAFTS = 8
"""The most questions of a sub-task that one request asks for."""
LETTERS = "ABCDEFGH"
"""The letters that stand before options; no question has more."""
Line = Annotated[str, length(1, 400)]
Short = Annotated[str, length(1, 200)]
Number = Annotated[int, within(1, 9999)]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A wording of the passage, with the words around it and the number of its sentence."""

    text: Line
    context: Annotated[str, length(0, 600)]
    sentence: Number


@dataclass(frozen=True, slots=True)
class Spanned:
    """A question that one span answers."""

    question: Line
    answer: Quoted


@dataclass(frozen=True, slots=True)
class Listed:
    """A question that several spans answer."""

    question: Line
    answers: Annotated[tuple[Quoted, ...], length(2, 12)]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation with its answer."""

    question: Line
    answer: Line


@dataclass(frozen=True, slots=True)
class Continued:
    """A conversation, and the question that continues it."""

    history: Annotated[tuple[Turn, ...], length(1, 4)]
    question: Line
    answer: Quoted


@dataclass(frozen=True, slots=True)
class Stated:
    """A question whose answer is in the writer's own words or figures."""

    question: Line
    answer: Line


@dataclass(frozen=True, slots=True)
class Blanked:
    """A sentence with a blank, and what fills it."""

    sentence: Line
    answer: Short


@dataclass(frozen=True, slots=True)
class Judged:
    """A question to be answered by yes or no."""

    question: Line
    answer: Literal["yes", "no", "depends"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A question that takes several documents: the answer, the number of its document, and all that it rests on."""

    question: Line
    answer: Line
    context: Annotated[str, length(0, 600)]
    document: Number
    documents: Annotated[tuple[Number, ...], length(1, 8)]


Draft = Spanned | Listed | Continued | Stated | Blanked | Judged | Joined


@dataclass(frozen=True, slots=True)
class SpannedDrafts:
    """Drafts for `span` and `date`."""

    questions: Annotated[tuple[Spanned, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class ListedDrafts:
    """Drafts for `spans`."""

    questions: Annotated[tuple[Listed, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class ContinuedDrafts:
    """Drafts for `dialogue`."""

    questions: Annotated[tuple[Continued, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class StatedDrafts:
    """Drafts for `choice`, `free` and `number`."""

    questions: Annotated[tuple[Stated, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class BlankedDrafts:
    """Drafts for `cloze`."""

    questions: Annotated[tuple[Blanked, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class JudgedDrafts:
    """Drafts for `boolean`."""

    questions: Annotated[tuple[Judged, ...], length(0, MOST_DRAFTS)]


@dataclass(frozen=True, slots=True)
class JoinedDrafts:
    """Drafts for `hops`."""

    questions: Annotated[tuple[Joined, ...], length(0, MOST_DRAFTS)]


Drafts = SpannedDrafts | ListedDrafts | ContinuedDrafts | StatedDrafts | BlankedDrafts | JudgedDrafts | JoinedDrafts
DRAFTS: dict[str, type[Drafts]] = {
    "span": SpannedDrafts,
    "date": SpannedDrafts,
    "spans": ListedDrafts,
    "dialogue": ContinuedDrafts,
    "choice": StatedDrafts,
    "free": StatedDrafts,
    "number": StatedDrafts,
    "cloze": BlankedDrafts,
    "boolean": JudgedDrafts,
    "hops": JoinedDrafts,
}
"""The shape of drafts by sub-task."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Wrong options beside a right one."""

    options: Annotated[tuple[Short, ...], length(0, len(LETTERS))]


@dataclass(frozen=True, slots=True)
class Twin:
    """A question that looks like another one, and is not answered."""

    question: Line


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found who was not told the answer; nothing, where `answerable` is false."""

    answerable: bool
    answers: Annotated[tuple[Line, ...], length(0, 16)]


@dataclass(frozen=True, slots=True)
class Picked:
    """The letters of all options that a reader thinks are right."""

    right: Annotated[tuple[Literal["A", "B", "C", "D", "E", "F", "G", "H"], ...], length(0, len(LETTERS))]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader answers to a question of yes or no."""

    answer: Literal["yes", "no", "depends", "unanswerable"]


@dataclass(frozen=True, slots=True)
class Same:
    """Whether two answers say the same."""

    same: bool
