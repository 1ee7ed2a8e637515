"""Shapes of structured replies: the JSON schema of a dataclass, and the strict reading of JSON into it."""

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from annotated_types import Interval, Len, MaxLen

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

Shape = TypeVar("Shape")
MOST_CHARACTERS, MOST_ITEMS = 4000, 64
"""The bounds of a string and of a list in a schema, where the shape states none: a model without any may never end."""
_CONTROL = re.compile(r"[\x00-\x1f]")


def length(least: int, most: int) -> Any:
    """A bound of a shape: how many characters a text, or how many items a list, may have.

    Written beside the type, as in `Annotated[str, length(1, 200)]`.
    """
    return Len(least, most) if least else MaxLen(most)


def within(least: float, most: float) -> Any:
    """A bound of a shape: between which values a number may lie, both included.

    Written beside the type, as in `Annotated[int, within(1, 5)]`.
    """
    return Interval(ge=least, le=most)


@cache
def schema_of(shape: Any) -> dict[str, Any]:
    """The JSON schema of a shape in the strict dialect: every property required, none besides, all bounded."""
    schema: dict[str, Any] = _bounded(_adapter(shape).json_schema())
    return schema


def parsed(text: str, shape: type[Shape]) -> Shape:
    """The JSON `text` as an instance of `shape`.

    Raw control characters inside strings are let pass: servers that constrain a model by a grammar write them.

    Raises:
        ValueError: it is not JSON of this shape; the message says where and what was expected.
    """
    from pydantic import ValidationError  # see `_adapter`

    try:
        adapter: TypeAdapter[Any] = _adapter(shape)  # type: ignore[arg-type]  # types are hashable
        found: Shape = adapter.validate_json(_escaped(text))
    except ValidationError as error:
        raise ValueError(_said(error)) from error
    except RecursionError as error:
        raise ValueError("JSON that is nested too deeply") from error
    return found


@cache
def _adapter(shape: Any) -> "TypeAdapter[Any]":
    from pydantic import ConfigDict, TypeAdapter, with_config  # slow to import: only where a reply is read

    strict = with_config(ConfigDict(extra="forbid", strict=True))
    return TypeAdapter(strict(shape) if hasattr(shape, "__dataclass_fields__") else shape)


def _escaped(text: str) -> str:
    """A text with raw control characters in its strings escaped, if that is all that is wrong with it."""
    if _CONTROL.search(text) is None:
        return text
    try:
        return json.dumps(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return text


def _said(error: "ValidationError") -> str:
    """The first faults, each with its place."""
    lines = []
    for fault in error.errors(include_url=False, include_input=False)[:4]:
        place = ".".join(str(part) for part in fault["loc"])
        lines.append(f"{place}: {fault['msg']}" if place else fault["msg"])
    return "; ".join(lines)


def _bounded(node: Any) -> Any:
    if isinstance(node, list):
        return [_bounded(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _bounded(value) for key, value in node.items() if key not in ("title", "default", "description")}
    if "properties" in node:  # names of properties are kept whatever they are
        kept["properties"] = {name: _bounded(value) for name, value in node["properties"].items()}
        kept |= {"required": list(node["properties"]), "additionalProperties": False}
    if node.get("type") == "string" and not {"enum", "const"} & node.keys():
        kept.setdefault("maxLength", MOST_CHARACTERS)
    if node.get("type") == "array" and "prefixItems" not in node:
        kept.setdefault("maxItems", MOST_ITEMS)
    return kept
