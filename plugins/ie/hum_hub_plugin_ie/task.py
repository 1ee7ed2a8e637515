"""Information extraction: the task."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from hum_hub import Answer, Element, Example, Note, Problem, Record, Schema, Seed, Task, Value
from hum_hub_plugin_ie.gold import Event, Extraction, Mention, Relation, Span
from hum_hub_plugin_ie.reading import extraction
from hum_hub_plugin_ie.rules import LeadingArticle, NestedMentions
from hum_hub_plugin_ie.subtasks import SUBTASKS


class InformationExtraction(Task[Extraction]):
    """Entities, slots, relations, events and open tuples of a text."""

    name: ClassVar[str] = "ie"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = Extraction
    subtasks = SUBTASKS
    rules = (LeadingArticle(), NestedMentions())

    def read(self, seed: Seed) -> Iterator[Example[Extraction] | Problem | Note]:
        """Examples of an annotated text; see `hum_hub_plugin_ie.reading` for the fields."""
        text = seed.fields.get("text")
        if not isinstance(text, str) or not text.strip():
            yield Problem("no-text", seed.id)
            return
        for found in extraction(seed.fields, seed.subtasks):
            if not isinstance(found, Extraction):
                yield found
                continue
            whole = tuple(subtask for subtask in seed.subtasks if subtask != "pair-relation")
            if whole == ("tuples",) and not found.tuples:
                yield Problem("no-tuple-left", seed.id)
            elif whole:
                yield seed.example({"text": text}, found, subtasks=whole)
            if "pair-relation" in seed.subtasks:
                yield from self._pairs(seed, text, found.relations or ())

    def _pairs(self, seed: Seed, text: str, relations: tuple[Relation, ...]) -> Iterator[Example[Extraction]]:
        for number, relation in enumerate(relations):
            inputs = {
                "text": text,
                "subject": text[relation.head.start : relation.head.end],
                "object": text[relation.tail.start : relation.tail.end],
            }
            yield seed.example(inputs, Extraction(relations=(relation,)), subtasks=("pair-relation",), item=str(number))

    def validate(self, example: Example[Extraction]) -> Iterator[Problem]:
        """Spans lie in the text, without blanks at their edges; every subtask has its layer."""
        text, gold = example.text(), example.gold
        for span in _spans(gold):
            wording = text[span.start : span.end]
            if not 0 <= span.start < span.end <= len(text) or wording != wording.strip():
                yield Problem("span-not-in-text", f"{span.start}-{span.end}")
        layers = {
            "entities": gold.mentions,
            "slots": gold.mentions,
            "relations": gold.relations,
            "pair-relation": gold.relations,
            "events": gold.events,
            "tuples": gold.tuples,
        }
        for subtask in example.subtasks:
            if layers[subtask] is None:
                yield Problem("layer-missing", subtask)
        if example.subtasks == ("pair-relation",) and gold.relations:
            ends = {gold.relations[0].head: "subject", gold.relations[0].tail: "object"}
            for span, name in ends.items():
                if text[span.start : span.end] != dict(example.inputs).get(name):
                    yield Problem("pair-differs-from-gold", name)

    def elements(self, example: Example[Extraction], subtask: str) -> Iterable[Element]:
        """The labels in use; event types with their roles."""
        gold = example.gold
        if subtask in ("entities", "slots"):
            return [Element(label) for label in dict.fromkeys(mention.label for mention in gold.mentions or ())]
        if subtask in ("relations", "pair-relation"):
            return [Element(label) for label in dict.fromkeys(relation.label for relation in gold.relations or ())]
        roles: dict[str, dict[str, None]] = {}
        for event in gold.events or ():
            roles.setdefault(event.type, {}).update((argument.role, None) for argument in event.arguments)
        return [Element(type, tuple(of_type)) for type, of_type in roles.items()]

    def answer(self, example: Example[Extraction], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`; records stand in the order of the text."""
        text, gold = example.text(), example.gold
        names = {label.key: label for label in schema.labels}
        if subtask in ("entities", "slots"):
            return tuple(
                (Value(names[mention.label].name), _value(mention, text))
                for mention in sorted(gold.mentions or (), key=lambda mention: (mention.start, -mention.end))
                if mention.label in names
            )
        if subtask == "relations":
            relations = [relation for relation in gold.relations or () if relation.label in names]
            relations.sort(
                key=lambda relation: min(
                    (relation.head.start, -relation.head.end), (relation.tail.start, -relation.tail.end)
                )
            )
            return tuple(
                (_value(relation.head, text), Value(names[relation.label].name), _value(relation.tail, text))
                for relation in relations
            )
        if subtask == "pair-relation":
            return tuple((Value(names[relation.label].name),) for relation in gold.relations or ())
        if subtask == "events":
            events = [event for event in gold.events or () if event.type in names]
            events.sort(key=lambda event: (event.trigger.start, -event.trigger.end))
            return tuple(_event(event, text, schema) for event in events)
        return tuple(
            (
                _value(found.subject, text),
                _value(found.predicate, text),
                tuple(_value(part, text) for part in found.arguments),
            )
            for found in gold.tuples or ()
        )


def _value(span: Span | Mention, text: str) -> Value:
    return Value(text[span.start : span.end], span.start, span.end)


def _event(event: Event, text: str, schema: Schema) -> Record:
    label = next(label for label in schema.labels if label.key == event.type)
    roles = dict(label.parts)
    arguments = tuple(
        (roles.get(argument.role, argument.role), _value(argument.span, text)) for argument in event.arguments
    )
    return (Value(label.name), _value(event.trigger, text), arguments)


def _spans(gold: Extraction) -> Iterator[Span | Mention]:
    yield from gold.mentions or ()
    for relation in gold.relations or ():
        yield from (relation.head, relation.tail)
    for event in gold.events or ():
        yield event.trigger
        yield from (argument.span for argument in event.arguments)
    for found in gold.tuples or ():
        yield from (found.subject, found.predicate, *found.arguments)
