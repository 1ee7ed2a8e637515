"""The gold of information extraction: one record of annotations that every subtask reads its answer from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character positions in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity mention or a slot value: its label and place."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two mentions, from head to tail."""

    label: str
    head: Span
    tail: Span


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of an event."""

    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its type, the words that name it, and its arguments."""

    type: str
    trigger: Span
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTuple:
    """A fact in the words of the text: subject, predicate, and one or more arguments."""

    subject: Span
    predicate: Span
    arguments: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All annotations of a text; `None` where a layer was not annotated, empty where there is nothing."""

    mentions: tuple[Mention, ...] | None = None
    relations: tuple[Relation, ...] | None = None
    events: tuple[Event, ...] | None = None
    tuples: tuple[OpenTuple, ...] | None = None
