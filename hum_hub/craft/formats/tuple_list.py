"""A Python list of tuples, one for each record."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Field, Schema, Value
from hum_hub.craft.formats.strict_json import dumps
from hum_hub.craft.formats.strict_python import literal


class TupleList(Format):
    """`[("person", "Ada")]`; several values are a list, roles a list of pairs. Strings are those of JSON as well."""

    id: ClassVar[str] = "tuple-list"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})

    def fits(self, schema: Schema) -> bool:
        """Everything but prose."""
        return all(field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese = schema.language == "zh"
        form = _tuple([_sketch(field, chinese) for field in schema.fields])
        own_empty = conventions.nothing is None and schema.optional
        if chinese:
            unit = "每条结果是一个元组" if schema.many else "其中只有一个元组"
            said = f"只输出一个 Python 列表，{unit}，形如 {form}；字符串用双引号，照 JSON 的规则转义，逗号后空一格。"
            return said + ("没有结果时写 []。" if own_empty else "")
        unit = "with one tuple for each result" if schema.many else "with a single tuple"
        said = (
            f"Answer with one Python list {unit}, of the form {form}; strings in double quotes, escaped as in JSON, "
            "a blank after each comma."
        )
        return said + (" Without results write []." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if len(answer) > 1 and not schema.many:
            raise Unfit("more-than-one-record")
        return "[" + ", ".join(_tuple([_literal(cell) for cell in record]) for record in answer) + "]"

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; spacing and quoting other than `write`'s are refused."""
        found = literal(text)
        if not isinstance(found, list) or any(not isinstance(entry, tuple) for entry in found):
            raise FormatError("expected a list of tuples")
        if any(len(entry) != len(schema.fields) for entry in found):
            raise FormatError("a tuple has another number of elements")
        if len(found) > 1 and not schema.many:
            raise FormatError("more than one tuple")
        answer = tuple(
            tuple(_cell(value, field) for value, field in zip(entry, schema.fields, strict=True)) for entry in found
        )
        if self.write(answer, schema, conventions) != text:
            raise FormatError("the list is not spaced or quoted as described")
        return answer


def _sketch(field: Field, chinese: bool) -> str:
    if field.kind == "roles":
        return '[("<角色>", "..."), ...]' if chinese else '[("<role>", "..."), ...]'
    name = dumps(f"<{field.name}>")
    return f"[{name}, ...]" if field.kind == "texts" else name


def _tuple(elements: list[str]) -> str:
    return f"({elements[0]},)" if len(elements) == 1 else f"({', '.join(elements)})"


def _literal(cell: Cell) -> str:
    if isinstance(cell, Value):
        return dumps(cell.text)
    parts = (
        dumps(part.text) if isinstance(part, Value) else f"({dumps(part[0])}, {dumps(part[1].text)})" for part in cell
    )
    return f"[{', '.join(parts)}]"


def _cell(value: object, field: Field) -> Cell:
    if field.kind not in ("texts", "roles"):
        return Value(_string(value))
    if not isinstance(value, list):
        raise FormatError(f"expected a list for {field.name}")
    if field.kind == "texts":
        return tuple(Value(_string(part)) for part in value)
    if any(not isinstance(part, tuple) or len(part) != 2 for part in value):
        raise FormatError(f"expected pairs of role and value for {field.name}")
    return tuple((_string(role), Value(_string(wording))) for role, wording in value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise FormatError("expected a string")
    return value
