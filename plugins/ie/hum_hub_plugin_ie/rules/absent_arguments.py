"""Roles of an event that nothing fills."""

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from hum_hub import Answer, Case, Cell, Record, Rule, Schema, Value, Words
from hum_hub_plugin_ie.rules.shapes import label_field, roles_field, value_at

_Arguments = tuple[tuple[str, Value], ...]
_NONE = {"en": "none", "zh": "无"}
_WORDS: Words = {
    "leave-out": {
        "en": (
            "Roles that nothing in the text fills are left out.",
            "List only the roles for which the text names an argument.",
            "Do not mention a role of an event that stays unfilled.",
        ),
        "zh": ("文中没有论元的角色不要写。", "只列出文中有论元填充的角色。", "事件里空缺的角色略去不提。"),
    },
    "write-none": {
        "en": (
            'Every role of an event is given: those that nothing fills come after the others, in the order in which the roles are listed, with the value "none".',
            'After the filled roles of an event add those without an argument, in the listed order, and write "none" for each.',
            'For a role that the text does not fill write "none"; such roles stand last, in the order of the list of roles.',
        ),
        "zh": (
            "事件的每个角色都要给出：空缺的排在其余角色之后，按角色列表的顺序，取值写“无”。",
            "写完有论元的角色之后，再依所列顺序补上没有论元的角色，内容一律写“无”。",
            "文中未提及的角色写“无”，放在最后，先后依角色列表。",
        ),
    },
}


class AbsentArguments(Rule):
    """Leaves unfilled roles out, or gives them with a fixed word."""

    id: ClassVar[str] = "absent-arguments"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"character-width", "letter-case", "role-order"}  # the word is none of the text's
    )
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Events of which the roles are shown."""
        shown = [label for label in case.schema.labels if label.parts]
        told = label_field(case) is not None or len(case.schema.labels) == 1
        return ("leave-out", "write-none") if roles_field(case) is not None and shown and told else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at, by = roles_field(case), label_field(case)
        if option == "leave-out" or at is None:
            return answer
        changed: list[Record] = []
        for record in answer:
            name = value_at(record, by).text if by is not None else case.schema.labels[0].name
            roles = next((label.parts for label in case.schema.labels if label.name == name), ())
            arguments = cast(_Arguments, record[at])
            filled = {role for role, _ in arguments}
            missing = tuple((role, Value(_NONE[case.language])) for _, role in roles if role not in filled)
            changed.append((*record[:at], arguments + missing, *record[at + 1 :]))
        return tuple(changed)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`."""
        if option == "leave-out":
            return (record,)
        written: list[Cell] = []
        for cell, field in zip(record, case.schema.fields, strict=True):
            if field.kind != "roles":
                written.append(cell)
                continue
            arguments = list(cast(_Arguments, cell))
            for role in _roles(record, case.schema):
                if all(filled != role for filled, _ in arguments):
                    arguments.append((role, Value("无" if case.schema.language == "zh" else "none")))
            written.append(tuple(arguments))
        return (tuple(written),)


def _roles(record: Record, schema: Schema) -> list[str]:
    """The roles of a record's label, for the check."""
    shown = [cell for cell, field in zip(record, schema.fields, strict=True) if field.kind == "label"]
    for label in schema.labels:
        if not shown or Value(label.name) in shown:
            return [name for _, name in label.parts]
    return []
