"""XML elements: one for each record, one inside it for each field."""

import re
from typing import ClassVar
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Cell, Field, Record, Schema, Value

_NAME = re.compile("[A-Za-z_À-ÖØ-öø-ı\u4e00-\u9fa5][A-Za-z0-9_À-ÖØ-öø-ı\u4e00-\u9fa5]*")
"""Names that every XML parser reads: Python's and those of the fifth edition of XML are more."""
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlTags(Format):
    """`<answer><item><type>person</type><text>Ada</text></item></answer>`, blanks of field names as underscores."""

    id: ClassVar[str] = "xml-tags"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "control-characters"})

    def fits(self, schema: Schema) -> bool:
        """Everything but prose, when the field names make XML names."""
        return all(_NAME.fullmatch(_name(field.name)) and field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        inner = "".join(_sketch(field, schema.language) for field in schema.fields)
        own_empty = conventions.nothing is None and schema.optional
        if schema.language == "zh":
            whole = f"每条结果写成 <item>{inner}</item>，全部放在 <answer> 与 </answer> 之间" if schema.many else ""
            whole = whole or f"写成 <answer><item>{inner}</item></answer>"
            form = f"用 XML 回答：{whole}，不加换行；特殊字符照 XML 规则转义。"
            return form + ("没有结果时写 <answer></answer>。" if own_empty else "")
        whole = (
            f"each result as <item>{inner}</item>, all of them between <answer> and </answer>" if schema.many else ""
        )
        whole = whole or f"write <answer><item>{inner}</item></answer>"
        form = f"Answer in XML: {whole}, without line breaks, special characters escaped as XML asks."
        return form + (" Without results write <answer></answer>." if own_empty else "")

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        return "<answer>" + "".join(f"<item>{_record(record, schema)}</item>" for record in answer) + "</answer>"

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; document types, comments and processing instructions are refused."""
        if "<!" in text or "<?" in text or text != text.strip():
            raise FormatError("only elements are allowed, and nothing around them")
        try:
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, ValueError) as error:
            raise FormatError(f"not XML: {error}") from error
        if root.tag != "answer" or root.text or any(item.tag != "item" for item in root):
            raise FormatError("expected <answer> with <item> elements only")
        return tuple(_parsed(item, schema) for item in root)


def _name(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def _sketch(field: Field, language: str) -> str:
    name = _name(field.name)
    if field.kind == "roles":
        return f'<{name}><value role="...">...</value>...</{name}>'
    return f"<{name}><value>...</value>...</{name}>" if field.kind == "texts" else f"<{name}>...</{name}>"


def _text(text: str) -> str:
    if _NOT_XML.search(text):
        raise Unfit("control-character")
    return escape(text, {"\n": "&#10;", "\t": "&#9;", '"': "&quot;"})


def _record(record: Record, schema: Schema) -> str:
    return "".join(
        f"<{_name(field.name)}>{_cell(cell)}</{_name(field.name)}>"
        for field, cell in zip(schema.fields, record, strict=True)
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, Value):
        return _text(cell.text)
    return "".join(
        f"<value>{_text(part.text)}</value>"
        if isinstance(part, Value)
        else f'<value role="{_text(part[0])}">{_text(part[1].text)}</value>'
        for part in cell
    )


def _parsed(item: ElementTree.Element, schema: Schema) -> Record:
    if [child.tag for child in item] != [_name(field.name) for field in schema.fields] or item.text or item.tail:
        raise FormatError("the elements of an item are not the fields in their order")
    if any(child.tail or child.attrib for child in item):
        raise FormatError("text or attributes where none belong")
    return tuple(_parsed_cell(child, field) for child, field in zip(item, schema.fields, strict=True))


def _parsed_cell(element: ElementTree.Element, field: Field) -> Cell:
    if field.kind in ("label", "text", "word"):
        if len(element):
            raise FormatError(f"elements inside <{element.tag}>")
        return Value(element.text or "")
    if element.text or any(part.tag != "value" or part.tail or len(part) for part in element):
        raise FormatError(f"expected <value> elements inside <{element.tag}>")
    if field.kind == "texts":
        if any(part.attrib for part in element):
            raise FormatError("attributes where none belong")
        return tuple(Value(part.text or "") for part in element)
    if any(list(part.attrib) != ["role"] for part in element):
        raise FormatError("a value without its role")
    return tuple((part.attrib["role"], Value(part.text or "")) for part in element)
