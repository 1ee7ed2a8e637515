"""One JSON object whose keys are the labels."""

from typing import Any, ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError
from hum_hub.contract.values import Answer, Record, Schema
from hum_hub.craft.formats.grouping import SINGLE, group_from_json, group_to_json, grouped, rest_fields
from hum_hub.craft.formats.strict_json import dumps, loads, sketch


class JsonByLabel(Format):
    """`{"person": ["Ada"], "place": []}`; with more than one other field, lists of objects."""

    id: ClassVar[str] = "json-by-label"
    losses: ClassVar[frozenset[str]] = frozenset({"order-between-labels", "positions"})
    grouped: ClassVar[bool] = True
    absences: ClassVar[tuple[str, ...]] = ("empty", "omit", "null")
    singles: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Needs a label field to group by and something beside it; no prose."""
        return (
            schema.by is not None
            and len(schema.fields) > 1
            and schema.many
            and all(field.kind != "prose" for field in schema.fields)
        )

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        rest = rest_fields(schema)
        english = schema.language != "zh"
        if len(rest) == 1:
            entry = (
                f"the value is the list of what was found for it ({rest[0].name}, as strings)"
                if english
                else f"值是为该标签找到的全部内容（{rest[0].name}，字符串列表）"
            )
        else:
            shape = "{" + ", ".join(sketch(field, schema.language) for field in rest) + "}"
            entry = (
                f"the value is a list of objects of the form {shape}" if english else f"值是对象列表，对象形如 {shape}"
            )
        language = "en" if english else "zh"
        absent = _ABSENT[language][conventions.absent] + (SINGLE[language] if conventions.single else "")
        assert schema.by is not None
        key = schema.fields[schema.by].name
        if english:
            return f"Answer with one JSON object: each key is a label ({key}), in the order given above, and {entry}. {absent}"
        return f"只输出一个 JSON 对象：键是标签（{key}），按上文给出的顺序排列；{entry}。{absent}"

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        found = grouped(answer, schema)
        groups: dict[str, Any] = {name: group_to_json(found[name], schema, conventions) for name in found}
        if conventions.absent == "omit":
            groups = {name: group for name, group in groups.items() if found[name]}
        elif conventions.absent == "null":
            groups = {name: group if found[name] else None for name, group in groups.items()}
        return dumps(groups)

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; refuses keys out of order and absent labels written in another way."""
        groups = loads(text)
        names = [label.name for label in schema.labels]
        if not isinstance(groups, dict):
            raise FormatError("expected a JSON object")
        expected = [name for name in names if name in groups] if conventions.absent == "omit" else names
        if list(groups) != expected:
            raise FormatError("the keys are not the labels in their order")
        return tuple(record for name, found in groups.items() for record in _records(name, found, schema, conventions))


_ABSENT = {
    "en": {
        "empty": "A label for which nothing was found has an empty list.",
        "omit": "A label for which nothing was found is left out.",
        "null": "A label for which nothing was found has the value null.",
    },
    "zh": {
        "empty": "没有找到内容的标签对应空列表。",
        "omit": "没有找到内容的标签不写出来。",
        "null": "没有找到内容的标签取值为 null。",
    },
}


def _records(name: str, found: Any, schema: Schema, conventions: Conventions) -> list[Record]:
    if found is None and conventions.absent == "null":
        return []
    if found == [] and conventions.absent != "empty":
        raise FormatError(f"wrong value for the label {name}")
    return group_from_json(found, name, schema, conventions)
