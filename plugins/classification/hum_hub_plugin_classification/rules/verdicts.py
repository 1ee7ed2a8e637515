"""Labels with one of a few known meanings, written as other words or signs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Case, Label, Problem, Rule, Schema, Words
from hum_hub_plugin_classification.rules.renaming import NAMING, renamed

Meanings = Mapping[str, frozenset[str]]
"""The keys, in small letters, that have a meaning."""
Forms = Mapping[str, Mapping[str, Mapping[str, str]]]
"""How a meaning is written, by option and language."""


class Verdicts(Rule):
    """Words or signs of one kind for the labels; all labels of the source must have a known meaning.

    `told` says how a meaning is referred to, `pieces` how a form is put beside it, and `frames` are the sentences with a
    slot for these pieces. `numbers` are further keys, which count only where one of the labels shown is -1.
    """

    stage: ClassVar[Literal["name"]] = "name"
    excludes: ClassVar[frozenset[str]] = NAMING
    subtasks: ClassVar[frozenset[str]]
    meanings: ClassVar[Meanings]
    forms: ClassVar[Forms]
    told: ClassVar[Mapping[str, Mapping[str, str]]]
    pieces: ClassVar[Mapping[str, str]]
    frames: ClassVar[Words]
    numbers: ClassVar[Mapping[str, str]] = {}

    def options(self, case: Case) -> Sequence[str]:
        """Subtasks with such labels, where each shown has a meaning of its own."""
        if case.subtask not in self.subtasks or case.schema.hidden or self._meant(case.schema.labels) is None:
            return ()
        return tuple(self.forms)

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: what stands for what is said of the labels shown, in the order of the meanings."""
        shown = self._meant(case.schema.labels) or []
        forms, told = self.forms[option][case.language], self.told[case.language]
        pieces = [
            self.pieces[case.language].format(forms[meaning], told[meaning])
            for meaning in self.meanings
            if meaning in shown
        ]
        return [frame.replace("{}", _listed(pieces, case.language)) for frame in self.frames[option][case.language]]

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`."""
        shown = self._meant(schema.labels)
        if shown is None or self._meant(every) is None:
            return None
        forms = self.forms[option]["zh" if schema.language == "zh" else "en"]
        pairs = zip(schema.labels, shown, strict=True)
        return replace(schema, labels=tuple(renamed(label, forms[meaning]) for label, meaning in pairs))

    def objections(self, message: str, truth: object, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: each name is read back and stands for the key of its label."""
        for label in case.schema.labels:
            if not self._stands(label, option, case):
                yield Problem("labels-in-another-form", label.name)

    def _stands(self, label: Label, option: str, case: Case) -> bool:
        """Check: whether the label's name is the form of a meaning that its key has."""
        read = {form: meaning for meaning, form in self.forms[option][case.language].items()}
        meaning = read.get(label.name)
        if meaning is None:
            return False
        triple = any(other.key == "-1" for other in case.schema.labels)
        return label.key.lower() in self.meanings[meaning] or (triple and label.key == self.numbers.get(meaning))

    def _meant(self, labels: Sequence[Label]) -> list[str] | None:
        """The meaning of each label; `None` where one has none, or two have the same."""
        keys = [label.key.casefold() for label in labels]
        numbers = {number: meaning for meaning, number in self.numbers.items()} if "-1" in keys else {}
        known = {key: meaning for meaning, of_meaning in self.meanings.items() for key in of_meaning} | numbers
        found = [known[key] for key in keys if key in known]
        return found if found and len(found) == len(keys) == len(set(found)) else None


def _listed(pieces: Sequence[str], language: str) -> str:
    if language == "zh":
        return "，".join(pieces)
    return ", ".join(pieces[:-1]) + " and " + pieces[-1] if len(pieces) > 1 else pieces[0]
