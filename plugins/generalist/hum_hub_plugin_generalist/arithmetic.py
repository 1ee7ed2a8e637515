"""Calculations in a text, worked out again: equations between plain numbers, evaluated without running anything."""

import ast
import operator
import re
import unicodedata
from collections.abc import Callable, Iterator

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?"
_SIDE = rf"[( ]*-?{_NUMBER}(?:[ ()]*(?:\*\*|[-+*/^])[ ()]*-?{_NUMBER})*[ )]*"
_START = r"(?<![^\W\u3400-\u9fff])(?<![.,%)(\]*/^+-])(?<![*/^+-]\s)"
_EQUATION = re.compile(rf"{_START}(?P<left>{_SIDE})(?P<sign>[=≈])(?P<right>{_SIDE})")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_BEFORE = re.compile(
    r"(?:\A|(?<!\d):|[;,。.、!?=≈\n]|[\u4e00-\u9fff]|\b(?:and|[Ss]o|then|thus|hence|gives?|get|is|or)) ?\Z"
)
_AFTER = re.compile(
    r"\s*(?:[-+*/^(√±°\\{_⁰-₟²³¹]|[x×]\b|\.\.|…)|"  # the right side goes on
    r"\S{0,3}[A-Za-z]|"  # a letter or a unit sticks to it
    r".{0,24}?(?:\bmod\b|\bremainder|余)|"  # another arithmetic
    r"\s*(?:million|thousand|billion|hundred|dozen|千|百|万|亿|[kM]\b)"  # a number in words
)
_SIGNS = str.maketrans({"×": "*", "·": "*", "∙": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-", "∶": "?"})
_COMMANDS = {
    r"\times": "*",
    r"\cdot": "*",
    r"\div": "/",
    r"\approx": "≈",
    r"\%": "%",
    "$": " ; ",
    r"\(": " ; ",
    r"\)": " ; ",
}
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
MOST_POWER, MOST_LENGTH = 64, 200
TOLERANCE = 0.02
"""How far a side may be off because figures before it were rounded."""


_UNITS = (1.0, *(float(10**power) for power in (1, 2, 3, 6, 9, -1, -2, -3, -6, -9)), 60.0, 3600.0, 1 / 60, 1 / 3600)
"""What lies between the units of two sides: 12 / 320 = 3.75 per cent, 90 * 60 = 1.5 hours."""


def value(expression: str) -> float | None:
    """What an expression of numbers, `+ - * / ^` and brackets comes to; `None` for anything else, however large."""
    if len(expression) > MOST_LENGTH:
        return None
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", expression).replace("^", "**").replace("%", "/100").strip()
    plain = re.sub(r"(?<![\d.])0+(?=\d)", "", plain)
    try:
        return _worked_out(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError, TypeError):
        return None


def contradictions(text: str) -> Iterator[str]:
    """The equations between plain numbers in a text that do not hold, even allowing for rounding; code is left out."""
    apart = _kept(_typeset(_CODE.sub(" ` ", text))).replace("，", "; ")  # a comma between numbers, not inside one
    plain = unicodedata.normalize("NFKC", apart).translate(_SIGNS)
    plain = re.sub(r"(?<=[\d)])\s*x\s*(?=[\d(])", " * ", re.sub(r"[^\S\n]+", " ", plain))
    place = 0
    while found := _EQUATION.search(plain, place):
        place = found.start("sign") + 1  # the right side of one equation may be the left one of the next
        before = plain[max(0, found.start() - 9) : found.start()] if found.start() else ""
        if _BEFORE.search(before) and not _AFTER.match(plain, _end(found)) and not _holds(found):
            yield " ".join(found[0].split())


def _typeset(text: str) -> str:
    """A text whose TeX is undone as far as it is plain arithmetic; the other commands stay, and end an equation."""
    text = re.sub(r"\\[dt]?frac\{([\d.]+)\}\{([\d.]+)\}", r"(\1/\2)", text.replace("\\,", "").replace("{,}", ","))
    text = re.sub(r"\^\{(-?\d+)\}", r"^\1", text)
    for command, sign in _COMMANDS.items():
        text = text.replace(command, sign)
    return text


def _end(found: re.Match[str]) -> int:
    """Where the right side of an equation ends, without blanks after it."""
    return found.end() - len(found[0]) + len(found[0].rstrip())


def _kept(text: str) -> str:
    """A text whose raised digits survive normalisation as powers, or as signs that no number holds."""
    text = re.sub(r"(?<=[\d)）])²(?![⁰¹²³⁴-⁹])", "^2", text)
    text = re.sub(r"(?<=[\d)）])³(?![⁰¹²³⁴-⁹])", "^3", text)
    return re.sub(r"[⁰¹²³⁴-⁹₀-₉½¼¾⅓⅔]", "°", text)


def _holds(found: re.Match[str]) -> bool:
    """Whether an equation holds; sums and products of whole numbers exactly, others as far as rounding goes."""
    left, right = value(found["left"]), value(found["right"])
    if left is None or right is None or not re.search(r"\d[ )]*[-+*/^]", found[0]):
        return True  # nothing to work out: too large, or a number beside a number
    exact = found["sign"] == "=" and not re.search(r"[./^%]|\*\*", found[0])
    if exact:
        return abs(left - right) <= 1e-9
    off = max(_unit(found["right"]) / 2, TOLERANCE * abs(right)) + 1e-9
    return any(abs(left * by - right) <= off for by in _UNITS)


def _unit(side: str) -> float:
    """What the last digit of a number stands for."""
    decimals = max((len(found) for found in re.findall(r"\.(\d+)", side)), default=0)
    return float(10**-decimals) / (100 if "%" in side else 1)


def _worked_out(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=bool()):
            raise ValueError("not a number")
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_worked_out(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base, exponent = _worked_out(left), _worked_out(right)
            if abs(exponent) > MOST_POWER or (base < 0 and exponent != int(exponent)):
                raise ValueError("a power that is too large, or not real")
            return float(base**exponent)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_worked_out(left), _worked_out(right))
    raise ValueError("not arithmetic")
