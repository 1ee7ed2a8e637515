"""Whether the answer stands in quotation marks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, Words, values

_MARKS = '“”"「」『』«»„‟'
_PAIRS = {"curly": "“”", "straight": '""'}
_WORDS = {
    "plain": {
        "en": (
            "Write the answer without quotation marks around it.",
            "Do not put the answer in quotation marks.",
            "The answer stands bare, with no quotation mark before or after it.",
        ),
        "zh": ("答案外面不加引号。", "不要用引号把答案括起来。", "直接写答案，前后都不要引号。"),
    },
    "curly": {
        "en": (
            "Put the answer in curly quotation marks: “ before it and ” after it.",
            "Enclose the answer in curly double quotation marks (“ and ”).",
            "The answer is to stand between the sign “ and the sign ”.",
        ),
        "zh": (
            "用弯引号把答案括起来：前面写“，后面写”。",
            "答案要放在一对弯双引号（“”）之中。",
            "请在答案前加“号，在答案后加”号。",
        ),
    },
    "straight": {
        "en": (
            'Put the answer in straight quotation marks: " before it and " after it.',
            'Enclose the answer in straight double quotation marks (").',
            'The answer is to stand between two signs ", the straight quotation mark.',
        ),
        "zh": (
            '用直引号把答案括起来：前后各写一个 "。',
            '答案要放在一对直双引号（"）之中。',
            '请在答案的前面和后面各加一个直引号 "。',
        ),
    },
}


class AnswerQuotes(Rule):
    """No marks, curly marks or straight marks around the answer."""

    id: ClassVar[str] = "answer-quotes"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-stop", "sentence-number"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Answers that are one piece of the text, in the format that adds no marks of its own."""
        asked = case.subtask in ("span", "dialogue", "date", "hops", "evidence")
        return ("plain", "curly", "straight") if asked and case.format.id == "plain" else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "plain":
            return answer
        return tuple((_quoted(cell, *_PAIRS[option]),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "plain":
            return text
        before, after = ('"', '"') if option == "straight" else ("\u201c", "\u201d")
        inner = text[1:-1] if len(text) > 2 and text[0] == before and text[-1] == after else text
        return f"{before}{inner}{after}"

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: the answer must hold no marks of its own."""
        for value in (value for record in truth for value in values(record)):
            ours = option != "plain" and value.text not in case.text(value)
            inner = value.text[1:-1] if ours else value.text
            if any(mark in inner for mark in _MARKS):
                return "quotation-marks-in-answer"
        return None


def _quoted(value: Value, before: str, after: str) -> Value:
    marked = len(value.text) > 2 and value.text.startswith(before) and value.text.endswith(after)
    return value if marked else replace(value, text=before + value.text + after)
