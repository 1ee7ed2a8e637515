"""A JSON list of groups: each label with its records under it."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Record, Schema
from hum_hub.craft.formats.canonical import Canonical, own_empty
from hum_hub.craft.formats.grouping import SINGLE, group_from_json, group_to_json, grouped, rest_fields
from hum_hub.craft.formats.strict_json import dumps, loads, sketch


class JsonNested(Canonical):
    """`[{"type": "person", "items": ["Ada"]}]`, in Chinese with `条目`; with more than one other field, objects."""

    id: ClassVar[str] = "json-nested"
    losses: ClassVar[frozenset[str]] = frozenset({"order-between-labels", "positions"})
    grouped: ClassVar[bool] = True
    absences: ClassVar[tuple[str, ...]] = ("empty", "omit")
    singles: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Records with a label to group by and something beside it, but prose."""
        return (
            schema.by is not None
            and schema.many
            and len(schema.fields) > 1
            and all(field.kind != "prose" for field in schema.fields)
            and schema.fields[schema.by].name != _key(schema)
        )

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        assert schema.by is not None
        chinese, key, rest = schema.language == "zh", _key(schema), rest_fields(schema)
        entry = sketch(rest[0], schema.language).removeprefix(f"{dumps(rest[0].name)}: ")
        if len(rest) > 1:
            entry = "{" + ", ".join(sketch(field, schema.language) for field in rest) + "}"
        shape = f'{{{sketch(schema.fields[schema.by], schema.language)}, "{key}": [{entry}, ...]}}'
        names = ("、" if chinese else ", ").join(field.name for field in rest)
        language = "zh" if chinese else "en"
        absent = _ABSENT[language][conventions.absent].replace("<key>", key)
        single = SINGLE[language] if conventions.single else ""
        whole_empty = own_empty(schema, conventions) and conventions.absent == "omit"
        if chinese:
            form = f"只输出一个 JSON 列表，写成一行，冒号和逗号后各空一格；每个标签一个对象，形如 {shape}，键按此顺序，标签按上文给出的顺序；“{key}”下是该标签的全部结果（{names}）。"
            return form + absent + single + ("没有任何内容时输出 []。" if whole_empty else "")
        form = (
            "Answer with one JSON list, on one line and with a blank after each colon and comma. It holds an object "
            f"for each label, in the order given above, of the form {shape}, keys in this order; "
            f'"{key}" holds all that was found for the label ({names}). '
        )
        return form + absent + single + (" Write [] when there is nothing at all." if whole_empty else "")

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        assert schema.by is not None
        name, key = schema.fields[schema.by].name, _key(schema)
        groups = [
            {name: label, key: group_to_json(group, schema, conventions)}
            for label, group in grouped(answer, schema).items()
            if group or conventions.absent != "omit"
        ]
        if conventions.single and len(groups) == 1:  # told to drop lists of one, a reader would drop this one too
            raise Unfit("list-of-one-group")
        return dumps(groups)

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        groups = loads(text)
        assert schema.by is not None
        name, key = schema.fields[schema.by].name, _key(schema)
        if not isinstance(groups, list):
            raise FormatError("expected a JSON list")
        answer = list[Record]()
        for group in groups:
            if not isinstance(group, dict) or list(group) != [name, key] or not isinstance(group[name], str):
                raise FormatError(f"expected an object with {name} and {key}")
            answer += group_from_json(group[key], group[name], schema, conventions)
        return tuple(answer)


def _key(schema: Schema) -> str:
    return "条目" if schema.language == "zh" else "items"


_ABSENT = {
    "en": {
        "empty": 'A label for which nothing was found has an empty list under "<key>".',
        "omit": "A label for which nothing was found is left out.",
    },
    "zh": {"empty": "没有找到内容的标签，其“<key>”为空列表。", "omit": "没有找到内容的标签不写出来。"},
}
