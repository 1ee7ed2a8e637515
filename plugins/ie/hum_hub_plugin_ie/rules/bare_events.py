"""Events of which the text names nothing but the event."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Record, Rule, Words
from hum_hub_plugin_ie.rules.shapes import roles_field

_WORDS: Words = {
    "with": {
        "en": (
            "List an event even if the text names no argument of it.",
            "Events without any argument count as well.",
            "An event stays in the answer although none of its roles is filled.",
        ),
        "zh": (
            "没有论元的事件也要列出。",
            "即使文中没有给出任何论元，事件也照样写。",
            "各个角色都空缺的事件同样保留。",
        ),
    },
    "without": {
        "en": (
            "Leave out events of which the text names no argument.",
            "List an event only if at least one of its roles is filled.",
            "Events without any argument are not listed.",
        ),
        "zh": ("没有任何论元的事件不要写。", "至少有一个角色得到填充的事件才列出。", "所有角色都空缺的事件略去。"),
    },
}


class BareEvents(Rule):
    """With or without events that have no argument."""

    id: ClassVar[str] = "bare-events"
    stage: ClassVar[Literal["select"]] = "select"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Lists of events with their arguments by role."""
        listed = case.schema.many and case.schema.optional and len(case.schema.fields) > 1
        return ("with", "without") if listed and roles_field(case) is not None else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at = roles_field(case)
        return tuple(record for record in answer if record[at]) if option == "without" and at is not None else answer

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        filled = [
            cell for cell, field in zip(record, case.schema.fields, strict=True) if field.kind == "roles" and cell != ()
        ]
        return option == "with" or len(filled) > 0
