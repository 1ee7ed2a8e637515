"""Whether the white space inside wordings is kept."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words, reworded
from hum_hub.contract.values import Answer, Value, wordings

_WORDS: Words = {
    "as-written": {
        "en": (
            "Keep the white space inside a wording as it is in the text, line breaks included.",
            "Blanks and line breaks inside a wording stay as they are in the text.",
            "Do not tidy up the white space inside what you take from the text.",
        ),
        "zh": (
            "摘录内容中的空格和换行与原文保持一致。",
            "不要整理原文中的空白，换行也照样保留。",
            "原文内容里的空格、换行，数目和形式都不变。",
        ),
    },
    "one-blank": {
        "en": (
            "Any white space inside a wording, however long and line breaks included, becomes one blank.",
            "Write a single blank wherever a wording holds blanks, tabs or line breaks in the text.",
            "Runs of white space in what you take from the text shrink to a single blank; this goes for line breaks too.",
        ),
        "zh": (
            "摘录内容中的空白，不论多长，也包括换行，一律写成一个半角空格。",
            "凡是原文内容里出现连续空白、制表符、全角空格或换行的地方，都只写一个半角空格。",
            "把原文内容里的每一段空白（含换行和全角空格）都压缩为一个半角空格。",
        ),
    },
}


class Blanks(Rule):
    """As written, or one blank for each run of white space."""

    id: ClassVar[str] = "blanks"
    stage: ClassVar[Stage] = "form"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Answers with wordings that are copied from texts."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        return ("as-written", "one-blank") if copied else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-written":
            return answer
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                record = reworded(record, value, re.sub(r"\s+", " ", value.text))
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "as-written":
            return text
        return "".join(" " if blank else "".join(run) for blank, run in groupby(text, str.isspace))
