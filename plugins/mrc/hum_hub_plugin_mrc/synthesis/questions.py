"""Drafts made into questions as annotated seeds hold them, with the places of the answers found by code."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hum_hub import Problem
from hum_hub_plugin_mrc.pages import Page
from hum_hub_plugin_mrc.synthesis.grounding import grounded, grounded_in
from hum_hub_plugin_mrc.synthesis.numerals import figured, figures
from hum_hub_plugin_mrc.synthesis.refusing import BLANK
from hum_hub_plugin_mrc.synthesis.shapes import (
    Blanked,
    Continued,
    Draft,
    Joined,
    Judged,
    Listed,
    Quoted,
    Spanned,
    Stated,
)

_BLANKS = re.compile(r"[_＿]{2,}")
_TIME = re.compile(
    r"\d|[一二三四五六七八九十〇零][年月日号点世]|今|昨|明天|前天|后天|周|星期|春|夏|秋|冬|除夕|元旦|中秋|端午|早|晚|夜"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august)\b"
    r"|\b(?:september|october|november|december|spring|summer|autumn|winter|christmas|easter|midnight|noon)\b"
    r"|\b(?:today|yesterday|tomorrow|century|morning|evening|night)\b",
    re.IGNORECASE,
)
_SPEAKERS = {"en": ("Q: ", "A: "), "zh": ("问：", "答：")}


@dataclass(frozen=True, slots=True)
class Question:
    """A question under way: the fields that `read` expects, what a reader has to answer, and who wrote it.

    `supporting` are the positions of the documents that the answer rests on.
    """

    subtask: str
    page: Page
    fields: Mapping[str, Any]
    answers: tuple[str, ...]
    models: tuple[str, ...]
    supporting: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """What is asked: the question, or the sentence with the blank."""
        return str(self.fields["blank" if self.subtask == "cloze" else "question"])

    @property
    def asked(self) -> str:
        """What is asked, after the conversation before it."""
        return f"{self.fields['history']}\n{self.text}" if self.fields.get("history") else self.text

    def written(self) -> list[str]:
        """All that the teacher wrote of it, apart from what it copied."""
        own = self.answers if self.subtask in ("choice", "cloze", "free") else ()
        return [self.text, *str(self.fields.get("history", "")).splitlines(), *own]


def composed(draft: Draft, subtask: str, page: Page, language: str, model: str) -> Question | Problem:
    """The question of a draft, its answers placed on the page; or why there is none."""
    match draft:
        case Listed():
            placed = [_placed(quoted, page, language) for quoted in draft.answers]
            fields: dict[str, Any] | Problem = _listed(draft.question, placed)
        case Spanned() | Continued():
            fields = _spanned(draft, subtask, page, language)
        case Joined():
            return _joined(draft, page, model)
        case Blanked():
            fields = _blanked(draft, page)
        case Judged():
            fields = {"question": draft.question.strip(), "answer": draft.answer}
        case Stated():
            fields = _stated(draft, subtask, language)
    if isinstance(fields, Problem):
        return fields
    given = fields["answers"] if "answers" in fields else [fields["answer"]]
    answers = tuple(answer["text"] if isinstance(answer, dict) else answer for answer in given)
    return Question(subtask, page, fields, answers, (model,))


def _placed(quoted: Quoted, page: Page, language: str) -> dict[str, Any] | Problem:
    start = grounded(quoted, page, language)
    return start if isinstance(start, Problem) else {"text": quoted.text, "start": start}


def _spanned(draft: Spanned | Continued, subtask: str, page: Page, language: str) -> dict[str, Any] | Problem:
    placed = _placed(draft.answer, page, language)
    if isinstance(placed, Problem):
        return placed
    if subtask == "date" and not _TIME.search(draft.answer.text):
        return Problem("not-a-date", draft.answer.text)
    fields = {"question": draft.question.strip(), "answers": [placed]}
    if isinstance(draft, Continued):
        asks, says = _SPEAKERS[language]
        turns = ((asks + _line(turn.question), says + _line(turn.answer)) for turn in draft.history)
        fields["history"] = "\n".join(line for turn in turns for line in turn)
    return fields


def _listed(question: str, placed: list[dict[str, Any] | Problem]) -> dict[str, Any] | Problem:
    answers = list[dict[str, Any]]()
    for answer in placed:
        if isinstance(answer, Problem):
            return answer
        answers.append(answer)
    answers.sort(key=lambda answer: int(answer["start"]))
    for first, second in itertools.pairwise(answers):
        if first["start"] + len(first["text"]) > second["start"]:
            return Problem("answers-overlap", f"{first['text']} | {second['text']}")
    return {"question": question.strip(), "answers": answers}


def _joined(draft: Joined, page: Page, model: str) -> Question | Problem:
    documents = tuple(sorted({number - 1 for number in draft.documents}))
    if documents[-1] >= len(page.bodies):
        return Problem("no-such-document", str(documents[-1] + 1))
    if draft.document - 1 not in documents:
        return Problem("answer-outside-its-documents", draft.answer)
    if len(documents) < 2:
        return Problem("one-document-is-enough", draft.question)
    start = grounded_in(draft.answer, draft.context, page, draft.document - 1)
    if isinstance(start, Problem):
        return start
    answer = {"text": draft.answer, "start": start, "document": draft.document - 1}
    fields = {"question": draft.question.strip(), "answers": [answer]}
    return Question("hops", page, fields, (draft.answer,), (model,), documents)


def _blanked(draft: Blanked, page: Page) -> dict[str, Any] | Problem:
    sentence, blanks = _BLANKS.subn(BLANK, draft.sentence.strip())
    if blanks != 1:
        return Problem("not-one-blank", draft.sentence)
    if sentence.replace(BLANK, draft.answer.strip()).rstrip(".。") in page.text:
        return Problem("sentence-copied", draft.sentence)
    return {"blank": sentence, "answer": draft.answer.strip()}


def _stated(draft: Stated, subtask: str, language: str) -> dict[str, Any] | Problem:
    answer = draft.answer.strip()
    if subtask == "number":
        if len(figures(answer, language)) != 1 or len(answer) > 40:
            return Problem("not-a-number", answer)
        answer = answer if any(map(str.isnumeric, answer)) else figured(answer, language)
    return {"question": draft.question.strip(), "answer": answer}


def _line(text: str) -> str:
    return " ".join(text.split())
