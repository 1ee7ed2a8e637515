"""Quotation marks and title marks directly around mentions."""

import re
from typing import ClassVar

from hum_hub import Answer, Case, Value, Words, wordings
from hum_hub_plugin_ie.rules.edges import EdgeRule

_PAIRS = {'"': '"', "“": "”", "‘": "’", "《": "》", "「": "」", "『": "』"}
_EN = '("", “”, ‘’, 《》, 「」 or 『』)'
_ZH = '（""、“”、‘’、《》、「」、『』）'
_WORDS: Words = {
    "without": {
        "en": (
            f"Leave out a pair of quotation marks {_EN} at the two ends of a mention.",
            f"A pair of marks {_EN} that encloses the whole mention is not part of it.",
            f"Give mentions without the quotation marks {_EN} around them; marks inside stay.",
        ),
        "zh": (
            f"提及首尾成对的引号或书名号{_ZH}不要写。",
            f"把整个提及括起来的一对标点{_ZH}不算在提及之内。",
            f"提及写出时不带外面的引号、书名号{_ZH}，里面的保留。",
        ),
    },
    "with": {
        "en": (
            f"If a pair of quotation marks {_EN} stands directly around a mention, include both marks.",
            f"A pair of marks {_EN} that encloses exactly the mention belongs to it.",
            f"Give mentions together with the quotation marks {_EN} that stand immediately around them.",
        ),
        "zh": (
            f"提及前后紧挨着一对引号或书名号{_ZH}时，连同标点一起写。",
            f"恰好把提及括起来的一对标点{_ZH}算作提及的一部分。",
            f"紧贴在提及两端、成对的引号和书名号{_ZH}要一并写出。",
        ),
    },
}
_ENCLOSED = tuple(
    re.compile(rf"{opening}(?=\S)([^{opening}{closing}]+)(?<=\S){closing}") for opening, closing in _PAIRS.items()
)


class QuotationMarks(EdgeRule):
    """Whether marks directly around a mention belong to it."""

    id: ClassVar[str] = "quotation-marks"
    spoken: ClassVar[frozenset[str]] = frozenset({"en", "zh"})
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"conjoined", "edge-punctuation", "leading-article", "possessive", "pronouns", "title"}
    )
    words: ClassVar[Words] = _WORDS

    def edged(self, mention: Value, case: Case, option: str) -> str:
        """See `EdgeRule.edged`."""
        text = mention.text
        if option == "without":
            while (inner := _inner(text)) != text:
                text = inner
            return text
        if mention.start is None or mention.end is None or _inner(text) != text:
            return text
        passage = case.text(mention)
        around = _around(passage, mention.start, mention.end)
        if not around or _around(passage, mention.start - 1, mention.end + 1):
            return text
        if around == "‘’" and (text[-1:] in ("s", "S") or passage[mention.end + 1 : mention.end + 2].isalnum()):
            return text
        if around[0] in text or around[1] in text or _closes(passage, mention.start - 1):
            return text
        return f"{around[0]}{text}{around[1]}"

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            for enclosed in (match for pattern in _ENCLOSED if (match := pattern.fullmatch(text))):
                return self.writes(enclosed[1], value, case, option)
            return text
        if value.start is None or value.end is None or any(pattern.fullmatch(text) for pattern in _ENCLOSED):
            return text
        with_marks = case.text(value)[max(value.start - 1, 0) : value.end + 1]
        if not any(pattern.fullmatch(with_marks) for pattern in _ENCLOSED) or self._doubtful(value, case):
            return text
        if with_marks[0] == '"' and len(re.findall('"', case.text(value)[: value.start])) % 2 == 0:
            return text
        if with_marks[-1] == "’" and re.compile(r"[^\W_]").match(case.text(value), value.end + 1):
            return text
        return with_marks[0] + text + with_marks[-1]

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: marks around marks, and a closing mark that may be an apostrophe."""
        found = [value for record in truth for value in wordings(record, case.schema) if value.start is not None]
        if option == "with" and any(self._doubtful(value, case) for value in found):
            return "quotation-marks-in-doubt"
        return super().unsettled(truth, case, option)

    def _doubtful(self, value: Value, case: Case) -> bool:
        assert value.start is not None and value.end is not None
        passage = case.text(value)
        before, after = passage[max(value.start - 2, 0) : value.start], passage[value.end : value.end + 2]
        if not before or not after or _PAIRS.get(before[-1]) != after[0]:
            return False
        if any(pattern.fullmatch(passage, value.start, value.end) for pattern in _ENCLOSED):
            return True
        doubled = len(before) == len(after) == 2 and _PAIRS.get(before[0]) == after[1]
        return doubled or (after[0] == "’" and passage[value.end - 1] in "sS")


def _inner(text: str) -> str:
    """The text without a pair of marks that encloses it, or the text itself."""
    inner = text[1:-1]
    closing = _PAIRS.get(text[:1])
    enclosed = len(text) > 2 and closing == text[-1] and inner == inner.strip()
    return inner if enclosed and text[0] not in inner and text[-1] not in inner else text


def _around(passage: str, start: int, end: int) -> str:
    """The pair of marks directly around a place, or an empty string."""
    if start < 1 or end >= len(passage) or _PAIRS.get(passage[start - 1]) != passage[end]:
        return ""
    return passage[start - 1] + passage[end]


def _closes(passage: str, at: int) -> bool:
    """Whether the straight mark at a place closes a quotation."""
    return passage[at] == '"' and passage.count('"', 0, at) % 2 == 1
