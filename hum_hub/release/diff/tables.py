"""A difference as tables for a terminal."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from hum_hub.release.coverage_tables import plain
from hum_hub.release.diff.bumping import allows, demands, next_version, required_bump
from hum_hub.release.diff.difference import Change, ConfigDifference, Count, Difference, RowText

_MOST = 12
"""How many of the things that ask for a bump are listed."""
_LONGEST = 160
"""How many characters of a question or an answer are shown."""
_AROUND = 24
"""How many characters before the first difference of two texts are shown."""
_CHANGES: tuple[Change, ...] = ("added", "removed", "changed")
_ROWS: tuple[Count, ...] = ("old", "new", "unchanged", "changed", "removed", "added")


def renderables(difference: Difference) -> Iterator[RenderableType]:
    """The tables: rows, reasons, what else differs, samples, and the version that all of it asks for."""
    old, new = (plain(name) for name in (difference.old, difference.new))
    yield Text(f"{old} ({difference.old_version}) → {new} ({difference.new_version})", style="bold")
    yield from _drawn("Rows", ["config", "source"], _ROWS, list(_rows(difference)))
    reasons = [row for config in difference.configs for row in _reasons(config)]
    yield from _drawn("Why", ["config", "source", "change", "rows by reason"], [], reasons)
    other = [row for config in difference.configs for row in _others(config)]
    other += [["", "manifest", name, *map(_cut, values)] for name, values in difference.facts.items()]
    yield from _drawn("What else differs", ["config", "of", "what", "old", "new"], [], other)
    yield from _drawn("Bytes of the new version", ["config"], ["to download", "unchanged"], list(_bytes(difference)))
    for config in difference.configs:
        yield from _samples(config)
    yield from _verdict(difference)


def _rows(difference: Difference) -> Iterator[list[str]]:
    """The totals of each config, then each source of it that differs."""
    for config in difference.configs:
        about = "all" if config.presence == "kept" else f"all ({config.presence})"
        yield [config.name, about, *(f"{config.total(what):,}" for what in _ROWS)]
        for source in config.sources:
            if source.changed or source.removed or source.added:
                yield [config.name, source.name, *(f"{getattr(source, what):,}" for what in _ROWS)]
    if len(difference.configs) > 1:
        yield ["all", "", *(f"{sum(config.total(what) for config in difference.configs):,}" for what in _ROWS)]


def _reasons(config: ConfigDifference) -> Iterator[list[str]]:
    for source in config.sources:
        for change in _CHANGES:
            reasons = getattr(source, f"why_{change}")
            if reasons:
                told = ", ".join(f"{reason} {rows:,}" for reason, rows in reasons.items())
                yield [config.name, source.name, change, told]


def _others(config: ConfigDifference) -> Iterator[list[str]]:
    """Columns, counts by name, settings and the ledger, as far as they differ."""
    name = config.name
    yield from ([name, "column", column, "", kind] for column, kind in config.columns_added.items())
    yield from ([name, "column", column, kind, ""] for column, kind in config.columns_removed.items())
    yield from ([name, "column", column, *kinds] for column, kinds in config.columns_retyped.items())
    yield from ([name, *row] for row in _counts(config))
    if config.presence == "kept" and config.task_version[0] != config.task_version[1]:
        yield [name, "task", "version", *config.task_version]
    yield from ([name, "gold", field, "", ""] for field in config.golds)
    for source in config.sources:
        yield from ([name, source.name, what, *map(_cut, values)] for what, values in source.settings.items())
        yield from ([name, source.name, what, f"{a:,}", f"{b:,}"] for what, (a, b) in source.facts.items())


def _counts(config: ConfigDifference) -> Iterator[list[str]]:
    """Rows by split, licence and sub-task; by format and rule, which hardly ever stay, those that came or went."""
    found = [("split", config.splits, True), ("licence", config.licenses, True)]
    if config.presence == "kept":
        found += [("sub-task", config.subtasks, True), ("format", config.formats, False), ("rule", config.rules, False)]
    for of, counts, in_full in found:
        for name, (old, new) in counts.items():
            if old != new and (in_full or not old or not new):
                yield [f"rows by {of}", name, f"{old:,}", f"{new:,}"]


def _bytes(difference: Difference) -> Iterator[list[str]]:
    for config in difference.configs:
        yield [config.name, f"{config.download.fetched:,}", f"{config.download.kept:,}"]
    if len(difference.configs) > 1:
        yield ["all", f"{difference.download.fetched:,}", f"{difference.download.kept:,}"]


def _samples(config: ConfigDifference) -> Iterator[RenderableType]:
    for sample in config.samples:
        yield Text(f"\n{plain(config.name)}: {sample.change} ({plain(', '.join(sample.reasons))})", style="bold")
        for sign, row, other in (("-", sample.old, sample.new), ("+", sample.new, sample.old)):
            if row is not None:
                yield Text(_shown(sign, row, other))


def _shown(sign: str, row: RowText, other: RowText | None) -> str:
    question = _part(row.question, other.question if other else None)
    answer = _part(row.answer, other.answer if other else None)
    return f"{sign} {plain(row.id)} {plain(row.source)} {row.file} row {row.number}\n    {question}\n    => {answer}"


def _part(text: str, other: str | None) -> str:
    """Where a text differs from the other one first; else its end, as most instructions begin alike."""
    told = plain(text)
    last = max(0, len(told) - _LONGEST)
    start = last if other is None else min(last, max(0, _alike(told, plain(other)) - _AROUND))
    return ("…" if start else "") + _cut(told[start:])


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


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
    step = bump if not old.startswith("0.") or bump != "major" else "major, which raises the second number below 1.0.0"
    yield Text(f"\nProposed version after {old}: {proposed} ({step}). The new one says {new}, which {verdict}.", "bold")


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
