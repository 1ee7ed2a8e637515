"""Coverage as tables: Markdown for a file, and tables for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hum_hub.release.coverage import Coverage, Matrix, Scope
from hum_hub.release.shortfalls import FEW, NEAR, Share, SourceMix

GAP = "—"
LEGEND = f"{GAP} stands for a gap: what could be met and is not. An empty cell cannot be."
_MARKDOWN = "\\|<>`*_[]#~&!"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and a line about it; the first `texts` columns hold words, the others numbers.

    `wide` says that it has a column for each of many things.
    """

    title: str
    header: list[str]
    rows: list[list[str]]
    note: str = ""
    texts: int = 1
    wide: bool = False


def markdown(coverage: Coverage, pictures: Mapping[str, Iterable[tuple[str, str]]]) -> str:
    """The coverage as Markdown; `pictures` are titles and file names by the name of the scope."""
    lines = [f"# Coverage of {cell(coverage.repo)} {cell(coverage.version)}", "", LEGEND]
    for scope in coverage.scopes:
        lines += ["", f"## {cell(scope.name) or 'All configs'}", "", f"{scope.rows:,} rows."]
        for title, file in pictures.get(scope.name, ()):
            lines += ["", f"![{cell(title)}]({file})"]
        for sheet in sheets(scope, coverage.rules_per_row):
            lines += _section(sheet)
    lines += ["", "## Sources against the mix"]
    for sheet in source_sheets(coverage.sources):
        lines += _section(sheet)
    return "\n".join(lines) + "\n"


def renderables(coverage: Coverage, width: int) -> Iterator[RenderableType]:
    """The coverage for a terminal of some width: one config with its matrices, or all together with the gaps alone."""
    alone = len(coverage.configs) == 1
    scope = coverage.configs[0] if alone else coverage.whole
    yield Text(f"{plain(scope.name) or 'all configs'}: {scope.rows:,} rows", style="bold")
    yield Text(LEGEND, style="dim")
    for sheet in sheets(scope, coverage.rules_per_row):
        if alone or not sheet.wide:
            yield from _drawn(sheet, width)
    if not alone:
        for matrix in scope.matrices:
            yield from _drawn(_gaps(matrix), width)
    for sheet in source_sheets(coverage.sources):
        yield from _drawn(sheet, width)


def sheets(scope: Scope, rules_per_row: tuple[float, ...]) -> Iterator[Sheet]:
    """The tables of one scope."""
    yield Sheet("Splits", ["split", "rows"], _counted(scope.splits))
    yield _subtasks(scope)
    for title, head, shares in (("Mix", "enrichment", scope.mix), ("Other shares", "rows with", scope.shares)):
        yield Sheet(title, [head, "rows", "of", "%", "mix %", "points"], [_shared(share) for share in shares])
    yield _ruled(scope, rules_per_row)
    for matrix in scope.matrices:
        yield _laid_out(matrix)
    yield _witnessed(scope)
    yield Sheet(
        "Pairs of rules",
        ["rules on one row", "rows"],
        _counted(scope.pairs),
        f"{scope.distinct_pairs:,} pairs stand together somewhere; these do most often.",
    )
    yield Sheet(
        "Contrast sets",
        ["examples shown under opposite options of one rule", "count"],
        [["two rows that differ in nothing else, and answer differently", f"{scope.contrasts:,}"]],
    )
    yield _labels(scope)
    yield _lengths(scope)


def _subtasks(scope: Scope) -> Sheet:
    rows = [[name, f"{rows:,}", f"{empty:,}", _percent(empty, rows)] for name, (empty, rows) in scope.empty.items()]
    return Sheet("Sub-tasks", ["sub-task", "rows", "empty answers", "%"], rows)


def _ruled(scope: Scope, rules_per_row: tuple[float, ...]) -> Sheet:
    ruled = sum(rows for number, rows in scope.rules_per_row.items() if number != "0")
    return Sheet(
        "Rules per row",
        ["rules", "rows", "% of rows with rules", "mix %"],
        [
            [number, f"{rows:,}", "" if number == "0" else _percent(rows, ruled), _wanted(int(number), rules_per_row)]
            for number, rows in scope.rules_per_row.items()
        ],
    )


def _witnessed(scope: Scope) -> Sheet:
    rows = [[rule, f"{uses:,}", f"{found:,}", _percent(found, uses)] for rule, (found, uses) in scope.witnessed.items()]
    return Sheet("Rules with a witness", ["rule", "uses", "with a witness", "%"], rows)


def _labels(scope: Scope) -> Sheet:
    rows = []
    for subtask, found in scope.balance.items():
        commonest = ", ".join(f"{name} {count:,}" for name, count in found.top.items())
        rows.append([subtask, commonest, f"{found.labels:,}", f"{found.distinct:,}", f"{found.entropy:.2f}"])
    return Sheet(
        "Labels in answers",
        ["sub-task", "commonest", "labels", "distinct", "evenness"],
        rows,
        "Evenness is the entropy of the labels as a share of the highest that so many labels can have.",
        texts=2,
    )


def _lengths(scope: Scope) -> Sheet:
    shares = sorted({share for of in scope.lengths.values() for share in of}, key=lambda share: int(share[:-1]))
    return Sheet(
        "Lengths in characters",
        ["part", *(f"{share} up to" for share in shares)],
        [[part, *(f"{of[share]:,}" for share in shares)] for part, of in scope.lengths.items() if of],
        "Lengths are known to three digits.",
    )


def source_sheets(sources: Iterable[SourceMix]) -> Iterator[Sheet]:
    """The mix source by source, and those that miss it."""
    every = list(sources)
    if not every:
        return
    names = [share.name for share in every[0].mix]
    yield Sheet(
        "Points away from the mix",
        ["source", "rows", *names],
        [
            [f"{source.config}/{source.source}", f"{source.rows:,}", *(_points(share) for share in source.mix)]
            for source in every
        ],
        wide=True,
    )
    yield Sheet(
        "Sources that miss the mix",
        ["source", "rows", "misses", "why"],
        [
            [
                f"{source.config}/{source.source}",
                f"{source.rows:,}",
                ", ".join(f"{share.name} {_points(share)}" for share in source.mix if share.misses),
                "; ".join(source.reasons),
            ]
            for source in every
            if source.misses
        ],
        f"By more than {NEAR:.0f} point; with fewer than {FEW} rows, shares are as they fall.",
        texts=4,
    )


def cell(text: str) -> str:
    """A text made safe for Markdown, in a cell of a table and elsewhere."""
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in plain(text))


def plain(text: str) -> str:
    """A text on one line, without signs that steer a terminal or are none in XML."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split()))


def _laid_out(matrix: Matrix) -> Sheet:
    heads, gaps = matrix.heads, set(matrix.gaps)
    if matrix.rows == "rule":  # each rule has options of its own, so that a column for each would be all but empty
        missing = {row: [head for of, head in matrix.gaps if of == row] for row in matrix.counts}
        return Sheet(
            _title(matrix),
            ["rule", "option", "rows"],
            [
                [row, head, f"{count:,}" if count else GAP]
                for row, found in matrix.counts.items()
                for head, count in [*found.items(), *((head, 0) for head in missing[row])]
            ],
            _filled(matrix),
            texts=2,
            wide=True,
        )
    rows = [
        [head, *(_count(found.get(head, 0), (row, head) in gaps) for row, found in matrix.counts.items())]
        for head in heads
    ]
    return Sheet(_title(matrix), [matrix.columns, *matrix.counts], rows, _filled(matrix), wide=True)


def _gaps(matrix: Matrix) -> Sheet:
    rows = []
    for row, found in matrix.counts.items():
        missing = [head for of, head in matrix.gaps if of == row]
        rows.append([row, f"{len(found)} of {len(found) + len(missing)}", ", ".join(missing)])
    return Sheet(f"Gaps: {_title(matrix)}", [matrix.rows, "met", "gaps"], rows, _filled(matrix), texts=3)


def _title(matrix: Matrix) -> str:
    return f"{matrix.rows.capitalize()} and {matrix.columns}"


def _filled(matrix: Matrix) -> str:
    return f"{matrix.filled:,} of {matrix.possible:,} possible pairs are met."


def _count(count: int, is_gap: bool) -> str:
    return f"{count:,}" if count else GAP if is_gap else ""


def _counted(found: Mapping[str, int]) -> list[list[str]]:
    return [[name, f"{count:,}"] for name, count in found.items()]


def _shared(share: Share) -> list[str]:
    target = "" if share.target is None else f"{100 * share.target:.1f}"
    return [share.name, f"{share.rows:,}", f"{share.of:,}", _percent(share.rows, share.of), target, _points(share)]


def _points(share: Share) -> str:
    return "" if share.points is None else f"{share.points:+.1f}"


def _wanted(number: int, rules_per_row: tuple[float, ...]) -> str:
    return f"{100 * rules_per_row[number - 1]:.1f}" if 0 < number <= len(rules_per_row) else ""


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else ""


def _section(sheet: Sheet) -> list[str]:
    if not sheet.rows:
        return []
    lines = ["", f"### {cell(sheet.title)}", "", *([cell(sheet.note), ""] if sheet.note else [])]
    rules = ["---" if place < sheet.texts else "---:" for place in range(len(sheet.header))]
    table = [[cell(head) for head in sheet.header], rules, *([cell(text) for text in row] for row in sheet.rows)]
    return lines + ["| " + " | ".join(line) + " |" for line in table]


def _drawn(sheet: Sheet, width: int) -> Iterator[RenderableType]:
    """A table for a terminal; one with more columns than fit is drawn in several."""
    if not sheet.rows:
        return
    title = Text(f"\n{plain(sheet.title)}", style="bold")
    yield Group(title, Text(plain(sheet.note), style="dim")) if sheet.note else title
    for places in _fitting(sheet, width) if sheet.wide else [range(len(sheet.header))]:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for place in places:
            words = place < sheet.texts
            table.add_column(Text(plain(sheet.header[place])), justify="left" if words else "right", overflow="fold")
        for row in sheet.rows:
            table.add_row(*(Text(plain(row[place])) for place in places))
        yield table


def _fitting(sheet: Sheet, width: int) -> Iterator[list[int]]:
    """The columns of each table that a sheet is drawn in: those of words always, and as many more as fit."""
    widths = [max(len(text) for text in column) + 2 for column in zip(sheet.header, *sheet.rows, strict=True)]
    always = list(range(sheet.texts))
    room = width - sum(widths[: sheet.texts])
    held: list[int] = []
    for place in range(sheet.texts, len(widths)):
        if held and sum(widths[each] for each in held) + widths[place] > room:
            yield always + held
            held = []
        held.append(place)
    yield always + held
