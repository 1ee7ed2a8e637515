"""The very same words under two labels."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Words, wordings
from hum_hub_plugin_ie.rules.shapes import label_field, mention_field, value_at

_WORDS: Words = {
    "both": {
        "en": (
            "If the very same words carry two labels, list them under each.",
            "A mention to which several labels apply is given once for every one of them.",
            "Do not choose between labels: the same words are listed with each label that fits them.",
        ),
        "zh": (
            "同一处文字符合两个标签时，两个标签下都要列出。",
            "一个提及适用几个标签，就按每个标签各写一次。",
            "同一处文字有多个标签时不作取舍，逐一列出。",
        ),
    },
    "first-listed": {
        "en": (
            "If the very same words fit two labels, use only the one that comes first in the list of labels.",
            "The same words get one label: of several that apply, the earliest in the list of labels.",
            "Where several labels fit exactly the same words, the label listed before the others wins.",
        ),
        "zh": (
            "同一处文字符合两个标签时，只用标签列表中排在前面的那个。",
            "同一处文字只归一个标签：适用多个时，取标签列表里最靠前的。",
            "多个标签对应完全相同的文字时，以列表中最先出现的标签为准。",
        ),
    },
    "last-listed": {
        "en": (
            "If the very same words fit two labels, use only the one that comes last in the list of labels.",
            "The same words get one label: of several that apply, the latest in the list of labels.",
            "Where several labels fit exactly the same words, the label listed after the others wins.",
        ),
        "zh": (
            "同一处文字符合两个标签时，只用标签列表中排在后面的那个。",
            "同一处文字只归一个标签：适用多个时，取标签列表里最靠后的。",
            "多个标签对应完全相同的文字时，以列表中最后出现的标签为准。",
        ),
    },
}


class LabelPriority(Rule):
    """Both labels, or the first or last in the order in which the schema lists them."""

    id: ClassVar[str] = "label-priority"
    stage: ClassVar[Literal["select"]] = "select"
    excludes: ClassVar[frozenset[str]] = frozenset({"conjoined", "occurrence"})  # which go by label
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Mentions with one label each, where there are labels to choose between."""
        labels = [field for field in case.schema.fields if field.kind == "label"]
        applies = mention_field(case) is not None and len(labels) == 1 and len(case.schema.labels) > 1
        return ("both", "first-listed", "last-listed") if applies else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at, by = mention_field(case), label_field(case)
        if option == "both" or at is None or by is None:
            return answer
        ranks = {label.name: rank for rank, label in enumerate(case.schema.labels)}
        best: dict[tuple[int | None, int | None], int] = {}
        choose = min if option == "first-listed" else max
        for record in answer:
            mention, rank = value_at(record, at), ranks[value_at(record, by).text]
            place = (mention.start, mention.end)
            best[place] = choose(best.get(place, rank), rank)
        return tuple(
            record
            for record in answer
            if (mention := value_at(record, at)).start is None
            or best[mention.start, mention.end] == ranks[value_at(record, by).text]
        )

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: no record at the same place has a label on the preferred side of the list."""
        if option == "both":
            return True
        mine, (mention,) = _label(record, case), wordings(record, case.schema)
        names = [label.name for label in case.schema.labels]
        split = names.index(mine)
        preferred = names[:split] if option == "first-listed" else names[split + 1 :]
        for other in among:
            (place,) = wordings(other, case.schema)
            together = place.start is not None and (place.start, place.end) == (mention.start, mention.end)
            if together and _label(other, case) in preferred:
                return False
        return True

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: which words are the same is known only where the places are."""
        unplaced = any(value.start is None for record in truth for value in wordings(record, case.schema))
        return "place-of-mention-unknown" if unplaced and option != "both" else None


def _label(record: Record, case: Case) -> str:
    """The label of a record, for the check."""
    pairs = zip(record, case.schema.fields, strict=True)
    return next(cell.text for cell, field in pairs if field.kind == "label")  # type: ignore[union-attr]  # a label is one value
