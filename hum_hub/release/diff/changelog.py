"""The changelog of the dataset, kept in its card: an entry for each version, made from the difference to the one before."""

import re
from collections.abc import Iterator

from hum_hub.errors import CompareError
from hum_hub.release.coverage_tables import cell
from hum_hub.release.diff.difference import ConfigDifference, Difference

HEADING = "## Versions"
_HEADING = re.compile(r"^## +Versions *$")
_SECTION = re.compile(r"^##? ")
_ENTRY = re.compile(r"^### +v(\d+)\.(\d+)\.(\d+)\b")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_MOST = 4
"""How many reasons are told of a change; the others are counted together."""

Number = tuple[int, int, int]


def changelog_entry(difference: Difference, version: str) -> str:
    """The entry of a version: a heading, and for each config its rows and why they differ."""
    lines = [f"### v{version.removeprefix('v')}", ""]
    told = [line for config in difference.configs for line in _told(config)]
    if difference.facts:
        told.append(f"- Also different: {', '.join(cell(name) for name in difference.facts)}.")
    since = f"Since v{difference.old_version}: "
    if not told:
        return "\n".join([*lines, f"{since}no difference."]) + "\n"
    fetched, kept = difference.download.fetched, difference.download.kept
    return "\n".join([*lines, f"{since}{fetched:,} bytes to download, {kept:,} bytes stay.", "", *told]) + "\n"


def _told(config: ConfigDifference) -> Iterator[str]:
    """The lines of a config; none where nothing differs."""
    name, old, new = cell(config.name), config.total("old"), config.total("new")
    if config.presence != "kept":
        yield f"- **{name}** was {config.presence}: {max(old, new):,} rows."
        return
    parts = [
        f"{config.total(change):,} {change}" + _why(config.why(change))
        for change in ("added", "removed", "changed")
        if config.total(change)
    ]
    notes = list(_notes(config))
    if parts:
        yield f"- **{name}**: {old:,} → {new:,} rows; {'; '.join(parts)}."
    elif notes:
        yield f"- **{name}**: the same {new:,} rows."
    yield from (f"  - {note}" for note in notes)


def _why(reasons: dict[str, int]) -> str:
    told = [f"{cell(reason)} {rows:,}" for reason, rows in list(reasons.items())[:_MOST]]
    if len(reasons) > _MOST:
        told.append(f"{len(reasons) - _MOST} other reasons")
    return f" ({', '.join(told)})" if told else ""


def _notes(config: ConfigDifference) -> Iterator[str]:
    for change, columns in (("added", config.columns_added), ("removed", config.columns_removed)):
        if columns:
            yield f"Columns {change}: {', '.join(map(cell, columns))}."
    for column, (old, new) in config.columns_retyped.items():
        yield f"Column {cell(column)}: {cell(old)} → {cell(new)}."
    for kind, counts in (
        ("Splits", config.splits),
        ("Sub-tasks", config.subtasks),
        ("Formats", config.formats),
        ("Rules", config.rules),
        ("Licences", config.licenses),
    ):
        for change, place in (("added", 0), ("removed", 1)):
            names = [cell(name) for name, rows in counts.items() if not rows[place] and rows[1 - place]]
            if names:
                yield f"{kind} {change}: {', '.join(names)}."
    for change in ("added", "removed"):
        names = [
            f"{cell(source.name)} ({source.old + source.new:,} rows)"
            for source in config.sources
            if source.presence == change
        ]
        if names:
            yield f"Sources {change}: {', '.join(names)}."
    for source in config.sources:
        if "license" in source.settings:
            old, new = source.settings["license"]
            yield f"Licence of {cell(source.name)}: {cell(old)} → {cell(new)}."
    if config.task_version[0] != config.task_version[1]:
        yield f"Task version: {cell(config.task_version[0])} → {cell(config.task_version[1])}."


def with_changelog(card: str, entry: str) -> str:
    """The card with an entry in its section `## Versions`, newest first; the section is made when there is none.

    Entries of other versions stay as they are, word for word. One of the same version is replaced, so that doing it
    twice changes nothing. Text of the section before the first entry stays first.

    Raises:
        CompareError: the entry does not begin with the heading of a version.
    """
    lines, fresh = _lines(card), _lines(entry.strip())
    number = _number(fresh[0])
    if number is None:
        raise CompareError(f"the entry begins with {fresh[0]!r}; begin it with a heading such as '### v1.2.0'")
    start, end = _section(lines)
    if start is None:
        start = end = len(lines)
        above: list[str] = [HEADING]
        blocks: dict[Number, list[str]] = {}
    else:
        above, blocks = _blocks(lines[start:end])
    blocks[number] = fresh
    body = [above, *(blocks[number] for number in sorted(blocks, reverse=True))]
    section = "\n\n".join("\n".join(block).strip("\n") for block in body)
    parts = ["\n".join(lines[:start]).rstrip("\n"), section, "\n".join(lines[end:]).strip("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


def entries(card: str) -> dict[str, str]:
    """The entries that a card has, by version, newest first."""
    lines = _lines(card)
    start, end = _section(lines)
    if start is None:
        return {}
    _, blocks = _blocks(lines[start:end])
    return {
        ".".join(map(str, number)): "\n".join(blocks[number]).strip("\n") + "\n"
        for number in sorted(blocks, reverse=True)
    }


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _section(lines: list[str]) -> tuple[int | None, int]:
    """Where the section begins and ends; headings in code and in the front matter are none."""
    start: int | None = None
    for place, line in _outside(lines):
        if start is None and _HEADING.match(line):
            start = place
        elif start is not None and _SECTION.match(line):
            return start, place
    return start, len(lines)


def _blocks(lines: list[str]) -> tuple[list[str], dict[Number, list[str]]]:
    """What stands before the first entry, and the entries by version. One that stands there twice is kept whole."""
    above: list[str] = []
    blocks: dict[Number, list[str]] = {}
    held, heads = above, {place: _number(line) for place, line in _outside(lines)}
    for place, line in enumerate(lines):
        number = heads.get(place)
        if number is not None:
            held = blocks.setdefault(number, [])
        held.append(line)
    return above, blocks


def _number(line: str) -> Number | None:
    match = _ENTRY.match(line)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _outside(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that stand neither in the front matter nor in a block of code."""
    fence, front = "", bool(lines) and lines[0] == "---"
    for place, line in enumerate(lines):
        mark = _FENCE.match(line)
        if front:
            front = place == 0 or line != "---"
        elif fence:
            is_end = mark is not None and mark[1].startswith(fence) and not line.strip().strip(fence[0])
            fence = "" if is_end else fence
        elif mark:
            fence = mark[1]
        else:
            yield place, line
