"""The chain from a discipline to answered questions: which stage a seed is at, and what is done there."""

from collections.abc import Callable
from typing import Any

from hum_hub import Problem, Seed, Synthesis
from hum_hub_plugin_generalist.answers import answers
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.questions import questions
from hum_hub_plugin_generalist.stages import AnswerStage, Discipline, QuestionsStage, SubjectStage, stated
from hum_hub_plugin_generalist.subjects import subjects
from hum_hub_plugin_generalist.syllabi import syllabus

Stage = Callable[[Seed, Any], Synthesis[Response]]
STAGES: dict[str, tuple[type[Any], Stage, tuple[str, ...]]] = {
    "discipline": (Discipline, subjects, ()),
    "subject": (SubjectStage, syllabus, ("subjects",)),
    "questions": (QuestionsStage, questions, ("subjects", "syllabus")),
    "answer": (AnswerStage, answers, ("subjects", "syllabus", "questions")),
}
"""For the stage of a seed: what its fields state, what is done, and after which earlier stages to stop before it."""


def chain(seed: Seed) -> Synthesis[Response]:
    """What comes of a seed at its stage: the seeds of the next one, or examples.

    A chain that is to stop earlier leaves the seeds of the next stage untouched, to be inspected and to go on from.
    """
    name = seed.fields.get("stage", "discipline")
    if not isinstance(name, str) or name not in STAGES:
        yield Problem("unknown-stage", f"{seed.id}: {name!r}"[:200])
        return
    kind, step, stops = STAGES[name]
    found = stated(seed, kind)
    if isinstance(found, Problem):
        yield found
    elif found.until not in stops:
        yield from step(seed, found)
