"""Whether a single entry of a label is written as a list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, values
from hum_hub.craft.rules.reading import states

_WORDS: Words = {
    "list": {
        "en": (
            "What was found for a label stands in a list even when it is a single entry.",
            "Use a list for each label, also where only one thing was found for it.",
            "Where a label has just one entry, write a list of one.",
        ),
        "zh": (
            "某个标签即使只有一项内容，也要写成列表。",
            "每个标签的内容都用列表表示，只找到一项时也不例外。",
            "标签下哪怕只有一项，也保留列表的形式。",
        ),
    },
    "single": {
        "en": (
            "A single entry for a label stands there itself, without a list around it.",
            "Use a list only where two or more things were found for a label; a single one is written without a list.",
            "Where a label has just one entry, give it directly and not as a list of one.",
        ),
        "zh": (
            "某个标签只有一项内容时，直接写这一项，不要写成列表。",
            "标签下有两项或更多内容时才用列表，只有一项就直接写出。",
            "标签的内容如果只有一项，就去掉列表，直接给出这一项。",
        ),
    },
}


class OneOrMany(Rule):
    """Always a list, or the entry itself where a label has only one."""

    id: ClassVar[str] = "one-or-many"
    stage: ClassVar[Stage] = "convene"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Formats with a list for each label that can write both."""
        return ("list", "single") if case.format.singles and case.grouped and case.schema.many else ()

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """See `Rule.convene`."""
        return replace(conventions, single=option == "single")

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the message states the truth only if it is read the other way."""
        if not states(message, truth, case, single=option == "single") and states(message, truth, case):
            yield Problem("list-of-one-written-otherwise", message[:80])

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: the record of a label with exactly one."""
        by = case.schema.by
        if by is None:
            return None
        uses = Counter(record[by] for record in answer)
        alone = (record for record in answer if uses[record[by]] == 1)
        return next((" | ".join(value.text for value in values(record)) for record in alone), None)
