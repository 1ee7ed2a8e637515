"""Answers as structure: what every format serialises and every rule decides about."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["label", "text", "texts", "roles", "word", "prose"]
"""What a field of an answer holds: a label of the schema, a wording, several wordings, wordings by role, or free text.

A `word` is a short and `prose` a long text that need not stand in an input.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """A wording in an answer and, where the source has it, its place in one of the inputs.

    `start` and `end` are half-open character positions in the input named `input`. Two values are equal when
    their wording is: the place is evidence, not identity, so that a parsed answer equals the one it came from.
    `also` are other wordings that would be as true: names of the same thing, longer or shorter correct answers.
    """

    text: str
    start: int | None = field(default=None, compare=False)
    end: int | None = field(default=None, compare=False)
    input: str = field(default="text", compare=False)
    also: "tuple[Value, ...]" = field(default=(), compare=False)


Cell = Value | tuple[Value, ...] | tuple[tuple[str, Value], ...]
"""One field of a record: a value (`label`, `text`), values (`texts`) or named values (`roles`)."""

Record = tuple[Cell, ...]
"""One unit of an answer; its cells stand in the order of the schema's fields."""

Answer = tuple[Record, ...]
"""A whole answer. An empty one means that there is nothing to say: no entity, no label, not answerable."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the records of an answer: its name as shown and what it holds."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Label:
    """A schema element as shown: the key that gold uses, the name that answers use, and its parts.

    Parts are the roles of an event type, each a pair of key and name. `called` is what the label is otherwise called
    where `name` is a code or a word of another language, `abroad` its name in the other of the two languages. `covers` are the keys of more specific labels that are
    answered with this one, `above` the names of more general labels from the root of their tree downwards. `inverse`
    names a relation seen from its other end, and `symmetric` says that a relation holds both ways.
    """

    key: str
    name: str
    parts: tuple[tuple[str, str], ...] = ()
    called: str = ""
    abroad: str = ""
    covers: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    inverse: str = ""
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """What is asked for, as shown: the fields of the answer's records and the labels to choose from.

    `by` is the position of the label field under which records can be grouped, `many` says that there may be more
    than one record, `optional` that there may be none. `listed` says that the labels are shown with letters,
    `inline` that every wording is a span of the one input and can be marked in it, `hidden` that the reader is told
    what the labels mean but not what they are called. `group` says which group of how many the labels are.
    """

    language: str
    fields: tuple[Field, ...]
    labels: tuple[Label, ...] = ()
    by: int | None = None
    many: bool = True
    optional: bool = True
    listed: bool = False
    inline: bool = False
    hidden: bool = False
    group: tuple[int, int] = (1, 1)

    def name(self, key: str) -> str | None:
        """The name in answers of the label `key`, or of the one that covers it; `None` when it is not shown."""
        return next((label.name for label in self.labels if label.key == key or key in label.covers), None)

    def key(self, name: str) -> str | None:
        """The key of the label named `name`, or `None`."""
        return next((label.key for label in self.labels if label.name == name), None)


def values(record: Record) -> list[Value]:
    """All values of a record, in order, whatever its cells are."""
    found: list[Value] = []
    for cell in record:
        if isinstance(cell, Value):
            found.append(cell)
        else:
            found.extend(part if isinstance(part, Value) else part[1] for part in cell)
    return found


def wordings(record: Record, schema: Schema) -> list[Value]:
    """The values of a record that are wordings of an input, without its labels and what was written freely."""
    found: list[Value] = []
    for cell, about in zip(record, schema.fields, strict=True):
        if about.kind in ("text", "texts", "roles"):
            found.extend((cell,) if isinstance(cell, Value) else values((cell,)))
    return found
