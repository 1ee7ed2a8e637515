"""CSV and TSV files, with or without a header, ragged or not."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Annotated, Any, Literal

from pydantic import Field

from hum_hub.contract.hooks import Material, Reader
from hum_hub.contract.records import Note, Problem
from hum_hub.sources.readers.selecting import Selecting, selected


@dataclass(frozen=True, slots=True)
class Csv(Selecting):
    """`columns` names the columns of a file without a header; cells beyond them stand in the list `more`.

    With `group`, the name of a column, consecutive rows that agree in it become one object with that column and `rows`.
    """

    columns: tuple[str, ...] = ()
    group: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Tsv(Csv):
    """Like `Csv`, separated by tabs and without quoting."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = "\t"
    quoted: bool = False


def _read(material: Material, options: Csv, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    for file in material.files:
        with (
            file.open() as stream,
            io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="") as text,
        ):
            rows = _rows(text, file.name, options)
            for item in rows if options.group is None else _grouped(rows, options.group):
                if isinstance(item, Problem):
                    yield item
                else:
                    yield from selected(item, f"{file.name}:{item['line']}", options, language)


def _grouped(rows: Iterator[dict[str, Any] | Problem], column: str) -> Iterator[dict[str, Any] | Problem]:
    group: dict[str, Any] | None = None
    for row in rows:
        if isinstance(row, Problem):
            yield row
        elif column not in row:
            yield Problem("group-column-missing", f"line {row['line']}: {column!r} is not among {', '.join(row)}"[:200])
        elif group is not None and group[column] == row.get(column):
            group["rows"].append(row)
        else:
            if group is not None:
                yield group
            group = {column: row.get(column), "rows": [row], "line": row["line"]}
    if group is not None:
        yield group


def _rows(text: IO[str], name: str, options: Csv) -> Iterator[dict[str, Any] | Problem]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if options.quoted else csv.QUOTE_NONE
    rows = csv.reader(text, delimiter=options.delimiter, quoting=quoting, strict=options.quoted)
    header: tuple[str, ...] | None = options.columns or None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem("not-csv", f"{name}:{rows.line_num}: {error}")
            continue
        if not row:
            continue
        if any("\udc80" <= sign <= "\udcff" for cell in row for sign in cell):
            yield Problem("not-utf-8", f"{name}:{rows.line_num}")
            if header is None:
                return  # without a header no row has names
        elif header is None:
            header = tuple(row)
        elif len(row) < len(header) and not options.columns:
            yield Problem("too-few-cells", f"{name}:{rows.line_num}: {len(row)} of {len(header)}")
        else:
            yield {**dict(zip(header, row, strict=False)), "more": row[len(header) :], "line": rows.line_num}


READERS = (Reader("csv", Csv, _read), Reader("tsv", Tsv, _read))
