"""Comma-separated values with a header line."""

import csv
import io
from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft.formats.canonical import Canonical, own_empty, single_valued, texts_of

_LONGEST = 100_000
"""The csv module reads no value beyond 131072 signs unless a global setting is changed."""


class Csv(Canonical):
    """A header and a line for each record; quoted as RFC 4180 has it, lines end with a line feed."""

    id: ClassVar[str] = "csv"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})

    def fits(self, schema: Schema) -> bool:
        """Any number of records whose fields are all single values."""
        return schema.many and single_valued(schema)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        header = _line([field.name for field in schema.fields])
        empty = own_empty(schema, conventions)
        if schema.language == "zh":
            form = f"用 CSV 格式回答：首行是表头 {header}，之后每条结果一行；各列用英文逗号隔开，逗号后不加空格。值为空、首尾有空白，或含有英文逗号、英文双引号、换行时，用英文双引号括起来，其中的双引号写两遍；其余的值不加引号。"
            return form + ("没有结果时只写表头。" if empty else "")
        form = (
            f"Answer in CSV: the header line {header} first, then a line for each result, values separated by commas "
            "without blanks. A value that is empty, has blanks at its edges, or holds a comma, a double quote or a line "
            "break stands in double quotes, with each double quote inside it doubled; other values are not quoted."
        )
        return form + (" Without results write the header line only." if empty else "")

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        return "\n".join(map(_line, [[field.name for field in schema.fields], *texts_of(answer)]))

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise FormatError(f"not CSV: {error}") from error
        if any(len(row) != len(schema.fields) for row in rows):
            raise FormatError("a line has another number of values")
        return tuple(tuple(Value(cell) for cell in row) for row in rows[1:])


def _line(cells: list[str]) -> str:
    return ",".join(map(_quoted, cells))


def _quoted(text: str) -> str:
    if len(text) > _LONGEST:
        raise Unfit("too-long-value")
    if "," in text or '"' in text or text != text.strip() or len(text.splitlines()) != 1:
        return '"' + text.replace('"', '""') + '"'
    return text
