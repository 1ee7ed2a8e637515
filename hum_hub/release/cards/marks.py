"""Sections of a card that hum-hub writes, between marks: they can be found again, compared and replaced.

A mark is a line with a comment, `<!-- hum:begin NAME -->` or `<!-- hum:end NAME -->`. Lines inside code blocks are no
marks, so that nothing a row says can pretend to be one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_MARK = re.compile(r"<!-- hum:(begin|end) (\S+) -->")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class Section:
    """A section between marks: its name and text, and where the text stands in the card."""

    name: str
    text: str
    start: int
    end: int


def marked(name: str, text: str) -> str:
    """A text between the marks of a section."""
    return f"<!-- hum:begin {name} -->\n{text.strip()}\n<!-- hum:end {name} -->"


def section_name(kind: str, of: str | None = None) -> str:
    """The name of a section, or of the section of a kind that a config has."""
    return kind if of is None else f"{kind}:{quote(of, safe='')}"


def sections(card: str) -> list[Section]:
    """All sections of a card, in their order.

    Raises:
        ValueError: a mark is without its counterpart, a section stands in another one or twice.
    """
    found: list[Section] = []
    begun: tuple[str, int] | None = None
    for line, start, end in _outside_code(card):
        match = _MARK.fullmatch(line.rstrip("\r\n"))
        if not match:
            continue
        kind, name = match.groups()
        if kind == "begin" and begun is None and all(each.name != name for each in found):
            begun = (name, end)
        elif kind == "end" and begun is not None and begun[0] == name:
            found.append(Section(name, card[begun[1] : start].strip(), begun[1], start))
            begun = None
        else:
            raise ValueError(f"the mark {match.group()} stands where it should not")
    if begun is not None:
        raise ValueError(f"the section {begun[0]} has no end")
    return found


def replaced(card: str, name: str, text: str) -> str:
    """The card with another text in a section.

    Raises:
        ValueError: there is no such section, or the marks are out of order.
    """
    for each in sections(card):
        if each.name == name:
            return f"{card[: each.start]}{text.strip()}\n{card[each.end :]}"
    raise ValueError(f"the card has no section {name}")


def outside_code(card: str) -> str:
    """The card without its code blocks."""
    return "".join(line for line, _, _ in _outside_code(card))


def _outside_code(card: str) -> Iterator[tuple[str, int, int]]:
    """The lines that stand in no code block, with their places."""
    fence, start = "", 0
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", card):
        end = start + len(line)
        match = _FENCE.fullmatch(line.rstrip("\r\n"))
        if fence:
            if match and match.group(1).startswith(fence) and not match.group(2).strip():
                fence = ""
        elif match and not (match.group(1)[0] == "`" and "`" in match.group(2)):
            fence = match.group(1)
        else:
            yield line, start, end
        start = end
