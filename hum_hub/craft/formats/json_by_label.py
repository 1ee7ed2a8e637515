"""One JSON object whose keys are the labels."""

from typing import Any, ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Field, Record, Schema, Value
from hum_hub.craft.formats.strict_json import ROLE, cell_from_json, cell_to_json, dumps, loads, record_from_json


class JsonByLabel(Format):
    """`{"person": ["Ada"], "place": []}`; with more than one other field, lists of objects."""

    id: ClassVar[str] = "json-by-label"
    losses: ClassVar[frozenset[str]] = frozenset({"order-between-labels", "positions"})
    grouped: ClassVar[bool] = True
    absences: ClassVar[tuple[str, ...]] = ("empty", "omit", "null")

    def fits(self, schema: Schema) -> bool:
        """Needs a label field to group by and something beside it."""
        return schema.by is not None and len(schema.fields) > 1 and schema.many

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        rest = _rest(schema)
        english = schema.language != "zh"
        if len(rest) == 1:
            entry = (
                f"the value is the list of what was found for it ({rest[0].name}, as strings)"
                if english
                else f"值是为该标签找到的全部内容（{rest[0].name}，字符串列表）"
            )
        else:
            shape = "{" + ", ".join(_sketch(field, schema.language) for field in rest) + "}"
            entry = (
                f"the value is a list of objects of the form {shape}" if english else f"值是对象列表，对象形如 {shape}"
            )
        absent = _ABSENT[schema.language if schema.language in _ABSENT else "en"][conventions.absent]
        if english:
            return f"Answer with one JSON object: each key is a label, in the order given above, and {entry}. {absent}"
        return f"只输出一个 JSON 对象：键是标签，按上文给出的顺序排列；{entry}。{absent}"

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        rest = _places(schema)
        groups: dict[str, Any] = {label.name: [] for label in schema.labels}
        for record in answer:
            cells = [cell_to_json(record[place]) for place in rest]
            names = [schema.fields[place].name for place in rest]
            groups[_label(record, schema)].append(cells[0] if len(rest) == 1 else dict(zip(names, cells, strict=True)))
        if conventions.absent == "omit":
            groups = {name: found for name, found in groups.items() if found}
        elif conventions.absent == "null":
            groups = {name: found or None for name, found in groups.items()}
        return dumps(groups)

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`; refuses keys out of order and absent labels written in another way."""
        groups = loads(text)
        names = [label.name for label in schema.labels]
        if not isinstance(groups, dict):
            raise FormatError("expected a JSON object")
        expected = [name for name in names if name in groups] if conventions.absent == "omit" else names
        if list(groups) != expected:
            raise FormatError("the keys are not the labels in their order")
        return tuple(record for name, found in groups.items() for record in _records(name, found, schema, conventions))


_ABSENT = {
    "en": {
        "empty": "A label for which nothing was found has an empty list.",
        "omit": "A label for which nothing was found is left out.",
        "null": "A label for which nothing was found has the value null.",
    },
    "zh": {
        "empty": "没有找到内容的标签对应空列表。",
        "omit": "没有找到内容的标签不写出来。",
        "null": "没有找到内容的标签取值为 null。",
    },
}


def _sketch(field: Field, language: str) -> str:
    if field.kind == "roles":
        return f'"{field.name}": [{{{ROLE["zh" if language == "zh" else "en"]}}}, ...]'
    return f'"{field.name}": ["..."]' if field.kind == "texts" else f'"{field.name}": "..."'


def _places(schema: Schema) -> list[int]:
    return [place for place in range(len(schema.fields)) if place != schema.by]


def _rest(schema: Schema) -> list[Field]:
    return [schema.fields[place] for place in _places(schema)]


def _label(record: Record, schema: Schema) -> str:
    assert schema.by is not None
    cell = record[schema.by]
    if not isinstance(cell, Value) or all(label.name != cell.text for label in schema.labels):
        raise Unfit("label-not-in-schema")
    return cell.text


def _records(name: str, found: Any, schema: Schema, conventions: Conventions) -> list[Record]:
    if found is None and conventions.absent == "null":
        return []
    if not isinstance(found, list) or (not found and conventions.absent != "empty"):
        raise FormatError(f"wrong value for the label {name}")
    rest = _rest(schema)
    records = []
    for entry in found:
        cells = [cell_from_json(entry, rest[0].kind)] if len(rest) == 1 else list(record_from_json(entry, tuple(rest)))
        assert schema.by is not None
        cells.insert(schema.by, Value(name))
        records.append(tuple(cells))
    return records
