"""Formats: serialisations of an answer, each with a parser that reads it back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from hum_hub.contract.values import Answer, Record, Schema, wordings


class FormatError(ValueError):
    """A text is not in the format; the message says where it departs from it."""


class Unfit(ValueError):
    """A format cannot hold this answer; the message is a kebab-case reason that is counted."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """What is left open by a format and settled for one instruction.

    `nothing` is the exact phrase that stands for an empty answer (`None`: the format's own empty container);
    `absent` says what a grouped format does with a label that has no record; `single` that a list of one element
    is written as that element; `separator` what stands between the entries of a format that leaves the choice.
    """

    nothing: str | None = None
    absent: Literal["empty", "omit", "null"] = "empty"
    single: bool = False
    separator: str = ""


class Format(ABC):
    """A serialisation of answers: `parse(render(answer)) == normal(answer)`, or `render` raises `Unfit`.

    `losses` names what the format cannot hold. A format with `grouped` puts the records of one label together,
    so it keeps the order of records only within a label. `phrase_needed` says that it has no way of its own to write
    an empty answer. `absences`, `singles` and `separators` are the conventions that it leaves open: ways to write a
    label without records, whether a list of one may be written without the list, and the separators to choose from.
    With `verbatim` the answer holds the text of the input itself, so that rules cannot change its wordings.
    """

    id: ClassVar[str]
    losses: ClassVar[frozenset[str]] = frozenset()
    grouped: ClassVar[bool] = False
    phrase_needed: ClassVar[bool] = False
    absences: ClassVar[tuple[str, ...]] = ()
    singles: ClassVar[bool] = False
    separators: ClassVar[tuple[str, ...]] = ()
    verbatim: ClassVar[bool] = False

    @abstractmethod
    def fits(self, schema: Schema) -> bool:
        """Whether answers of this schema can be written in this format at all."""

    @abstractmethod
    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """The format explained in the schema's language, well enough for a reader to parse by."""

    @abstractmethod
    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """The answer written in this format, without the phrase for nothing.

        Raises:
            Unfit: a value cannot be written so that it is read back unchanged, or there is nothing to write.
        """

    @abstractmethod
    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """The answer that `text`, which is not the phrase for nothing, states; without positions.

        Raises:
            FormatError: the text is not in this format.
        """

    def render(self, answer: Answer, schema: Schema, conventions: Conventions, text: str = "") -> str:
        """The assistant's message: the phrase for nothing, or the answer as `write` writes it.

        `text` is the input from which the wordings come.

        Raises:
            Unfit: see `write`.
        """
        if not answer and conventions.nothing is not None:
            return conventions.nothing
        return self.write(answer, schema, conventions)

    def parse(self, message: str, schema: Schema, conventions: Conventions, text: str = "") -> Answer:
        """The answer that a message states.

        Raises:
            FormatError: see `read`.
        """
        if message == conventions.nothing:
            return ()
        return self.read(message, schema, conventions)

    def normal(self, answer: Answer, schema: Schema) -> Answer:
        """The answer as it is read back: records of a grouped format stand in the order of the labels."""
        return by_label(answer, schema) if self.grouped else answer


class TextFormat(Format):
    """A format that writes the input's text again with the answer marked in it; positions survive.

    It fits schemas that are `inline` and has no phrase for nothing: the text without marks says so. Subclasses
    implement `mark` and `unmark` in place of `write` and `read`.
    """

    verbatim: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Spans of the one input, with a label or without."""
        kinds = sorted(field.kind for field in schema.fields)
        return schema.inline and kinds in (["text"], ["label", "text"])

    @abstractmethod
    def mark(self, answer: Answer, text: str, schema: Schema) -> str:
        """The text with the answer's records marked in it.

        Raises:
            Unfit: a record has no place, or the format cannot mark it there.
        """

    @abstractmethod
    def unmark(self, message: str, text: str, schema: Schema) -> Answer:
        """The records, with their places, that a message marks in `text`, in the order of their starts.

        Raises:
            FormatError: the message is not the text with marks.
        """

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """Never used: see `mark`."""
        raise Unfit("text-needed")

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """Never used: see `unmark`."""
        raise FormatError("the text of the input is needed")

    def render(self, answer: Answer, schema: Schema, conventions: Conventions, text: str = "") -> str:
        """See `Format.render`.

        Raises:
            Unfit: see `mark`; also where a wording is not the one of its place.
        """
        for record in answer:
            for value in wordings(record, schema):
                if value.start is None or value.end is None or text[value.start : value.end] != value.text:
                    raise Unfit("wording-not-at-its-place")
        return self.mark(answer, text, schema)

    def parse(self, message: str, schema: Schema, conventions: Conventions, text: str = "") -> Answer:
        """See `Format.parse`."""
        return self.unmark(message, text, schema)

    def normal(self, answer: Answer, schema: Schema) -> Answer:
        """The records in the order of their starts, outer ones first."""

        def place(record: Record) -> tuple[int, int]:
            (value,) = wordings(record, schema)
            return (value.start or 0, -(value.end or 0))

        return tuple(sorted(answer, key=place))


def by_label(answer: Answer, schema: Schema) -> Answer:
    """The records in the order of the labels they are grouped by, those of one label in their own order."""
    by = schema.by
    if by is None:
        return answer
    rank = {label.name: number for number, label in enumerate(schema.labels)}
    return tuple(sorted(answer, key=lambda record: rank[record[by].text]))  # type: ignore[union-attr]  # by is a label field
