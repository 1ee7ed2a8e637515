"""Mentions inside other mentions."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Words, wordings
from hum_hub_plugin_ie.rules.shapes import mention_field, value_at

_WORDS: Words = {
    "all": {
        "en": (
            "When one mention lies inside another, list both.",
            "Nested mentions count: give the inner ones as well as the outer ones.",
            "A mention is listed even if it is part of a longer mention or contains a shorter one.",
        ),
        "zh": (
            "一个提及嵌套在另一个之中时，两者都要列出。",
            "嵌套的提及里外都算，全部写出。",
            "提及之间有包含关系时，长的短的都保留。",
        ),
    },
    "outermost": {
        "en": (
            "When one mention lies inside another, give only the outermost one.",
            "Leave out every mention that is part of a longer one.",
            "Of nested mentions keep only the one that lies inside no other.",
        ),
        "zh": (
            "一个提及嵌套在另一个之中时，只写最外层的。",
            "凡是包含在更长提及里面的，一律不写。",
            "提及有嵌套时，只保留不在其他提及之内的那一个。",
        ),
    },
    "innermost": {
        "en": (
            "When one mention lies inside another, give only the innermost one.",
            "Leave out every mention that contains a shorter one.",
            "Of nested mentions keep only those with no other mention inside.",
        ),
        "zh": (
            "一个提及嵌套在另一个之中时，只写最里层的。",
            "凡是里面还包含更短提及的，一律不写。",
            "提及有嵌套时，只保留内部不再含有其他提及的。",
        ),
    },
}


class NestedMentions(Rule):
    """All mentions, only those inside no other, or only those with no other inside."""

    id: ClassVar[str] = "nested-mentions"
    stage: ClassVar[Literal["select"]] = "select"
    # what these leave out may be the only one that another mention is nested in
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"common-nouns", "conjoined", "number-mentions", "occurrence", "pronouns"}
    )
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Mentions."""
        return ("all", "outermost", "innermost") if mention_field(case) is not None else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "all":
            return answer
        places = [_place(record, case) for record in answer]
        dropped: set[tuple[int, int] | None] = set()
        open_spans: list[tuple[int, int]] = []
        for span in sorted({place for place in places if place is not None}, key=lambda span: (span[0], -span[1])):
            open_spans = [outer for outer in open_spans if outer[1] > span[0]]
            holders = [outer for outer in open_spans if outer[1] >= span[1]]
            if holders:
                dropped.update([span] if option == "outermost" else holders)
            open_spans.append(span)
        return tuple(record for record, place in zip(answer, places, strict=True) if place not in dropped)

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        (mention,) = wordings(record, case.schema)
        if option == "all" or mention.start is None or mention.end is None:
            return True
        for (other,) in (wordings(other, case.schema) for other in among):
            if other.start is None or other.end is None or (other.start, other.end) == (mention.start, mention.end):
                continue
            if option == "outermost" and other.start <= mention.start and mention.end <= other.end:
                return False
            if option == "innermost" and mention.start <= other.start and other.end <= mention.end:
                return False
        return True

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: what is nested is known only where the places are."""
        unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
        return "place-of-mention-unknown" if unplaced and option != "all" else None


def _place(record: Record, case: Case) -> tuple[int, int] | None:
    at = mention_field(case)
    assert at is not None
    mention = value_at(record, at)
    return None if mention.start is None or mention.end is None else (mention.start, mention.end)
