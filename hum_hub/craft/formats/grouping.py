"""Records of one label put together, as JSON entries without their label."""

from typing import Any

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Field, Record, Schema, Value
from hum_hub.craft.formats.strict_json import cell_from_json, cell_to_json, record_from_json

SINGLE = {
    "en": " Where exactly one entry was found for a label, that entry itself stands there instead of a list.",
    "zh": "某个标签恰好只有一项时，直接写这一项，不用列表。",
}
"""How descriptions explain `Conventions.single`."""


def rest_places(schema: Schema) -> list[int]:
    """The positions of the fields beside the label that records are grouped by."""
    return [place for place in range(len(schema.fields)) if place != schema.by]


def rest_fields(schema: Schema) -> list[Field]:
    """The fields beside the label that records are grouped by."""
    return [schema.fields[place] for place in rest_places(schema)]


def grouped(answer: Answer, schema: Schema) -> dict[str, list[Record]]:
    """The records of each label of the schema, without the label.

    Raises:
        Unfit: a record has a label that is not in the schema.
    """
    assert schema.by is not None
    places = rest_places(schema)
    groups: dict[str, list[Record]] = {label.name: [] for label in schema.labels}
    for record in answer:
        cell = record[schema.by]
        if not isinstance(cell, Value) or cell.text not in groups:
            raise Unfit("label-not-in-schema")
        groups[cell.text].append(tuple(record[place] for place in places))
    return groups


def ungrouped(name: str, rest: Record, schema: Schema) -> Record:
    """A record with its label in its place again."""
    assert schema.by is not None
    return (*rest[: schema.by], Value(name), *rest[schema.by :])


def group_to_json(group: list[Record], schema: Schema, conventions: Conventions) -> Any:
    """The records of one label: values where there is one other field, else objects.

    Raises:
        Unfit: single elements go without their list, and the only entry is an empty list, which would look like no
            entry, or a cell is a list of one, which is always written as a list.
    """
    if conventions.single and any(_has_list_of_one(rest) for rest in group):
        raise Unfit("list-of-one-in-cell")
    names = [field.name for field in rest_fields(schema)]
    entries: list[Any] = [[cell_to_json(cell) for cell in rest] for rest in group]
    if len(names) == 1:
        entries = [cells[0] for cells in entries]
    else:
        entries = [dict(zip(names, cells, strict=True)) for cells in entries]
    if conventions.single and len(entries) == 1:
        if entries == [[]]:
            raise Unfit("single-empty-list")
        return entries[0]
    return entries


def group_from_json(found: Any, name: str, schema: Schema, conventions: Conventions) -> list[Record]:
    """The records of the label `name`.

    Raises:
        FormatError: the entries are of another shape, or one stands in a list where it has to stand alone.
    """
    entries = found
    if conventions.single and not _is_list_of_entries(found, schema):
        entries = [found]
    elif not isinstance(found, list) or (conventions.single and len(found) == 1):
        raise FormatError(f"wrong value for the label {name}")
    fields = tuple(rest_fields(schema))
    if len(fields) == 1:
        rests: list[Record] = [(cell_from_json(entry, fields[0].kind),) for entry in entries]
    else:
        rests = [record_from_json(entry, fields) for entry in entries]
    if conventions.single and any(map(_has_list_of_one, rests)):
        raise FormatError(f"a list of one inside an entry of the label {name}")
    return [ungrouped(name, rest, schema) for rest in rests]


def _has_list_of_one(rest: Record) -> bool:
    return any(not isinstance(cell, Value) and len(cell) == 1 for cell in rest)


def _is_list_of_entries(found: Any, schema: Schema) -> bool:
    """Whether a value is a list of entries, and not one entry that is itself a list."""
    if not isinstance(found, list):
        return False
    kinds = [field.kind for field in rest_fields(schema)]
    return kinds not in (["texts"], ["roles"]) or not found or isinstance(found[0], list)
