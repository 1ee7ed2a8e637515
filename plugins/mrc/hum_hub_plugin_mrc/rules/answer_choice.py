"""Which of several correct answers is given."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Value, Words

SUBTASKS = ("span", "dialogue", "date", "hops")
_WORDS = {
    "first": {
        "en": (
            "If the text holds several correct answers, give the one that comes first.",
            "Where more than one piece of the text answers the question correctly, take the earliest.",
            "Of several correct answers, the one that begins nearest to the start of the text counts.",
        ),
        "zh": (
            "如果文中有几个正确答案，写最先出现的那一个。",
            "文中不止一处能正确回答问题时，取位置最靠前的一处。",
            "有几个答案都对的，以在文中开头最早的为准。",
        ),
    },
    "longest": {
        "en": (
            "If the question has several correct answers, give the longest; of equally long ones, the first in the text.",
            "Where a shorter and a longer answer are both correct, take the one with the most characters, "
            "and the earlier one if they are equally long.",
            "Of several correct answers, the longest counts; when lengths are equal, the one that comes first.",
        ),
        "zh": (
            "如果有几个正确答案，写最长的；长度相同的，写在文中最先出现的。",
            "长短不同的答案都正确时，取字数最多的一个，字数相同则取靠前的。",
            "有几个答案都对的，以最长的为准，一样长的以先出现的为准。",
        ),
    },
    "shortest": {
        "en": (
            "If the question has several correct answers, give the shortest; of equally short ones, the first in the text.",
            "Where a shorter and a longer answer are both correct, take the one with the fewest characters, "
            "and the earlier one if they are equally long.",
            "Of several correct answers, the shortest counts; when lengths are equal, the one that comes first.",
        ),
        "zh": (
            "如果有几个正确答案，写最短的；长度相同的，写在文中最先出现的。",
            "长短不同的答案都正确时，取字数最少的一个，字数相同则取靠前的。",
            "有几个答案都对的，以最短的为准，一样长的以先出现的为准。",
        ),
    },
}


class AnswerChoice(Rule):
    """The first, the longest or the shortest of the answers that the gold accepts.

    Lengths are those of the places, so that what other rules do to a wording does not change the choice.
    """

    id: ClassVar[str] = "answer-choice"
    stage: ClassVar[Literal["extent"]] = "extent"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-form", "answer-units"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Questions that one piece of the text answers."""
        return ("first", "longest", "shortest") if case.subtask in SUBTASKS else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        return tuple((_chosen(cell, option),) for (cell,) in answer if isinstance(cell, Value))

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`: the one that no other beats."""
        (value,) = record
        if not isinstance(value, Value) or any(each.start is None for each in (value, *value.also)):
            return (record,)
        best, others = value, list[Value]()
        for other in value.also:
            if _beats(other, best, option):
                others.append(replace(best, also=()))
                best = other
            else:
                others.append(other)
        return (record,) if best is value else ((replace(best, also=tuple(others)),),)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: one answer alone does not tell which others would be correct."""
        for (value,) in truth:
            if not isinstance(value, Value) or not value.also:
                return "no-other-answer"
            every = (value, *value.also)
            if any(each.start is None for each in every):
                return "place-of-answer-unknown"
            if option == "first" and [each.start for each in every].count(min(each.start or 0 for each in every)) > 1:
                return "answers-begin-together"
        return None


def _chosen(value: Value, option: str) -> Value:
    every = [value, *value.also]
    places = [(each.start, each.end) for each in every if each.start is not None and each.end is not None]
    if len(places) < len(every):
        return value
    sign = {"first": 0, "longest": -1, "shortest": 1}[option]
    number = min(range(len(every)), key=lambda n: (sign * (places[n][1] - places[n][0]), places[n][0]))
    rest = [replace(each, also=()) for n, each in enumerate(every) if n != number]
    return value if number == 0 else replace(every[number], also=tuple(rest))


def _beats(one: Value, other: Value, option: str) -> bool:
    """Check: whether one answer is to be preferred to the other."""
    assert one.start is not None and one.end is not None and other.start is not None and other.end is not None
    longer = (one.end - one.start) - (other.end - other.start)
    if option == "first" or longer == 0:
        return one.start < other.start
    return longer > 0 if option == "longest" else longer < 0
