"""One line for each label: its name, a colon, and what was found, separated by semicolons."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft.formats.canonical import stand_on_one_line


class LabelLines(Format):
    """`person: Ada; Grace`, in Chinese `人物：小明；小红`; a label without records is `person: none` or no line."""

    id: ClassVar[str] = "label-lines"
    losses: ClassVar[frozenset[str]] = frozenset({"order-between-labels", "positions", "separators", "edge-blanks"})
    grouped: ClassVar[bool] = True
    absences: ClassVar[tuple[str, ...]] = ("empty", "omit")
    phrase_needed: ClassVar[bool] = False

    def fits(self, schema: Schema) -> bool:
        """Records of a label and one wording, where there are labels, each without a colon and on one line."""
        if (
            schema.by is None
            or len(schema.fields) != 2
            or schema.fields[1 - schema.by].kind not in ("label", "text", "word")
        ):
            return False
        colon, names = _signs(schema)[0].strip(), [label.name for label in schema.labels]
        return bool(names) and stand_on_one_line(names) and not any(colon in name for name in names)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        colon, semicolon, none = _signs(schema)
        assert schema.by is not None
        label, found = schema.fields[schema.by].name, schema.fields[1 - schema.by].name
        if schema.language == "zh":
            absent = f"没有内容的标签写“{none}”" if conventions.absent == "empty" else "没有内容的标签不写"
            return f"每个标签（{label}）占一行，按上文给出的顺序：先写标签名，再写“{colon}”，然后写出全部{found}，多项之间用“{semicolon}”隔开；{absent}。"
        absent = (
            f'for a label without any write "{none}"'
            if conventions.absent == "empty"
            else "leave out labels without any"
        )
        return (
            f'Write one line for each label ({label}), in the order given above: the label, "{colon}", then everything '
            f'found for it ({found}), separated by "{semicolon}"; {absent}.'
        )

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer and conventions.absent == "omit":
            raise Unfit("nothing-to-write")
        colon, semicolon, none = _signs(schema)
        assert schema.by is not None
        groups: dict[str, list[str]] = {label.name: [] for label in schema.labels}
        for record in answer:
            label, wording = record[schema.by], record[1 - schema.by]
            assert isinstance(label, Value) and isinstance(wording, Value)
            if wording.text == none or wording.text != wording.text.strip() or not wording.text:
                raise Unfit("reserved-or-blank-value")
            if semicolon.strip() in wording.text or len(wording.text.splitlines()) > 1:
                raise Unfit("separator-in-value")
            if label.text not in groups:
                raise Unfit("label-not-in-schema")
            groups[label.text].append(wording.text)
        if conventions.absent == "omit":
            groups = {name: found for name, found in groups.items() if found}
        return "\n".join(f"{name}{colon}{semicolon.join(found) or none}" for name, found in groups.items())

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        colon, semicolon, none = _signs(schema)
        names = [label.name for label in schema.labels]
        records, seen = [], []
        for line in text.split("\n"):
            name, found, rest = line.partition(colon)
            if not found or name not in names:
                raise FormatError(f"not a label line: {line[:60]}")
            seen.append(name)
            if rest == none and conventions.absent == "empty":
                continue
            for wording in rest.split(semicolon):
                if not wording or wording != wording.strip():
                    raise FormatError(f"blank value in: {line[:60]}")
                pair = (Value(name), Value(wording))
                records.append(pair if schema.by == 0 else pair[::-1])
        expected = names if conventions.absent == "empty" else [name for name in names if name in seen]
        if seen != expected:
            raise FormatError("the lines are not the labels in their order")
        return tuple(records)


def _signs(schema: Schema) -> tuple[str, str, str]:
    return ("：", "；", "无") if schema.language == "zh" else (": ", "; ", "none")
