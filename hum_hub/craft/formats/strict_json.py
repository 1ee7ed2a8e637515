"""JSON as answers use it: strict, without repeated keys, and cells as JSON values."""

import json
from typing import Any

from hum_hub.contract.formats import FormatError
from hum_hub.contract.values import Cell, Field, Kind, Value

ROLE = {"en": '"<role>": "..."', "zh": '"<角色>": "..."'}
"""How descriptions show an argument of an event."""


def sketch(field: Field, language: str) -> str:
    """A field as descriptions show it in an object."""
    if field.kind == "roles":
        return f"{dumps(field.name)}: [{{{ROLE['zh' if language == 'zh' else 'en']}}}, ...]"
    return f'{dumps(field.name)}: ["..."]' if field.kind == "texts" else f'{dumps(field.name)}: "..."'


def loads(text: str) -> Any:
    """A JSON value.

    Raises:
        FormatError: the text is not strict JSON, is too deep, or repeats a key.
    """
    if text != text.strip():
        raise FormatError("blanks around the JSON value")
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from error


def dumps(value: Any) -> str:
    """A value as one line of JSON, other scripts unescaped."""
    return json.dumps(value, ensure_ascii=False)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def cell_to_json(cell: Cell) -> Any:
    """A cell as a JSON value: a string, a list of strings, or a list of role and wording."""
    if isinstance(cell, Value):
        return cell.text
    return [part.text if isinstance(part, Value) else {part[0]: part[1].text} for part in cell]


def cell_from_json(value: Any, kind: Kind) -> Cell:
    """A cell from its JSON value.

    Raises:
        FormatError: the value is not of the kind.
    """
    if kind in ("label", "text", "word"):
        return Value(_string(value))
    if not isinstance(value, list):
        raise FormatError(f"expected a list, got {dumps(value)[:60]}")
    if kind == "texts":
        return tuple(Value(_string(part)) for part in value)
    return tuple(_role(part) for part in value)


def record_from_json(value: Any, fields: tuple[Field, ...]) -> tuple[Cell, ...]:
    """The cells of a record from an object with exactly the names of the fields, in their order.

    Raises:
        FormatError: the object has other keys or values of other kinds.
    """
    names = [field.name for field in fields]
    if not isinstance(value, dict) or list(value) != names:
        raise FormatError(f"expected an object with the keys {', '.join(names)}")
    return tuple(cell_from_json(value[field.name], field.kind) for field in fields)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise FormatError(f"expected a string, got {dumps(value)[:60]}")
    return value


def _role(value: Any) -> tuple[str, Value]:
    if not isinstance(value, dict) or len(value) != 1:
        raise FormatError("expected an object with one role")
    ((role, wording),) = value.items()
    return role, Value(_string(wording))
