"""Tab-separated values with a header line."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft.formats.canonical import (
    Canonical,
    on_one_line,
    own_empty,
    single_valued,
    stand_on_one_line,
    texts_of,
)


class Tsv(Canonical):
    """A header and a line for each record; nothing is escaped, so values hold no tab and no line break."""

    id: ClassVar[str] = "tsv"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks", "tabs", "edge-blanks"})

    def fits(self, schema: Schema) -> bool:
        """Any number of records whose fields are all single values."""
        names = [field.name for field in schema.fields]
        if not stand_on_one_line(names) or any("\t" in name for name in names):
            return False
        return schema.many and single_valued(schema)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese, empty = schema.language == "zh", own_empty(schema, conventions)
        names = ("、" if chinese else ", ").join(field.name for field in schema.fields)
        if chinese:
            form = f"用 TSV 格式回答：首行是表头，依次为{names}，之后每条结果一行；各列之间用一个制表符隔开，值照原样写，不加引号，不转义。"
            return form + ("没有结果时只写表头。" if empty else "")
        form = (
            f"Answer in TSV: a header line with the column names ({names}, in this order), then a line for each result, "
            "with one tab between columns; values are written as they are, neither quoted nor escaped."
        )
        return form + (" Without results write the header line only." if empty else "")

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        rows = [[field.name for field in schema.fields], *texts_of(answer)]
        return "\n".join("\t".join(map(_cell, row)) for row in rows)

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        rows = [line.split("\t") for line in text.split("\n")]
        if any(len(row) != len(schema.fields) for row in rows):
            raise FormatError("a line has another number of values")
        return tuple(tuple(Value(cell) for cell in row) for row in rows[1:])


def _cell(text: str) -> str:
    if "\t" in text:
        raise Unfit("tab-in-value")
    return on_one_line(text)
