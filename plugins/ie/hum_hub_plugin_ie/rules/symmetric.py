"""Relations that hold both ways."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Value, Words
from hum_hub_plugin_ie.rules.shapes import is_relation, listed, value_at

_WORDS: Words = {
    "once": {
        "en": (
            "Relations of the kind {labels} hold both ways: give each pair once, with the one that stands first in the text as its subject.",
            "Do not list {labels} in both directions: one entry for a pair, the subject being what comes first in the text.",
            "For {labels} there is one entry for each pair, whose subject stands before its object in the text.",
        ),
        "zh": (
            "关系{labels}是双向的：每一对只列一次，以原文中先出现的一方为主体。",
            "{labels}不要两个方向都写，每一对写一条，先出现的作主体，后出现的作客体。",
            "对于{labels}，同一对只保留一条，主体取在原文中位置靠前的。",
        ),
    },
    "both-ways": {
        "en": (
            "Relations of the kind {labels} hold both ways: list each in both directions, one right after the other.",
            "Give {labels} twice for every pair, directly after it with subject and object exchanged, unless that is listed anyway.",
            "For {labels} both directions are listed: behind each entry stands its mirror image.",
        ),
        "zh": (
            "关系{labels}是双向的：两个方向都要列出，一条紧跟着另一条。",
            "{labels}的每一对写两条，第二条紧接在后，主体与客体互换，本来就已列出的不再添加。",
            "对于{labels}，正反两个方向各列一条，反向的紧随其后。",
        ),
    },
}


class SymmetricRelations(Rule):
    """Each pair once, or both ways; the direction that a source happens to note is nothing that a reader could tell."""

    id: ClassVar[str] = "symmetric-relations"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"argument-wording"})  # pairs are told apart by their wordings

    def options(self, case: Case) -> Sequence[str]:
        """Relations of which some hold both ways."""
        applies = is_relation(case) and not case.schema.hidden and _symmetric(case)
        return ("once", "both-ways") if applies else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: names the relations that hold both ways."""
        labels = listed(_symmetric(case), case.language)
        return [line.format(labels=labels) for line in _WORDS[option][case.language]]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        names = set(_symmetric(case))
        written: list[Record] = []
        pairs: set[tuple[str, ...]] = set()
        standing = {_texts(record) for record in answer}
        for record in answer:
            subject, label, object = (value_at(record, place) for place in range(3))
            if label.text not in names:
                written.append(record)
                continue
            mirror = (object, label, subject)
            if option == "both-ways":
                written += [record] if _texts(mirror) in standing else [record, mirror]
                continue
            placed = subject.start is not None and object.start is not None
            turned = mirror if placed and (object.start or 0) < (subject.start or 0) else record
            if _texts(turned) not in pairs:
                written.append(turned)
            pairs.add(_texts(turned))
        return tuple(written)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        if not any(label.symmetric and label.name == _name(record) for label in case.schema.labels):
            return (record,)
        if option == "both-ways":
            back = record[::-1]
            return (record,) if any(other == back for other in among) else (record, back)
        forward = _forward(record)
        for other in among:
            if other is record:
                return (forward,)
            if _forward(other) == forward and _name(other) == _name(record):
                return ()
        return (forward,)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: which comes first has to be known, and the same for every place of a pair."""
        if option == "both-ways":
            return None
        names = {label.name for label in case.schema.labels if label.symmetric}
        found = [record for record in truth if _name(record) in names]
        for record in found:
            starts = [cell.start for cell in record if isinstance(cell, Value)]
            if starts[0] is None or starts[2] is None:
                return "place-of-argument-unknown"
            if starts[0] == starts[2] and record[0] != record[2]:
                return "arguments-begin-together"
            if record[0] != record[2] and (record[::-1] in found or self._stands_elsewhere(record, case)):
                return "order-of-pair-differs"
        return None

    def _stands_elsewhere(self, record: Record, case: Case) -> bool:
        """Whether the object, at another place or in other words, stands before the subject."""
        subject, object = (cell for cell in (record[0], record[2]) if isinstance(cell, Value))
        first, second = (case.text(one).find(_written(one, case)) for one in (subject, object))
        named = [
            min(start, *(other.start for other in one.also if other.start is not None), start)
            for one, start in ((subject, first), (object, second))
        ]
        return first >= second or named[0] >= named[1]


def _symmetric(case: Case) -> list[str]:
    return [label.name for label in case.schema.labels if label.symmetric]


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(value_at(record, place).text for place in range(3))


def _name(record: Record) -> str:
    """The relation of a record, for the check."""
    label = record[1]
    return label.text if isinstance(label, Value) else ""


def _forward(record: Record) -> Record:
    """The record with what stands first in the text as its subject, for the check."""
    first, last = (cell.start if isinstance(cell, Value) else None for cell in (record[0], record[2]))
    return record[::-1] if first is not None and last is not None and first > last else record


def _written(value: Value, case: Case) -> str:
    """How the input words a value, for the check."""
    return case.text(value)[value.start : value.end]
