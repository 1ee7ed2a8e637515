"""Reading comprehension: the task."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from hum_hub import Answer, Element, Example, Note, Problem, Schema, Seed, Task, Value
from hum_hub_plugin_mrc.gold import Reading
from hum_hub_plugin_mrc.reading import SPANS, reading
from hum_hub_plugin_mrc.rules import AnswerForm
from hum_hub_plugin_mrc.subtasks import SUBTASKS


class ReadingComprehension(Task[Reading]):
    """Questions on a passage: answered by a span, a choice, yes or no, free words, or not at all."""

    name: ClassVar[str] = "mrc"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = Reading
    subtasks = SUBTASKS
    rules = (AnswerForm(),)

    def read(self, seed: Seed) -> Iterator[Example[Reading] | Problem | Note]:
        """Examples, one for each question; see `hum_hub_plugin_mrc.reading` for the fields."""
        passage = seed.fields.get("passage", seed.fields.get("text"))
        if not isinstance(passage, str) or not passage.strip():
            yield Problem("no-passage", seed.id)
            return
        questions = seed.fields.get("questions", [seed.fields])
        if not isinstance(questions, list | tuple):
            yield Problem("fields-of-wrong-type", f"questions: {str(questions)[:80]}")
            return
        for number, question in enumerate(questions):
            try:
                yield from self._question(seed, passage, question, str(question.get("id", number)))
            except (KeyError, TypeError, AttributeError) as error:
                yield Problem("fields-of-wrong-type", f"question {number}: {type(error).__name__}: {error}")

    def _question(
        self, seed: Seed, passage: str, question: Mapping[str, Any], item: str
    ) -> Iterator[Example[Reading] | Problem | Note]:
        kind = question.get("type") or next(iter(seed.subtasks), "")
        subtask = "span" if kind == "unanswerable" else kind
        if subtask not in self.subtasks:
            yield Problem("unknown-question-type", str(kind))
            return
        inputs = {"passage": passage}
        for name, _ in self.subtasks[subtask].inputs[1:]:
            text = question[name]
            if not isinstance(text, str) or (not text.strip() and name != "history"):
                yield Problem("no-question", f"{seed.id}/{item}")
                return
            inputs[name] = text
        for found in reading(question, passage, subtask):
            if isinstance(found, Reading):
                yield seed.example(inputs, found, subtasks=(subtask,), item=item if "questions" in seed.fields else "")
            else:
                yield replace(found, detail=f"question {item}: {found.detail}")

    def validate(self, example: Example[Reading]) -> Iterator[Problem]:
        """Spans stand in the passage, choices differ, and there is an answer where one is due."""
        gold, passage = example.gold, example.text("passage")
        for subtask in example.subtasks:
            if subtask in SPANS:
                for wording in gold.answers:
                    found = (
                        wording.text in passage
                        if wording.start is None
                        else passage[wording.start : wording.end] == wording.text
                    )
                    if not found:
                        yield Problem("answer-not-in-passage", wording.text)
            elif subtask != "free" and (gold.correct is None or not 0 <= gold.correct < len(gold.choices)):
                yield Problem("no-right-choice")
            elif len(set(gold.choices)) < len(gold.choices):
                yield Problem("equal-choices", " | ".join(gold.choices))
            if subtask == "spans" and not gold.answers:
                yield Problem("no-answer")

    def elements(self, example: Example[Reading], subtask: str) -> Iterable[Element]:
        """The choices of the question."""
        return [Element(choice) for choice in example.gold.choices]

    def answer(self, example: Example[Reading], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`: the preferred wording, or all spans where several are asked for."""
        gold = example.gold
        if gold.correct is not None:
            name = schema.name(gold.choices[gold.correct])
            return ((Value(name),),) if name is not None else ()
        wordings = gold.answers if subtask == "spans" else gold.answers[:1]
        return tuple((Value(wording.text, wording.start, wording.end, "passage"),) for wording in wordings)
