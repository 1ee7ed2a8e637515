"""The gold of the generalist."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Response:
    """The full answer to a question, and where in the tree of knowledge the question comes from."""

    text: str
    discipline: str = ""
    subject: str = ""
    sessions: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
