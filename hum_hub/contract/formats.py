"""Formats: serialisations of an answer, each with a parser that reads it back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from hum_hub.contract.values import Answer, Schema


class FormatError(ValueError):
    """A text is not in the format; the message says where it departs from it."""


class Unfit(ValueError):
    """A format cannot hold this answer; the message is a kebab-case reason that is counted."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """How an answer says that there is nothing to say.

    `nothing` is the exact phrase that stands for an empty answer (`None`: the format's own empty container);
    `absent` says what a grouped format does with a label that has no record.
    """

    nothing: str | None = None
    absent: Literal["empty", "omit", "null"] = "empty"


class Format(ABC):
    """A serialisation of answers: `parse(render(answer)) == normal(answer)`, or `render` raises `Unfit`.

    `losses` names what the format cannot hold. A format with `grouped` puts the records of one label together,
    so it keeps the order of records only within a label.
    """

    id: ClassVar[str]
    losses: ClassVar[frozenset[str]] = frozenset()
    grouped: ClassVar[bool] = False
    phrase_needed: ClassVar[bool] = False
    absences: ClassVar[tuple[str, ...]] = ()

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

    def render(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """The assistant's message: the phrase for nothing, or the answer as `write` writes it.

        Raises:
            Unfit: see `write`.
        """
        if not answer and conventions.nothing is not None:
            return conventions.nothing
        return self.write(answer, schema, conventions)

    def parse(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """The answer that a message states.

        Raises:
            FormatError: see `read`.
        """
        if text == conventions.nothing:
            return ()
        return self.read(text, schema, conventions)

    def normal(self, answer: Answer, schema: Schema) -> Answer:
        """The answer as it is read back: records of a grouped format stand in the order of the labels."""
        return by_label(answer, schema) if self.grouped else answer


def by_label(answer: Answer, schema: Schema) -> Answer:
    """The records in the order of the labels they are grouped by, those of one label in their own order."""
    by = schema.by
    if by is None:
        return answer
    rank = {label.name: number for number, label in enumerate(schema.labels)}
    return tuple(sorted(answer, key=lambda record: rank[record[by].text]))  # type: ignore[union-attr]  # by is a label field
