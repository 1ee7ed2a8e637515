"""Whether equal records are listed once or each time they occur."""

from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Record, values

_WORDS: Words = {
    "each": {
        "en": (
            "List every occurrence, even when the same wording has been listed before.",
            "If something is mentioned several times, list it as many times.",
        ),
        "zh": ("同一内容出现几次就列几次。", "重复出现的也要逐次列出，不要合并。"),
    },
    "once": {
        "en": (
            "List each wording only once for the same label, however often it occurs.",
            "Do not repeat an entry: the same wording under the same label is listed one time, at its first occurrence.",
        ),
        "zh": ("同一标签下措辞相同的只列一次。", "相同的内容不要重复列出，只保留第一次出现的。"),
    },
}


class Repeats(Rule):
    """Each occurrence, or once for each wording and label."""

    id: ClassVar[str] = "repeats"
    stage: ClassVar[Stage] = "limit"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Lists of pairs of a label and a wording."""
        kinds = sorted(field.kind for field in case.schema.fields)
        return ("each", "once") if case.schema.many and kinds == ["label", "text"] else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        return answer if option == "each" else tuple(dict.fromkeys(answer))

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: nothing with the same wordings stands before it."""
        if option == "each":
            return True
        for other in among:
            if other is record:
                return True
            if [value.text for value in values(other)] == [value.text for value in values(record)]:
                return False
        return True
