"""In which language labels are named."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Label, Schema

_WORDS: Words = {
    "en": {
        "en": (
            "Name the labels in English.",
            "Use the English names of the labels in the answer.",
            "Wherever the answer gives a label, its English name is wanted.",
        ),
        "zh": (
            "标签名用英文书写。",
            "答案中请使用标签的英文名称。",
            "凡是写标签的地方，一律写它的英文名。",
        ),
    },
    "zh": {
        "en": (
            "Name the labels in Chinese.",
            "Use the Chinese names of the labels in the answer.",
            "Wherever the answer gives a label, its Chinese name is wanted.",
        ),
        "zh": (
            "标签名用中文书写。",
            "答案中请使用标签的中文名称。",
            "凡是写标签的地方，一律写它的中文名。",
        ),
    },
}


class LabelLanguage(Rule):
    """English or Chinese names, where every label has one in the language that is not the instruction's."""

    id: ClassVar[str] = "label-language"
    stage: ClassVar[Stage] = "name"
    excludes: ClassVar[frozenset[str]] = frozenset({"label-level"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Labels with names in both languages: before the names are exchanged, and after."""
        schema = case.schema
        both = schema.language in ("en", "zh") and bool(schema.labels) and not schema.listed and not schema.hidden
        return ("en", "zh") if both and all(label.abroad or label.called for label in schema.labels) else ()

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`; `None` where the names are of that language already or one of them is not."""
        names = [label.abroad for label in schema.labels]
        of_language = [any("\u4e00" <= sign <= "\u9fff" for sign in name) == (option == "zh") for name in names]
        if option == schema.language or not all(names) or not all(of_language) or len(set(names)) < len(names):
            return None
        if any(label.called for label in schema.labels):
            return None
        return replace(
            schema, labels=tuple(replace(label, name=label.abroad, called=label.name) for label in schema.labels)
        )

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the names are of the language, and every label says what it is otherwise called."""
        for label in case.schema.labels:
            chinese = re.search(r"[\u4e00-\u9fff]", label.name) is not None
            if chinese != (option == "zh") or option == case.schema.language:
                yield Problem("label-in-another-language", label.name)
            if not label.called or label.called == label.name:
                yield Problem("label-without-its-other-name", label.name)
