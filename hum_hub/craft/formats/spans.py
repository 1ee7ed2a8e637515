"""Records that are one span of the text, with a label or without."""

from hum_hub.contract.formats import Unfit
from hum_hub.contract.values import Record, Schema, Value

Span = tuple[int, int, str]
"""Start, end and label; the label is empty where the schema has no label field."""


def names(schema: Schema) -> tuple[str, str]:
    """How the label field and the text field are called; the first is empty where there is no label field."""
    by_kind = {field.kind: field.name for field in schema.fields}
    return by_kind.get("label", ""), by_kind["text"]


def span_of(record: Record, schema: Schema) -> Span:
    """Where a record stands and how it is labelled.

    Raises:
        Unfit: the record has no place, or its label is not one of the schema.
    """
    start, end, name = None, None, ""
    for field, cell in zip(schema.fields, record, strict=True):
        assert isinstance(cell, Value)
        if field.kind == "label":
            name = cell.text
            if schema.key(name) is None:
                raise Unfit("label-not-in-schema")
        else:
            start, end = cell.start, cell.end
    if start is None or end is None or start >= end:
        raise Unfit("empty-or-unplaced-wording")
    return start, end, name


def record_of(span: Span, text: str, schema: Schema) -> Record:
    """The record that stands at a span of the text."""
    start, end, name = span
    wording = Value(text[start:end], start, end)
    return tuple(Value(name) if field.kind == "label" else wording for field in schema.fields)


def spans_of(answer: tuple[Record, ...], schema: Schema) -> list[Span]:
    """The spans of an answer, in its own order.

    Raises:
        Unfit: see `span_of`; also where one record is repeated, or there are more than the schema allows.
    """
    spans = [span_of(record, schema) for record in answer]
    if len(set(spans)) < len(spans):
        raise Unfit("record-stands-twice")
    if len(spans) > 1 and not schema.many:
        raise Unfit("more-than-one-record")
    return spans
