"""A Python list of calls, the class of each named after the record's label."""

import ast
import keyword
import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Field, Record, Schema, Value
from hum_hub.craft.formats.strict_json import dumps
from hum_hub.craft.formats.strict_python import expression


class ClassCalls(Format):
    """`[Person(text="Ada")]`; several values are a list, roles a dictionary. It is read as syntax and never run."""

    id: ClassVar[str] = "class-calls"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "scattered-roles"})

    def fits(self, schema: Schema) -> bool:
        """Schemas whose labels and fields make different Python names; not listed options, which may be sentences."""
        if schema.listed or any(field.kind == "prose" for field in schema.fields):
            return False
        classes, arguments = _classes(schema), _arguments(schema)
        if len(classes) < len(schema.labels) or len(set(arguments)) < len(arguments):
            return False
        return all(_is_name(name) for name in (*classes, *arguments))

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        own_empty = conventions.nothing is None and schema.optional
        if schema.language == "zh":
            return "".join(_in_chinese(schema)) + ("没有结果时写 []。" if own_empty else "")
        return " ".join(_in_english(schema)) + (" Without results write []." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if len(answer) > 1 and not schema.many:
            raise Unfit("more-than-one-record")
        classes = {label: name for name, label in _classes(schema).items()}
        if len(classes) < len(schema.labels) or not all(map(_is_name, classes.values())):
            raise Unfit("labels-make-no-class-names")
        return "[" + ", ".join(_call(record, schema, classes) for record in answer) + "]"

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; spacing and quoting other than `write`'s are refused."""
        found = expression(text)
        if not isinstance(found, ast.List):
            raise FormatError("expected a list of calls")
        classes, arguments = _classes(schema), dict(zip(_arguments(schema), _rest(schema), strict=True))
        answer = tuple(_record(call, classes, arguments, _label_place(schema)) for call in found.elts)
        try:
            expected = self.write(answer, schema, conventions)
        except Unfit as error:
            raise FormatError(f"calls that cannot be written: {error}") from error
        if expected != text:
            raise FormatError("the calls are not spaced, quoted or listed as described")
        return answer


def _label_place(schema: Schema) -> int | None:
    if schema.by is not None:
        return schema.by
    return next((place for place, field in enumerate(schema.fields) if field.kind == "label"), None)


def _classes(schema: Schema) -> dict[str, str]:
    """The labels by the names of their classes; a schema without a label field has one class for the label ``""``."""
    if _label_place(schema) is None:
        return {"结果" if schema.language == "zh" else "Result": ""}
    return {_camel(label.name): label.name for label in schema.labels}


def _camel(label: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in re.split(r"[\W_]+", label) if part)


def _rest(schema: Schema) -> list[Field]:
    label = _label_place(schema)
    return [field for place, field in enumerate(schema.fields) if place != label]


def _arguments(schema: Schema) -> list[str]:
    return [re.sub(r"[\s-]", "_", field.name) for field in _rest(schema)]


def _is_name(name: str) -> bool:
    """Whether Python reads this name, and as it stands: it normalises names."""
    return name.isidentifier() and not keyword.iskeyword(name) and unicodedata.normalize("NFKC", name) == name


def _call(record: Record, schema: Schema, classes: dict[str, str]) -> str:
    cells, label, place = list(record), "", _label_place(schema)
    if place is not None:
        cell = cells.pop(place)
        label = cell.text if isinstance(cell, Value) else label
    if label not in classes:
        raise Unfit("label-not-in-schema")
    named = zip(_arguments(schema), _rest(schema), cells, strict=True)
    arguments = [f"{name}={_written(cell, field)}" for name, field, cell in named]
    return f"{classes[label]}({', '.join(arguments)})"


def _written(cell: Cell, field: Field) -> str:
    if isinstance(cell, Value):
        return dumps(cell.text)
    if field.kind == "texts":
        return _list([part for part in cell if isinstance(part, Value)])
    roles: dict[str, list[Value]] = {}
    for role, value in (part for part in cell if not isinstance(part, Value)):
        if role in roles and role != next(reversed(roles)):
            raise Unfit("scattered-roles")
        roles.setdefault(role, []).append(value)
    entries = (
        f"{dumps(role)}: {dumps(values[0].text) if len(values) == 1 else _list(values)}"
        for role, values in roles.items()
    )
    return f"{{{', '.join(entries)}}}"


def _list(values: list[Value]) -> str:
    return f"[{', '.join(dumps(value.text) for value in values)}]"


def _record(call: ast.expr, classes: dict[str, str], arguments: dict[str, Field], label: int | None) -> Record:
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise FormatError("expected calls with named arguments")
    if call.func.id not in classes or [argument.arg for argument in call.keywords] != list(arguments):
        raise FormatError(f"an unknown class, or other arguments than {', '.join(arguments)}: {call.func.id[:60]}")
    cells = [_cell(argument.value, field) for argument, field in zip(call.keywords, arguments.values(), strict=True)]
    if label is not None:
        cells.insert(label, Value(classes[call.func.id]))
    return tuple(cells)


def _cell(node: ast.expr, field: Field) -> Cell:
    if field.kind == "texts":
        return _values(node)
    if field.kind != "roles":
        return _value(node)
    if not isinstance(node, ast.Dict):
        raise FormatError(f"expected a dictionary for {field.name}")
    roles: list[tuple[str, Value]] = []
    for key, entry in zip(node.keys, node.values, strict=True):
        if key is None:
            raise FormatError("a dictionary inside a dictionary")
        role = _value(key).text
        roles += [(role, value) for value in (_values(entry) if isinstance(entry, ast.List) else (_value(entry),))]
    return tuple(roles)


def _values(node: ast.expr) -> tuple[Value, ...]:
    if not isinstance(node, ast.List):
        raise FormatError("expected a list of strings")
    return tuple(_value(part) for part in node.elts)


def _value(node: ast.expr) -> Value:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise FormatError("expected a string")
    return Value(node.value)


_VALUES = {
    "en": {"text": '"..."', "texts": '["...", ...]', "roles": '{"<role>": "...", ...}'},
    "zh": {"text": '"..."', "texts": '["...", ...]', "roles": '{"<角色>": "...", ...}'},
}


def _sketch(schema: Schema, name: str) -> str:
    values = _VALUES["zh" if schema.language == "zh" else "en"]
    named = zip(_arguments(schema), _rest(schema), strict=True)
    arguments = [f"{argument}={values.get(field.kind, values['text'])}" for argument, field in named]
    return f"{name}({', '.join(arguments)})"


def _in_english(schema: Schema) -> Iterator[str]:
    unit = "one call for each result" if schema.many else "a single call"
    place = _label_place(schema)
    form = _sketch(schema, "ClassName" if place is not None else "Result")
    yield f"Answer with a Python list of {unit}, of the form {form}."
    if place is not None:
        yield (
            f"The class name is the {schema.fields[place].name} without blanks and signs, "
            "the first letter of each of its parts as a capital (birth-place gives BirthPlace)."
        )
    if any(field.kind == "roles" for field in schema.fields):
        yield "A role with several values has a list of them."
    yield "Strings stand in double quotes, escaped as in JSON; a blank follows each comma and colon."


def _in_chinese(schema: Schema) -> Iterator[str]:
    unit = "每条结果是一次调用" if schema.many else "其中只有一次调用"
    place = _label_place(schema)
    form = _sketch(schema, "类名" if place is not None else "结果")
    yield f"只输出一个 Python 列表，{unit}，形如 {form}。"
    if place is not None:
        yield (
            f"类名就是{schema.fields[place].name}，去掉其中的空格和符号；"
            "西文各部分的首字母大写（birth-place 写成 BirthPlace），汉字不变。"
        )
    if any(field.kind == "roles" for field in schema.fields):
        yield "一个角色有多个值时，写成它们的列表。"
    yield "字符串用双引号，照 JSON 的规则转义；逗号和冒号后空一格。"
