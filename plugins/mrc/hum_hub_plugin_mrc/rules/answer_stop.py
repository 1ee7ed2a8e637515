"""Whether the answer ends in a full stop."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, values

_WITHOUT = {
    "en": (
        "Do not add a full stop to the answer; its own punctuation stays.",
        "No full stop is to be put after the answer, beyond what belongs to its wording.",
        "Leave the end of the answer as the text has it, without a full stop of yours.",
    ),
    "zh": (
        "答案末尾不要另加句号，原有的标点保留。",
        "除了答案自身带有的标点，后面不再添句号。",
        "答案的结尾照原文写，不额外加句号。",
    ),
}
_WITH = {
    ("en", "en"): (
        'End the answer with a full stop (".") unless it ends with a full stop, "!", "?" or "…" already.',
        'Put "." at the end of the answer, except where it ends with ".", "!", "?" or "…" anyway.',
        'The answer closes with ".", or with its own ".", "!", "?" or "…" if it ends in one of them.',
    ),
    ("en", "zh"): (
        "答案末尾加英文句点“.”；已经以“.”“!”“?”或“…”结尾的不加。",
        "以英文句点“.”结束答案，除非答案本来就以“.”“!”“?”“…”之一收尾。",
        "答案后面要有英文句点“.”，若已用“.”“!”“?”“…”结尾则保持不变。",
    ),
    ("zh", "en"): (
        'End the answer with the Chinese full stop "。" unless it ends with "。", "！", "？" or "…" already.',
        'Put "。" at the end of the answer, except where it ends with "。", "！", "？" or "…" anyway.',
        'The answer closes with "。", or with its own "。", "！", "？" or "…" if it ends in one of them.',
    ),
    ("zh", "zh"): (
        "答案末尾加句号“。”；已经以“。”“！”“？”或“…”结尾的不加。",
        "以句号“。”结束答案，除非答案本来就以“。”“！”“？”“…”之一收尾。",
        "答案后面要有句号“。”，若已用“。”“！”“？”“…”结尾则保持不变。",
    ),
}
_STOPS = {"en": ".!?…", "zh": "。！？…"}
_INSIDE = re.compile(r"[.!?…。！？]\s*[^\w\s.!?…。！？]+[.。]?\Z")
_FOREIGN = {"en": re.compile(r"[。！？]\.?\Z"), "zh": re.compile(r"[.!?]。?\Z")}


class AnswerStop(Rule):
    """A full stop of the text's language after an answer that ends in no stop of its own, or none."""

    id: ClassVar[str] = "answer-stop"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-quotes", "sentence-number"})

    def options(self, case: Case) -> Sequence[str]:
        """Answers that are one piece of the text, where they are written bare or as a string."""
        asked = case.subtask in ("span", "dialogue", "date", "hops") and case.input_language in ("en", "zh")
        return ("without", "with") if asked and case.format.id in ("plain", "json-records") else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`; the stop is that of the text's language."""
        return _WITHOUT[case.language] if option == "without" else _WITH[case.input_language, case.language]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "without":
            return answer
        return tuple((_stopped(cell, case.input_language),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            return text
        if case.input_language == "zh":
            return re.sub(r"(?<![。！？…])\Z", "。", text)
        return re.sub(r"(?<![.!?…])\Z", ".", text)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: a stop inside closing marks, or one of another script, is both a stop and none."""
        for value in (value for record in truth for value in values(record)):
            if _INSIDE.search(value.text) or _FOREIGN[case.input_language].search(value.text):
                return "stop-of-another-kind"
        return None


def _stopped(value: Value, language: str) -> Value:
    stops = _STOPS[language]
    return value if value.text.endswith(tuple(stops)) else replace(value, text=value.text + stops[0])
