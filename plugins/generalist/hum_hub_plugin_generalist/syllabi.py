"""From a subject to the questions to be asked: its syllabus, checked, and what each question is about."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import count, islice, pairwise

from hum_hub import Note, Problem, Reply, Seed, Synthesis, Topic
from hum_hub_plugin_generalist import prompts, shapes
from hum_hub_plugin_generalist.asking import asks
from hum_hub_plugin_generalist.checks import unusable
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.names import folded
from hum_hub_plugin_generalist.stages import Ask, QuestionsStage, SubjectStage, follow, of

ATTEMPTS = 2
"""How many syllabi are asked for, at most, until one can be used."""
MOST_SESSIONS = 40
CHUNK = 32
"""How many questions are asked for at once."""
_Checked = Generator[Note, None, tuple[shapes.Session, ...]]


def syllabus(seed: Seed, stage: SubjectStage) -> Synthesis[Response]:
    """The seeds of a subject's questions, `CHUNK` to each; one without questions when the syllabus is the aim."""
    if not stage.forms and seed.subtasks == ("choice",):
        stage = replace(stage, forms=("choice",))
    for number in range(ATTEMPTS):
        asked = prompts.syllabus(stage, seed.language, number)
        outline: Reply | None = yield asked
        if outline is None:
            return
        if (fault := unusable(asked, outline.text, seed.language)) is not None:
            yield Note("syllabus-not-usable", f"{seed.id}: {fault}")
            continue
        structured: Reply | None = yield prompts.syllabus_as_json(outline.text, seed.language)
        if structured is None:
            return
        found = structured.read(shapes.Syllabus)
        sessions = yield from checked(seed.id, found.sessions, outline.text)
        if stage.least_sessions <= len(sessions) <= MOST_SESSIONS:
            yield from _topics(stage, sessions)
            yield from _chunks(seed, stage, outline.text, sessions, found.forms)
            return
        yield Note("syllabus-not-usable", f"{seed.id}: {len(sessions)} sessions")
    yield Problem("no-usable-syllabus", f"{seed.id}: {stage.subject}"[:200])


def _topics(stage: SubjectStage, sessions: tuple[shapes.Session, ...]) -> Iterator[Topic]:
    """The sessions and key concepts of a subject."""
    for session in sessions:
        yield Topic("session", (stage.discipline, stage.subject, session.title))
        for concept in session.concepts:
            yield Topic("concept", (stage.discipline, stage.subject, concept))


def checked(name: str, sessions: tuple[shapes.Session, ...], outline: str) -> _Checked:
    """The sessions that are valid: none twice, and each concept in one session only.

    What is repeated is kept where it comes first, and a session that is left without concepts is dropped. Concepts that
    the syllabus does not name are noted but kept, and so is an order that does not go from easy to hard, because
    progress follows the syllabus as it is written.
    """
    kept: list[shapes.Session] = []
    titles, concepts, plain = set[str](), set[str](), folded(outline)
    for session in sessions:
        mine = []
        for concept in (concept.strip() for concept in session.concepts):
            if not concept or folded(concept) in concepts:
                yield Note("concept-repeats", f"{name}: {concept}"[:200])
                continue
            concepts.add(folded(concept))
            if folded(concept) not in plain:
                yield Note("concept-not-in-syllabus", f"{name}: {concept}"[:200])
            mine.append(concept)
        if not session.title.strip() or folded(session.title) in titles:
            yield Note("session-repeats", f"{name}: {session.title}"[:200])
        elif not mine:
            yield Note("session-without-concepts", f"{name}: {session.title}"[:200])
        else:
            titles.add(folded(session.title))
            described = session.description.strip()
            kept.append(shapes.Session(session.title.strip(), described, tuple(mine), session.difficulty))
    if any(later.difficulty < earlier.difficulty for earlier, later in pairwise(kept)):
        yield Note("sessions-out-of-order", name)
    return tuple(kept)


def _chunks(
    seed: Seed,
    stage: SubjectStage,
    outline: str,
    sessions: tuple[shapes.Session, ...],
    suitable: tuple[shapes.Form, ...],
) -> Iterator[Seed | Note]:
    more = {"syllabus": outline, "sessions": sessions, "wanted": (), "asks": ()}
    if stage.until == "syllabus":
        yield follow(seed, "questions", "0", of(QuestionsStage, stage, **more))
        return
    planned, made = asks(seed.id, stage, sessions, suitable), 0
    for number in count():
        some = list(islice(planned, CHUNK))
        yield from (step for step in some if isinstance(step, Note))
        if asked := tuple(step for step in some if isinstance(step, Ask)):
            yield follow(seed, "questions", str(number), of(QuestionsStage, stage, **{**more, "asks": asked}))
        made += len(asked)
        if len(some) < CHUNK:
            break
    if made < stage.questions:
        yield Note("fewer-draws-than-wanted", f"{seed.id}: {made} of {stage.questions}")
