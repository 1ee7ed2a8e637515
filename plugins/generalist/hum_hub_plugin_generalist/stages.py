"""What the seeds of each stage of the chain hold, and how it is read from their fields."""

import json
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Annotated, Any, Literal, TypeVar

from hum_hub import Problem, Seed, length, parsed, within
from hum_hub_plugin_generalist.shapes import FORMS, Difficulty, Form, Level, Name, Session

Stage = TypeVar("Stage")


Long = Annotated[str, length(1, 200_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How carefully to answer, and when to stop.

    `samples` says how many answers to compare where there is a result, `judge` whether a judge marks the answers, and
    `until` after which stage the chain ends.
    """

    samples: Annotated[int, within(1, 25)] = 1
    judge: bool | Annotated[int, within(0, 1)] = False
    until: Literal["subjects", "syllabus", "questions", "answers"] = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Answering):
    """How far and how densely to go.

    `queries` says how often to ask for subjects, `subjects` how many of a discipline to go into, `questions` how many
    to ask of each, `least_sessions` how many sessions a syllabus must have, and `forms` which forms of question are
    wanted (all that suit the subject, when empty).
    """

    queries: Annotated[int, within(1, 100)] = 10
    subjects: Annotated[int, within(1, 2000)] = 200
    questions: Annotated[int, within(0, 1_000_000)] = 32
    least_sessions: Annotated[int, within(1, 60)] = 10
    forms: Annotated[tuple[Form, ...], length(0, len(FORMS))] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that is wanted before all others: key concepts, by name, and form and difficulty if they matter."""

    concepts: Annotated[tuple[Name, ...], length(1, 5)]
    form: Form | None = None
    difficulty: Difficulty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline(Settings):
    """A discipline, with the branches of the tree above it."""

    discipline: Name
    path: tuple[Name, ...] = ()
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectStage(Discipline):
    """A subject whose syllabus is to be written."""

    subject: Name
    level: Level
    subtopics: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to be asked for: positions of sessions and of their key concepts, form and difficulty."""

    sessions: Annotated[tuple[int, ...], length(1, 2)]
    concepts: tuple[tuple[int, ...], ...]
    form: Form
    difficulty: Difficulty


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsStage(SubjectStage):
    """Some of the questions of a subject, to be asked at once: the whole syllabus, its sessions, what to ask about."""

    syllabus: Long
    sessions: Annotated[tuple[Session, ...], length(1, 60)]
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStage(Answering):
    """A question to be answered, and where it comes from; `models` wrote it, `options` and `correct` are its choices."""

    question: Long
    discipline: str = ""
    path: tuple[str, ...] = ()
    subject: str = ""
    level: str = ""
    sessions: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    form: Form = "free"
    difficulty: str = ""
    options: Annotated[tuple[str, ...], length(0, 26)] = ()
    correct: int | None = None
    models: tuple[str, ...] = ()


def stated(seed: Seed, stage: type[Stage]) -> Stage | Problem:
    """What the fields of a seed state for a stage, or why they do not."""
    kind: Any = stage
    names = {each.name for each in fields(kind)}
    known = {name: value for name, value in seed.fields.items() if name in names}
    try:
        found = parsed(json.dumps(known), stage)
    except ValueError as error:
        code = "no-discipline" if str(error).startswith("discipline:") else "fields-of-wrong-type"
        return Problem(code, f"{seed.id}: {error}"[:200])
    blank = next((name for name in ("discipline", "subject") if getattr(found, name, "").isspace()), None)
    return found if blank is None else Problem(f"no-{blank}", seed.id)


def follow(seed: Seed, stage: str, item: str, said: Any, *, apart: bool = False) -> Seed:
    """The seed of the next stage; what is as it would be anyway is left out. See `Seed.follow`."""
    usual = {each.name: each.default for each in fields(said) if each.default is not MISSING}
    told = {name: value for name, value in asdict(said).items() if name not in usual or value != usual[name]}
    return seed.follow({"stage": stage, **told}, item, apart=apart)


def of(stage: type[Stage], before: Any, **more: Any) -> Stage:
    """A stage that takes over all that it shares with the one before."""
    shared = {each.name for each in fields(stage)} & {each.name for each in fields(before)}  # type: ignore[arg-type]  # a dataclass
    return stage(**{name: getattr(before, name) for name in shared} | more)
