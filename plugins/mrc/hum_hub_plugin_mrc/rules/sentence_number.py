"""Whether the answer is followed by the number of its sentence."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, sentences, values
from hum_hub_plugin_mrc.rules.cuts import around, before, doubtful

_PLAIN = {
    "en": (
        "Give the answer without the number of its sentence.",
        "Do not say which sentence of the passage the answer comes from.",
        "No sentence number is to follow the answer.",
    ),
    "zh": ("答案后面不写句子序号。", "不必注明答案出自第几句。", "只写答案，不要附上它所在句子的编号。"),
}
_NUMBERED = {
    "en": (
        "After the answer write a space and the number of its sentence in square brackets, such as [2]. {}",
        "Add to the answer, after a space, the number of the sentence in which it stands, in square brackets as in [2]. {}",
        "The answer is followed by a space and by the number of the sentence it belongs to, put like this: [2]. {}",
    ),
    "zh": (
        "答案之后空一格，用半角方括号写出它所在句子的序号，例如 [2]。{}",
        "在答案后面加一个空格，再用半角方括号注明它在第几句，如 [2]。{}",
        "答案后空一格并附上所属句子的编号，写成 [2] 的样子，方括号为半角。{}",
    ),
}
_CRITERION = {
    ("en", "en"): "The sentences of the passage are counted from 1; a sentence ends with a full stop, question mark or "
    "exclamation mark, or at a line break.",
    ("en", "zh"): "文章的句子从 1 数起；句子以英文句点、问号、叹号或换行结束。",
    (
        "zh",
        "en",
    ): 'The sentences of the passage are counted from 1; a sentence ends with "。", "！", "？" or "；", or at a '
    "line break.",
    ("zh", "zh"): "文章的句子从 1 数起；句子以“。”“！”“？”“；”或换行结束。",
}


class SentenceNumber(Rule):
    """The answer as it is, or with the number of its sentence behind it."""

    id: ClassVar[str] = "sentence-number"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-quotes", "answer-stop"})

    def options(self, case: Case) -> Sequence[str]:
        """Answers that are one piece of a passage."""
        asked = case.subtask in ("span", "dialogue", "date", "evidence") and case.input_language in ("en", "zh")
        return ("plain", "numbered") if asked else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`; what a sentence is depends on the text's language."""
        if option == "plain":
            return _PLAIN[case.language]
        return [line.replace("{}", _CRITERION[case.input_language, case.language]) for line in _NUMBERED[case.language]]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "plain":
            return answer
        return tuple((_numbered(cell, case),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: one more than the sentences that have ended before the answer."""
        if option == "plain" or value.start is None:
            return text
        number = len(before(case.text(value), value.start, case.input_language)) + 1
        return f"{text.removesuffix(f' [{number}]')} [{number}]"

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: the answer lies within one sentence, and up to it all sentence ends are beyond doubt."""
        if option == "plain":
            return None
        for value in (value for record in truth for value in values(record)):
            if value.start is None or value.end is None:
                return "place-of-answer-unknown"
            passage = case.text(value)
            start, end = around(passage, value.start, value.end, case.input_language)
            if passage[value.start : value.end].endswith("]"):
                return "answer-ends-in-bracket"
            if before(passage[start:end], value.end - 1 - start, case.input_language):
                return "answer-in-several-sentences"
            if doubtful(passage, value.end - 1, case.input_language):
                return "sentence-ends-doubtful"
        return None


def _numbered(value: Value, case: Case) -> Value:
    if value.start is None:
        return value
    found = sentences(case.text(value), case.input_language)
    number = next((number for number, (_, end) in enumerate(found, 1) if value.start < end), len(found))
    mark = f" [{number}]"
    return value if value.text.endswith(mark) else replace(value, text=value.text + mark)
