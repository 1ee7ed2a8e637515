"""Preference rules of reading comprehension."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Problem, Rule, Value, sentences, values

_FORM = {
    "span": {
        "en": (
            "Answer with the shortest piece of the passage that answers the question, not with a whole sentence.",
            "Copy only the words that answer the question.",
        ),
        "zh": ("只摘出能回答问题的最短片段，不要写整句。", "只抄写回答问题所需的字词。"),
    },
    "sentence": {
        "en": (
            "Answer with the whole sentence of the passage that contains the answer.",
            "Quote the complete sentence in which the answer stands.",
        ),
        "zh": ("用文章中包含答案的整句话作答。", "请完整引用答案所在的那句话。"),
    },
}


class AnswerForm(Rule):
    """The span alone, or the sentence that holds it."""

    id: ClassVar[str] = "answer-form"
    stage: ClassVar[Literal["write"]] = "write"

    def options(self, case: Case) -> Sequence[str]:
        """Questions that one span answers."""
        return ("span", "sentence") if case.subtask in ("span", "dialogue") else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return _FORM[option].get(case.schema.language, _FORM[option]["en"])

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "span":
            return answer
        return tuple((_sentence(cell, case),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: outwards from the span to the nearest sentence ends."""
        if option == "span" or value.start is None or value.end is None:
            return text
        passage = case.text(value)
        if case.input_language == "zh":
            begins, ends = r"[。！？；\n][”’」』）]*", r"[。！？；]+[”’」』）]*|(?=\n)|$"
        else:
            begins, ends = (
                r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])|\n+",
                r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9]|\s*$)|(?=\n)|$",
            )
        start = max((match.end() for match in re.finditer(begins, passage) if match.end() <= value.start), default=0)
        inner = value.end - 1 if passage[value.end - 1] in ".!?。！？；" else value.end
        end = next(
            match.end() for match in re.finditer(ends, passage) if match.end() >= value.end and match.start() >= inner
        )
        return passage[start:end].strip()

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: a sentence can be quoted only where the place of the answer is known."""
        if option == "sentence" and any(value.start is None for record in truth for value in values(record)):
            yield Problem("place-of-answer-unknown", message[:80])


def _sentence(value: Value, case: Case) -> Value:
    passage = case.text(value)
    for start, end in sentences(passage, case.input_language):
        if value.start is not None and value.end is not None and start <= value.start and value.end <= end:
            return replace(value, text=passage[start:end])
    return value
