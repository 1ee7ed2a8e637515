"""The shapes of structured replies; every string and list in them is bounded."""

from dataclasses import dataclass
from typing import Annotated

from hum_hub import length

Name = Annotated[str, length(1, 80)]
Definition = Annotated[str, length(0, 400)]
Wording = Annotated[str, length(1, 200)]
Context = Annotated[str, length(0, 300)]


@dataclass(frozen=True, slots=True)
class SaidMention:
    """A mention in the words of the text; `context` is empty where it means every occurrence of them."""

    label: Name
    wording: Wording
    context: Context


@dataclass(frozen=True, slots=True)
class SaidRelation:
    """A relation between two mentions, named by their wordings."""

    label: Name
    subject: Wording
    object: Wording


@dataclass(frozen=True, slots=True)
class SaidArgument:
    """What fills a role of an event."""

    role: Name
    wording: Wording


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """An event; `context` tells which occurrence of the trigger is meant where there are several."""

    type: Name
    trigger: Wording
    context: Context
    arguments: Annotated[list[SaidArgument], length(0, 16)]


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a reader says of a text."""

    mentions: Annotated[list[SaidMention], length(0, 64)]
    relations: Annotated[list[SaidRelation], length(0, 64)]
    events: Annotated[list[SaidEvent], length(0, 32)]


@dataclass(frozen=True, slots=True)
class ProposedEntity:
    """An entity type for a topic."""

    name: Name
    definition: Definition


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """A relation for a topic, with the entity types of its ends."""

    name: Name
    definition: Definition
    subject: Name
    object: Name


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """A type of event for a topic, with its roles."""

    name: Name
    definition: Definition
    roles: Annotated[list[Name], length(0, 8)]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The scheme that a teacher proposes for a topic."""

    entities: Annotated[list[ProposedEntity], length(0, 12)]
    relations: Annotated[list[ProposedRelation], length(0, 10)]
    events: Annotated[list[ProposedEvent], length(0, 8)]
