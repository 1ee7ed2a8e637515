"""The generalist: the task."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from hum_hub import (
    Answer,
    Column,
    Element,
    Example,
    Note,
    Problem,
    Schema,
    Seed,
    Subtask,
    Synthesis,
    Task,
    Value,
    load_statements,
)
from hum_hub_plugin_generalist.chain import NUMBERS, chain
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.prompts import LANGUAGES

_STATEMENTS = load_statements("hum_hub_plugin_generalist")


class Generalist(Task[Response]):
    """Questions from a tree of knowledge with full answers, after GLAN (arXiv 2402.13064)."""

    name: ClassVar[str] = "generalist"
    version: ClassVar[str] = "2"
    gold: ClassVar[type] = Response
    subtasks = {
        "response": Subtask(
            name="response",
            columns=(Column({"en": "response", "zh": "回答"}, "prose"),),
            inputs=(("question", {"en": ("",), "zh": ("",)}),),
            statements=_STATEMENTS["response"],
            default_format="prose",
            labels="none",
            many=False,
            optional=False,
        )
    }
    system_messages = _STATEMENTS["system"]

    def read(self, seed: Seed) -> Iterator[Example[Response] | Problem | Note]:
        """A question with its answer, from data that has both: the fields `question` and `answer`."""
        question, answer = seed.fields.get("question"), seed.fields.get("answer")
        if not isinstance(question, str) or not isinstance(answer, str):
            yield Problem("no-question-or-answer", seed.id)
            return
        gold = Response(answer.strip(), str(seed.fields.get("discipline", "")), str(seed.fields.get("subject", "")))
        yield seed.example({"question": question.strip()}, gold, subtasks=("response",))

    def synthesize(self, seed: Seed) -> Synthesis[Response]:
        """The chain from a discipline to questions and answers; see `hum_hub_plugin_generalist.chain`."""
        discipline = seed.fields.get("discipline")
        if not isinstance(discipline, str) or not discipline.strip():
            yield Problem("no-discipline", seed.id)
            return
        if seed.language not in LANGUAGES:
            yield Problem("language-without-prompts", seed.language)
            return
        for name in NUMBERS:
            if not str(seed.fields.get(name, 1)).isdecimal():
                yield Problem("fields-of-wrong-type", f"{name}: {str(seed.fields[name])[:80]}")
                return
        yield from chain(seed)

    def validate(self, example: Example[Response]) -> Iterator[Problem]:
        """Question and answer are there, and the answer does not just repeat the question."""
        question, answer = example.text("question").strip(), example.gold.text.strip()
        if not question or not answer:
            yield Problem("blank-question-or-answer", example.source_id)
        elif question == answer:
            yield Problem("answer-repeats-question", example.source_id)

    def elements(self, example: Example[Response], subtask: str) -> Iterable[Element]:
        """None: the answer is free text."""
        return ()

    def answer(self, example: Example[Response], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`."""
        return ((Value(example.gold.text),),)
