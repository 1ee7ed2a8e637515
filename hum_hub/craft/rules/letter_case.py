"""Whether wordings keep the case of the text."""

import re
from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words, reworded
from hum_hub.contract.values import Answer, Value, wordings
from hum_hub.text.folding import cased

_WORDS: Words = {
    "as-written": {
        "en": (
            "Keep capital and small letters exactly as they are in the text.",
            "Upper and lower case stay as in the text.",
            "Do not change the case of any letter that you take from the text.",
        ),
        "zh": (
            "英文字母的大小写与原文保持一致。",
            "不要改动原文中字母的大小写。",
            "原文字母大写的仍大写，小写的仍小写。",
        ),
    },
    "lower": {
        "en": (
            "Write everything you take from the text in lower case.",
            "Use small letters only for the wordings you copy.",
            "Turn every capital letter of a wording from the text into a small one.",
        ),
        "zh": (
            "摘自原文的内容一律用小写字母书写。",
            "抄写原文时把英文字母全部改为小写。",
            "原文内容中的大写字母都要换成小写字母。",
        ),
    },
    "upper": {
        "en": (
            "Write everything you take from the text in capital letters.",
            "Use upper case throughout for the wordings you copy.",
            "Turn every small letter of a wording from the text into a capital.",
        ),
        "zh": (
            "摘自原文的内容一律用大写字母书写。",
            "抄写原文时把英文字母全部改为大写。",
            "原文内容中的小写字母都要换成大写字母。",
        ),
    },
}
_LATIN = re.compile("[A-Za-z]")


class LetterCase(Rule):
    """As written, lower case, or upper case; letters without a reversible case stay."""

    id: ClassVar[str] = "letter-case"
    stage: ClassVar[Stage] = "form"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Texts with Latin letters from which wordings are copied: English ones, and Chinese ones that hold some."""
        if not any(field.kind in ("text", "texts", "roles") for field in case.schema.fields):
            return ()
        mixed = case.input_language == "zh" and any(_LATIN.search(text) for _, text in case.inputs)
        return ("as-written", "lower", "upper") if case.input_language == "en" or mixed else ()

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
        """See `Rule.writes`: a letter in the wrong case is swapped for its partner, if that one leads back to it."""
        if option == "as-written":
            return text
        wrong = str.isupper if option == "lower" else str.islower
        return "".join(
            partner if wrong(letter) and (partner := letter.swapcase()).swapcase() == letter != partner else letter
            for letter in text
        )
