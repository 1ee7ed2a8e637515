"""The chain from a discipline to questions and answers, as a generator of prompts."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from hum_hub import Note, Problem, Reply, Seed, Synthesis
from hum_hub_plugin_generalist import prompts
from hum_hub_plugin_generalist.draws import Draw, draws
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.syllabus import Session, Subject, sessions, subjects

NUMBERS = ("queries", "subjects", "questions")
Asking = Generator[Any, Reply | None, Any]


def chain(seed: Seed) -> Synthesis[Response]:
    """Examples from one discipline.

    The fields of a seed: `discipline`, its name in the seed's language; `queries`, how often to ask for subjects;
    `subjects` and `questions`, the most subjects of the discipline and questions of a subject to go into.
    """
    found: dict[str, Subject] = {}
    for number in range(int(seed.fields.get("queries", 1))):
        for subject in (yield from _subjects(seed, number)):
            found.setdefault(subject.name.casefold(), subject)
    for place, subject in enumerate(list(found.values())[: int(seed.fields.get("subjects", 1))]):
        yield from _subject(seed, subject, place)


def _subjects(seed: Seed, number: int) -> Asking:
    reply = yield prompts.subjects(seed.fields["discipline"], seed.language, number)
    return (yield from _structured(reply, prompts.subjects_as_json, subjects, seed)) or []


def _structured(reply: Reply | None, ask: Any, parse: Any, seed: Seed) -> Asking:
    """What `parse` makes of the structure that a second request extracts from a reply; `None` when that fails."""
    if reply is None:
        return None
    structured = yield ask(reply.text, seed.language)
    if structured is None:
        return None
    try:
        return parse(structured.json())
    except ValueError as error:
        yield Problem("reply-without-structure", f"{seed.id}: {error}")
        return None


def _subject(seed: Seed, subject: Subject, place: int) -> Asking:
    outline = yield prompts.syllabus(seed.fields["discipline"], subject, seed.language)
    lessons = yield from _structured(outline, prompts.sessions_as_json, sessions, seed)
    if outline is None or lessons is None:
        return
    limit = int(seed.fields.get("questions", 1))
    sizes = [len(lesson.concepts) for lesson in lessons]
    drawn = list(draws(seed.id, sizes, limit))
    if len(drawn) < limit:
        yield Note("fewer-draws-than-wanted", f"{seed.id}: {len(drawn)} of {limit}")
    for number, draw in enumerate(drawn):
        yield from _question(seed, subject, outline.text, lessons, draw, f"{place}/{number}")


def _question(seed: Seed, subject: Subject, outline: str, lessons: list[Session], draw: Draw, item: str) -> Asking:
    reached = [lessons[session] for session in draw.sessions]
    concepts = [
        session.concepts[place] for session, places in zip(reached, draw.concepts, strict=True) for place in places
    ]
    question: Reply | None = yield prompts.question(subject, outline, reached, concepts, seed.language)
    if question is None:
        return
    answer: Reply | None = yield prompts.answer(question.text)
    if answer is None:
        return
    gold = Response(
        answer.text,
        seed.fields["discipline"],
        subject.name,
        tuple(session.title for session in reached),
        tuple(concepts),
    )
    example = seed.example({"question": question.text}, gold, subtasks=("response",), item=item)
    yield replace(example, model=answer.model)
