"""In which order the arguments of an event stand."""

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from hum_hub import Answer, Case, Record, Rule, Value, Words
from hum_hub_plugin_ie.rules.shapes import label_field, roles_field, value_at

_Arguments = tuple[tuple[str, Value], ...]
_WORDS: Words = {
    "text": {
        "en": (
            "List the arguments of an event in the order in which they appear in the text; of two that begin together the longer comes first.",
            "Within an event the arguments follow the text, the longer before the shorter where they begin together.",
            "Arguments stand in the order of the text: what begins first comes first, and the longer of two with one beginning leads.",
        ),
        "zh": (
            "事件的论元按在原文中出现的先后排列，起点相同的先写长的。",
            "同一事件内，论元的次序与原文一致，从同一处开始的，长的在前。",
            "各论元依原文顺序写出，先出现的在前，起点相同时先长后短。",
        ),
    },
    "schema": {
        "en": (
            "List the arguments of an event in the order in which its roles are listed; several for one role follow the text.",
            "Within an event the arguments stand in the order of the list of roles, those of the same role in that of the text.",
            "Arguments follow the list of roles, not the text; only where one role has several do these follow the text.",
        ),
        "zh": (
            "事件的论元按角色列表的顺序排列，同一角色有多个时依原文先后。",
            "同一事件内，论元的次序以所列角色的次序为准，角色相同的按原文顺序。",
            "各论元依角色列表的先后写出，仅同一角色的几个论元才看原文顺序。",
        ),
    },
}


class RoleOrder(Rule):
    """The arguments in the order of the text, or of the roles as listed."""

    id: ClassVar[str] = "role-order"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"absent-arguments"})  # which says where unfilled roles stand
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Events of which the roles are shown."""
        shown = any(len(label.parts) > 1 for label in case.schema.labels)
        told = label_field(case) is not None or len(case.schema.labels) == 1
        return ("text", "schema") if roles_field(case) is not None and shown and told else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        at, by = roles_field(case), label_field(case)
        assert at is not None
        changed = []
        for record in answer:
            name = value_at(record, by).text if by is not None else case.schema.labels[0].name
            parts = next((label.parts for label in case.schema.labels if label.name == name), ())
            ranks = {role: rank for rank, (_, role) in reversed(list(enumerate(parts)))}
            arguments = sorted(cast(_Arguments, record[at]), key=lambda pair: (pair[1].start or 0, -(pair[1].end or 0)))
            if option == "schema":
                arguments.sort(key=lambda pair: ranks.get(pair[0], len(ranks)))
            changed.append((*record[:at], tuple(arguments), *record[at + 1 :]))
        return tuple(changed)

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """See `Rule.becomes`: takes, again and again, the first argument that none of those left has to precede."""
        roles = self._roles(record, case)
        written = []
        for cell, field in zip(record, case.schema.fields, strict=True):
            if field.kind == "roles":
                left, ordered = list(cast(_Arguments, cell)), list[tuple[str, Value]]()
                while left:
                    places = range(len(left))
                    free = (at for at in places if not any(_leads(other, left[at], roles, option) for other in left))
                    ordered.append(left.pop(next(free)))
                cell = tuple(ordered)
            written.append(cell)
        return (tuple(written),)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: places have to be known and to differ, and roles to be listed."""
        for record in truth:
            roles = self._roles(record, case)
            for cell, field in zip(record, case.schema.fields, strict=True):
                arguments = cast(_Arguments, cell) if field.kind == "roles" else ()
                if any(value.start is None for _, value in arguments):
                    return "place-of-argument-unknown"
                if option == "schema" and any(role not in roles for role, _ in arguments):
                    return "role-not-listed"
                placed = {(value.start, value.end, role if option == "schema" else "") for role, value in arguments}
                if len(placed) < len(arguments):
                    return "arguments-at-one-place"
        return None

    def _roles(self, record: Record, case: Case) -> list[str]:
        shown = [cell for cell, field in zip(record, case.schema.fields, strict=True) if field.kind == "label"]
        for label in case.schema.labels:
            if not shown or Value(label.name) in shown:
                return [name for _, name in label.parts]
        return []


def _leads(first: tuple[str, Value], second: tuple[str, Value], roles: list[str], option: str) -> bool:
    """Whether an argument has to stand before another, for the check."""
    if option == "schema" and first[0] != second[0]:
        ahead = roles[: roles.index(second[0])] if second[0] in roles else roles
        if first[0] in ahead or second[0] in roles or first[0] in roles:
            return first[0] in ahead
    one, two = first[1], second[1]
    return (one.start or 0, two.end or 0) < (two.start or 0, one.end or 0)
