"""The exact phrase for an answer that says nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage
from hum_hub.contract.values import Answer

PHRASES = {
    "en": (
        "NONE",
        "Nothing found.",
        "not mentioned",
        "N/A",
        "No answer.",
        "no result",
        "Not applicable.",
        "NIL",
        "There is none.",
        "Nothing to report.",
        "not stated",
        "-",
    ),
    "zh": (
        "无",
        "未找到。",
        "文中未提及",
        "没有答案。",
        "不适用",
        "暂无",
        "没有",
        "查无结果",
        "未发现相关内容。",
        "空",
        "N/A",
        "NONE",
    ),
}
_SENTENCES = {
    "en": (
        'If there is nothing to give, answer with exactly "{}" and nothing else.',
        'When the answer would be empty, the whole reply is "{}".',
        'In case nothing applies, reply "{}", word for word.',
        'An empty answer is written as "{}", without anything around it.',
    ),
    "zh": (
        "如果没有可写的内容，只回答“{}”，不要写别的。",
        "答案为空时，整个回复就是“{}”。",
        "没有符合条件的内容时，请原样回复“{}”。",
        "没有任何结果时，全文只写“{}”即可。",
    ),
}


class NothingFound(Rule):
    """The phrase is the option; an answer that is not empty never equals it."""

    id: ClassVar[str] = "nothing-found"
    stage: ClassVar[Stage] = "convene"

    def options(self, case: Case) -> Sequence[str]:
        """Answers that may be empty, in any format."""
        return PHRASES[case.language] if case.schema.optional else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return [line.replace("{}", option) for line in _SENTENCES[case.language]]

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """See `Rule.convene`."""
        return replace(conventions, nothing=option)

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the phrase stands if and only if the truth is empty."""
        if (message == option) == bool(truth):
            yield Problem("wrong-phrase-for-nothing", message[:80])

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: another phrase would be another answer exactly where there is nothing."""
        return None if answer else option
