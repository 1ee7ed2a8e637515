"""Examples that ask about a part of a text's gold, which inputs beside the text name.

Each has the gold of its part and no more, so that its inputs follow from it. Taking the parts of such a gold gives the
same gold again; that is how it is validated.
"""

from collections.abc import Callable, Iterator, Mapping

from hum_hub import Problem
from hum_hub_plugin_ie.gold import Argument, Event, Extraction, Mention, Span, in_order, wording
from hum_hub_plugin_ie.naming import TRIGGER, in_a_row, of_language, words
from hum_hub_plugin_ie.things import card_head, cards

Parts = Iterator[Extraction | Problem]


def _pairs(text: str, gold: Extraction) -> Parts:
    """Each relation by itself."""
    for relation in gold.relations or ():
        yield Extraction(relations=(relation,))


def _typing(text: str, gold: Extraction) -> Parts:
    """The first mention of each wording that has one label throughout the text and fits on a line."""
    first: dict[str, Mention] = {}
    labels: dict[str, set[str]] = {}
    for mention in sorted(gold.mentions or (), key=in_order):
        first.setdefault(wording(mention, text), mention)
        labels.setdefault(wording(mention, text), set()).add(mention.label)
    kept = tuple(mention for called, mention in first.items() if len(labels[called]) == 1 and _one_line(called))
    if kept:
        yield Extraction(mentions=kept)


def _typed_relations(text: str, gold: Extraction) -> Parts:
    """All relations with all mentions, if each end of a relation is a mention with one label."""
    labels: dict[Span, set[str]] = {}
    for mention in gold.mentions or ():
        labels.setdefault(Span(mention.start, mention.end), set()).add(mention.label)
    ends = (end for relation in gold.relations or () for end in (relation.head, relation.tail))
    untyped = next((end for end in ends if len(labels.get(end, ())) != 1), None)
    if untyped is not None:
        yield Problem("argument-without-one-type", wording(untyped, text))
    elif labels:
        yield Extraction(mentions=gold.mentions, relations=gold.relations, clusters=gold.clusters)


def _cards(text: str, gold: Extraction) -> Parts:
    """The relations of one entity, for each that has at least two different ones."""
    for relations, clusters in cards(text, gold):
        yield Extraction(relations=relations, clusters=clusters)


def _arguments(text: str, gold: Extraction) -> Parts:
    """One event with all arguments of its trigger, and the roles that can be asked for.

    Events of one type with one trigger are one here. Where the wording of a trigger stands for several events of a
    type, an input cannot say which of them is meant, and none is asked about.
    """
    events: dict[tuple[str, Span], dict[Argument, None]] = {}
    roles: dict[str, set[str]] = {}
    triggers: dict[tuple[str, str], set[Span]] = {}
    for event in gold.events or ():
        events.setdefault((event.type, event.trigger), {}).update(dict.fromkeys(event.arguments))
        filled = (argument.role for argument in event.arguments)
        roles.setdefault(event.type, set()).update(event.roles, filled)
        triggers.setdefault((event.type, wording(event.trigger, text)), set()).add(event.trigger)
    for (type, trigger), arguments in events.items():
        if roles[type] and len(triggers[type, wording(trigger, text)]) == 1:
            yield Extraction(events=(Event(type, trigger, tuple(arguments), tuple(sorted(roles[type]))),))


def _tables(text: str, gold: Extraction) -> Parts:
    """The events of one type, for each type with an argument and with names of columns that can be told apart."""
    for type in dict.fromkeys(event.type for event in gold.events or ()):
        events = tuple(event for event in gold.events or () if event.type == type)
        roles = filled_roles(events)
        names = [*map(words, roles), *TRIGGER.values()]
        if roles and len(set(names)) == len(names) and all(map(_one_line, (*names, words(type)))):
            yield Extraction(events=events)


PARTS: Mapping[str, Callable[[str, Extraction], Parts]] = {
    "pair-relation": _pairs,
    "typing": _typing,
    "typed-relations": _typed_relations,
    "card": _cards,
    "arguments": _arguments,
    "table": _tables,
}
"""The parts of a text's gold that a subtask asks about, each in an example of its own."""


def inputs(subtask: str, text: str, gold: Extraction, language: str) -> dict[str, str]:
    """The inputs of an example, as its gold wants them."""
    return {"text": text, **(_INPUTS[subtask](text, gold, language) if subtask in _INPUTS else {})}


def filled_roles(events: tuple[Event, ...]) -> tuple[str, ...]:
    """The roles that some of the events fill, in their order."""
    return tuple(dict.fromkeys(argument.role for event in events for argument in event.arguments))


def column_names(gold: Extraction, language: str) -> list[str]:
    """The columns of a table, in the language of its text."""
    return [of_language(TRIGGER, language), *map(words, filled_roles(gold.events or ()))]


def _inputs_of_pair(text: str, gold: Extraction, language: str) -> dict[str, str]:
    (relation,) = gold.relations or ()
    return {"subject": wording(relation.head, text), "object": wording(relation.tail, text)}


def _inputs_of_typing(text: str, gold: Extraction, language: str) -> dict[str, str]:
    return {"mentions": "\n".join(wording(mention, text) for mention in gold.mentions or ())}


def _inputs_of_typed_relations(text: str, gold: Extraction, language: str) -> dict[str, str]:
    types = {words(mention.label) for mention in gold.mentions or ()}
    return {"types": in_a_row(sorted(types), language)}


def _inputs_of_card(text: str, gold: Extraction, language: str) -> dict[str, str]:
    return {"entity": wording(card_head(gold.relations or ()), text)}


def _inputs_of_arguments(text: str, gold: Extraction, language: str) -> dict[str, str]:
    (event,) = gold.events or ()
    return {"trigger": wording(event.trigger, text), "event": words(event.type)}


def _inputs_of_table(text: str, gold: Extraction, language: str) -> dict[str, str]:
    (type,) = {event.type for event in gold.events or ()}
    return {"event": words(type), "columns": in_a_row(column_names(gold, language), language)}


_INPUTS: Mapping[str, Callable[[str, Extraction, str], dict[str, str]]] = {
    "pair-relation": _inputs_of_pair,
    "typing": _inputs_of_typing,
    "typed-relations": _inputs_of_typed_relations,
    "card": _inputs_of_card,
    "arguments": _inputs_of_arguments,
    "table": _inputs_of_table,
}


def _one_line(text: str) -> bool:
    return len(text.splitlines()) == 1 and text == text.strip()
