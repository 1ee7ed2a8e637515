"""Dataclasses to JSON and back, strictly, with one compiled codec for each type."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: object, kind: Any) -> str:
    """A dataclass as one line of JSON, fields with their default value left out."""
    return _adapter(kind).dump_json(value, exclude_defaults=True).decode()


def load(text: str | bytes, kind: Any) -> Any:
    """The dataclass that a line of JSON states.

    Raises:
        ValueError: the text is not JSON, or not of this type; the message names the place.
    """
    return _adapter(kind).validate_json(text)


def convert(value: object, kind: Any) -> Any:
    """The dataclass that plain dicts and lists state.

    Raises:
        ValueError: the value is not of this type; the message names the place.
    """
    return _adapter(kind).validate_python(value)
