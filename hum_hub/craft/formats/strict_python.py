"""Python literals as answers use them: only their syntax, never run."""

import ast
import re

from hum_hub.contract.formats import FormatError

# Numbers, comments, prefixed strings and escapes that JSON lacks never reach Python's parser, which warns of some.
_ALLOWED = re.compile(r"""(?:[\[\](){}:=, ]|[^\W\d]\w*+(?!")|"(?:[^"\\\r\n]|\\["\\bfnrtu])*+")*+""")


def expression(text: str) -> ast.expr:
    """The syntax of an expression made of names, brackets and strings in double quotes.

    Raises:
        FormatError: the text is no such expression.
    """
    if not _ALLOWED.fullmatch(text):
        raise FormatError("a sign that has no place in such an answer")
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormatError(f"not a Python expression: {error}") from error


def literal(text: str) -> object:
    """The value of a Python literal.

    Raises:
        FormatError: the text is no literal.
    """
    try:
        return ast.literal_eval(expression(text))
    except (ValueError, TypeError, MemoryError, RecursionError) as error:
        raise FormatError(f"not a Python literal: {error}") from error
