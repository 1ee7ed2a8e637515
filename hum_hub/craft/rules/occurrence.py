"""Which of several equal mentions is given."""

from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Record, Value, wordings

_LABELLED: Words = {
    "all": {
        "en": (
            "When the text mentions the same thing several times in the same words and under the same label, give all of these mentions.",
            "Each mention counts, also one that repeats an earlier one word for word.",
            "Mentions with the same words and the same label are all given, one by one.",
        ),
        "zh": (
            "原文多次以相同文字、相同标签提到的内容，每一处都要给出。",
            "每一处提及都算数，与前文一字不差的也要写。",
            "文字和标签都相同的提及逐一列出，一处也不省略。",
        ),
    },
    "first": {
        "en": (
            "Of mentions with the same words and the same label, give only the first one in the text.",
            "When the same words stand in the text several times under one label, only their first mention counts.",
            "Leave out every later mention that repeats the words and the label of an earlier one.",
        ),
        "zh": (
            "文字和标签都相同的提及，只取原文中的第一处。",
            "同样的文字在同一标签下多次出现时，只算最先出现的一处。",
            "与前文某处文字、标签都相同的提及，一律不写。",
        ),
    },
    "last": {
        "en": (
            "Of mentions with the same words and the same label, give only the last one in the text.",
            "When the same words stand in the text several times under one label, only their last mention counts.",
            "Leave out every mention whose words and label are repeated by a later one.",
        ),
        "zh": (
            "文字和标签都相同的提及，只取原文中的最后一处。",
            "同样的文字在同一标签下多次出现时，只算最后出现的一处。",
            "后文还会以相同文字、相同标签再次提到的，前面那处不写。",
        ),
    },
}
_BARE: Words = {
    "all": {
        "en": (
            "When the same words stand in the text several times, give all of their mentions.",
            "Each mention counts, also one that repeats an earlier one word for word.",
            "Mentions with the same words are all given, one by one.",
        ),
        "zh": (
            "原文多次以相同文字提到的内容，每一处都要给出。",
            "每一处提及都算数，与前文一字不差的也要写。",
            "文字相同的提及逐一列出，一处也不省略。",
        ),
    },
    "first": {
        "en": (
            "Of mentions with the same words, give only the first one in the text.",
            "When the same words stand in the text several times, only their first mention counts.",
            "Leave out every later mention that repeats the words of an earlier one.",
        ),
        "zh": (
            "文字相同的提及，只取原文中的第一处。",
            "同样的文字多次出现时，只算最先出现的一处。",
            "与前文某处文字相同的提及，一律不写。",
        ),
    },
    "last": {
        "en": (
            "Of mentions with the same words, give only the last one in the text.",
            "When the same words stand in the text several times, only their last mention counts.",
            "Leave out every mention whose words are repeated by a later one.",
        ),
        "zh": (
            "文字相同的提及，只取原文中的最后一处。",
            "同样的文字多次出现时，只算最后出现的一处。",
            "后文还会以相同文字再次提到的，前面那处不写。",
        ),
    },
}


class Occurrence(Rule):
    """All occurrences of a wording under a label, the first one, or the last one."""

    id: ClassVar[str] = "occurrence"
    stage: ClassVar[Stage] = "select"

    def options(self, case: Case) -> Sequence[str]:
        """Lists of wordings, with a label each or without."""
        kinds = sorted(field.kind for field in case.schema.fields)
        return ("all", "first", "last") if case.schema.many and kinds in (["label", "text"], ["text"]) else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return (_LABELLED if len(case.schema.fields) == 2 else _BARE)[option][case.language]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "all":
            return answer
        groups: dict[Record, list[int]] = {}
        for place, record in enumerate(answer):
            groups.setdefault(record, []).append(place)
        chosen = [min(group, key=lambda place: _rank(answer[place], case, option)) for group in groups.values()]
        return tuple(answer[place] for place in sorted(chosen))

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: no equal record stands nearer to that end of the text; undecided ones all stay."""
        if option == "all":
            return True
        passed = False
        for other in among:
            if other is record:
                passed = True
            elif other == record and _undecided(record, other, case) is None:
                mine, theirs = (_extent(each, case) for each in (record, other))
                nearer = theirs < mine if option == "first" else theirs > mine
                if nearer or (theirs == mine and not passed):
                    return False
        return True

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: of equal records it must be known which one stands first."""
        if option == "all":
            unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
            return "place-of-record-unknown" if unplaced else None
        for place, record in enumerate(truth):
            for other in truth[:place]:
                if other == record and (reason := _undecided(record, other, case)) is not None:
                    return reason
        return None


def _rank(record: Record, case: Case, option: str) -> tuple[int, int]:
    (value,) = wordings(record, case.schema)
    start, end = value.start or 0, value.end or 0
    return (start, end) if option == "first" else (-start, -end)


def _extent(record: Record, case: Case) -> tuple[int, int]:
    """Check: where the one wording of a record stands."""
    value = _wording(record, case)
    return value.start or 0, value.end or 0


def _undecided(record: Record, other: Record, case: Case) -> str | None:
    """Check: why it is unknown which of two equal records stands first."""
    one, two = _wording(record, case), _wording(other, case)
    if one.start is None or two.start is None:
        return "place-of-record-unknown"
    return "records-in-several-texts" if one.input != two.input else None


def _wording(record: Record, case: Case) -> Value:
    return next(
        cell
        for cell, field in zip(record, case.schema.fields, strict=True)
        if field.kind == "text" and isinstance(cell, Value)
    )
