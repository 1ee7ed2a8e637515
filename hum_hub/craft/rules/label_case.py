"""In which case the names of labels are written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Label, Schema

_WORDS: Words = {
    "lower": {
        "en": (
            "Label names are written in lower case throughout.",
            "Use small letters only in the names of labels.",
            "No label name contains a capital letter.",
        ),
    },
    "upper": {
        "en": (
            "Label names are written in capital letters throughout.",
            "Use capitals only in the names of labels.",
            "No label name contains a small letter.",
        ),
    },
    "title": {
        "en": (
            "Each word of a label name begins with a capital letter and goes on in small ones.",
            "Capitalise every word in the names of labels.",
            "In label names, the first letter of every word is a capital, and all others are small.",
        ),
    },
}


class LabelCase(Rule):
    """Lower case, capitals, or a capital at the beginning of each word; the roles of events stay as they are."""

    id: ClassVar[str] = "label-case"
    stage: ClassVar[Stage] = "name"
    excludes: ClassVar[frozenset[str]] = frozenset({"label-language", "label-level"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """English labels that go by names of the Latin alphabet; not options, as those are texts of their own."""
        schema = case.schema
        named = bool(schema.labels) and all(
            label.name.isascii() and re.search("[A-Za-z]", label.name) and not label.called for label in schema.labels
        )
        return ("lower", "upper", "title") if named and schema.language == "en" and not schema.listed else ()

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`; `None` where two labels would share a name, or no name would change."""
        labels = tuple(
            replace(label, name=_written(label.name, option), inverse=_written(label.inverse, option))
            for label in schema.labels
        )
        names = [label.name for label in labels]
        changed = any(label.name != old.name for label, old in zip(labels, schema.labels, strict=True))
        plain = all(label.name.isascii() and not label.called for label in schema.labels)
        return replace(schema, labels=labels) if changed and plain and len(set(names)) == len(names) else None

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: no letter of a name is of the wrong case."""
        wrong = {"lower": r"[A-Z]", "upper": r"[a-z]", "title": r"(?<!\S)[a-z]|(?<=\S)[A-Z]"}[option]
        for label in case.schema.labels:
            if re.search(wrong, label.name) or label.called:
                yield Problem("label-in-another-case", label.name)


def _written(name: str, option: str) -> str:
    if option != "title":
        return name.lower() if option == "lower" else name.upper()
    return "".join(
        letter.lower() if place and not name[place - 1].isspace() else letter.upper()
        for place, letter in enumerate(name)
    )
