"""Text classification: the task.

The fields of a seed: `text`, or `premise` and `hypothesis`; `labels`, a list of strings (or `label`, one of them); for
aspects `aspects`, objects with `term`, `polarity` and, where known, `start`. Beside `text` stand `aspect` for the
polarity of a given aspect, `target` for a stance, `previous` for a dialogue act, and `services` for the question
whether an utterance is in scope. A seed may also hold `questions`, a list of objects that each bring such fields of
their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from hum_hub import Answer, Element, Example, Note, Problem, Schema, Seed, Synthesis, Task, Value
from hum_hub_plugin_classification.gold import Aspect, Classes
from hum_hub_plugin_classification.rules import RULES
from hum_hub_plugin_classification.subtasks import SEVERAL, STATEMENTS, SUBTASKS
from hum_hub_plugin_classification.synthesis.writing import synthesis


class TextClassification(Task[Classes]):
    """One label or several for a text, alone or beside another one, or the aspects of a text with their polarities."""

    name: ClassVar[str] = "classification"
    version: ClassVar[str] = "2"
    gold: ClassVar[type] = Classes
    subtasks = SUBTASKS
    rules = RULES
    system_messages = STATEMENTS["system"]
    stages = ("texts", "near-misses", "labelling")

    def read(self, seed: Seed) -> Iterator[Example[Classes] | Problem | Note]:
        """Examples of a labelled text; see the module for the fields."""
        own = seed.fields.get("questions", [seed.fields])
        if not isinstance(own, list | tuple):
            yield Problem("fields-of-wrong-type", f"questions: {str(own)[:80]}")
            return
        for number, fields in enumerate(own):
            item = str(number) if "questions" in seed.fields else ""
            for subtask in seed.subtasks:
                try:
                    found = self._example(seed, {**seed.fields, **fields}, subtask, item)
                except (KeyError, TypeError, AttributeError) as error:
                    found = Problem("fields-of-wrong-type", f"{type(error).__name__}: {error}")
                if found is not None:
                    yield found

    def _example(
        self, seed: Seed, fields: Mapping[str, Any], subtask: str, item: str
    ) -> Example[Classes] | Problem | None:
        inputs = {}
        for name, _ in self.subtasks[subtask].inputs:
            if not isinstance(fields[name], str) or not fields[name].strip():
                return Problem("no-text", name)
            inputs[name] = fields[name]
        if subtask == "aspects":
            aspects = _aspects(fields["aspects"], inputs["text"])
            gold = aspects if isinstance(aspects, Problem) else Classes(aspects=aspects)
        else:
            labels = fields["labels"] if "labels" in fields else [fields["label"]]
            gold = _classes(labels, subtask)
        return gold if isinstance(gold, Problem) else seed.example(inputs, gold, subtasks=(subtask,), item=item)

    def synthesize(self, seed: Seed) -> Synthesis[Classes]:
        """Texts by a teacher for the label of a seed; see `hum_hub_plugin_classification.synthesis.wishes`."""
        yield from synthesis(seed, self.read)

    def validate(self, example: Example[Classes]) -> Iterator[Problem]:
        """One label where one is due, no label twice, aspects in the text and each with one polarity."""
        gold = example.gold
        for subtask in example.subtasks:
            if subtask not in SEVERAL and len(gold.labels) != 1:
                yield Problem("not-one-label", str(len(gold.labels)))
            if subtask == "aspects":
                text = example.text()
                for aspect in gold.aspects:
                    term = text[aspect.start : aspect.end]
                    if not 0 <= aspect.start < aspect.end <= len(text) or term != term.strip():
                        yield Problem("aspect-not-in-text", f"{aspect.start}-{aspect.end}")
        if len(set(gold.labels)) < len(gold.labels):
            yield Problem("label-twice", ", ".join(gold.labels))
        if len({(aspect.start, aspect.end) for aspect in gold.aspects}) < len(gold.aspects):
            yield Problem("aspect-twice")

    def elements(self, example: Example[Classes], subtask: str) -> Iterable[Element]:
        """The labels, or the polarities of the aspects."""
        if subtask == "aspects":
            return [Element(polarity) for polarity in dict.fromkeys(aspect.polarity for aspect in example.gold.aspects)]
        return [Element(label) for label in example.gold.labels]

    def answer(self, example: Example[Classes], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`: labels in the order of the schema, aspects in that of the text."""
        gold = example.gold
        if subtask == "aspects":
            text = example.text()
            return tuple(
                (Value(text[aspect.start : aspect.end], aspect.start, aspect.end), Value(name))
                for aspect in sorted(gold.aspects, key=lambda aspect: aspect.start)
                if (name := schema.name(aspect.polarity)) is not None
            )
        named = {schema.name(label) for label in gold.labels}
        return tuple((Value(label.name),) for label in schema.labels if label.name in named)


def _classes(labels: Any, subtask: str) -> Classes | Problem:
    if not isinstance(labels, list) or not all(isinstance(label, str) and label.strip() for label in labels):
        return Problem("label-is-no-string", str(labels)[:80])
    if subtask not in SEVERAL and len(labels) != 1:
        return Problem("not-one-label", ", ".join(labels))
    return Classes(tuple(labels))


def _aspects(aspects: Any, text: str) -> tuple[Aspect, ...] | Problem:
    found: list[Aspect] = []
    for aspect in aspects:
        term, polarity = aspect["term"], aspect["polarity"]
        if not isinstance(polarity, str) or not polarity.strip():
            return Problem("label-is-no-string", str(polarity)[:80])
        start = aspect.get("start", text.find(term))
        if type(start) is not int:
            raise TypeError(f"expected a position as start, got {start!r}")
        if start < 0 or not term or text[start : start + len(term)] != term:
            return Problem("aspect-not-at-offset", f"{term} at {start}")
        if "start" not in aspect and text.find(term, start + 1) >= 0:
            return Problem("aspect-occurs-again", term)
        found.append(Aspect(start, start + len(term), polarity))
    return tuple(found)
