"""The shapes of structured replies; every string and list in them is bounded."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Name = Annotated[str, Field(min_length=1, max_length=80)]
Definition = Annotated[str, Field(max_length=400)]
Wording = Annotated[str, Field(min_length=1, max_length=200)]
Context = Annotated[str, Field(max_length=300)]


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
    arguments: Annotated[list[SaidArgument], Field(max_length=16)]


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a reader says of a text."""

    mentions: Annotated[list[SaidMention], Field(max_length=64)]
    relations: Annotated[list[SaidRelation], Field(max_length=64)]
    events: Annotated[list[SaidEvent], Field(max_length=32)]


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
    roles: Annotated[list[Name], Field(max_length=8)]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The scheme that a teacher proposes for a topic."""

    entities: Annotated[list[ProposedEntity], Field(max_length=12)]
    relations: Annotated[list[ProposedRelation], Field(max_length=10)]
    events: Annotated[list[ProposedEvent], Field(max_length=8)]
