"""The round trip: another request answers the question without being told the answer, and has to agree."""

from collections.abc import Generator
from typing import Any

from hum_hub import Problem, Reply
from hum_hub_plugin_mrc.synthesis import prompts
from hum_hub_plugin_mrc.synthesis.likeness import alike, holds, key, matched
from hum_hub_plugin_mrc.synthesis.numerals import figures
from hum_hub_plugin_mrc.synthesis.questions import Question
from hum_hub_plugin_mrc.synthesis.shapes import LETTERS, Found, Picked, Same, Verdict


def checked(question: Question, language: str) -> Generator[Any, Any, Problem | None]:
    """Why a question is not kept after it was answered again, or `None`."""
    reply: Reply | None = yield prompts.answerability(question, question.page.text, language)
    if reply is None:
        return Problem("no-reply", f"answerability: {question.text}")
    if question.subtask in ("choice", "cloze"):
        return _picked(question, reply.read(Picked).right)
    if question.subtask == "boolean":
        same = reply.read(Verdict).answer == question.answers[0]
        return None if same else _differs(question, reply.read(Verdict).answer)
    found = reply.read(Found)
    if not answered(found):
        return _differs(question, "unanswerable")
    if question.subtask == "free":
        return (yield from _same(question, found, language))
    if not agrees(question, found, language):
        return _differs(question, " | ".join(found.answers))
    return (yield from _needs_all(question, language)) if question.subtask == "hops" else None


def answered(found: Found) -> bool:
    """Whether a reader found an answer at all."""
    return found.answerable and any(answer.strip() for answer in found.answers)


def agrees(question: Question, found: Found, language: str) -> bool:
    """Whether what a reader found are the answers of the question."""
    if question.subtask == "number":
        return len(found.answers) == 1 and figures(found.answers[0], language) == figures(question.answers[0], language)
    if question.subtask == "spans":
        return matched(question.answers, found.answers, language)
    if question.subtask == "date" and not holds(" ".join(found.answers), question.answers[0], language):
        return False  # a year does not stand for a day of it
    return len(found.answers) == 1 and alike(question.answers[0], found.answers[0], language)


def unanswerable(question: Question, language: str) -> Generator[Any, Any, Problem | None]:
    """Why a question that is meant to have no answer is not kept: a reader found one."""
    reply: Reply | None = yield prompts.answerability(question, question.page.text, language)
    if reply is None:
        return Problem("no-reply", f"answerability: {question.text}")
    found = reply.read(Found)
    if answered(found) or found.answerable:
        return Problem("twin-answerable", f"{question.text}: {' | '.join(found.answers)}")
    return None


def _needs_all(question: Question, language: str) -> Generator[Any, Any, Problem | None]:
    """Leave out each supporting document in turn: nobody may find the answer without it."""
    asked = tuple(
        prompts.answerability(question, prompts.without(question.page, document), language)
        for document in question.supporting
    )
    replies: tuple[Reply | None, ...] = yield asked
    for document, reply in zip(question.supporting, replies, strict=True):
        if reply is None:
            return Problem("no-reply", f"answerability: {question.text}")
        found = reply.read(Found)
        if answered(found) and agrees(question, found, language):
            return Problem("document-not-needed", f"document {document + 1}: {question.text}")
    return None


def _same(question: Question, found: Found, language: str) -> Generator[Any, Any, Problem | None]:
    """Free answers are compared by a third request, where their words differ."""
    answer = found.answers[0]
    if key(answer, language) == key(question.answers[0], language):
        return None
    reply: Reply | None = yield prompts.agreement(question, answer, language)
    if reply is None:
        return Problem("no-reply", f"answerability: {question.text}")
    return None if reply.read(Same).same else _differs(question, answer)


def _picked(question: Question, right: tuple[str, ...]) -> Problem | None:
    expected = LETTERS[question.fields["correct"]]
    if set(right) == {expected}:
        return None
    if expected in right:
        return Problem("several-right-options", f"{', '.join(right)}: {question.text}")
    return _differs(question, ", ".join(right) or "none")


def _differs(question: Question, found: str) -> Problem:
    return Problem("not-answerable-again", f"{question.text}: {' | '.join(question.answers)}, again {found}"[:400])
