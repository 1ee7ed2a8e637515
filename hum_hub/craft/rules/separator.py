"""What stands between the entries of a list that is written in one line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage
from hum_hub.contract.values import Answer, Cell, values
from hum_hub.craft.rules.reading import states

_SENTENCES = {
    "en": (
        "Separate the entries by {}.",
        "Between two entries there stands {} and nothing else.",
        "Entries are joined with {}.",
    ),
    "zh": ("各项之间用{}隔开。", "相邻两项之间只写{}，不加别的。", "多项内容以{}连接。"),
}
_SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        ",": "a comma",
        ";": "a semicolon",
        "|": "a vertical bar",
        "/": "a slash",
        "、": 'the Chinese enumeration comma "、"',
        "；": 'the full-width semicolon "；"',
        "，": 'the full-width comma "，"',
        "\t": "a tab character",
        "\n": "a line break",
        " ": "a single blank",
    },
    "zh": {
        ",": "半角逗号",
        ";": "半角分号",
        "|": "竖线（|）",
        "/": "斜线（/）",
        "、": "顿号",
        "；": "全角分号",
        "，": "全角逗号",
        "\t": "制表符",
        "\n": "换行",
        " ": "一个空格",
    },
}
_BLANKS = {
    "en": {(False, True): "{} and a blank", (True, True): "{} with a blank on either side"},
    "zh": {(False, True): "{}加一个空格", (True, True): "两侧各带一个空格的{}"},
}


class Separator(Rule):
    """The sign is the option; it is one of those that the format offers."""

    id: ClassVar[str] = "separator"
    stage: ClassVar[Stage] = "convene"

    def options(self, case: Case) -> Sequence[str]:
        """The separators of the format."""
        return case.format.separators if case.schema.many and len(case.format.separators) > 1 else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return [line.replace("{}", _called(option, case.language)) for line in _SENTENCES[case.language]]

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """See `Rule.convene`."""
        return replace(conventions, separator=option)

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the message states the truth only with another separator."""
        if not states(message, truth, case, separator=option) and states(message, truth, case):
            yield Problem("separated-otherwise", message[:80])

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: an entry that does not stand first in its list."""
        begun: set[Cell] = set()
        for record in answer:
            head = record[case.schema.by] if case.grouped and case.schema.by is not None else ()
            if head in begun:
                return " | ".join(value.text for value in values(record))
            begun.add(head)
        return None


def _called(sign: str, language: str) -> str:
    """A separator in words; one that has no name is shown between quotation marks."""
    core = sign.strip() or sign
    name = _SIGNS[language].get(core)
    frame = _BLANKS[language].get((sign.startswith(" "), sign.endswith(" "))) if core != sign else "{}"
    if name is None or frame is None or len(sign) - len(core) > 2:
        return f'"{sign}"' if language == "en" else f"“{sign}”"
    return frame.replace("{}", name)
