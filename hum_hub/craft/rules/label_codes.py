"""Codes that stand for the labels in answers."""

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Label, Schema

_WORDS: Words = {
    "letters": {
        "en": (
            "Each label has a letter; answer with the letters in place of the names.",
            "In the answer, a label is given by the letter that stands for it and not by its name.",
            "Labels are abbreviated to letters: write the letter wherever a label is called for.",
        ),
        "zh": (
            "每个标签对应一个字母，作答时用字母代替标签名。",
            "答案中凡是需要写标签的地方，都写它对应的字母，不写名称。",
            "标签以字母代号表示，请写代号而不写标签名。",
        ),
    },
    "numbers": {
        "en": (
            "Each label has a number; answer with the numbers in place of the names.",
            "In the answer, a label is given by the number that stands for it and not by its name.",
            "Labels are numbered: write the number wherever a label is called for.",
        ),
        "zh": (
            "每个标签对应一个编号，作答时用编号代替标签名。",
            "答案中凡是需要写标签的地方，都写它对应的数字，不写名称。",
            "标签以数字编号表示，请写编号而不写标签名。",
        ),
    },
    "tags": {
        "en": (
            "Each label has a code such as L1; answer with the codes in place of the names.",
            'In the answer, a label is given by its code ("L" with a number) and not by its name.',
            "Labels have codes that consist of L and a number: write the code wherever a label is called for.",
        ),
        "zh": (
            "每个标签对应一个形如 L1 的代码，作答时用代码代替标签名。",
            "答案中凡是需要写标签的地方，都写它的代码（L 加数字），不写名称。",
            "标签以 L 加数字的代码表示，请写代码而不写标签名。",
        ),
    },
}
_PATTERNS = {"letters": "[A-Z]", "numbers": "[1-9][0-9]*", "tags": "L[1-9][0-9]*"}


class LabelCodes(Rule):
    """Letters, numbers, or L with a number, by the place of a label in the list."""

    id: ClassVar[str] = "label-codes"
    stage: ClassVar[Stage] = "name"
    excludes: ClassVar[frozenset[str]] = frozenset({"label-case", "label-language", "label-level"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Schemas with labels that keep their names; letters only where they do not letter the options already."""
        if not case.schema.labels or case.schema.hidden:
            return ()
        return ("numbers", "tags") if case.schema.listed else ("letters", "numbers", "tags")

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`; no codes where one could be taken for a name."""
        if option == "letters":
            codes = list(string.ascii_uppercase[: len(schema.labels)])
        else:
            codes = [("L" if option == "tags" else "") + str(place) for place in range(1, len(schema.labels) + 1)]
        names = {
            name.casefold() for label in schema.labels for name in (label.name, *(part for _, part in label.parts))
        }
        taken = any(code.casefold() in names for code in codes)
        if taken or len(codes) < len(schema.labels) or any(label.called for label in schema.labels):
            return None
        labels = zip(codes, schema.labels, strict=True)
        return replace(schema, labels=tuple(replace(label, name=code, called=label.name) for code, label in labels))

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the codes count the labels, and every label says what it is called."""
        for before, label in enumerate(case.schema.labels):
            code = re.fullmatch(_PATTERNS[option], label.name)
            number = ord(label.name) - ord("A") if option == "letters" and code else None
            number = int(label.name.lstrip("L")) - 1 if option != "letters" and code else number
            if number != before:
                yield Problem("label-without-its-code", label.name)
            if not label.called or label.called == label.name:
                yield Problem("code-without-its-name", label.name)
