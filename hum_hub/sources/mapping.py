"""The mapping language of recipes: a jq program from one item of a file to the fields of seeds."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jq

from hum_hub.contract.records import Problem
from hum_hub.errors import RecipeError

_LIMIT = 2**53
_LAYOUTS = files("hum_hub.sources").joinpath("layouts")
_FORBIDDEN = re.compile(
    r"\$ENV|(?<![.\w\"])(env|input|inputs|input_filename|debug|stderr|import|include|modulemeta|halt\w*|now)\b(?!\s*:)"
)


class Mapping:
    """A compiled jq program (https://jqlang.org/manual)."""

    def __init__(self, program: str) -> None:
        self.program = program
        without_strings = re.sub(r'"(?:[^"\\]|\\.)*"', '""', program)
        forbidden = _FORBIDDEN.search(without_strings)
        if forbidden:
            raise RecipeError(f"the jq program may not use {forbidden[0]}: a build depends on its inputs alone")
        try:
            self._compiled = jq.compile(program)
        except ValueError as error:
            raise RecipeError(f"the jq program does not compile: {_first_line(error)}") from error

    def apply(self, item: Any, place: str) -> Iterator[dict[str, Any] | Problem]:
        """All objects that the program makes of an item; what is no object, and a failure, is a problem."""
        try:
            for result in self._compiled.input_value(item):
                if isinstance(result, dict):
                    yield result
                else:
                    yield Problem("select-gave-no-object", f"{place}: {str(result)[:80]}")
        except (ValueError, RecursionError, UnicodeError) as error:
            yield Problem("select-failed", f"{place}: {_first_line(error)}")


@cache
def mapping(program: str) -> Mapping:
    """The mapping for a program; one that starts with `@` names a layout that hum-hub ships, such as `@squad`."""
    if program.startswith("@"):
        layout = _LAYOUTS.joinpath(f"{program[1:]}.jq")
        if not layout.is_file():
            raise RecipeError(f"there is no layout {program!r}; hum-hub ships {', '.join(layouts())}")
        program = layout.read_text(encoding="utf-8")
    return Mapping(program)


def layouts() -> list[str]:
    """The names of the layouts that hum-hub ships."""
    return sorted(f"@{layout.name[:-3]}" for layout in _LAYOUTS.iterdir() if layout.name.endswith(".jq"))


def text_id(value: Any) -> str | None:
    """An id as text; `None` for a number too large for jq to keep, which has to go through `tostring`."""
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return None
    if isinstance(value, (int, float)) and abs(value) >= _LIMIT:
        return None
    return str(value)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
