"""A Markdown list: bullets, nested under their labels where records have one."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, Unfit
from hum_hub.contract.values import Answer, Record, Schema, Value
from hum_hub.craft.formats.canonical import Canonical, names_of, on_one_line, single_valued, stand_on_one_line, texts_of
from hum_hub.craft.formats.grouping import grouped, rest_fields, ungrouped


class MarkdownList(Canonical):
    """`- person` with `  - Ada` under it; with more than one other field a line for each; bullets alone for one field."""

    id: ClassVar[str] = "markdown-list"
    losses: ClassVar[frozenset[str]] = frozenset({"order-between-labels", "positions", "line-breaks", "edge-blanks"})
    grouped: ClassVar[bool] = True
    phrase_needed: ClassVar[bool] = True
    absences: ClassVar[tuple[str, ...]] = ("empty", "omit")

    def fits(self, schema: Schema) -> bool:
        """Any number of records of single values, of one field or with a label to group by; names stand on one line."""
        if schema.by is not None and not stand_on_one_line(names_of(schema)):
            return False
        return schema.many and single_valued(schema) and (len(schema.fields) == 1) == (schema.by is None)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        chinese = schema.language == "zh"
        if schema.by is None:
            name = schema.fields[0].name
            if chinese:
                return f"用 Markdown 列表回答：每个{name}占一行，行首写“- ”，照原样写，不加其他内容。"
            return (
                f'Answer with a Markdown list: each {name} on a line of its own after "- ", as it is, and nothing else.'
            )
        label, names = schema.fields[schema.by].name, [field.name for field in rest_fields(schema)]
        if chinese:
            entry = f"一项（{names[0]}）占一行，行首先空两格再写“- ”"
            if len(names) > 1:
                lines = "、".join(f"“{lead}”" for lead in _leads(schema))
                entry = f"一项占 {len(names)} 行，各行依次以{lines}开头，后接相应内容"
            absent = "仍写出标签这一行，其下留空" if conventions.absent == "empty" else "不写"
            return f"用 Markdown 列表回答：每个标签（{label}）占一行，行首写“- ”，按上文给出的顺序；其下逐项写出该标签的结果，{entry}；值照原样写，不转义。没有内容的标签{absent}。"
        entry = f'each ({names[0]}) on a line of its own after two blanks and "- "'
        if len(names) > 1:
            lines = ", ".join(f'"{lead}"' for lead in _leads(schema))
            entry = f"each on {len(names)} lines that begin with {lines} and go on with the value"
        absent = "stands alone, with nothing under it" if conventions.absent == "empty" else "is left out"
        return (
            f'Answer with a Markdown list: each label ({label}) on a line after "- ", in the order given above, and '
            f"under it what was found for it, {entry}. Values are written as they are, without escapes. "
            f"A label for which nothing was found {absent}."
        )

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        if not answer:
            raise Unfit("nothing-to-write")
        if schema.by is None:
            return "\n".join(f"- {on_one_line(text)}" for (text,) in texts_of(answer))
        leads, lines = _leads(schema), list[str]()
        for name, group in grouped(answer, schema).items():
            if group or conventions.absent == "empty":
                lines.append(f"- {on_one_line(name)}")
            for texts in texts_of(tuple(group)):
                lines += [lead + on_one_line(text) for lead, text in zip(leads, texts, strict=True)]
        return "\n".join(lines)

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        lines = text.split("\n")
        if schema.by is None:
            return tuple((Value(_after("- ", line)),) for line in lines)
        leads, records, name = _leads(schema), list[Record](), ""
        waiting = iter(lines)
        for line in waiting:
            if line.startswith("- "):
                name = line[2:]
                continue
            rest = [Value(_after(leads[0], line))]
            rest += [Value(_after(lead, next(waiting, ""))) for lead in leads[1:]]
            records.append(ungrouped(name, tuple(rest), schema))
        return tuple(records)


def _leads(schema: Schema) -> list[str]:
    """What stands before each value of a record under its label."""
    names = [field.name for field in rest_fields(schema)]
    if len(names) == 1:
        return ["  - "]
    colon = "：" if schema.language == "zh" else ": "
    return [f"{'    ' if place else '  - '}{name}{colon}" for place, name in enumerate(names)]


def _after(lead: str, line: str) -> str:
    if not line.startswith(lead):
        raise FormatError(f"expected {lead!r} at the start of: {line[:60]}")
    return line[len(lead) :]
