"""What a request is called that no intent and no service is meant for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Label, Problem, Rule, Schema, Value
from hum_hub_plugin_classification.rules.renaming import NAMING, renamed

OUTSIDE = frozenset(["oos", "out-of-scope", "out_of_scope", "out of scope", "none"])
"""The keys, in small letters, that stand for such a request."""

_PHRASES = {
    "en": ("none of these", "unsupported", "not covered"),
    "zh": ("以上都不是", "不支持", "超出范围"),
}
_SENTENCES = {
    "intent": {
        "en": (
            'The label for a request that fits none of the intents is "{}".',
            'Where no intent covers what the user wants, the label is "{}".',
            'A request that lies outside all the intents is labelled "{}".',
        ),
        "zh": (
            "用户的请求不属于任何意图时，标签为“{}”。",
            "没有哪个意图与用户的需求相符，就用标签“{}”。",
            "凡不在各意图之内的请求，一律归为“{}”。",
        ),
    },
    "out-of-scope": {
        "en": (
            'The label for a request that none of the services is meant for is "{}".',
            'Where the services do not extend to what the user wants, the label is "{}".',
            'A request that lies outside the services is labelled "{}".',
        ),
        "zh": (
            "用户的请求不在任何一项服务之内时，标签为“{}”。",
            "没有哪项服务能满足用户的需求，就用标签“{}”。",
            "凡超出各项服务的请求，一律归为“{}”。",
        ),
    },
}


class OutOfScopePhrase(Rule):
    """The phrase is the option, and the name of the one label for requests that nothing is meant for."""

    id: ClassVar[str] = "out-of-scope-phrase"
    stage: ClassVar[Literal["name"]] = "name"
    excludes: ClassVar[frozenset[str]] = NAMING

    def options(self, case: Case) -> Sequence[str]:
        """Intents and scope, where one label stands for such requests and another one does not."""
        outside = [label for label in case.schema.labels if label.key.casefold() in OUTSIDE]
        fits = len(outside) == 1 and len(case.schema.labels) > 1 and not case.schema.hidden
        return _PHRASES[case.language] if case.subtask in _SENTENCES and fits else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        return [line.replace("{}", option) for line in _SENTENCES[case.subtask][case.language]]

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`: no other label of the source may stand for such requests, or bear the phrase."""
        outside = [label for label in schema.labels if label.key.casefold() in OUTSIDE]
        others = [label for label in every if label.key not in {one.key for one in outside}]
        if len(outside) != 1 or any(label.name == option or label.key.casefold() in OUTSIDE for label in others):
            return None
        labels = tuple(renamed(label, option) if label is outside[0] else label for label in schema.labels)
        return replace(schema, labels=labels)

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: the phrase is the name of a label of the closed set, and of no other one."""
        named = [label.key for label in case.schema.labels if label.name == option]
        if len(named) != 1 or named[0].casefold() not in OUTSIDE:
            yield Problem("label-not-named-by-phrase", ", ".join(named))

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """See `Rule.witness`: idle unless the answer is this very label."""
        names = {label.name for label in case.schema.labels if label.key.casefold() in OUTSIDE}
        cells = (cell for record in answer for cell in record if isinstance(cell, Value))
        return next((cell.text for cell in cells if cell.text in names), None)
