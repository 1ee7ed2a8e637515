"""The gold of the generalist."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Response:
    """The full answer to a question, and where in the tree of knowledge the question comes from.

    `path` are the branches of the tree above the discipline, from the root downwards; `level` is that of the subject,
    `form` and `difficulty` those that the question was asked for in. `result` is the short outcome that the answer
    comes to, where several sources were compared on it, and `agreement` how many of how many samples came to it, such
    as "4/5". `score` is the mean mark of a judge, of five. `choices` are the options of a choice question in their
    order, and `correct` is the position of the right one.
    """

    text: str
    discipline: str = ""
    subject: str = ""
    sessions: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    level: str = ""
    form: str = ""
    difficulty: str = ""
    result: str = ""
    agreement: str = ""
    score: str = ""
    choices: tuple[str, ...] = ()
    correct: int | None = None
