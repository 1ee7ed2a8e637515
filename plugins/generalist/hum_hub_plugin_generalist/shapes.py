"""What structured replies consist of."""

from dataclasses import dataclass
from typing import Annotated, Literal

from hum_hub import length, within

Level = Literal["introductory", "intermediate", "advanced"]
Form = Literal["free", "choice", "calculation", "code", "essay"]
Difficulty = Literal["easy", "medium", "hard"]
Name = Annotated[str, length(1, 200)]
Text = Annotated[str, length(1, 4000)]
Short = Annotated[str, length(0, 300)]
Mark = Annotated[int, within(1, 5)]
LEVELS: tuple[Level, ...] = ("introductory", "intermediate", "advanced")
FORMS: tuple[Form, ...] = ("free", "choice", "calculation", "code", "essay")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
MOST_OF_A_SESSION = 16
"""The most key concepts of a session; the paper has about five."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of a discipline."""

    name: Name
    level: Level
    subtopics: Annotated[tuple[Name, ...], length(0, 40)]


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects that a reply names."""

    subjects: Annotated[tuple[Subject, ...], length(1, 200)]


@dataclass(frozen=True, slots=True)
class Session:
    """A class session: title, description, key concepts, and how hard it is, from 1 to 5."""

    title: Name
    description: Annotated[str, length(0, 2000)]
    concepts: Annotated[tuple[Name, ...], length(0, MOST_OF_A_SESSION)]
    difficulty: Mark


@dataclass(frozen=True, slots=True)
class Syllabus:
    """The sessions of a syllabus, and the forms of question that suit its subject."""

    sessions: Annotated[tuple[Session, ...], length(1, 60)]
    forms: Annotated[tuple[Form, ...], length(0, len(FORMS))]


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A choice question: what is asked, the right option, and the wrong ones."""

    question: Text
    right: Annotated[str, length(1, 600)]
    wrong: Annotated[tuple[Annotated[str, length(1, 600)], ...], length(1, 7)]


@dataclass(frozen=True, slots=True)
class Result:
    """The short result that an answer states, if it states one."""

    stated: bool
    value: Short


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one answer, each from 1 to 5."""

    correct: Mark
    complete: Mark
    clear: Mark
    fitting: Mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of one answer."""

    reason: Annotated[str, length(0, 2000)]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a judge says of two answers."""

    reason: Annotated[str, length(0, 2000)]
    first: Marks
    second: Marks
    better: Literal["first", "second", "equal"]
