"""Options: wrong ones by the teacher, all of them in an order that a hash settles."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from hum_hub import Problem, Prompt, Reply, digest
from hum_hub_plugin_mrc.synthesis import prompts
from hum_hub_plugin_mrc.synthesis.likeness import key
from hum_hub_plugin_mrc.synthesis.questions import Question
from hum_hub_plugin_mrc.synthesis.refusing import refused
from hum_hub_plugin_mrc.synthesis.shapes import Wrong

OPTIONS = 4
"""How many options a question has, unless fewer good ones are found; never fewer than three."""


def with_options(question: Question, place: int, language: str) -> Generator[Any, Any, Question | Problem]:
    """The question with options beside the right answer, which stands at `place` as far as there are as many."""
    reply: Reply | None = yield prompts.distractors(question, language, OPTIONS)
    if reply is None:
        return Problem("no-reply", f"distractors: {question.text}")
    wrong = list[str]()
    taken = {key(question.answers[0], language)}
    for option in reply.read(Wrong).options:
        option = " ".join(option.split())
        fault = refused([option], language) or _fault(option, taken, language)
        if fault is not None:
            yield fault
            continue
        taken.add(key(option, language))
        wrong.append(option)
    if len(wrong) < 2:
        return Problem("too-few-distractors", question.text)
    wrong = sorted(wrong[: OPTIONS - 1], key=lambda option: digest("option", question.text, option))
    right = question.answers[0]
    if len(right) > 12 and len(right) > 2 * max(map(len, wrong)):
        return Problem("answer-stands-out", right)
    place %= len(wrong) + 1
    fields = {**question.fields, "choices": [*wrong[:place], right, *wrong[place:]], "correct": place}
    return replace(question, fields=fields, models=(*question.models, reply.model))


def turn(seed: str, subtask: str, number: int) -> int:
    """Where the right option stands: each place as often as the others, within a seed and over many."""
    return int(digest("place", seed, subtask)[:8], 16) + number


def asked(question: Question, language: str) -> Prompt:
    """The check of a question with options: all right ones are asked for."""
    return prompts.answerability(question, question.page.text, language)


def _fault(option: str, taken: set[str], language: str) -> Problem | None:
    """Why an option cannot stand beside those that are taken."""
    if key(option, language) in taken:
        return Problem("distractor-repeated", option)
    if any(phrase in option.casefold() for phrase in ("of these", "of the above", "以上", "都对", "都不对")):
        return Problem("distractor-on-options", option)
    return None
