"""What readers of free layouts share: options, decoding, and the way from an item to fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from hum_hub.contract.records import Note, Problem
from hum_hub.sources.mapping import mapping
from hum_hub.sources.normalising import Marks, normalised
from hum_hub.text.joining import Joining

LONGEST_LINE = 64 * 2**20
"""Bytes of a line above which it is dropped instead of read."""


@dataclass(frozen=True, slots=True)
class Selecting:
    """`select` is a jq program, or the name of a shipped layout; see `docs/sources.md`."""

    select: str = "."
    joining: Joining | None = None
    marks: Marks = "link"


def selected(item: Any, place: str, options: Selecting, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    """The fields of all seeds that `select` finds in an item."""
    joining = options.joining or ("none" if language == "zh" else "space")
    for fields in mapping(options.select).apply(item, place):
        if isinstance(fields, Problem):
            yield fields
        else:
            yield from normalised(fields, joining, options.marks)


def decoded_lines(stream: IO[bytes], name: str) -> Iterator[tuple[int, str] | Problem]:
    """Numbered lines without their line ends; a line that is not UTF-8 or far too long is a problem."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            yield Problem("line-too-long", f"{name}:{number}")
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST_LINE)
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield number, raw.rstrip(b"\r\n").decode("utf-8")
        except UnicodeDecodeError as error:
            yield Problem("not-utf-8", f"{name}:{number}: {error.reason} at byte {error.start}")


def decoded(stream: IO[bytes], name: str) -> str | Problem:
    """A whole file as text, line ends as they are."""
    try:
        return stream.read().removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem("not-utf-8", f"{name}: {error.reason} at byte {error.start}")
