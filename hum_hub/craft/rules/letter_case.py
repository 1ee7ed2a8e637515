"""Whether wordings keep the case of the text."""

from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words, reworded
from hum_hub.contract.values import Answer, Value, wordings
from hum_hub.text.folding import cased

_WORDS: Words = {
    "as-written": {
        "en": (
            "Keep capital and small letters exactly as they are in the text.",
            "Copy wordings letter for letter, upper and lower case included.",
        ),
        "zh": ("英文字母的大小写与原文保持一致。", "照抄原文，大小写不变。"),
    },
    "lower": {
        "en": (
            "Write everything you take from the text in lower case.",
            "Use small letters only for the wordings you copy.",
        ),
        "zh": ("摘自原文的内容一律用小写字母书写。", "抄写原文时把英文字母全部改为小写。"),
    },
    "upper": {
        "en": (
            "Write everything you take from the text in capital letters.",
            "Use upper case throughout for the wordings you copy.",
        ),
        "zh": ("摘自原文的内容一律用大写字母书写。", "抄写原文时把英文字母全部改为大写。"),
    },
}


class LetterCase(Rule):
    """As written, lower case, or upper case; letters without a reversible case stay."""

    id: ClassVar[str] = "letter-case"
    stage: ClassVar[Stage] = "form"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """English texts from which wordings are copied."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        return ("as-written", "lower", "upper") if copied and case.input_language == "en" else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-written":
            return answer
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                letters = [
                    (letter.lower() if option == "lower" else letter.upper()) if cased(letter) else letter
                    for letter in value.text
                ]
                record = reworded(record, value, "".join(letters))
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "as-written":
            return text
        wrong = str.isupper if option == "lower" else str.islower
        return "".join(letter.swapcase() if wrong(letter) and cased(letter) else letter for letter in text)
