"""A difference as tables for a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from hum_hub.release.bumping import allows, demands, next_version, required_bump
from hum_hub.release.coverage_tables import plain
from hum_hub.release.difference import Change, ConfigDifference, Difference, RowText

_MOST = 12
"""How many of the things that ask for a bump are listed."""
_LONGEST = 160
"""How many characters of a question or an answer are shown."""
_CHANGES: tuple[Change, ...] = ("added", "removed", "changed")


def renderables(difference: Difference) -> Iterator[RenderableType]:
    """The tables: rows, reasons, what else differs, samples, and the version that all of it asks for."""
    yield Text(f"{plain(difference.old)} → {plain(difference.new)}", style="bold")
    yield from _drawn("Rows", ["config", "source"], _ROWS, [row for each in difference.configs for row in _rows(each)])
    reasons = [row for config in difference.configs for row in _reasons(config)]
    yield from _drawn("Why", ["config", "source", "change", "reason"], ["rows"], reasons)
    other = [row for config in difference.configs for row in _others(config)]
    other += [["", "manifest", name, "", ""] for name in difference.facts]
    yield from _drawn("What else differs", ["config", "what", "name", "old", "new"], [], other)
    yield from _drawn("Bytes", ["config"], ["to download", "unchanged"], list(_bytes(difference)))
    for config in difference.configs:
        yield from _samples(config)
    yield from _verdict(difference)


_ROWS = ["old", "new", "unchanged", "changed", "removed", "added"]


def _rows(config: ConfigDifference) -> Iterator[list[str]]:
    """Totals first, then each source that differs."""
    about = "" if config.presence == "kept" else f"({config.presence})"
    yield [config.name, about, *(f"{config.total(what):,}" for what in _ROWS)]  # type: ignore[arg-type]  # the names above
    for source in config.sources:
        if source.changed or source.removed or source.added:
            yield [config.name, source.name, *(f"{getattr(source, what):,}" for what in _ROWS)]


def _reasons(config: ConfigDifference) -> Iterator[list[str]]:
    for source in config.sources:
        for change in _CHANGES:
            for reason, rows in getattr(source, f"why_{change}").items():
                yield [config.name, source.name, change, reason, f"{rows:,}"]


def _others(config: ConfigDifference) -> Iterator[list[str]]:
    """Columns, counts by name, settings and the ledger, as far as they differ."""
    name = config.name
    yield from ([name, "column", column, "", kind] for column, kind in config.columns_added.items())
    yield from ([name, "column", column, kind, ""] for column, kind in config.columns_removed.items())
    yield from ([name, "column", column, *kinds] for column, kinds in config.columns_retyped.items())
    for what, counts in (("split", config.splits), ("sub-task", config.subtasks), ("licence", config.licenses)):
        yield from ([name, what, each, f"{a:,}", f"{b:,}"] for each, (a, b) in counts.items() if a != b)
    if config.task_version[0] != config.task_version[1]:
        yield [name, "task version", "", *config.task_version]
    yield from ([name, "field of the gold", field, "", ""] for field in config.golds)
    for source in config.sources:
        yield from ([name, f"{source.name}: {what}", "", *values] for what, values in source.settings.items())
        yield from ([name, source.name, what, f"{a:,}", f"{b:,}"] for what, (a, b) in source.facts.items())


def _bytes(difference: Difference) -> Iterator[list[str]]:
    for config in difference.configs:
        yield [config.name, f"{config.download.fetched:,}", f"{config.download.kept:,}"]
    if len(difference.configs) > 1:
        yield ["all", f"{difference.download.fetched:,}", f"{difference.download.kept:,}"]


def _samples(config: ConfigDifference) -> Iterator[RenderableType]:
    for sample in config.samples:
        yield Text(f"\n{plain(config.name)}: {sample.change} ({plain(', '.join(sample.reasons))})", style="bold")
        for sign, row in (("-", sample.old), ("+", sample.new)):
            if row is not None:
                yield Text(_shown(sign, row))


def _shown(sign: str, row: RowText) -> str:
    where = f"{sign} {plain(row.id)} {plain(row.source)} {row.file} row {row.number}"
    return f"{where}\n    {_short(row.question)}\n    => {_short(row.answer)}"


def _short(text: str) -> str:
    """The end of a text: of instructions, most of the beginning is alike."""
    told = plain(text)
    return told if len(told) <= _LONGEST else f"…{told[-_LONGEST:]}"


def _verdict(difference: Difference) -> Iterator[RenderableType]:
    found = demands(difference)
    asked = [[demand.bump, demand.why] for demand in found[:_MOST]]
    if len(found) > _MOST:
        asked.append(["", f"and {len(found) - _MOST} more"])
    yield from _drawn("What asks for a new version", ["bump", "why"], [], asked)
    old, new = difference.old_version, difference.new_version
    bump, proposed = required_bump(difference), next_version(old, difference)
    if bump == "none":
        yield Text(f"\nNothing differs; {old} stays.", style="bold")
        return
    verdict = "is enough" if allows(old, new, difference) else "is too small"
    yield Text(f"\nProposed version after {old}: {proposed} ({bump}). The new one says {new}, which {verdict}.", "bold")


def _drawn(
    title: str, words: Sequence[str], numbers: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[RenderableType]:
    if not rows:
        return
    yield Text(f"\n{title}", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for place, head in enumerate([*words, *numbers]):
        table.add_column(Text(head), justify="left" if place < len(words) else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(text)) for text in row))
    yield table
