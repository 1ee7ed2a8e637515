"""The mapping language of recipes: a jq program from one item of a file to the fields of seeds."""

import datetime
import decimal
import json
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
_OUTSIDE = (
    *("env", "now", "localtime", "strflocaltime", "mktime", "gmtime", "input", "inputs", "input_filename"),
    *("input_line_number", "debug", "stderr", "halt", "halt_error", "get_search_list"),
)
"""Builtins of jq that look outside the item. The prelude turns them off; the pattern finds them before any work starts."""
_PRELUDE = (
    "".join(f'def {name}: error("{name} is not allowed");' for name in _OUTSIDE)
    + ". as $_item | {} as $ENV | $_item | "
)
_FORBIDDEN = re.compile(rf"\$ENV|(?<![.\w$\"])(?:{'|'.join(_OUTSIDE)}|import|include|modulemeta)\b(?!\s*:)")

_PLAIN_STRING = re.compile(r'"(?:[^"\\]|\\[^(])*"')  # a string with \( in it holds code and stays
_SHORTHAND = re.compile(r"(?<=[{,])\s*\w+\s*(?=[,}])")  # {input, output} names fields
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


class Mapping:
    """A compiled jq program (https://jqlang.org/manual)."""

    def __init__(self, program: str) -> None:
        self.program = program
        used = _FORBIDDEN.search(_SHORTHAND.sub("", _PLAIN_STRING.sub('""', _COMMENT.sub("", program))))
        if used:
            raise RecipeError(f"the jq program may not use {used[0]}: a build depends on its inputs alone")
        try:
            jq.compile(program)  # on its own first, so that an error names the right line
            self._compiled = jq.compile(_PRELUDE + program)
        except ValueError as error:
            raise RecipeError(f"the jq program does not compile: {_first_line(error)}") from error

    def apply(self, item: Any, place: str) -> Iterator[dict[str, Any] | Problem]:
        """All objects that the program makes of an item; what is no object, and a failure, is a problem."""
        try:
            for result in self._compiled.input_text(json.dumps(item, ensure_ascii=False, default=_plain)):
                if isinstance(result, dict):
                    yield result
                else:
                    yield Problem("select-gave-no-object", f"{place}: {str(result)[:80]}")
        except UnicodeEncodeError as error:
            yield Problem("lone-surrogate", f"{place}: {_first_line(error)}")
        except (ValueError, TypeError, RecursionError) as error:
            yield Problem("select-failed", f"{place}: {_first_line(error)}")


@cache
def mapping(program: str) -> Mapping:
    """The mapping for a program; one that starts with `@` names a layout that hum-hub ships, such as `@squad`."""
    if program.startswith("@"):
        if program not in layouts():
            raise RecipeError(f"there is no layout {program!r}; hum-hub ships {', '.join(layouts())}")
        program = _LAYOUTS.joinpath(f"{program[1:]}.jq").read_text(encoding="utf-8")
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


def _plain(value: Any) -> str:
    """What Parquet files and datasets hold beyond JSON; bytes are text when they are UTF-8."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta, decimal.Decimal)):
        return str(value)
    raise TypeError(f"a {type(value).__name__} is no JSON")


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
