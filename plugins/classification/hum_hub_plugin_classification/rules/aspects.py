"""Whether aspects count towards which the text is neutral."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Value, Words

NEUTRAL = frozenset(["neutral", "neu", "中性", "中立"])
"""The keys, in small letters, of the polarity in question."""

_WORDS: Words = {
    "with": {
        "en": (
            'Aspects whose polarity is "{}" count like the others: list them too.',
            'Include the aspects with the polarity "{}".',
            'An aspect belongs in the answer even if its polarity is "{}".',
        ),
        "zh": (
            "极性为“{}”的方面同样要列出。",
            "极性是“{}”的方面也算在内，不要漏掉。",
            "即使极性为“{}”，该方面也要写进答案。",
        ),
    },
    "without": {
        "en": (
            'Leave out the aspects whose polarity is "{}".',
            'Aspects with the polarity "{}" do not count, so do not list them.',
            'Give an aspect only if its polarity is something other than "{}".',
        ),
        "zh": (
            "极性为“{}”的方面不要列出。",
            "极性是“{}”的方面不算，一律不写。",
            "只写极性不是“{}”的方面。",
        ),
    },
}


class NeutralAspects(Rule):
    """With or without the aspects that are neither praised nor blamed."""

    id: ClassVar[str] = "neutral-aspects"
    stage: ClassVar[Literal["select"]] = "select"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Aspects, where one polarity shown is the neutral one and another one is not."""
        neutral = [label for label in case.schema.labels if label.key.casefold() in NEUTRAL]
        told = len(neutral) == 1 and len(case.schema.labels) > 1 and not case.schema.hidden
        return ("with", "without") if case.subtask == "aspects" and told else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: the polarity is called what the schema calls it."""
        (name,) = (label.name for label in case.schema.labels if label.key.casefold() in NEUTRAL)
        return [line.replace("{}", name) for line in _WORDS[option][case.language]]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "with":
            return answer
        names = {label.name for label in case.schema.labels if label.key.casefold() in NEUTRAL}
        return tuple(
            record for record in answer if not any(isinstance(c, Value) and c.text in names for c in record[1:])
        )

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: by the key of the polarity, whatever it is called."""
        for cell, field in zip(record, case.schema.fields, strict=True):
            if field.kind == "label" and isinstance(cell, Value):
                key = case.schema.key(cell.text) or ""
                return option == "with" or key.casefold() not in NEUTRAL
        return True
