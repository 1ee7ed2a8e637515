"""Natural sentences of a fixed pattern, one a line."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Kind, Record, Schema, Value
from hum_hub.craft.formats.canonical import stand_on_one_line

_PATTERNS: Mapping[tuple[Kind, ...], Mapping[str, str]] = {
    ("label", "text"): {"en": 'The text "{1}" is labelled "{0}".', "zh": "“{1}”属于“{0}”。"},
    ("text", "label"): {"en": '"{0}" is judged "{1}".', "zh": "对“{0}”的评价是“{1}”。"},
    ("text", "label", "text"): {
        "en": '"{0}" stands in the relation "{1}" to "{2}".',
        "zh": "“{0}”与“{2}”的关系是“{1}”。",
    },
    ("label",): {"en": "The {field} is {0}.", "zh": "{field}是“{0}”。"},
    ("text",): {"en": 'The {field} is "{0}".', "zh": "{field}是“{0}”。"},
}


class Sentences(Format):
    """A sentence for each record, wordings in quotation marks; a value that holds the marks cannot be written."""

    id: ClassVar[str] = "sentences"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "quotation-marks", "line-breaks"})
    phrase_needed: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Schemas for whose kinds of fields there is a sentence, and whose names can stand in one."""
        named = [schema.fields[0].name] if len(schema.fields) == 1 else []
        if _kinds(schema) not in _PATTERNS or any("{" in name for name in named):
            return False
        return stand_on_one_line((*named, *(label.name for label in schema.labels)))

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        pattern = _pattern(schema)
        for number, field in enumerate(schema.fields):
            pattern = pattern.replace(f"{{{number}}}", f"[{field.name}]")
        if schema.language == "zh":
            unit = "每条结果写一句话，各占一行，句式为：" if schema.many else "用一句话回答，句式为："
            return f"{unit}{pattern}方括号处换成实际内容。"
        unit = (
            "Write one sentence for each result, each on its own line, of the form:"
            if schema.many
            else "Answer with one sentence of the form:"
        )
        return f"{unit} {pattern} Put the actual content in place of the brackets."

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer:
            raise Unfit("nothing-to-write")
        return "\n".join(_sentence(record, schema) for record in answer)

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        expression = _expression(schema)
        records: list[Record] = []
        for line in text.split("\n"):
            match = expression.fullmatch(line)
            if match is None:
                raise FormatError(f"not a sentence of the form: {line[:60]}")
            records.append(tuple(Value(match[f"v{place}"]) for place in range(len(schema.fields))))
        if not schema.many and len(records) > 1:
            raise FormatError("more than one sentence")
        return tuple(records)


def _kinds(schema: Schema) -> tuple[Kind, ...]:
    return tuple("text" if field.kind == "word" else field.kind for field in schema.fields)


def _pattern(schema: Schema) -> str:
    of_language = _PATTERNS[_kinds(schema)]
    return of_language.get(schema.language, of_language["en"]).replace("{field}", schema.fields[0].name)


def _sentence(record: Record, schema: Schema) -> str:
    sentence = _pattern(schema)
    marks = '“”"\n\r' if schema.language == "zh" else '"\n\r'
    texts = []
    for field, cell in zip(schema.fields, record, strict=True):
        assert isinstance(cell, Value)
        if field.kind in ("text", "word") and (not cell.text or any(mark in cell.text for mark in marks)):
            raise Unfit("quotation-mark-or-line-break")
        if field.kind == "label" and schema.key(cell.text) is None:
            raise Unfit("label-not-in-schema")
        texts.append(cell.text)
    return re.sub(r"\{(\d)\}", lambda match: texts[int(match[1])], sentence)


@lru_cache(maxsize=1024)
def _expression(schema: Schema) -> re.Pattern[str]:
    labels = "|".join(re.escape(label.name) for label in sorted(schema.labels, key=lambda label: -len(label.name)))
    marks = '“”"' if schema.language == "zh" else '"'
    groups = [
        f"(?P<v{place}>{labels})" if field.kind == "label" else f"(?P<v{place}>[^{marks}\\n\\r]+)"
        for place, field in enumerate(schema.fields)
    ]
    pieces = re.split(r"\{(\d)\}", _pattern(schema))
    return re.compile(
        "".join(groups[int(piece)] if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    )
