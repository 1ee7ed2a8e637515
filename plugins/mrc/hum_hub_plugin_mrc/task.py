"""Reading comprehension: the task."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from hum_hub import Answer, Element, Example, Note, Problem, Schema, Seed, Synthesis, Task
from hum_hub_plugin_mrc.answers import answer
from hum_hub_plugin_mrc.evidence import evidence
from hum_hub_plugin_mrc.gold import Reading, Wording
from hum_hub_plugin_mrc.pages import Page, page
from hum_hub_plugin_mrc.reading import BOOLEANS, reading
from hum_hub_plugin_mrc.rules import RULES
from hum_hub_plugin_mrc.subtasks import AUXILIARIES, SUBTASKS, SYSTEM_MESSAGES
from hum_hub_plugin_mrc.synthesis.asking import synthesis
from hum_hub_plugin_mrc.validating import problems


class ReadingComprehension(Task[Reading]):
    """Questions on a passage: answered by a span, a choice, yes or no, a number, free words, or not at all."""

    name: ClassVar[str] = "mrc"
    version: ClassVar[str] = "2"
    gold: ClassVar[type] = Reading
    subtasks = SUBTASKS
    rules = RULES
    system_messages = SYSTEM_MESSAGES
    stages = ("questions", "distractors", "twins", "answerability")

    def read(self, seed: Seed) -> Iterator[Example[Reading] | Problem | Note]:
        """Examples of each question; see `hum_hub_plugin_mrc.reading` for the fields."""
        shown = _page(seed)
        if isinstance(shown, Problem):
            yield shown
            return
        questions = seed.fields.get("questions", [seed.fields])
        if not isinstance(questions, list | tuple):
            yield Problem("fields-of-wrong-type", f"questions: {str(questions)[:80]}")
            return
        for number, question in enumerate(questions):
            try:
                yield from self._question(seed, shown, question, str(question.get("id", number)))
            except (KeyError, TypeError, AttributeError) as error:
                yield Problem("fields-of-wrong-type", f"question {number}: {type(error).__name__}: {error}")

    def _question(
        self, seed: Seed, shown: Page, question: Mapping[str, Any], item: str
    ) -> Iterator[Example[Reading] | Problem | Note]:
        kind = question.get("type") or next(iter(seed.subtasks), "")
        subtask, *asked = _asked(kind, shown, seed.subtasks)
        if subtask not in self.subtasks:
            yield Problem("unknown-question-type", str(kind))
            return
        (name, _), *others = self.subtasks[subtask].inputs
        if name != shown.name:
            yield Problem(f"no-{name}", f"{seed.id}/{item}")
            return
        inputs = {name: shown.text}
        for name, _ in others:
            text = question[name]
            if not isinstance(text, str) or (not text.strip() and name != "history"):
                yield Problem("no-question", f"{seed.id}/{item}")
                return
            inputs[name] = text
        own = item if "questions" in seed.fields else ""
        for found in reading(question, shown, subtask):
            if isinstance(found, Reading):
                yield from _examples(seed, inputs, found, asked, own)
            else:
                yield replace(found, detail=f"question {item}: {found.detail}")

    def synthesize(self, seed: Seed) -> Synthesis[Reading]:
        """Questions by a teacher on the page of a seed; see `hum_hub_plugin_mrc.synthesis.asking`."""
        shown = _page(seed)
        if isinstance(shown, Problem):
            yield shown
        else:
            yield from synthesis(seed, shown, self.read)

    def validate(self, example: Example[Reading]) -> Iterator[Problem]:
        """Spans stand in the passage, choices differ, and there is an answer where one is due."""
        for subtask in example.subtasks:
            yield from problems(example, subtask)

    def elements(self, example: Example[Reading], subtask: str) -> Iterable[Element]:
        """The choices of the question."""
        return [Element(key) for key in (BOOLEANS[:2] if subtask == "answerable" else example.gold.choices)]

    def answer(self, example: Example[Reading], subtask: str, schema: Schema) -> Answer:
        """See `Task.answer`: the preferred wording with the others beside it, or all spans that are asked for."""
        return answer(example, subtask, schema)


def _page(seed: Seed) -> Page | Problem:
    """What the questions of a seed are asked about, or why there is nothing of the kind."""
    try:
        shown = page(seed.fields)
    except (KeyError, TypeError, AttributeError) as error:
        return Problem("fields-of-wrong-type", f"documents: {type(error).__name__}: {error}")
    return replace(shown, detail=f"{seed.id} {shown.detail}".strip()) if isinstance(shown, Problem) else shown


def _asked(kind: Any, shown: Page, listed: tuple[str, ...]) -> list[Any]:
    """The subtask that a question is read as, then the subtasks that are to be asked about it."""
    read_as = next((main for main, auxiliaries in AUXILIARIES.items() if kind in auxiliaries), kind)
    if kind == "unanswerable":
        read_as = "hops" if shown.name == "documents" else "span"
    auxiliaries = [name for name in AUXILIARIES.get(read_as, ()) if name in listed or name == kind]
    alone = kind in auxiliaries or (kind == "unanswerable" and auxiliaries and read_as not in listed)
    return [read_as, *([] if alone else [read_as]), *auxiliaries]


def _examples(
    seed: Seed, inputs: Mapping[str, str], gold: Reading, asked: list[str], item: str
) -> Iterator[Example[Reading] | Problem | Note]:
    """One example for all that is asked with the same inputs, and one for the question that is to be asked itself."""
    lacking = {name: code for name in asked if (code := _lacking(name, inputs, gold, seed.language)) is not None}
    for code in lacking.values():
        if len(lacking) == len(asked):
            yield Problem(code, f"question {item}")
        elif gold.answers:
            yield Note(code, f"question {item}")
    together = tuple(name for name in asked if name not in lacking and name != "asking")
    if together:
        yield seed.example(inputs, gold, subtasks=together, item=item)
    if "asking" in asked and "asking" not in lacking:
        given = {"passage": inputs["passage"], "answer": gold.answers[0].text}
        question = Reading((Wording(inputs["question"].strip()),))
        yield seed.example(given, question, subtasks=("asking",), item=f"{item}/asking" if item else "asking")


def _lacking(subtask: str, inputs: Mapping[str, str], gold: Reading, language: str) -> str | None:
    """Why an auxiliary subtask cannot be asked about a question, or `None`."""
    if subtask == "asking" and not gold.answers:
        return "no-answer"
    if subtask == "supports" and not gold.supports:
        return "no-supporting-title"
    if subtask == "evidence" and evidence(gold, inputs["passage"], language) is None:
        return "no-evidence-sentence"
    return None
