"""One line of nested round brackets."""

import re
from dataclasses import dataclass
from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Field, Record, Schema, Value
from hum_hub.craft.formats.canonical import names_of, on_one_line, stand_on_one_line

_INSIDE = r"((?:[^()\\]|\\.)*+)"
_PART = re.compile(rf"\({_INSIDE}\)", re.DOTALL)
_RECORD = re.compile(rf"\({_INSIDE}((?:\((?:[^()\\]|\\.)*+\) ?)*+)\)", re.DOTALL)
_NAMED = re.compile(r"((?:[^:\\]|\\.)*+):(?: (.*))?", re.DOTALL)
_ESCAPED = re.compile(r"\\([():\\])")
_NAME_SIGN = re.compile(r"[():\\]")
_VALUE_SIGN = re.compile(r"[()\\]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which field leads a record as its name, which follows it bare, and which stand in brackets of their own."""

    label: int | None
    bare: int | None
    inner: tuple[int, ...]


class Bracketed(Format):
    """`((person: Ada) (place: Oslo))`; roles stand inside their event, `((meet: met (agent: Ada)))`."""

    id: ClassVar[str] = "bracketed"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks", "edge-blanks"})

    def fits(self, schema: Schema) -> bool:
        """Everything but prose, when names stand on one line and no roles could be taken for fields."""
        inner = [schema.fields[place] for place in _layout(schema).inner]
        if any(field.kind == "prose" for field in schema.fields) or len({field.name for field in inner}) < len(inner):
            return False
        if not stand_on_one_line(names_of(schema)):
            return False
        return len(inner) == 1 or all(field.kind != "roles" for field in inner)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese = schema.language == "zh"
        own_empty = conventions.nothing is None and schema.optional
        one = _sketch(schema, chinese)
        if chinese:
            form = f"({one} {one} ...)，每条结果一个括号，之间空一格" if schema.many else f"({one})"
            said = f"写成一行嵌套的半角括号，形如 {form}。{_repeated(schema, chinese)}"
            said += "内容里的圆括号和反斜杠、冒号前名称里的冒号，前面都加一个反斜杠。"
            return said + ("没有结果时写 ()。" if own_empty else "")
        form = f"({one} {one} ...), one bracket for each result, a blank between them" if schema.many else f"({one})"
        said = f"Answer with one line of nested round brackets, of the form {form}. {_repeated(schema, chinese)}"
        said += "Put a backslash before a round bracket or a backslash inside, and before a colon in a name that a colon follows."
        return said + (" Without results write ()." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if len(answer) > 1 and not schema.many:
            raise Unfit("more-than-one-record")
        layout = _layout(schema)
        return "(" + " ".join(_record(record, schema, layout) for record in answer) + ")"

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; what `write` would write in another way is refused."""
        layout = _layout(schema)
        answer = tuple(_parsed(found[1], found[2], schema, layout) for found in _RECORD.finditer(text, 1))
        try:
            expected = self.write(answer, schema, conventions)
        except Unfit as error:
            raise FormatError(f"a value that cannot be written: {error}") from error
        if expected != text:
            raise FormatError("the brackets are not of the form described")
        return answer


def _layout(schema: Schema) -> _Layout:
    kinds = [field.kind for field in schema.fields]
    label = schema.by
    if label is None and "label" in kinds and len(kinds) > 1:
        label = kinds.index("label")
    rest = [place for place in range(len(kinds)) if place != label]
    single = [place for place in rest if kinds[place] not in ("texts", "roles")]
    bare = single[0] if len(single) == 1 and (label is not None or len(kinds) == 1) else None
    return _Layout(label, bare, tuple(place for place in rest if place != bare))


def _sketch(schema: Schema, chinese: bool) -> str:
    layout = _layout(schema)
    pieces = []
    if layout.label is not None:
        pieces.append(f"{schema.fields[layout.label].name}:")
    if layout.bare is not None:
        pieces.append(schema.fields[layout.bare].name)
    role, value = ("角色", "值") if chinese else ("role", "value")
    for field in (schema.fields[place] for place in layout.inner):
        name = role if field.kind == "roles" else _name(field.name)
        pieces.append(f"({name}: {value})" + (" ..." if field.kind in ("roles", "texts") else ""))
    return f"({' '.join(pieces)})"


def _repeated(schema: Schema, chinese: bool) -> str:
    several = [field.name for field in schema.fields if field.kind == "texts"]
    if not several:
        return ""
    if chinese:
        return f"{'、'.join(several)}有几个就写几个括号，没有就不写。"
    return f"For {', '.join(several)} write one bracket for each value, and none without values. "


def _name(text: str) -> str:
    return _NAME_SIGN.sub(r"\\\g<0>", on_one_line(text))


def _value(text: str) -> str:
    return _VALUE_SIGN.sub(r"\\\g<0>", on_one_line(text))


def _record(record: Record, schema: Schema, layout: _Layout) -> str:
    pieces = []
    if layout.label is not None:
        pieces.append(f"{_name(_text(record[layout.label]))}:")
    if layout.bare is not None:
        pieces.append(_value(_text(record[layout.bare])))
    for place in layout.inner:
        pieces += _inner(record[place], schema.fields[place])
    if not pieces:
        raise Unfit("nothing-to-write")
    return f"({' '.join(pieces)})"


def _text(cell: Cell) -> str:
    assert isinstance(cell, Value)
    return cell.text


def _inner(cell: Cell, field: Field) -> list[str]:
    parts = (cell,) if isinstance(cell, Value) else cell
    named = [(field.name, part) if isinstance(part, Value) else part for part in parts]
    return [f"({_name(name)}: {_value(value.text)})" for name, value in named]


def _parsed(head: str, brackets: str, schema: Schema, layout: _Layout) -> Record:
    """The record that a bracket seems to hold; whether it is one, writing it again has to show."""
    label, bare = ("", _plain(head)) if layout.label is None else _split(head.removesuffix(" "))
    inner = [_split(inside) for inside in _PART.findall(brackets)]
    cells: list[Cell] = []
    for place, field in enumerate(schema.fields):
        values = [Value(value) for name, value in inner if name == field.name]
        if place in (layout.label, layout.bare):
            cells.append(Value(label if place == layout.label else bare))
        elif field.kind == "roles":
            cells.append(tuple((role, Value(value)) for role, value in inner))
        elif field.kind == "texts":
            cells.append(tuple(values))
        elif len(values) == 1:
            cells.append(values[0])
        else:
            raise FormatError(f"not one bracket for {field.name}")
    return tuple(cells)


def _split(inside: str) -> tuple[str, str]:
    """What stands before and after the first colon that is not escaped."""
    found = _NAMED.fullmatch(inside)
    if found is None:
        raise FormatError(f"no name before a colon: {inside[:60]}")
    return _plain(found[1]), _plain(found[2] or "")


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
