"""All entries on one line."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Unfit
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft.formats.canonical import Canonical, on_one_line, single_valued, texts_of


class Separated(Canonical):
    """`Ada, Grace`; an entry that holds the sign of the separator cannot be written, whatever blanks stand around it."""

    id: ClassVar[str] = "separated"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "separators", "line-breaks", "edge-blanks"})
    phrase_needed: ClassVar[bool] = True
    separators: ClassVar[tuple[str, ...]] = (", ", "; ", " | ", "、", "；")

    def fits(self, schema: Schema) -> bool:
        """Any number of records of one single value."""
        return schema.many and len(schema.fields) == 1 and single_valued(schema)

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        name, separator = schema.fields[0].name, self._separator(conventions)
        if schema.language == "zh":
            blanks = "（包括其中的空格）" if " " in separator else ""
            return f"把所有{name}写在同一行，各项之间用“{separator}”{blanks}隔开，不加引号，也不加其他内容。"
        blanks = " (blanks included)" if " " in separator else ""
        return (
            f'Write every {name} on one and the same line, with "{separator}"{blanks} between entries, '
            "without quotes around them and without anything else."
        )

    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Canonical.put`."""
        if not answer:
            raise Unfit("nothing-to-write")
        separator = self._separator(conventions)
        entries = [on_one_line(text) for (text,) in texts_of(answer)]
        if any(separator.strip() in entry for entry in entries):
            raise Unfit("separator-in-value")
        return separator.join(entries)

    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Canonical.take`."""
        return tuple((Value(entry),) for entry in text.split(self._separator(conventions)))

    def _separator(self, conventions: Conventions) -> str:
        return conventions.separator or self.separators[0]
