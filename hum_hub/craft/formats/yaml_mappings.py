"""YAML with every scalar in double quotes."""

import re
from typing import Any, ClassVar

import yaml

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Record, Schema
from hum_hub.craft.formats.canonical import Canonical, own_empty
from hum_hub.craft.formats.strict_json import ROLE, cell_to_json, dumps, record_from_json

_STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_PAIR = rf"\{{{_STRING}: {_STRING}\}}"
_LINES = re.compile(
    rf"(?:(?:- |  )?{_STRING}: (?:{_STRING}|\[(?:{_STRING}(?:, {_STRING})*+|{_PAIR}(?:, {_PAIR})*+)?\])(?:\n(?!\Z)|\Z))++"
)
"""What lines may look like at all. It keeps deep nesting, anchors and tags from libyaml, which deep nesting crashes."""
_ESCAPED = str.maketrans(
    {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)}
)
"""Signs that JSON leaves as they are and YAML does not allow, or takes for line breaks."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class Yaml(Canonical):
    """`- "type": "person"` and `  "text": "Ada"` on the next line; one mapping without the dash when not many."""

    id: ClassVar[str] = "yaml"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})
    loader: ClassVar[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    """Reads every scalar as a string; the fast one, or the pure one where PyYAML was built without libyaml."""

    def fits(self, schema: Schema) -> bool:
        """Everything but prose."""
        return all(field.kind != "prose" for field in schema.fields)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese, signs = schema.language == "zh", _leads(schema)
        shape = "\n".join(
            f"{signs[place > 0]}{dumps(field.name).translate(_ESCAPED)}: {_sketch(field.kind, schema.language)}"
            for place, field in enumerate(schema.fields)
        )
        if chinese:
            unit = "每条结果一个映射，按下面的形式逐条排列" if schema.many else "只写一个映射，形式如下"
            form = f"用 YAML 回答，{unit}：\n{shape}\n键按此顺序；键和值一律加双引号，写在一行之内，按 JSON 的方式转义；多值写成方括号列表，不加其他内容。"
            return form + ("没有内容时只写 []。" if own_empty(schema, conventions) else "")
        unit = "a list with a mapping for each result, each of the form" if schema.many else "one mapping of the form"
        form = (
            f"Answer in YAML with {unit}\n{shape}\nwith the keys in this order. All keys and values stand in double "
            "quotes, each on one line and escaped as in JSON; several values stand in square brackets; add nothing else."
        )
        return form + (" Without results write [] only." if own_empty(schema, conventions) else "")

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        if not answer:
            return "[]"
        leads = _leads(schema)
        keys = [f"{leads[place > 0]}{dumps(field.name)}: " for place, field in enumerate(schema.fields)]
        lines = [key + dumps(cell_to_json(cell)) for record in answer for key, cell in zip(keys, record, strict=True)]
        text = "\n".join(lines).translate(_ESCAPED)
        if _SURROGATE.search(text):
            raise Unfit("lone-surrogate")
        return text

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        if text == "[]":
            return ()
        if _LINES.fullmatch(text) is None:
            raise FormatError("a line is not a key and its value in double quotes")
        try:
            found = yaml.load(text, Loader=self.loader)
        except (yaml.YAMLError, ValueError) as error:
            raise FormatError(f"not YAML: {error}") from error
        records = found if isinstance(found, list) else [found]
        return tuple(_record(entry, schema) for entry in records)


def _leads(schema: Schema) -> tuple[str, str]:
    """What stands before the first and before every other key of a record."""
    return ("- ", "  ") if schema.many else ("", "")


def _sketch(kind: str, language: str) -> str:
    if kind == "roles":
        return f"[{{{ROLE['zh' if language == 'zh' else 'en']}}}, ...]"
    return '["...", ...]' if kind == "texts" else '"..."'


def _record(entry: Any, schema: Schema) -> Record:
    return record_from_json(entry, schema.fields)
