"""What becomes of a label for which there is nothing."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, cast

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Value

_WORDS: Words = {
    "empty": {
        "en": (
            "Every label appears in the answer, also those for which there is nothing.",
            "Do not drop a label: the ones without a result stay in, marked as empty.",
        ),
        "zh": ("每个标签都要出现在答案里，没有内容的也要写出来。", "不要省略标签，没有结果的标签照样保留并标为空。"),
    },
    "omit": {
        "en": (
            "Leave out every label for which there is nothing.",
            "Only labels with a result appear in the answer.",
        ),
        "zh": ("没有内容的标签不要写。", "答案里只保留有结果的标签。"),
    },
    "null": {
        "en": (
            "A label for which there is nothing gets the value null, not an empty list.",
            "Use null, and no empty list, for a label without a result.",
        ),
        "zh": ("没有内容的标签取值为 null，而不是空列表。", "无结果的标签一律写 null，不写空列表。"),
    },
}


class AbsentLabels(Rule):
    """An empty entry, no entry, or null, as far as the format can tell them apart."""

    id: ClassVar[str] = "absent-labels"
    stage: ClassVar[Stage] = "convene"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """The ways that the format offers."""
        return case.format.absences

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """See `Rule.convene`."""
        return replace(conventions, absent=cast(Literal["empty", "omit", "null"], option))

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: an empty list or null stands in JSON only where the option allows it."""
        if case.format.id == "json-by-label" and message.startswith("{"):
            entries = list(json.loads(message).values())
            if (option != "empty" and [] in entries) or (option != "null" and None in entries):
                yield Problem("absent-label-written-otherwise", message[:80])

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: the first label without a record."""
        if case.schema.by is None or not answer:
            return None
        present = {cell.text for record in answer if isinstance(cell := record[case.schema.by], Value)}
        return next((label.name for label in case.schema.labels if label.name not in present), None)
