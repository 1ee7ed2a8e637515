"""JSON lines: one object a line."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Unfit
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats.canonical import Canonical
from hum_hub.craft.formats.strict_json import cell_to_json, dumps, loads, record_from_json, sketch

_BREAKS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"})
"""Signs that JSON leaves as they are and many programs take for the end of a line."""


class JsonLines(Canonical):
    """`{"type": "person", "text": "Ada"}` and the next record on the next line."""

    id: ClassVar[str] = "json-lines"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})
    phrase_needed: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Any number of records of everything but prose."""
        return schema.many and all(field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        shape = "{" + ", ".join(sketch(field, schema.language) for field in schema.fields) + "}"
        if schema.language == "zh":
            return f"以 JSON Lines 格式输出：每条结果占一行，写成形如 {shape} 的 JSON 对象，键按此顺序，冒号和逗号后各空一格；字符串中的换行用 JSON 转义，不加其他内容。"
        return (
            f"Answer in JSON Lines: for each result one line with a JSON object of the form {shape}, keys in this order, "
            "a blank after each colon and comma, line breaks inside strings escaped as JSON asks, and nothing else."
        )

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        if not answer:
            raise Unfit("nothing-to-write")
        names = [field.name for field in schema.fields]
        lines = [dumps(dict(zip(names, map(cell_to_json, record), strict=True))) for record in answer]
        return "\n".join(lines).translate(_BREAKS)

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        return tuple(record_from_json(loads(line), schema.fields) for line in text.split("\n"))
