"""The bare wording: one value, one value a line, or prose."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema, Value


class Plain(Format):
    """The one value of an answer and nothing else; an empty answer needs a phrase."""

    id: ClassVar[str] = "plain"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "blank-value"})
    phrase_needed: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Answers of one field and at most one record."""
        return len(schema.fields) == 1 and not schema.many and schema.fields[0].kind in ("label", "text", "word")

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        name = schema.fields[0].name
        if schema.language == "zh":
            return f"只写{name}本身，不要解释。"
        return f"Give only the {name}, without any explanation."

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer:
            raise Unfit("nothing-to-write")
        if len(answer) > 1:
            raise Unfit("more-than-one-record")
        ((cell,),) = answer
        assert isinstance(cell, Value)
        if cell.text == conventions.nothing or not cell.text.strip():
            raise Unfit("reserved-or-blank-value")
        return cell.text

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        if not text.strip():
            raise FormatError("the answer is blank")
        return ((Value(text),),)


class Lines(Format):
    """One value a line."""

    id: ClassVar[str] = "lines"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks", "edge-blanks"})
    phrase_needed: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Answers of one field and any number of records."""
        return len(schema.fields) == 1 and schema.many and schema.fields[0].kind in ("label", "text", "word")

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        name = schema.fields[0].name
        if schema.language == "zh":
            return f"每行只写一个{name}，不加编号，不要解释。"
        return f"Write each {name} on a line of its own, without numbering or explanation."

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer:
            raise Unfit("nothing-to-write")
        lines = [cell.text for (cell,) in answer if isinstance(cell, Value)]
        if any(len(line.splitlines()) != 1 or line != line.strip() for line in lines):
            raise Unfit("line-break-or-edge-blank")
        if lines == [conventions.nothing]:
            raise Unfit("reserved-or-blank-value")
        return "\n".join(lines)

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        lines = text.split("\n")
        if any(not line or line != line.strip() for line in lines):
            raise FormatError("a line is blank or has blanks at its edges")
        return tuple((Value(line),) for line in lines)


class Prose(Format):
    """Free text as it is; nothing has to be said about it."""

    id: ClassVar[str] = "prose"
    losses: ClassVar[frozenset[str]] = frozenset({"blank-value"})

    def fits(self, schema: Schema) -> bool:
        """Answers that are one text."""
        return [field.kind for field in schema.fields] == ["prose"] and not schema.many and not schema.optional

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """Nothing: prose needs no description."""
        return ""

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if len(answer) != 1:
            raise Unfit("not-one-record")
        ((cell,),) = answer
        assert isinstance(cell, Value)
        if not cell.text.strip():
            raise Unfit("reserved-or-blank-value")
        return cell.text

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        if not text.strip():
            raise FormatError("the answer is blank")
        return ((Value(text),),)
