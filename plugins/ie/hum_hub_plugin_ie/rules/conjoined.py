"""Mentions that are linked by "and"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Value, Words, reworded, wordings
from hum_hub_plugin_ie.rules.shapes import mention_field, value_at

_LINKS = {"en": (" and ", " & "), "zh": ("和", "与", "、")}
_SIGNS = {
    "en": {"en": '"and" or "&"', "zh": "“and”或“&”"},
    "zh": {"en": "和, 与 or 、", "zh": "“和”“与”“、”"},
}
_ALIKE = {"en": " with the same label", "zh": "标签相同的"}
_WORDS: Words = {
    "split": {
        "en": (
            "Two mentions{alike} that are linked by nothing but {signs} stay two entries.",
            "List each of several mentions{alike} by itself where only {signs} stands between them.",
            "Do not merge mentions{alike} that have only {signs} between them: each is an entry of its own.",
        ),
        "zh": (
            "{alike}两个提及之间只隔着{signs}时，分成两项来写。",
            "只由{signs}连接的{alike}提及，各自单独列出。",
            "{alike}提及之间仅有{signs}的，不要合并，一个一项。",
        ),
    },
    "joined": {
        "en": (
            "Two mentions{alike} that are linked by nothing but {signs} become one entry, from the start of the first to the end of the last; so do longer rows of them.",
            "Give mentions{alike} as one entry where only {signs} stands between one and the next: everything from the first to the last, the links included.",
            "Merge mentions{alike} that have only {signs} between them: one entry runs from the first to the last of such a row.",
        ),
        "zh": (
            "{alike}提及之间只隔着{signs}时，合成一项，从第一个的开头写到最后一个的结尾，多个相连的也一样。",
            "只由{signs}连接的{alike}提及写成一项，从头一个到末一个连同连接成分一起写。",
            "{alike}提及之间仅有{signs}的，要合并成一项，起于第一个，止于最后一个。",
        ),
    },
}


class Conjoined(Rule):
    """Whether mentions linked by "and" are listed one by one or as one wording."""

    id: ClassVar[str] = "conjoined"
    stage: ClassVar[Literal["extent"]] = "extent"
    # whatever takes a mention away or moves its edge decides whether there is anything to join
    excludes: ClassVar[frozenset[str]] = frozenset(
        {
            *("common-nouns", "label-priority", "nested-mentions", "number-mentions", "occurrence", "pronouns"),
            *("edge-punctuation", "leading-article", "possessive", "quotation-marks", "title"),
        }
    )

    def options(self, case: Case) -> Sequence[str]:
        """Mentions."""
        return ("split", "joined") if mention_field(case) is not None and case.input_language in _LINKS else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: the links of the texts' language, and labels where there are any."""
        labelled = any(field.kind == "label" for field in case.schema.fields)
        slots = {
            "signs": _SIGNS[case.input_language][case.language],
            "alike": _ALIKE[case.language] if labelled else "",
        }
        return [line.format(**slots) for line in _WORDS[option][case.language]]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at = mention_field(case)
        if option == "split" or at is None:
            return answer
        after = _successors(answer, at, case)
        before = {number: [first for first, seconds in after.items() if number in seconds] for number in after}
        changed: list[Record] = []
        for number, record in enumerate(answer):
            row = _row(number, after, before)
            if any(len(after[one]) > 1 or len(before[one]) > 1 for one in row):
                changed.append(record)
            elif not before[number]:
                changed.append(_extended(record, at, value_at(answer[_last(number, after)], at), case))
        return tuple(changed)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        if option == "split":
            return (record,)
        row, grown = [record], True
        while grown:
            near = [other for other in among if not any(other is one for one in row)]
            found = [other for other in near if any(self._links(other, one, case) for one in row)]
            found += [
                other
                for other in near
                if not any(other is one for one in found) and any(self._links(one, other, case) for one in row)
            ]
            row, grown = row + found, bool(found)
        if self._branches(row, case):
            return (record,)
        if any(self._links(other, record, case) for other in row):
            return ()
        (mention,) = wordings(record, case.schema)
        end = max((wordings(other, case.schema)[0].end or 0 for other in row), default=0)
        if len(row) == 1 or mention.start is None:
            return (record,)
        return (reworded(record, mention, case.text(mention)[mention.start : end]),)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: places have to be known, and nothing may be joined in two ways or stand there already."""
        if option == "split":
            return None
        if any(wordings(record, case.schema)[0].start is None for record in truth):
            return "place-of-mention-unknown"
        if self._branches(list(truth), case):
            return "mentions-joined-in-two-ways"
        placed = [(record, wordings(record, case.schema)[0]) for record in truth]
        for record, mention in placed:
            for other, place in placed:
                if (
                    other == record
                    and other is not record
                    and place.start == mention.start
                    and place.end != mention.end
                ):
                    return "joined-mention-stands-already"
        return None

    def _links(self, first: Record, second: Record, case: Case) -> bool:
        (one,), (two,) = wordings(first, case.schema), wordings(second, case.schema)
        if one.end is None or two.start is None or one.input != two.input or one.end > two.start:
            return False
        between = case.text(one)[one.end : two.start]
        rest = [cell for cell in first if cell is not one] == [cell for cell in second if cell is not two]
        return rest and between in _LINKS[case.input_language]

    def _branches(self, row: list[Record], case: Case) -> bool:
        return any(
            sum(self._links(record, other, case) for other in row) > 1
            or sum(self._links(other, record, case) for other in row) > 1
            for record in row
        )


def _successors(answer: Answer, at: int, case: Case) -> dict[int, list[int]]:
    """For each record the records that a link follows it with."""
    starts: dict[tuple[object, ...], list[int]] = {}
    for number, record in enumerate(answer):
        mention = value_at(record, at)
        starts.setdefault((mention.start, mention.input, _rest(record, at)), []).append(number)
    after: dict[int, list[int]] = {}
    for number, record in enumerate(answer):
        mention = value_at(record, at)
        after[number] = []
        for link in _LINKS[case.input_language]:
            if mention.end is not None and case.text(mention).startswith(link, mention.end):
                after[number] += starts.get((mention.end + len(link), mention.input, _rest(record, at)), [])
    return after


def _rest(record: Record, at: int) -> Record:
    return (*record[:at], *record[at + 1 :])


def _row(number: int, after: Mapping[int, list[int]], before: Mapping[int, list[int]]) -> set[int]:
    """All records that a record is linked with, over any number of links."""
    row, waiting = {number}, [number]
    while waiting:
        one = waiting.pop()
        new = {*after[one], *before[one]} - row
        row |= new
        waiting += new
    return row


def _last(number: int, after: Mapping[int, list[int]]) -> int:
    while after[number]:
        number = after[number][0]
    return number


def _extended(record: Record, at: int, last: Value, case: Case) -> Record:
    mention = value_at(record, at)
    if last is mention or mention.start is None:
        return record
    joined = replace(mention, text=case.text(mention)[mention.start : last.end])
    return (*record[:at], joined, *record[at + 1 :])
