"""Whether equal records are listed once or each time they occur."""

import re
from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Record, values, wordings

_LABELLED: Words = {
    "each": {
        "en": (
            "List every occurrence, even when the same wording has been listed before.",
            "If something is mentioned several times, list it as many times.",
            "Repeated mentions are not merged: each one gets an entry of its own.",
        ),
        "zh": (
            "同一内容出现几次就列几次。",
            "重复出现的也要逐次列出，不要合并。",
            "多次提到的内容，每提到一次就写一次。",
        ),
    },
    "once": {
        "en": (
            "List each wording only once for the same label, however often it occurs; wordings that differ in case count as different.",
            "Do not repeat an entry: the same wording under the same label, letter case included, is listed one time, at its first occurrence.",
            "Of entries that agree in label and wording, capitals and small letters included, only the first in the text is given.",
        ),
        "zh": (
            "同一标签下措辞完全相同（包括大小写）的只列一次。",
            "标签和文字都相同的内容不要重复列出，只保留第一次出现的；大小写不同视为不同内容。",
            "同一标签下，一字不差的内容无论出现几次，都只写最先出现的那一次。",
        ),
    },
    "once-ignoring-case": {
        "en": (
            "List each wording only once for the same label, ignoring letter case; the first occurrence in the text stays.",
            "Do not repeat an entry under the same label, not even with other capital and small letters: the first occurrence in the text counts.",
            "Wordings under one label that differ in capital and small letters only are the same entry; give it once, at its first occurrence in the text.",
        ),
        "zh": (
            "同一标签下的相同内容只列一次，不区分大小写，保留原文中最先出现的。",
            "同一标签下只有大小写不同的内容视为重复，只写第一次出现的那个。",
            "判断重复时忽略字母大小写，同一标签下重复的内容仅保留首次出现的。",
        ),
    },
}
_BARE: Words = {
    "each": _LABELLED["each"],
    "once": {
        "en": (
            "List each wording only once, however often it occurs; wordings that differ in case count as different.",
            "Do not repeat an entry: the same wording, letter case included, is listed one time, at its first occurrence.",
            "Of entries with the same wording, capitals and small letters included, only the first in the text is given.",
        ),
        "zh": (
            "措辞完全相同（包括大小写）的内容只列一次。",
            "相同的内容不要重复列出，只保留第一次出现的；大小写不同视为不同内容。",
            "一字不差的内容无论出现几次，都只写最先出现的那一次。",
        ),
    },
    "once-ignoring-case": {
        "en": (
            "List each wording only once, ignoring letter case; the first occurrence in the text stays.",
            "Do not repeat an entry, not even with other capital and small letters: the first occurrence in the text counts.",
            "Wordings that differ in capital and small letters only are the same entry; give it once, at its first occurrence in the text.",
        ),
        "zh": (
            "相同内容只列一次，不区分大小写，保留原文中最先出现的。",
            "只有大小写不同的内容视为重复，只写第一次出现的那个。",
            "判断重复时忽略字母大小写，重复的内容仅保留首次出现的。",
        ),
    },
}
_LATIN = re.compile("[A-Za-z]")


class Repeats(Rule):
    """Each occurrence, or once for each wording and label, with or without regard to letter case."""

    id: ClassVar[str] = "repeats"
    stage: ClassVar[Stage] = "limit"
    excludes: ClassVar[frozenset[str]] = frozenset({"occurrence"})

    def options(self, case: Case) -> Sequence[str]:
        """Lists of wordings, with a label each or without; ignoring case only where the text holds Latin letters."""
        kinds = sorted(field.kind for field in case.schema.fields)
        if not case.schema.many or kinds not in (["label", "text"], ["text"]):
            return ()
        if case.input_language == "en" or any(_LATIN.search(text) for _, text in case.inputs):
            return ("each", "once", "once-ignoring-case")
        return ("each", "once")

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return (_LABELLED if len(case.schema.fields) == 2 else _BARE)[option][case.language]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "each":
            return answer
        kept: dict[tuple[str, ...], int] = {}
        for place in sorted(range(len(answer)), key=lambda place: _start(answer[place])):
            texts = tuple(value.text for value in values(answer[place]))
            kept.setdefault(tuple(map(str.casefold, texts)) if option == "once-ignoring-case" else texts, place)
        return tuple(answer[place] for place in sorted(kept.values()))

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: nothing that counts as the same stands before it in the text; undecided ones stay."""
        if option == "each":
            return True
        mine, passed = wordings(record, case.schema)[0].start or 0, False
        for other in among:
            if other is record:
                passed = True
            elif _same(record, other, option) and _undecided(record, other, case, option) is None:
                theirs = wordings(other, case.schema)[0].start or 0
                if theirs < mine or (theirs == mine and not passed):
                    return False
        return True

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: occurrences have places; of different ones it must be known which is first."""
        if option == "each":
            unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
            return "place-of-record-unknown" if unplaced else None
        for place, record in enumerate(truth):
            for other in truth[:place]:
                if _same(record, other, option) and (reason := _undecided(record, other, case, option)) is not None:
                    return reason
        return None


def _start(record: Record) -> int:
    return next((value.start for value in values(record) if value.start is not None), 0)


def _same(record: Record, other: Record, option: str) -> bool:
    """Check: whether two records count as one."""
    if option == "once":
        return record == other
    pairs = zip(values(record), values(other), strict=True)
    return all(one.text.casefold() == two.text.casefold() for one, two in pairs)


def _undecided(record: Record, other: Record, case: Case, option: str) -> str | None:
    """Check: why it is open which of two records that count as one stays, or whether they are the same at all."""
    (one,), (two,) = (wordings(each, case.schema) for each in (record, other))
    if one.start is None or two.start is None:
        return "place-of-record-unknown" if one != two else None
    if one.input != two.input:
        return "records-in-several-texts" if one != two else None
    first, second = (case.text(each)[each.start : each.end] for each in (one, two))
    if option == "once-ignoring-case":
        first, second = first.casefold(), second.casefold()
    return "same-wording-only-when-rewritten" if first != second else None
