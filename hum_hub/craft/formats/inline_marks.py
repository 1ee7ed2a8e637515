"""The text again, with square brackets around what was found."""

import re
from collections.abc import Iterator
from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, TextFormat, Unfit
from hum_hub.contract.values import Answer, Record, Schema, Value
from hum_hub.craft.formats.spans import Span, names, record_of, spans_of

_SIGN = re.compile(r"[\[\]()\n\r]")
_LABELLED = re.compile(r"(?P<open>\[)|(?P<close>\])\((?P<label>[^\[\]()]*)\)|[^\[\]]+")
_BARE = re.compile(r"(?P<open>\[\[)|(?P<close>\]\])(?P<label>)|[^\[\]]+")


class InlineMarks(TextFormat):
    """`[Ada](person) met [Grace](person)`, without labels `[[Ada]] met [[Grace]]`.

    Marks may stand inside each other. A span with several labels is marked once for each, the label that the schema
    names first outermost; so the order of these records is the schema's.
    """

    id: ClassVar[str] = "inline-marks"
    losses: ClassVar[frozenset[str]] = frozenset({"crossing-spans", "square-brackets"})

    def fits(self, schema: Schema) -> bool:
        """Spans whose labels hold no brackets."""
        return super().fits(schema) and all(label.name and not _SIGN.search(label.name) for label in schema.labels)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        label, wording = names(schema)
        mark = f"[{wording}]({label})" if label else f"[[{wording}]]"
        if schema.language == "zh":
            return "".join(_in_chinese(schema, label, mark))
        return " ".join(_in_english(schema, label, mark))

    def mark(self, answer: Answer, text: str, schema: Schema) -> str:
        """See `TextFormat.mark`."""
        if "[" in text or "]" in text:
            raise Unfit("square-bracket-in-text")
        if not text.strip():
            raise Unfit("blank-text")
        opening = "[" if names(schema)[0] else "[["
        pieces, waiting, position = list[str](), list[Span](), 0
        for span in spans_of(self.normal(answer, schema), schema):
            while waiting and waiting[-1][1] <= span[0]:
                pieces += text[position : waiting[-1][1]], _closing(waiting[-1])
                position = waiting.pop()[1]
            if waiting and waiting[-1][1] < span[1]:
                raise Unfit("crossing-spans")
            if _SIGN.search(span[2]):
                raise Unfit("bracket-in-label")
            pieces += text[position : span[0]], opening
            position = span[0]
            waiting.append(span)
        for span in reversed(waiting):
            pieces += text[position : span[1]], _closing(span)
            position = span[1]
        return "".join(pieces) + text[position:]

    def unmark(self, message: str, text: str, schema: Schema) -> Answer:
        """See `TextFormat.unmark`; whatever this format does not write itself is refused."""
        spans, opened, plain, position = list[Span](), list[int](), list[str](), 0
        for found in (_LABELLED if names(schema)[0] else _BARE).finditer(message):
            if found["open"]:
                opened.append(position)
            elif found["close"]:
                if not opened:
                    raise FormatError(f"a mark is closed that was not opened, at {found.start()}")
                spans.append((opened.pop(), position, found["label"]))
            else:
                plain.append(found[0])
                position += len(found[0])
        if "".join(plain) != text:
            raise FormatError("without its marks this is not the text")
        return self._canonical(spans, message, text, schema)

    def _canonical(self, spans: list[Span], message: str, text: str, schema: Schema) -> Answer:
        """The records of the spans, when these are marked as this format marks them."""
        answer = self.normal(tuple(record_of(span, text, schema) for span in spans), schema)
        try:
            expected = self.mark(answer, text, schema)
        except Unfit as error:
            raise FormatError(f"marks that cannot stand in this text: {error}") from error
        if message != expected:
            raise FormatError("the marks are not well formed, or not nested as described")
        return answer

    def normal(self, answer: Answer, schema: Schema) -> Answer:
        """The records in the order of their starts, outer ones first, those of one span in the order of the labels."""
        place = next((number for number, field in enumerate(schema.fields) if field.kind == "label"), None)
        if place is None or len(answer) < 2:
            return super().normal(answer, schema)
        ranks = {label.name: number for number, label in enumerate(schema.labels)}

        def rank(record: Record) -> int:
            cell = record[place]
            return ranks.get(cell.text, len(ranks)) if isinstance(cell, Value) else len(ranks)

        return super().normal(tuple(sorted(answer, key=rank)), schema)


def _closing(span: Span) -> str:
    return f"]({span[2]})" if span[2] else "]]"


def _in_english(schema: Schema, label: str, mark: str) -> Iterator[str]:
    around, after = ("square", f" and its {label} in round brackets right behind") if label else ("double square", "")
    yield f"Answer with the text again, unchanged, with {around} brackets around each span found{after}: {mark}."
    if schema.many:
        yield "Marks may stand inside each other, but do not cross."
    if schema.many and label:
        yield f"A span with more than one {label} is marked once for each, the one listed first above outermost."
    if schema.optional:
        yield "If there is nothing to mark, the text stands as it is."


def _in_chinese(schema: Schema, label: str, mark: str) -> Iterator[str]:
    around, after = ("半角方括号", f"，紧接着用半角圆括号写出{label}") if label else ("双层半角方括号", "")
    yield f"把原文一字不改地重写一遍，找到的每处内容用{around}括起来{after}，形如 {mark}。"
    if schema.many:
        yield "标记可以嵌套，但不能交叉。"
    if schema.many and label:
        yield f"同一处有多个{label}时逐个标记，上文中列在前面的放在外层。"
    if schema.optional:
        yield "没有可标记的内容时，照抄原文即可。"
