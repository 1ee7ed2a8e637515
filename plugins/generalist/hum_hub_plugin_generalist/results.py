"""The results that several answers state, compared: who agrees with whom."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_VALUE = re.compile(
    r"\A(?:approximately|about|approx\.?|ca\.?|约|大约|≈|=)?\s*([-+]?\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?(.*)\Z"
)
_POWER = re.compile(r"(?<=\d)\s*[*x×·]\s*10\s*(?:\^|\*\*)?\s*\{?([-+]?\d{1,3})\}?")
CLOSE = 0.005
"""How far two numbers may be apart, relative to the larger one, and still count as the same rounded result."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A result as it is compared: its number, if it is one, and what remains."""

    number: float | None
    rest: str


def same(one: str, other: str) -> bool:
    """Whether two results mean the same: equal numbers but for rounding, or the same text but for its dress."""
    left, right = ([_read(part) for part in re.split(r"[;；]", text) if part.strip()] for text in (one, other))
    return len(left) == len(right) > 0 and all(_agree(a, b) for a, b in zip(left, right, strict=True))


def largest_group(results: Sequence[str | None]) -> list[int]:
    """The places of the results that most of the others agree with; of several such groups the first."""
    groups: list[list[int]] = []
    for place, result in enumerate(results):
        if result is None:
            continue
        home = next((group for group in groups if same(results[group[0]] or "", result)), None)
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    return max(groups, key=len, default=[])


def _agree(one: _Read, other: _Read) -> bool:
    if one.number is None or other.number is None:
        return one.number is other.number is None and one.rest == other.rest
    near = abs(one.number - other.number) <= CLOSE * max(abs(one.number), abs(other.number))
    return near and (one.rest == other.rest or not one.rest or not other.rest)


def _read(text: str) -> _Read:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("−", "-").strip().strip("$*`.。 ")
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"\A[a-z]\w?\s*=\s*", "", plain)
    plain = _POWER.sub(r"e\1", plain)
    found = re.match(r"\A[-+]?\d+(?:\.\d+)?e[-+]?\d{1,3}", plain)
    if found:
        return _Read(float(found[0]), _bare(plain[found.end() :]))
    if (number := _VALUE.match(plain)) is None:
        return _Read(None, _bare(plain))
    below = float(number[2]) if number[2] else 1.0
    return _Read(float(number[1]) / below, _bare(number[3])) if below else _Read(None, _bare(plain))


def _bare(text: str) -> str:
    return "".join(text.split())
