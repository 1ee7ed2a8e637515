"""The generalist: the task."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

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
    Topic,
    Value,
    load_statements,
)
from hum_hub_plugin_generalist.chain import chain
from hum_hub_plugin_generalist.choices import plain, shown
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.prompts import LANGUAGES

_STATEMENTS = load_statements("hum_hub_plugin_generalist")
_RESPONSE = Subtask(
    name="response",
    columns=(Column({"en": "response", "zh": "回答"}, "prose"),),
    inputs=(("question", {"en": ("",), "zh": ("",)}),),
    statements=_STATEMENTS["response"],
    default_format="prose",
    labels="none",
    many=False,
    optional=False,
)
_CHOICE = Subtask(
    name="choice",
    columns=(Column({"en": "answer", "zh": "答案"}, "label"),),
    inputs=(("question", {"en": ("Question: ", "The question: ", "Q: "), "zh": ("问题：", "题目：", "问：")}),),
    statements=_STATEMENTS["choice"],
    default_format="letter",
    labels="example",
    many=False,
    optional=False,
    listed=True,
)


class Generalist(Task[Response]):
    """Questions from a tree of knowledge, answered in full or by a choice, after GLAN (arXiv 2402.13064)."""

    name: ClassVar[str] = "generalist"
    version: ClassVar[str] = "3"
    gold: ClassVar[type] = Response
    subtasks = {"response": _RESPONSE, "choice": _CHOICE}
    system_messages = _STATEMENTS["system"]
    stages = (
        *("subjects", "subjects-structure", "syllabus", "syllabus-structure", "question", "question-structure"),
        *("answer", "result", "judge"),
    )

    def read(self, seed: Seed) -> Iterator[Example[Response] | Problem | Note]:
        """A question with its answer, from data that has both: the fields `question` and `answer`.

        With `choices`, a list of options, `answer` is one of them, or `correct` is the position of the right one.
        """
        question, answer, choices = (seed.fields.get(name) for name in ("question", "answer", "choices"))
        if choices is not None:
            yield _choice(seed, question, choices)
            return
        if not isinstance(question, str) or not isinstance(answer, str):
            yield Problem("no-question-or-answer", seed.id)
            return
        gold = Response(answer.strip(), str(seed.fields.get("discipline", "")), str(seed.fields.get("subject", "")))
        yield seed.example({"question": question.strip()}, gold, subtasks=("response",))

    def synthesize(self, seed: Seed) -> Synthesis[Response]:
        """The chain from a discipline to questions and answers; see `hum_hub_plugin_generalist.chain`."""
        if seed.language not in LANGUAGES:
            yield Problem("language-without-prompts", seed.language)
            return
        yield from chain(seed)

    def validate(self, example: Example[Response]) -> Iterator[Problem]:
        """Question and answer are there, the answer does not just repeat the question, and choices differ."""
        question, answer = example.text("question").strip(), example.gold.text.strip()
        if not question or not answer:
            yield Problem("blank-question-or-answer", example.source_id)
        elif question == answer:
            yield Problem("answer-repeats-question", example.source_id)
        if "choice" in example.subtasks:
            yield from _problems(example.gold)

    def topics(self, example: Example[Response]) -> Iterator[Topic]:
        """The discipline, the subject, the sessions and the key concepts that the question is about."""
        gold = example.gold
        if not gold.discipline:
            return
        yield Topic("discipline", (gold.discipline,))
        if gold.subject:
            yield Topic("subject", (gold.discipline, gold.subject))
        for session in gold.sessions:
            yield Topic("session", (gold.discipline, gold.subject, session))
        for concept in gold.concepts:
            yield Topic("concept", (gold.discipline, gold.subject, concept))

    def elements(self, example: Example[Response], subtask: str) -> Iterable[Element]:
        """The options of a choice question; none where the answer is free text."""
        return [Element(option) for option in example.gold.choices] if subtask == "choice" else ()

    def answer(self, example: Example[Response], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`."""
        gold = example.gold
        if subtask == "response":
            return ((Value(gold.text),),)
        name = schema.name(gold.choices[gold.correct]) if gold.correct is not None else None
        return ((Value(name),),) if name is not None else ()


def _choice(seed: Seed, question: Any, choices: Any) -> Example[Response] | Problem:
    """A choice question, as a choice or, where only that is wanted, as a question to be answered in text."""
    if not isinstance(question, str) or not isinstance(choices, list | tuple):
        return Problem("no-question-or-answer", seed.id)
    options = tuple(option.strip() for option in choices if isinstance(option, str))
    correct = seed.fields.get("correct", seed.fields.get("answer"))
    if isinstance(correct, str):
        correct = options.index(correct.strip()) if correct.strip() in options else None
    if len(options) < len(choices) or type(correct) is not int or not 0 <= correct < len(options):
        return Problem("no-right-choice", seed.id)
    discipline, subject = (str(seed.fields.get(name, "")) for name in ("discipline", "subject"))
    gold = Response(options[correct], discipline, subject, form="choice", choices=options, correct=correct)
    if seed.subtasks and "choice" not in seed.subtasks:
        return seed.example({"question": shown(question.strip(), options)}, gold, subtasks=("response",))
    return seed.example({"question": question.strip()}, gold, subtasks=("choice",))


def _problems(gold: Response) -> Iterator[Problem]:
    if gold.correct is None or not 0 <= gold.correct < len(gold.choices):
        yield Problem("no-right-choice")
    elif len({plain(option) for option in gold.choices}) < len(gold.choices) or not all(map(str.strip, gold.choices)):
        yield Problem("equal-choices", " | ".join(gold.choices)[:200])
    elif not 2 <= len(gold.choices) <= 26:
        yield Problem("too-few-or-many-options", str(len(gold.choices)))
