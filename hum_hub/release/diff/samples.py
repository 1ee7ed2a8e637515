"""Some of the rows that were added, removed or changed, with their texts."""

from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub.errors import CompareError
from hum_hub.release.assembling import DataFile
from hum_hub.release.diff.difference import Change, RowText, Sample
from hum_hub.release.diff.matching import Found
from hum_hub.release.diff.sides import Side, opened_file


def samples(old: Side, new: Side, picked: Mapping[Change, list[Found]]) -> Iterator[Sample]:
    """The rows that were picked, read from their files.

    Raises:
        CompareError: a file cannot be read.
    """
    for change, found in picked.items():
        for before, after, reasons in found:
            yield Sample(
                change,
                reasons,
                _row_text(old, before) if before is not None else None,
                _row_text(new, after) if after is not None else None,
            )


def _row_text(side: Side, place: int) -> RowText:
    """The row at a place among those in the files that differ."""
    file, number = _found(side, place)
    row = _row(side, file, number)
    messages = [str(message["content"]) for message in row["messages"] or ()]
    question, answer = ["", "", *messages][-2:]
    return RowText(str(row["id"]), str(row["source"]), file.path, number, question, answer)


def _found(side: Side, place: int) -> tuple[DataFile, int]:
    for _, file in side.files:
        if place < file.rows:
            return file, place
        place -= file.rows
    raise AssertionError("rows are picked among those of the files")


def _row(side: Side, file: DataFile, number: int) -> dict[str, Any]:
    """A row of a file; of the file, only the row group that holds it is read."""
    with opened_file(side, file) as parquet:
        for group in range(parquet.metadata.num_row_groups):
            rows = parquet.metadata.row_group(group).num_rows
            if number < rows:
                table = parquet.read_row_group(group, columns=["id", "source", "messages"])
                row: dict[str, Any] = table.slice(number, 1).to_pylist()[0]
                return row
            number -= rows
    raise CompareError(f"{file.path} of {side.version.name} has fewer rows than its manifest says; run hum check on it")
