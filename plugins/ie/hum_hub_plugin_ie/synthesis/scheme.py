"""The labels that texts are written for, as a seed states them.

The fields of a seed: `entities` or `slots`, an object from labels to definitions, or a list of labels; `relations`, an
object from labels to objects with `definition`, `head` and `tail`, each an entity label, a list of them, or absent for
any; `events`, an object from types to objects with `definition` and `roles`, a list, or an object from roles to
definitions; `texts`, how many to write; `absent`, a share or a number of labels that each text shall do without;
`topic` and `register`, what the texts are about and what kind of texts they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hum_hub import Problem
from hum_hub_plugin_ie.layers import LAYERS, QUANTITIES

MOST_LABELS, MOST_TEXTS, LONGEST_LABEL, LONGEST_DEFINITION = 40, 100, 60, 400
ABSENT = 0.25
"""The share of labels that a text does without where the seed does not say."""
_UNFIT = re.compile(r"[^\w \-'’·/&().,:+]")


class SchemeError(ValueError):
    """A seed states no scheme that texts can be written for; carries the problem."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, str(detail)[:200])


@dataclass(frozen=True, slots=True)
class RelationType:
    """What a relation means and which entity types stand at its ends; no types where any may."""

    definition: str = ""
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """What a kind of event is, and its roles with their definitions."""

    definition: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Labels with their definitions; either slots alone, or any of the others."""

    entities: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, RelationType] = field(default_factory=dict)
    events: Mapping[str, EventType] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def mentions(self) -> Mapping[str, str]:
        """The labels that mentions carry: entity types or slots."""
        return {**self.entities, **self.slots}

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels but roles."""
        return (*self.mentions, *self.relations, *self.events)

    def needed_by(self, subtasks: tuple[str, ...]) -> "Scheme":
        """What subtasks ask about, and the entity types where relations have to stand between entities.

        Raises:
            SchemeError: a subtask has no label here, or asks about more than a scheme covers.
        """
        for subtask in subtasks or ("",):
            if subtask not in SYNTHESIZED:
                raise SchemeError("subtask-not-synthesized", subtask)
            if not self._covers(subtask):
                raise SchemeError("schema-without-labels-of-subtask", subtask)
        layers = {layer for subtask in subtasks for layer in LAYERS[subtask]}
        mentions = bool(layers & {"mentions", "relations"})
        return Scheme(
            self.entities if mentions else {},
            self.relations if "relations" in layers else {},
            self.events if "events" in layers else {},
            self.slots if mentions else {},
        )

    def _covers(self, subtask: str) -> bool:
        names = {label.casefold() for label in self.entities}
        known = {"quantities": bool(names & QUANTITIES), "aspect-terms": "aspect" in names, "slots": bool(self.slots)}
        layers: Mapping[str, object] = {"mentions": self.entities, "relations": self.relations, "events": self.events}
        return known.get(subtask, all(layers.get(layer, True) for layer in LAYERS[subtask]))


SYNTHESIZED = frozenset(LAYERS) - {"mentions", "open-entities", "coreference", "tuples"}
"""Subtasks that ask under labels. The others ask for whatever a text holds, which no scheme says completely."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a seed wants: how many texts, what they are about and like, and which part of the labels they do without."""

    texts: int
    absent: float
    topic: str
    register: str


def scheme_of(fields: Mapping[str, Any]) -> Scheme:
    """The labels that the fields of a seed state.

    Raises:
        SchemeError: they are of the wrong type, too many, unfit as names, or do not fit together.
    """
    entities, slots = (_defined(fields.get(name, {}), name) for name in ("entities", "slots"))
    relations = {name: _relation(name, said) for name, said in _objects(fields, "relations").items()}
    events = {name: _event(name, said) for name, said in _objects(fields, "events").items()}
    found = Scheme(entities, relations, events, slots)
    _fitting(found)
    return found


def wanted_of(fields: Mapping[str, Any], labels: int) -> Wanted:
    """What a seed says besides its labels, of which there are so many; to do without more of them is to use none.

    Raises:
        SchemeError: a field is of the wrong type or out of bounds.
    """
    texts, absent = fields.get("texts", 1), fields.get("absent", ABSENT)
    if type(texts) is not int or not 1 <= texts <= MOST_TEXTS:
        raise SchemeError("fields-of-wrong-type", f"texts: {texts!r}")
    if type(absent) is int:
        absent = min(1.0, absent / max(1, labels))
    if type(absent) is not float or not 0 <= absent <= 1:
        raise SchemeError("fields-of-wrong-type", f"absent: {fields['absent']!r}")
    return Wanted(texts, absent, _line(fields.get("topic", ""), "topic"), _line(fields.get("register", ""), "register"))


def label_name(name: object) -> str:
    """A name that can stand as a label: one line of letters, figures and few other signs.

    Raises:
        SchemeError: it is none.
    """
    if not isinstance(name, str) or not name or name != name.strip() or len(name) > LONGEST_LABEL:
        raise SchemeError("label-name-unfit", repr(name)[:80])
    if _UNFIT.search(name) or not any(sign.isalpha() for sign in name):
        raise SchemeError("label-name-unfit", repr(name))
    return name


def _fitting(scheme: Scheme) -> None:
    folded = [label.casefold() for label in scheme.labels]
    if not folded:
        raise SchemeError("schema-without-labels")
    if len(folded) > MOST_LABELS:
        raise SchemeError("schema-too-large", len(folded))
    if repeated := sorted({label for label in folded if folded.count(label) > 1}):
        raise SchemeError("label-names-not-distinct", repeated[0])
    if scheme.slots and len(scheme.slots) < len(scheme.labels):
        raise SchemeError("slots-beside-other-labels")
    for name, relation in scheme.relations.items():
        if not scheme.entities:
            raise SchemeError("relations-without-entity-types", name)
        for end in (*relation.heads, *relation.tails):
            if end not in scheme.entities:
                raise SchemeError("relation-with-unknown-type", f"{name}: {end}")


def _defined(said: object, place: str) -> dict[str, str]:
    """Names with their definitions; a list has none."""
    if isinstance(said, list):
        said = {name: "" for name in said if isinstance(name, str)} if _distinct(said, place) else {}
    if not isinstance(said, Mapping):
        raise SchemeError("fields-of-wrong-type", place)
    return {label_name(name): _line(definition, f"{place}.{name}") for name, definition in said.items()}


def _distinct(names: list[Any], place: str) -> bool:
    for name in names:
        label_name(name)
    if len({name.casefold() for name in names}) < len(names):
        raise SchemeError("label-names-not-distinct", place)
    return True


def _objects(fields: Mapping[str, Any], place: str) -> dict[str, Mapping[str, Any]]:
    said = fields.get(place, {})
    if not isinstance(said, Mapping) or not all(isinstance(value, Mapping) for value in said.values()):
        raise SchemeError("fields-of-wrong-type", place)
    return {label_name(name): value for name, value in said.items()}


def _relation(name: str, said: Mapping[str, Any]) -> RelationType:
    return RelationType(_line(said.get("definition", ""), name), _ends(name, said, "head"), _ends(name, said, "tail"))


def _ends(name: str, said: Mapping[str, Any], end: str) -> tuple[str, ...]:
    types = said.get(end, [])
    types = [types] if isinstance(types, str) else types
    if not isinstance(types, list):
        raise SchemeError("fields-of-wrong-type", f"{name}.{end}")
    return tuple(dict.fromkeys(map(label_name, types)))


def _event(name: str, said: Mapping[str, Any]) -> EventType:
    roles = _defined(said.get("roles", {}), f"{name}.roles")
    if len(roles) > MOST_LABELS or len({role.casefold() for role in roles}) < len(roles):
        raise SchemeError("label-names-not-distinct", f"{name}.roles")
    return EventType(_line(said.get("definition", ""), name), roles)


def _line(said: object, place: str) -> str:
    """A text on one line."""
    if not isinstance(said, str) or len(said) > LONGEST_DEFINITION:
        raise SchemeError("fields-of-wrong-type", place)
    return " ".join(said.split())
