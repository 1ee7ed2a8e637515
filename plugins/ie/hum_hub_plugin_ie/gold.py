"""The gold of information extraction: one record of annotations that every subtask reads its answer from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character positions in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity mention, a slot value or an aspect term: its label and place."""

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
    """An event: its type, the words that name it, and its arguments.

    `roles` are all roles that its type is known to have, filled or not; empty where nobody said which.
    """

    type: str
    trigger: Span
    arguments: tuple[Argument, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTuple:
    """A fact in the words of the text: subject, predicate, and one or more arguments."""

    subject: Span
    predicate: Span
    arguments: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OfferedEvent:
    """A type of event that a text was annotated for, with its roles."""

    type: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """The labels that a text was annotated for, also those of which it has nothing."""

    mentions: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    events: tuple[OfferedEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All annotations of a text; `None` where a layer was not annotated, empty where there is nothing.

    A cluster holds at least two mentions that denote the same thing; no mention stands in two of them. `offered` is
    known where a text brings labels of its own.
    """

    mentions: tuple[Mention, ...] | None = None
    relations: tuple[Relation, ...] | None = None
    events: tuple[Event, ...] | None = None
    tuples: tuple[OpenTuple, ...] | None = None
    clusters: tuple[tuple[Span, ...], ...] | None = None
    offered: Offered | None = None

    def spans(self) -> list[Span]:
        """Every place that some annotation names."""
        found = [Span(mention.start, mention.end) for mention in self.mentions or ()]
        for relation in self.relations or ():
            found += [relation.head, relation.tail]
        for event in self.events or ():
            found += [event.trigger, *(argument.span for argument in event.arguments)]
        for open_tuple in self.tuples or ():
            found += [open_tuple.subject, open_tuple.predicate, *open_tuple.arguments]
        for cluster in self.clusters or ():
            found += cluster
        return found


def in_order(span: Span | Mention) -> tuple[int, int]:
    """A key that sorts by place in the text; of two that begin together, the longer comes first."""
    return (span.start, -span.end)


def wording(span: Span | Mention, text: str) -> str:
    """The words at a place."""
    return text[span.start : span.end]
