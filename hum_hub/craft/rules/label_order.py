"""In which order the labels of an answer stand that consists of labels only."""

import re
from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Record, Value

_WORDS: Words = {
    "listed": {
        "en": (
            "Give the labels in the order in which they are listed.",
            "Keep to the order of the list of labels: what is listed earlier comes first in the answer.",
            "The labels of the answer stand in the same order as in the list they are chosen from.",
        ),
        "zh": (
            "按标签列出的先后顺序作答。",
            "答案中标签的顺序与标签列表一致，先列出的先写。",
            "多个标签之间保持其在标签列表中的次序。",
        ),
    },
    "reverse": {
        "en": (
            "Give the labels in the reverse of the order in which they are listed.",
            "Start with the label that is listed last and work back to the one listed first.",
            "Labels that are listed later come earlier in the answer.",
        ),
        "zh": (
            "按标签列出顺序的倒序作答。",
            "从列表中靠后的标签写起，越靠前的越后写。",
            "答案中标签的顺序与标签列表正好相反。",
        ),
    },
    "alphabetical": {
        "en": (
            "Put the labels in alphabetical order, without regard to case.",
            "Sort the labels from A to Z; capital and small letters count the same.",
            "The labels of the answer follow the alphabet, whether they begin with a capital or a small letter.",
        ),
        "zh": (
            "标签按字母顺序排列，不区分大小写。",
            "各标签从 A 到 Z 排序，大写和小写视为相同。",
            "答案中的标签依字母表先后书写，忽略大小写。",
        ),
    },
}


class LabelOrder(Rule):
    """As the labels are listed, the reverse of that, or alphabetical where the names are in Latin letters."""

    id: ClassVar[str] = "label-order"
    stage: ClassVar[Stage] = "order"
    excludes: ClassVar[frozenset[str]] = frozenset({"label-codes"})  # codes stand in the order of the list
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Answers of several labels and nothing else."""
        if not case.schema.many or [field.kind for field in case.schema.fields] != ["label"]:
            return ()
        latin = all(label.name.isascii() and re.search("[A-Za-z]", label.name) for label in case.schema.labels)
        return ("listed", "reverse", "alphabetical") if latin and not case.schema.hidden else ("listed", "reverse")

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "alphabetical":
            return tuple(sorted(answer, key=lambda record: _name(record).casefold()))
        ranks = {label.name: place for place, label in enumerate(case.schema.labels)}
        return tuple(sorted(answer, key=lambda record: ranks[_name(record)], reverse=option == "reverse"))

    def precedes(self, first: Record, second: Record, case: Case, option: str) -> bool:
        """See `Rule.precedes`: going through the labels, the first one is met first, or last."""
        one, two = first[0], second[0]
        if option == "alphabetical":
            assert isinstance(one, Value) and isinstance(two, Value)
            return one.text.lower() <= two.text.lower()
        for label in case.schema.labels:
            if Value(label.name) in (one, two):
                met = Value(label.name) == (one if option == "listed" else two)
                return met or one == two
        return False

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: word by word and letter by letter must give the same alphabetical order."""
        if option != "alphabetical":
            return None
        names = {cell.text for record in truth for cell in record if isinstance(cell, Value)}
        by_word = sorted(names, key=lambda name: re.split(r"[^a-z0-9]+", name.lower()))
        by_letter = sorted(names, key=lambda name: re.sub(r"[^a-z0-9]", "", name.lower()))
        by_sign = sorted(names, key=str.lower)
        distinct = len({re.sub(r"[^a-z0-9]", "", name.lower()) for name in names}) == len(names)
        return None if distinct and by_word == by_letter == by_sign else "alphabetical-order-unsure"


def _name(record: Record) -> str:
    (cell,) = record
    assert isinstance(cell, Value)
    return cell.text
