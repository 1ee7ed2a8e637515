"""A Markdown table with a header row."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft.formats.canonical import on_one_line, stand_on_one_line


class MarkdownTable(Format):
    """One row for each record; a pipe or backslash inside a value is escaped with a backslash."""

    id: ClassVar[str] = "markdown-table"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks", "edge-blanks"})

    def fits(self, schema: Schema) -> bool:
        """Records whose fields are all single values, with names that stand on one line."""
        return (
            schema.many
            and len(schema.fields) > 1
            and all(field.kind in ("label", "text", "word") for field in schema.fields)
            and stand_on_one_line(field.name for field in schema.fields)
        )

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        header = " | ".join(_header(schema))
        own_empty = conventions.nothing is None and schema.optional
        if schema.language == "zh":
            form = f"用 Markdown 表格回答，表头为“| {header} |”，下一行是分隔行，之后每条结果一行；值中的 | 写作 \\|，反斜杠写作 \\\\。"
            return form + ("没有结果时只写表头和分隔行。" if own_empty else "")
        form = (
            f'Answer with a Markdown table with the header "| {header} |", a separator row, then one row for each result; '
            "write | inside a value as \\| and a backslash as \\\\."
        )
        return form + (" Without results write the header and the separator row only." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        rows = [[_escape(cell) for cell in record] for record in answer]
        header = _header(schema)
        return "\n".join("| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows))

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        rows = [_cells(line) for line in text.split("\n")]
        header = [field.name for field in schema.fields]
        if len(rows) < 2 or rows[0] != header or rows[1] != ["---"] * len(header):
            raise FormatError(f"the table does not start with | {' | '.join(header)} | and a separator row")
        if any(len(row) != len(header) for row in rows):
            raise FormatError("a row has another number of cells")
        return tuple(tuple(Value(cell) for cell in row) for row in rows[2:])


def _escape(cell: object) -> str:
    assert isinstance(cell, Value)
    return _escaped(on_one_line(cell.text))


def _header(schema: Schema) -> list[str]:
    return [_escaped(field.name) for field in schema.fields]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _cells(line: str) -> list[str]:
    if not (line.startswith("| ") and line.endswith(" |")):
        raise FormatError(f"not a table row: {line[:60]}")
    cells, cell, escaped = list[str](), "", False
    for sign in line[2:-1]:
        if escaped:
            if sign not in "\\|":
                raise FormatError(f"stray backslash in: {line[:60]}")
            cell, escaped = cell + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == "|":
            cells, cell = [*cells, cell], ""
        else:
            cell += sign
    cells.append(cell)
    if escaped or any(part[-1:] != " " for part in cells) or any(part[:1] != " " for part in cells[1:]):
        raise FormatError(f"cells are not set off by blanks: {line[:60]}")
    return [part[:-1] if number == 0 else part[1:-1] for number, part in enumerate(cells)]
