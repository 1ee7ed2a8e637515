"""Unanswerable twins: questions that look like an answered one, and that the page does not answer."""

import re
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from hum_hub import Problem, Reply
from hum_hub_plugin_mrc.synthesis import prompts
from hum_hub_plugin_mrc.synthesis.checking import unanswerable
from hum_hub_plugin_mrc.synthesis.likeness import key, overlap
from hum_hub_plugin_mrc.synthesis.questions import Question
from hum_hub_plugin_mrc.synthesis.refusing import refused, refused_question
from hum_hub_plugin_mrc.synthesis.shapes import Twin

TWINNED = ("span", "dialogue", "free", "hops")
"""The sub-tasks whose questions may go unanswered."""
LIKE = 0.3
"""The least share of tokens that a twin has in common with its question."""
_KINDS = {
    "en": (
        *(r"how (?:many|much)", r"how (?:long|far|old|often|tall|high|big|large)", r"\bhow\b", r"\bwho(?:m|se)?\b"),
        *(
            r"\bwhen\b|what (?:year|date|day|time)",
            r"\bwhere\b",
            r"\bwhy\b|what (?:reason|caused)",
            r"\bwh(?:at|ich)\b",
        ),
    ),
    "zh": (
        *(
            "多少|几(?!乎)",
            "多(?:久|长|远|大|高|重)",
            "谁|哪(?:个|位)人|何人",
            "何时|什么时候|哪(?:年|天|一年|一天)|几(?:月|日|点)",
        ),
        *("哪里|哪儿|何处|什么地方", "为什么|为何|什么原因|何以", "怎么|怎样|如何", "什么|哪|何"),
    ),
}


def twin(question: Question, known: list[str], language: str) -> Generator[Any, Any, Question | Problem]:
    """A twin of a question, found unanswerable by a reader; or why there is none."""
    reply: Reply | None = yield prompts.twin(question, language)
    if reply is None:
        return Problem("no-reply", f"twins: {question.text}")
    text = " ".join(reply.read(Twin).question.split())
    fault = refused([text], language) or _fault(text, question.text, language)
    fields = {name: value for name, value in question.fields.items() if name != "answer"}
    fields = {**fields, "question": text, "answers": []}
    made = replace(question, fields=fields, answers=(), models=(*question.models, reply.model), supporting=())
    others = [other for other in known if other != question.asked]
    fault = fault or refused_question(text, made.asked, (), others, language)
    if fault is None:
        fault = yield from unanswerable(made, language)
    return fault or made


def kind(question: str, language: str) -> str | None:
    """The kind of answer that a question wants, by its first question word; `None` where there is no such word."""
    places = [
        (found.start(), number)
        for number, pattern in enumerate(_KINDS[language])
        if (found := re.search(pattern, question, re.IGNORECASE)) is not None
    ]
    return _KINDS[language][min(places)[1]] if places else None


def _fault(text: str, question: str, language: str) -> Problem | None:
    if key(text, language) == key(question, language):
        return Problem("twin-equal", text)
    if kind(text, language) != kind(question, language):
        return Problem("twin-of-other-type", f"{question} | {text}")
    if overlap(text, question, language) < LIKE:
        return Problem("twin-unlike", f"{question} | {text}")
    return None
