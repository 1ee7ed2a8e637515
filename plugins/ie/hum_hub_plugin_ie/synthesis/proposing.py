"""The open world: a scheme that a teacher proposes for a topic, kept as far as it can be used."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hum_hub import Problem
from hum_hub_plugin_ie.synthesis.scheme import SchemeError, label_name
from hum_hub_plugin_ie.synthesis.shapes import Proposal

MOST_WORDS, MOST_SIGNS = 5, 12
"""How long a proposed label may be: words of English, signs of Chinese."""
_ENGLISH, _CHINESE = re.compile(r"[A-Za-z][A-Za-z'’-]+( [A-Za-z][A-Za-z'’-]*)*"), re.compile(r"[\u4e00-\u9fff]+")
Fields = dict[str, Any]


def proposed(proposal: Proposal, language: str) -> tuple[Fields, list[Problem]]:
    """The fields of a seed that has the proposed scheme, and the labels that had to be left out."""
    names, problems = _Names(language), list[Problem]()
    entities = {
        entity.name.strip(): _one_line(entity.definition)
        for entity in _kept(proposal.entities, lambda entity: names.take(entity.name), problems)
    }
    relations = {
        relation.name.strip(): {
            "definition": _one_line(relation.definition),
            "head": relation.subject.strip(),
            "tail": relation.object.strip(),
        }
        for relation in _kept(
            proposal.relations,
            lambda relation: names.take(relation.name, (relation.subject, relation.object), entities),
            problems,
        )
    }
    events = {
        event.name.strip(): {"definition": _one_line(event.definition), "roles": [role.strip() for role in event.roles]}
        for event in _kept(proposal.events, lambda event: names.take_event(event.name, event.roles), problems)
    }
    return {"entities": entities, "relations": relations, "events": events}, problems


class _Names:
    """The names given so far, which no further label may take."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._taken: set[str] = set()

    def take(self, name: str, ends: Iterable[str] = (), entities: Iterable[str] = ()) -> None:
        """Give a name to a label, if it is one, is free, and the ends of a relation are entity types."""
        self._check(name)
        if unknown := [end for end in ends if end.strip() not in entities]:
            raise SchemeError("relation-with-unknown-type", f"{name}: {unknown[0]}")
        if name.strip().casefold() in self._taken:
            raise SchemeError("label-names-not-distinct", name)
        self._taken.add(name.strip().casefold())

    def take_event(self, name: str, roles: Sequence[str]) -> None:
        """Give a name to an event type with roles, which may be called the same as those of other types."""
        for role in roles:
            self._check(role)
        if not roles:
            raise SchemeError("event-type-without-roles", name)
        if len({role.strip().casefold() for role in roles}) < len(roles):
            raise SchemeError("label-names-not-distinct", f"{name}: {', '.join(roles)}")
        self.take(name)

    def _check(self, name: str) -> None:
        name = label_name(name.strip())
        fits = _CHINESE.fullmatch(name) if self._language == "zh" else _ENGLISH.fullmatch(name)
        if not fits or len(name.split()) > MOST_WORDS or (self._language == "zh" and len(name) > MOST_SIGNS):
            raise SchemeError("label-name-unfit", name)


def _kept(said: Iterable[Any], check: Callable[[Any], None], problems: list[Problem]) -> list[Any]:
    """Those that pass the check; of the others the problem is noted."""
    kept = list[Any]()
    for label in said:
        try:
            check(label)
        except SchemeError as error:
            problems.append(error.problem)
        else:
            kept.append(label)
    return kept


def _one_line(text: str) -> str:
    return " ".join(text.split())
