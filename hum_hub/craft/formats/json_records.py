"""A JSON list of records, or of strings where a record has one field."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats.strict_json import cell_from_json, cell_to_json, dumps, loads, record_from_json, sketch


class JsonRecords(Format):
    """`[{"type": "person", "text": "Ada"}]`, `["joy"]`, or `{"answer": "Ada"}` where only one record may stand."""

    id: ClassVar[str] = "json-records"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})

    def fits(self, schema: Schema) -> bool:
        """Everything but prose."""
        return all(field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        names = (
            "、".join(f.name for f in schema.fields)
            if schema.language == "zh"
            else ", ".join(f.name for f in schema.fields)
        )
        keys = ", ".join(sketch(field, schema.language) for field in schema.fields)
        chinese = schema.language == "zh"
        if not schema.many:
            form = (
                f"只输出一个 JSON 对象，形如 {{{keys}}}。"
                if chinese
                else f"Answer with one JSON object of the form {{{keys}}}."
            )
            empty = "没有答案时取值为 null。" if chinese else " Without an answer its value is null."
            return form + empty if schema.optional and conventions.nothing is None else form
        if [field.kind for field in schema.fields] == ["texts"]:
            form = (
                f"只输出一个 JSON 列表，每一项又是一个字符串列表（{names}）。"
                if chinese
                else f"Answer with one JSON list of lists of strings, one list for each entry ({names})."
            )
        elif len(schema.fields) == 1:
            form = (
                f"只输出一个 JSON 列表，每一项是一个字符串（{names}）。"
                if chinese
                else f"Answer with one JSON list of strings ({names})."
            )
        elif chinese:
            form = f"只输出一个 JSON 列表，每一项是形如 {{{keys}}} 的对象，键按此顺序。"
        else:
            form = f"Answer with one JSON list of objects of the form {{{keys}}}, keys in this order."
        empty = "没有内容时输出 []。" if chinese else " Write [] when there is nothing to list."
        return form + empty if schema.optional and conventions.nothing is None else form

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        names = [field.name for field in schema.fields]
        if not schema.many:
            cells = [cell_to_json(cell) for cell in answer[0]] if answer else [None] * len(names)
            return dumps(dict(zip(names, cells, strict=True)))
        if len(names) == 1:
            return dumps([cell_to_json(record[0]) for record in answer])
        return dumps([dict(zip(names, map(cell_to_json, record), strict=True)) for record in answer])

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        found = loads(text)
        names = [field.name for field in schema.fields]
        if not schema.many:
            if isinstance(found, dict) and schema.optional and found == dict.fromkeys(names):
                return ()
            return (record_from_json(found, schema.fields),)
        if not isinstance(found, list):
            raise FormatError("expected a JSON list")
        if len(names) == 1:
            return tuple((cell_from_json(entry, schema.fields[0].kind),) for entry in found)
        return tuple(record_from_json(entry, schema.fields) for entry in found)
