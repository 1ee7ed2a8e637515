"""An HTML table, one row a line."""

import re
from functools import cache
from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Kind, Schema, Value
from hum_hub.craft.formats.canonical import Canonical, own_empty, stand_on_one_line

_TEXT = "[^<>]*+"
_CELLS = {
    "texts": rf"<ul>((?:<li>{_TEXT}</li>)*+)</ul>",
    "roles": rf"<dl>((?:<dt>{_TEXT}</dt><dd>{_TEXT}</dd>)*+)</dl>",
}
_PARTS = re.compile(rf"<(?:li|dt|dd)>({_TEXT})<")
_NOT_HTML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


class HtmlTable(Canonical):
    """`<table>`, a row of `<th>`, a row of `<td>` for each record, `</table>`, each on a line; lists inside cells."""

    id: ClassVar[str] = "html-table"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks", "edge-blanks", "control-characters"})

    def fits(self, schema: Schema) -> bool:
        """Any number of records of everything but prose, with names that HTML holds on one line."""
        names = [field.name for field in schema.fields]
        if not stand_on_one_line(names) or any(map(_NOT_HTML.search, names)):
            return False
        return schema.many and all(field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese, empty = schema.language == "zh", own_empty(schema, conventions)
        kinds = {field.kind for field in schema.fields}
        lists = "".join(_LISTS["zh" if chinese else "en"][kind] for kind in ("texts", "roles") if kind in kinds)
        header = _row("th", [_escaped(field.name) for field in schema.fields])
        if chinese:
            form = f"用 HTML 表格回答：首行 <table>，次行表头 {header}，之后每条结果一行 <tr>，每个值放在 <td> 与 </td> 之间，末行 </table>；标签之间不加空格，不缩进。{lists}值中的 &、<、> 写作 &amp;、&lt;、&gt;，此外不转义。"
            return form + ("没有结果时只写 <table>、表头和 </table> 三行。" if empty else "")
        form = (
            f"Answer with an HTML table: a line <table>, the header line {header}, then a line <tr>...</tr> for each "
            f"result with every value between <td> and </td>, and a line </table>, without blanks or indentation "
            f"between tags.{lists} Inside values &, < and > are written &amp;, &lt; and &gt;; nothing else is escaped."
        )
        return form + (" Without results write the lines <table>, header and </table> only." if empty else "")

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        kinds = [field.kind for field in schema.fields]
        rows = [_row("td", map(_cell, record, kinds)) for record in answer]
        return "\n".join(["<table>", _row("th", [_escaped(field.name) for field in schema.fields]), *rows, "</table>"])

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        kinds = tuple(field.kind for field in schema.fields)
        expression, records = _expression(kinds), []
        for line in text.split("\n")[2:-1]:
            match = expression.fullmatch(line)
            if match is None:
                raise FormatError(f"not a row of the table: {line[:60]}")
            records.append(tuple(map(_read, match.groups(), kinds)))
        return tuple(records)


_LISTS = {
    "en": {
        "texts": " Several values in a cell are a list: <ul><li>...</li>...</ul>.",
        "roles": " Values with roles are a list: <dl><dt>role</dt><dd>value</dd>...</dl>.",
    },
    "zh": {
        "texts": "一格有多个值时写成 <ul><li>…</li>…</ul>。",
        "roles": "带角色的值写成 <dl><dt>角色</dt><dd>值</dd>…</dl>。",
    },
}


def _row(tag: str, cells: "map[str] | list[str]") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _cell(cell: Cell, kind: Kind) -> str:
    if isinstance(cell, Value):
        return _escaped(cell.text)
    parts = [
        f"<li>{_escaped(part.text)}</li>"
        if isinstance(part, Value)
        else f"<dt>{_escaped(part[0])}</dt><dd>{_escaped(part[1].text)}</dd>"
        for part in cell
    ]
    tag = "ul" if kind == "texts" else "dl"
    return f"<{tag}>{''.join(parts)}</{tag}>"


def _escaped(text: str) -> str:
    if len(text.splitlines()) > 1 or text != text.strip():
        raise Unfit("line-break-or-edge-blank")
    if _NOT_HTML.search(text):
        raise Unfit("control-character")
    for sign, written in _SIGNS:
        text = text.replace(sign, written)
    return text


def _unescaped(text: str) -> str:
    for sign, written in reversed(_SIGNS):
        text = text.replace(written, sign)
    return text


@cache
def _expression(kinds: tuple[Kind, ...]) -> re.Pattern[str]:
    cells = (_CELLS.get(kind, f"({_TEXT})") for kind in kinds)
    return re.compile("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")


def _read(found: str, kind: Kind) -> Cell:
    if kind not in _CELLS:
        return Value(_unescaped(found))
    parts = [_unescaped(part) for part in _PARTS.findall(found)]
    if kind == "texts":
        return tuple(map(Value, parts))
    return tuple(zip(parts[::2], map(Value, parts[1::2]), strict=True))
