"""Information extraction: the task."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from hum_hub import Answer, Column, Element, Example, Note, Problem, Schema, Seed, Synthesis, Task
from hum_hub_plugin_ie import answers
from hum_hub_plugin_ie.gold import Extraction, Offered, wording
from hum_hub_plugin_ie.layers import LAYERS, OWN
from hum_hub_plugin_ie.parts import PARTS, column_names, inputs
from hum_hub_plugin_ie.reading import extraction
from hum_hub_plugin_ie.rules import RULES
from hum_hub_plugin_ie.subtasks import STATEMENTS, SUBTASKS
from hum_hub_plugin_ie.synthesis import synthesis


class InformationExtraction(Task[Extraction]):
    """Entities, slots, relations, events, coreference and open tuples of a text, as wholes and in parts."""

    name: ClassVar[str] = "ie"
    version: ClassVar[str] = "2"
    gold: ClassVar[type] = Extraction
    subtasks = SUBTASKS
    rules = RULES
    system_messages = STATEMENTS["system"]
    stages = ("schema", "schema-structure", "texts", "annotation", "extraction")

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
            yield from self._whole(seed, text, found)
            for subtask in seed.subtasks:
                if subtask in PARTS:
                    yield from self._parts(seed, text, found, subtask)

    def synthesize(self, seed: Seed) -> Synthesis[Extraction]:
        """Texts for a scheme, annotated and found again; see `hum_hub_plugin_ie.synthesis`."""
        yield from synthesis(seed, self.read)

    def _whole(self, seed: Seed, text: str, gold: Extraction) -> Iterator[Example[Extraction] | Problem]:
        """The example for all subtasks that ask about the text as a whole."""
        unoffered = [subtask for subtask in seed.subtasks if subtask in OWN and not answers.elements(subtask, gold)]
        yield from (Problem("no-label-offered", f"{seed.id}: {subtask}") for subtask in unoffered)
        asked = tuple(
            subtask
            for subtask in seed.subtasks
            if subtask not in {*PARTS, *unoffered} and not (subtask == "coreference" and gold.clusters is None)
        )
        if asked == ("tuples",) and not gold.tuples:
            yield Problem("no-tuple-left", seed.id)
        elif asked:
            yield seed.example({"text": text}, gold, subtasks=asked)

    def _parts(self, seed: Seed, text: str, gold: Extraction, subtask: str) -> Iterator[Example[Extraction] | Problem]:
        """An example for each part of the text's gold that a subtask asks about."""
        for number, part in enumerate(PARTS[subtask](text, gold)):
            if isinstance(part, Problem):
                yield part
                continue
            item = str(number) if subtask == "pair-relation" else f"{subtask}-{number}"
            yield seed.example(inputs(subtask, text, part, seed.language), part, subtasks=(subtask,), item=item)

    def validate(self, example: Example[Extraction]) -> Iterator[Problem]:
        """Spans lie in the text; every subtask has its layers; inputs beside the text follow from the gold."""
        text, gold = example.text(), example.gold
        faults = list(_misplaced(text, gold))
        faults += [
            Problem("layer-missing", subtask)
            for subtask in example.subtasks
            if any(getattr(gold, layer) is None for layer in LAYERS[subtask])
        ]
        yield from faults
        if faults:
            return
        if gold.offered is not None:
            yield from _not_offered(gold, gold.offered)
        for subtask in example.subtasks:
            if subtask in OWN and not self.elements(example, subtask):
                yield Problem("no-label-offered", subtask)
            if subtask in PARTS and list(PARTS[subtask](text, gold)) != [gold]:
                yield Problem("gold-is-not-one-part", subtask)
                continue
            wanted = inputs(subtask, text, gold, example.language)
            differing = wanted.items() ^ dict(example.inputs).items()
            if differing:
                yield Problem("input-differs-from-gold", ", ".join(sorted({name for name, _ in differing})))

    def columns(self, example: Example[Extraction], subtask: str) -> Sequence[Column]:
        """Those of the subtask; for a table the trigger and the roles, named as its input names them."""
        if subtask != "table":
            return self.subtasks[subtask].columns
        names = column_names(example.gold, example.language)
        return [Column({"en": name, "zh": name}, "texts") for name in names]

    def elements(self, example: Example[Extraction], subtask: str) -> Sequence[Element]:
        """The labels in use; see `answers.elements`."""
        return answers.elements(subtask, example.gold)

    def answer(self, example: Example[Extraction], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`; records stand in the order of the text."""
        return answers.answer(subtask, example.text(), example.gold, schema)


def _not_offered(gold: Extraction, offered: Offered) -> Iterator[Problem]:
    """Labels in use that the text was not annotated for."""
    roles = {event.type: event.roles for event in offered.events}
    used = [mention.label for mention in gold.mentions or () if mention.label not in offered.mentions]
    used += [relation.label for relation in gold.relations or () if relation.label not in offered.relations]
    for event in gold.events or ():
        used += [event.type] if event.type not in roles else []
        used += [part.role for part in event.arguments if part.role not in roles.get(event.type, ())]
    yield from (Problem("label-not-offered", label) for label in dict.fromkeys(used))


def _misplaced(text: str, gold: Extraction) -> Iterator[Problem]:
    """Spans outside the text or with blanks at their edges, and clusters that are none."""
    for span in gold.spans():
        words = wording(span, text)
        if not 0 <= span.start < span.end <= len(text) or words != words.strip():
            yield Problem("span-not-in-text", f"{span.start}-{span.end}")
    members = [member for cluster in gold.clusters or () for member in cluster]
    if any(len(cluster) < 2 for cluster in gold.clusters or ()) or len(set(members)) < len(members):
        yield Problem("clusters-overlap-or-hold-one")
