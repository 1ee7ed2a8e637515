"""Preference rules of information extraction."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Value, Words

_NESTED = {
    "all": {
        "en": (
            "When one mention lies inside another, list both.",
            "Nested mentions count: give the inner ones as well as the outer ones.",
        ),
        "zh": ("一个提及嵌套在另一个之中时，两者都要列出。", "嵌套的提及里外都算，全部写出。"),
    },
    "outermost": {
        "en": (
            "When one mention lies inside another, give only the outermost one.",
            "Leave out every mention that is part of a longer one.",
        ),
        "zh": ("一个提及嵌套在另一个之中时，只写最外层的。", "凡是包含在更长提及里面的，一律不写。"),
    },
    "innermost": {
        "en": (
            "When one mention lies inside another, give only the innermost one.",
            "Leave out every mention that contains a shorter one.",
        ),
        "zh": ("一个提及嵌套在另一个之中时，只写最里层的。", "凡是里面还包含更短提及的，一律不写。"),
    },
}


class NestedMentions(Rule):
    """All mentions, only those inside no other, or only those with no other inside."""

    id: ClassVar[str] = "nested-mentions"
    stage: ClassVar[Literal["select"]] = "select"
    words: ClassVar[Words] = _NESTED

    def options(self, case: Case) -> Sequence[str]:
        """Entities only."""
        return ("all", "outermost", "innermost") if case.subtask == "entities" else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "all":
            return answer
        spans = sorted({_place(record) for record in answer}, key=lambda span: (span[0], -span[1]))
        dropped: set[tuple[int, int]] = set()
        open_spans: list[tuple[int, int]] = []
        for span in spans:
            open_spans = [outer for outer in open_spans if outer[1] > span[0]]
            holders = [outer for outer in open_spans if outer[1] >= span[1]]
            if holders:
                dropped.update([span] if option == "outermost" else holders)
            open_spans.append(span)
        return tuple(record for record in answer if _place(record) not in dropped)

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        start, end = _place(record)
        for other in among:
            first, last = _place(other)
            if (first, last) == (start, end):
                continue
            if option == "outermost" and first <= start and end <= last:
                return False
            if option == "innermost" and start <= first and last <= end:
                return False
        return True


_ARTICLES = ("the", "a", "an")
_ARTICLE = {
    "without": {
        "en": (
            'Give mentions without a leading "the", "a" or "an".',
            'An article ("the", "a", "an") at the start does not belong to a mention.',
        ),
        "zh": ("提及开头的英文冠词（the、a、an）不要写。", "英文冠词 the、a、an 不算在提及之内。"),
    },
    "with": {
        "en": (
            'If "the", "a" or "an" stands directly before a mention, include it.',
            'An article ("the", "a", "an") right before a mention belongs to it.',
        ),
        "zh": (
            "提及前紧挨着的英文冠词（the、a、an）要一并写出。",
            "英文冠词 the、a、an 若紧接在提及之前，算作提及的一部分。",
        ),
    },
}


class LeadingArticle(Rule):
    """Whether an English article before a mention belongs to it."""

    id: ClassVar[str] = "leading-article"
    stage: ClassVar[Literal["extent"]] = "extent"
    words: ClassVar[Words] = _ARTICLE

    def options(self, case: Case) -> Sequence[str]:
        """Entities of English texts."""
        return ("without", "with") if case.subtask == "entities" and case.input_language == "en" else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        return tuple((record[0], _with_article(record[1], case, option)) for record in answer)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            return re.sub(r"^(?:(?:the|an?) )+(?=\S)", "", text, flags=re.IGNORECASE)
        if re.match(r"(?:the|an?) ", text, flags=re.IGNORECASE):
            return text
        before = re.search(r"(?<![\w'’-])(the|an?) $", case.text(value)[: value.start], flags=re.IGNORECASE)
        return f"{before[1]} {text}" if before else text


def _with_article(cell: object, case: Case, option: str) -> Value:
    assert isinstance(cell, Value) and cell.start is not None
    first, blank, rest = cell.text.partition(" ")
    if first.lower() in _ARTICLES and blank:
        stripped = option == "without" and rest[:1].strip()
        return _with_article(replace(cell, text=rest), case, option) if stripped else cell
    words = case.text(cell)[: cell.start].split(" ")
    if option == "with" and len(words) > 1 and not words[-1]:
        letters = takewhile(lambda letter: letter.isalnum() or letter in "_'’-", reversed(words[-2]))
        before = "".join(letters)[::-1]
        if before.lower() in _ARTICLES:
            return replace(cell, text=f"{before} {cell.text}")
    return cell


def _place(record: Record) -> tuple[int, int]:
    value = record[1]
    assert isinstance(value, Value) and value.start is not None and value.end is not None
    return value.start, value.end
