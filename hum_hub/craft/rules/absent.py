"""What becomes of a label for which there is nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, cast

from hum_hub.contract.formats import Conventions
from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Value
from hum_hub.craft.rules.reading import states

_WORDS: Words = {
    "empty": {
        "en": (
            "Every label appears in the answer, also those for which there is nothing.",
            "Do not drop a label: the ones without a result stay in, marked as empty.",
            "Labels without a result are written down all the same.",
        ),
        "zh": (
            "每个标签都要出现在答案里，没有内容的也要写出来。",
            "不要省略标签，没有结果的标签照样保留并标为空。",
            "没有结果的标签同样要在答案里写出来。",
        ),
    },
    "omit": {
        "en": (
            "Leave out every label for which there is nothing.",
            "Only labels with a result appear in the answer.",
            "A label without a result is not mentioned in the answer at all.",
        ),
        "zh": ("没有内容的标签不要写。", "答案里只保留有结果的标签。", "某个标签如果没有结果，答案中就不要出现它。"),
    },
    "null": {
        "en": (
            "A label for which there is nothing gets the value null, not an empty list.",
            "Use null, and no empty list, for a label without a result.",
            "Where a label has no result, its value is null instead of an empty list.",
        ),
        "zh": (
            "没有内容的标签取值为 null，而不是空列表。",
            "无结果的标签一律写 null，不写空列表。",
            "标签没有结果时，其值写作 null，不要用空列表表示。",
        ),
    },
}


class AbsentLabels(Rule):
    """An empty entry, no entry, or null, as far as the format can tell them apart."""

    id: ClassVar[str] = "absent-labels"
    stage: ClassVar[Stage] = "convene"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """The ways that the format offers."""
        return case.format.absences if case.schema.by is not None else ()

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """See `Rule.convene`."""
        return replace(conventions, absent=cast(Literal["empty", "omit", "null"], option))

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the message states the truth only if absent labels are written in another way."""
        if not states(message, truth, case, absent=option) and states(message, truth, case):
            yield Problem("absent-label-written-otherwise", message[:80])

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: the first label without a record."""
        if case.schema.by is None or not answer:
            return None
        present = {cell.text for record in answer if isinstance(cell := record[case.schema.by], Value)}
        return next((label.name for label in case.schema.labels if label.name not in present), None)
