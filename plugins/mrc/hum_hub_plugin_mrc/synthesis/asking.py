"""The synthesis: sub-task by sub-task, drafts that are grounded, answered again, and read like annotated seeds.

The fields of a seed: `passage` or `documents`, as in annotated seeds; `questions`, how many to ask for in each sub-task
(1 when left out), and `twins`, how many of them in each sub-task get an unanswerable twin (1 when left out).
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hum_hub import Example, Note, Problem, Reply, Seed, Synthesis, digest
from hum_hub_plugin_mrc.gold import Reading
from hum_hub_plugin_mrc.pages import Page
from hum_hub_plugin_mrc.subtasks import AUXILIARIES
from hum_hub_plugin_mrc.synthesis import prompts
from hum_hub_plugin_mrc.synthesis.checking import checked
from hum_hub_plugin_mrc.synthesis.choices import turn, with_options
from hum_hub_plugin_mrc.synthesis.instructions import LANGUAGES
from hum_hub_plugin_mrc.synthesis.questions import Question, composed
from hum_hub_plugin_mrc.synthesis.refusing import refused, refused_question
from hum_hub_plugin_mrc.synthesis.shapes import DRAFTS, MOST_DRAFTS, Draft
from hum_hub_plugin_mrc.synthesis.twins import TWINNED, twin

Reads = Callable[[Seed], Iterable[Example[Reading] | Problem | Note]]


@dataclass(slots=True)
class Asking:
    """One seed while questions are asked on it; `known` are those that were asked so far."""

    seed: Seed
    page: Page
    read: Reads
    count: int
    twins: int
    known: list[str] = field(default_factory=list)


def synthesis(seed: Seed, page: Page, read: Reads) -> Synthesis[Reading]:
    """Examples on the page of a seed; `read` makes them of the fields of annotated seeds."""
    if seed.language not in LANGUAGES:
        yield Problem("language-without-prompts", seed.language)
        return
    count, twins = seed.fields.get("questions", 1), seed.fields.get("twins", 1)
    if type(count) is not int or type(twins) is not int or not 1 <= count <= MOST_DRAFTS or twins < 0:
        yield Problem("fields-of-wrong-type", f"questions {count!r:.40}, twins {twins!r:.40}")
        return
    fitting = mains(seed.subtasks, page)
    if not fitting:
        yield Problem("no-subtask-fits", f"{seed.id}: {', '.join(seed.subtasks)}")
    asking = Asking(seed, page, read, count, twins)
    for subtask in fitting:
        yield from _subtask(asking, subtask)


def mains(listed: Sequence[str], page: Page) -> list[str]:
    """The sub-tasks to ask questions of: those listed, or those that the listed auxiliary ones are read from."""
    read_as = {auxiliary: main for main, auxiliaries in AUXILIARIES.items() for auxiliary in auxiliaries}
    found = dict.fromkeys(read_as.get(name, name) for name in listed)
    several = page.name == "documents" and len(page.bodies) > 1
    return [name for name in found if name in DRAFTS and (several if name == "hops" else page.name == "passage")]


def _subtask(asking: Asking, subtask: str) -> Generator[Any, Any, None]:
    seed = asking.seed
    wanted = _verdicts(seed.id, asking.count) if subtask == "boolean" else []
    reply: Reply | None = yield prompts.questions(
        subtask, asking.page, seed.language, asking.count, asking.known, wanted
    )
    if reply is None:
        yield Problem("no-reply", f"questions: {seed.id} {subtask}")
        return
    drafts: Sequence[Draft] = reply.read(DRAFTS[subtask]).questions
    if not drafts:
        yield Note("no-question-fits", f"{seed.id} {subtask}")
    if len(drafts) > asking.count:
        yield Note("more-questions-than-wanted", f"{seed.id} {subtask}: {len(drafts)}")
    twinned = 0
    for number, draft in enumerate(drafts[: asking.count]):
        question = yield from _question(asking, draft, subtask, number, reply.model)
        if question is not None and subtask in TWINNED and _twin_asked(seed.subtasks, subtask):
            if twinned < asking.twins:
                yield from _twin(asking, question, f"{subtask}-{number}-twin")
            twinned += 1


def _question(
    asking: Asking, draft: Draft, subtask: str, number: int, model: str
) -> Generator[Any, Any, Question | None]:
    """Yield the examples of a draft that holds; the question, if it does."""
    seed, item = asking.seed, f"{subtask}-{number}"
    question: Question | Problem = composed(draft, subtask, asking.page, seed.language, model)
    if isinstance(question, Question):
        shown = () if subtask == "boolean" else question.answers
        fault = refused(question.written(), seed.language)
        fault = fault or refused_question(question.text, question.asked, shown, asking.known, seed.language)
        question = fault or question
    if isinstance(question, Question):
        asking.known.append(question.asked)
        if subtask in ("choice", "cloze"):
            question = yield from with_options(question, turn(seed.id, subtask, number), seed.language)
    if isinstance(question, Question):
        if subtask == "boolean":
            question = _with_depends(question, seed.id)
        fault = yield from checked(question, seed.language)
        question = fault or question
    if isinstance(question, Problem):
        yield replace(question, detail=f"{seed.id}/{item}: {question.detail}")
        return None
    yield from _examples(asking, question, item)
    return question


def _twin(asking: Asking, question: Question, item: str) -> Generator[Any, Any, None]:
    """Yield the unanswerable twin of a question, beside it and of the same origin."""
    made = yield from twin(question, asking.known, asking.seed.language)
    if isinstance(made, Problem):
        yield replace(made, detail=f"{asking.seed.id}/{item}: {made.detail}")
        return
    asking.known.append(made.asked)
    yield from _examples(asking, made, item)


def _examples(asking: Asking, question: Question, item: str) -> Generator[Any, Any, None]:
    """Read the question as one of an annotated seed is read, and mark its examples with who wrote them."""
    seed = asking.seed
    fields = {**question.fields, "id": item, "type": _type(question, seed.subtasks)}
    page = {"passage": asking.page.text} if asking.page.name == "passage" else _documents(seed, question)
    for step in asking.read(replace(seed, fields={**page, "questions": [fields]})):
        yield step.written_by(*question.models) if isinstance(step, Example) else step


def _type(question: Question, listed: Sequence[str]) -> str:
    """How an annotated seed would call the question: an auxiliary sub-task stands for one that is not listed."""
    if not question.answers and question.subtask in AUXILIARIES:
        return "unanswerable"
    if question.subtask in listed:
        return question.subtask
    return next(name for name in AUXILIARIES[question.subtask] if name in listed)


def _documents(seed: Seed, question: Question) -> dict[str, Any]:
    """The documents of the seed, those marked that the answer of this question rests on."""
    shown: list[dict[str, Any]] = [
        {"text": document} if isinstance(document, str) else {**document, "supporting": False}
        for document in seed.fields["documents"]
    ]
    for number in question.supporting:
        shown[number]["supporting"] = True
    return {"documents": shown}


def _twin_asked(listed: Sequence[str], subtask: str) -> bool:
    """Whether a question without an answer makes an example: of the sub-task itself, or whether it has an answer."""
    return subtask in listed or (subtask == "span" and "answerable" in listed)


def _verdicts(seed: str, count: int) -> list[str]:
    """The answers that questions of yes or no are to have: as often the one as the other."""
    first = int(digest("verdict", seed)[:8], 16)
    return [("yes", "no")[(first + number) % 2] for number in range(count)]


def _with_depends(question: Question, seed: str) -> Question:
    """Offer `depends` with every other question, so that the offer does not give away that it is the answer."""
    offered = int(digest("depends", seed, question.text)[:8], 16) % 2 == 0
    return replace(question, fields={**question.fields, "depends": offered})
