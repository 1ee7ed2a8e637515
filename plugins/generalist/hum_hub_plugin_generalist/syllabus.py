"""Subjects and syllabi as a teacher's structured replies state them, parsed strictly."""

from dataclasses import dataclass
from typing import Any

FEWEST_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a discipline."""

    name: str
    level: str
    subtopics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A class session: title, description, key concepts."""

    title: str
    description: str
    concepts: tuple[str, ...]


def subjects(value: Any) -> list[Subject]:
    """The subjects in a JSON list, each name once.

    Raises:
        ValueError: the value is not a list of subjects.
    """
    found: dict[str, Subject] = {}
    for entry in _list(value):
        subject = Subject(_text(entry, "name"), _text(entry, "level"), _texts(entry, "subtopics"))
        found.setdefault(subject.name.casefold(), subject)
    return list(found.values())


def sessions(value: Any) -> list[Session]:
    """The sessions in a JSON list.

    Raises:
        ValueError: the value is not a list of sessions, has too few, or repeats a title or a concept of a session.
    """
    found = [
        Session(_text(entry, "title"), _text(entry, "description"), _texts(entry, "concepts")) for entry in _list(value)
    ]
    if len(found) < FEWEST_SESSIONS:
        raise ValueError(f"{len(found)} sessions, expected at least {FEWEST_SESSIONS}")
    if len({session.title.casefold() for session in found}) < len(found):
        raise ValueError("a session title stands twice")
    for session in found:
        if not session.concepts or len(set(session.concepts)) < len(session.concepts):
            raise ValueError(f"session {session.title!r} has no key concepts, or one of them twice")
    return found


def _list(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("expected a list of objects")
    return value


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected a text under {key!r}")
    return value.strip()


def _texts(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key)
    if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
        raise ValueError(f"expected a list of texts under {key!r}")
    return tuple(part.strip() for part in value)
