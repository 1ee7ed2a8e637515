"""Gold to answers: what each subtask's records are, restricted to the labels shown, in the order of the text."""

from collections.abc import Callable, Mapping

from hum_hub import Answer, Element, Label, Record, Schema, Value
from hum_hub_plugin_ie.gold import Event, Extraction, Offered, Span, in_order
from hum_hub_plugin_ie.layers import OWN, asked
from hum_hub_plugin_ie.naming import role_key, words
from hum_hub_plugin_ie.parts import filled_roles
from hum_hub_plugin_ie.things import value, value_by_span

_OF_MENTIONS = frozenset({"entities", "slots", "quantities", "typing"})
_OF_RELATIONS = frozenset({"relations", "pair-relation", "typed-relations", "card"})


def elements(subtask: str, gold: Extraction) -> list[Element]:
    """The labels in use; event types with their roles, and for the arguments of one event all roles of its type.

    For labels of the text's own, all that it was annotated for.
    """
    if subtask in OWN and gold.offered is not None:
        return _own(subtask, gold.offered)
    if subtask in _OF_MENTIONS:
        return [Element(label) for label in dict.fromkeys(mention.label for mention in asked(subtask, gold))]
    if subtask in _OF_RELATIONS:
        return [Element(label) for label in dict.fromkeys(relation.label for relation in gold.relations or ())]
    if subtask == "arguments":
        return [Element(role_key(event.type, role)) for event in gold.events or () for role in event.roles]
    roles: dict[str, dict[str, None]] = {}
    for event in gold.events or () if subtask in ("events", "triggers") else ():
        filled = (argument.role for argument in event.arguments)
        roles.setdefault(event.type, {}).update(dict.fromkeys((*event.roles, *filled)))
    return [Element(type, tuple(of_type) if subtask == "events" else ()) for type, of_type in roles.items()]


def _own(subtask: str, offered: Offered) -> list[Element]:
    if subtask == "own-events":
        return [Element(event.type, event.roles) for event in offered.events]
    return [Element(label) for label in (offered.mentions if subtask == "own-entities" else offered.relations)]


def answer(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    """The truth of a subtask."""
    return _ANSWERS.get(subtask, _labelled)(subtask, text, gold, schema)


def _labelled(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    """Mentions with their labels; one place under one name counts once, also where two labels share the name."""
    found = {
        (name, Span(mention.start, mention.end)): None
        for mention in sorted(asked(subtask, gold), key=in_order)
        if (name := schema.name(mention.label)) is not None
    }
    wanted_first = schema.fields[0].kind == "label"
    pairs = ((Value(name), value(span, text)) for name, span in found)
    return tuple(pair if wanted_first else pair[::-1] for pair in pairs)


def _types(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    """The given mentions with their labels; nothing under labels that are not enough for all of them."""
    found = _labelled(subtask, text, gold, schema)
    return found if len(found) == len(gold.mentions or ()) else ()


def _spans(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    places = dict.fromkeys(Span(mention.start, mention.end) for mention in asked(subtask, gold))
    return tuple((value(span, text),) for span in sorted(places, key=in_order))


def _kinds(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    found = {
        (Span(mention.start, mention.end), words(mention.label)): None
        for mention in sorted(gold.mentions or (), key=in_order)
    }
    return tuple((value(span, text), Value(kind)) for span, kind in found)


def _relations(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    values = value_by_span(gold, text)
    found = {
        (name, relation.head, relation.tail): None
        for relation in gold.relations or ()
        if (name := schema.name(relation.label)) is not None
    }
    ordered = sorted(found, key=lambda triple: min(in_order(triple[1]), in_order(triple[2])))
    records = [(values[head], Value(name), values[tail]) for name, head, tail in ordered]
    return tuple((_with_types(record, gold) for record in records) if subtask == "typed-relations" else records)


def _with_types(record: tuple[Value, Value, Value], gold: Extraction) -> Record:
    """A relation with the types of its ends."""
    types = {(mention.start, mention.end): Value(words(mention.label)) for mention in gold.mentions or ()}
    head, relation, tail = record
    return (head, types[head.start or 0, head.end or 0], relation, tail, types[tail.start or 0, tail.end or 0])


def _relation_of_pair(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    names = (schema.name(relation.label) for relation in gold.relations or ())
    return tuple((Value(name),) for name in names if name is not None)


def _attributes(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    values = value_by_span(gold, text)
    records = (
        (Value(name), values[relation.tail])
        for relation in gold.relations or ()
        if (name := schema.name(relation.label)) is not None
    )
    return tuple(dict.fromkeys(records))


def _events(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    found = [(event, label) for event in gold.events or () if (label := _label(schema, event.type)) is not None]
    found.sort(key=lambda pair: in_order(pair[0].trigger))
    return tuple(_event(event, label, text) for event, label in found)


def _event(event: Event, label: Label, text: str) -> Record:
    roles = dict(label.parts)
    arguments = tuple(
        (roles.get(argument.role, argument.role), value(argument.span, text)) for argument in event.arguments
    )
    return (Value(label.name), value(event.trigger, text), arguments)


def _triggers(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    found = {
        (name, event.trigger): None
        for event in sorted(gold.events or (), key=lambda event: in_order(event.trigger))
        if (name := schema.name(event.type)) is not None
    }
    return tuple((Value(name), value(span, text)) for name, span in found)


def _arguments(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    (event,) = gold.events or ()
    found = {
        (name, argument.span): None
        for argument in sorted(event.arguments, key=lambda argument: in_order(argument.span))
        if (name := schema.name(role_key(event.type, argument.role))) is not None
    }
    return tuple((Value(name), value(span, text)) for name, span in found)


def _table(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    """A row for each event: its trigger, then what fills each role; nothing under the columns of another table."""
    roles = filled_roles(gold.events or ())
    if [field.name for field in schema.fields[1:]] != [words(role) for role in roles]:
        return ()
    rows = []
    for event in sorted(gold.events or (), key=lambda event: in_order(event.trigger)):
        arguments = sorted(event.arguments, key=lambda argument: in_order(argument.span))
        cells = (tuple(value(found.span, text) for found in arguments if found.role == role) for role in roles)
        rows.append(((value(event.trigger, text),), *cells))
    return tuple(rows)


def _clusters(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    return tuple((tuple(value(member, text) for member in cluster),) for cluster in gold.clusters or ())


def _tuples(subtask: str, text: str, gold: Extraction, schema: Schema) -> Answer:
    return tuple(
        (value(found.subject, text), value(found.predicate, text), tuple(value(part, text) for part in found.arguments))
        for found in gold.tuples or ()
    )


_ANSWERS: Mapping[str, Callable[[str, str, Extraction, Schema], Answer]] = {
    "typing": _types,
    "mentions": _spans,
    "aspect-terms": _spans,
    "open-entities": _kinds,
    "relations": _relations,
    "typed-relations": _relations,
    "pair-relation": _relation_of_pair,
    "card": _attributes,
    "events": _events,
    "own-relations": _relations,
    "own-events": _events,
    "triggers": _triggers,
    "arguments": _arguments,
    "table": _table,
    "coreference": _clusters,
    "tuples": _tuples,
}


def _label(schema: Schema, key: str) -> Label | None:
    """The label under which a key is shown."""
    return next((label for label in schema.labels if label.key == key or key in label.covers), None)
