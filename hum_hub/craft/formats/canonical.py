"""Formats of which a reader accepts only what the writer writes."""

from abc import abstractmethod
from collections.abc import Iterable

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema


class Canonical(Format):
    """A format with one way to write each answer.

    Subclasses implement `put` and `take`, and `take` may be as lenient as a library's parser is: what it finds is
    written again and has to give the same text. An empty answer is written only where the schema allows one and no
    phrase stands for it.
    """

    @abstractmethod
    def put(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """The answer, in the order in which it is read back, as text.

        Raises:
            Unfit: a value cannot be written so that it is read back unchanged, or there is nothing to write.
        """

    @abstractmethod
    def take(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """What a text seems to state.

        Raises:
            FormatError: it states nothing that could have been written.
        """

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer and not own_empty(schema, conventions):
            raise Unfit("nothing-to-write")
        if len(answer) > 1 and not schema.many:
            raise Unfit("more-than-one-record")
        if self.grouped and schema.by is not None:
            names, by = {label.name for label in schema.labels}, schema.by
            if any(record[by].text not in names for record in answer):  # type: ignore[union-attr]  # by is a label field
                raise Unfit("label-not-in-schema")
        text = self.put(self.normal(answer, schema), schema, conventions)
        if text == conventions.nothing:
            raise Unfit("reserved-or-blank-value")
        return text

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        answer = self.take(text, schema, conventions)
        try:
            again = self.write(answer, schema, conventions)
        except Unfit as reason:
            raise FormatError(f"nothing that could be written so: {reason}") from reason
        if again != text:
            place = next((place for place, pair in enumerate(zip(again, text, strict=False)) if pair[0] != pair[1]), 0)
            raise FormatError(f"not in the one form that is asked for, from: {text[place : place + 60]}")
        return answer


def own_empty(schema: Schema, conventions: Conventions) -> bool:
    """Whether an answer may be empty and no phrase stands for that, so that the format writes it in its own way."""
    return schema.optional and conventions.nothing is None


def names_of(schema: Schema) -> list[str]:
    """All names that an answer may hold: those of labels and fields."""
    return [*(label.name for label in schema.labels), *(field.name for field in schema.fields)]


def stand_on_one_line(names: Iterable[str]) -> bool:
    """Whether names of labels or fields can stand in a line between blanks without a change."""
    return all(len(name.splitlines()) == 1 and name == name.strip() for name in names)


def on_one_line(text: str) -> str:
    """The text, if it can stand in a line between blanks without a change.

    Raises:
        Unfit: it is empty, has a line break of any kind, or begins or ends with a blank.
    """
    if not stand_on_one_line((text,)):
        raise Unfit("line-break-or-edge-blank")
    return text


def single_valued(schema: Schema) -> bool:
    """Whether every field of a record holds one value, and none is prose."""
    return all(field.kind in ("label", "text", "word") for field in schema.fields)


def texts_of(answer: Answer) -> list[list[str]]:
    """The wordings of records whose fields hold one value each."""
    return [[cell.text for cell in record] for record in answer]  # type: ignore[union-attr]  # see `single_valued`
