"""Letters of listed options, alone or with the option's text."""

import string
from typing import ClassVar

from hum_hub.contract.formats import Conventions, Format, FormatError, Unfit
from hum_hub.contract.values import Answer, Schema, Value


def lettered(schema: Schema) -> list[tuple[str, str]]:
    """The listed options of a schema as pairs of letter and text."""
    return list(zip(string.ascii_uppercase, (label.name for label in schema.labels), strict=False))


class Letter(Format):
    """`B`, or `A, C` where several options may hold."""

    id: ClassVar[str] = "letter"
    losses: ClassVar[frozenset[str]] = frozenset({"positions"})
    phrase_needed: ClassVar[bool] = True

    def fits(self, schema: Schema) -> bool:
        """Answers that are listed options, at most 26 of them."""
        return (
            schema.listed and len(schema.fields) == 1 and schema.fields[0].kind == "label" and len(schema.labels) <= 26
        )

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        if schema.many:
            return (
                "只写选项字母；多个字母之间用“, ”隔开。"
                if schema.language == "zh"
                else 'Give only the letters of the options, separated by ", ".'
            )
        return "只写选项字母。" if schema.language == "zh" else "Give only the letter of the option."

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        if not answer:
            raise Unfit("nothing-to-write")
        letters = {text: letter for letter, text in lettered(schema)}
        if any(cell.text not in letters for (cell,) in answer if isinstance(cell, Value)):
            raise Unfit("label-not-in-schema")
        return ", ".join(letters[cell.text] for (cell,) in answer if isinstance(cell, Value))

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        options = dict(lettered(schema))
        letters = text.split(", ") if schema.many else [text]
        if any(letter not in options for letter in letters):
            raise FormatError(f"not a letter of an option: {text[:60]}")
        return tuple((Value(options[letter]),) for letter in letters)


class LetterWithText(Format):
    """`B. the option's text`."""

    id: ClassVar[str] = "letter-with-text"
    losses: ClassVar[frozenset[str]] = frozenset({"positions", "line-breaks"})

    def fits(self, schema: Schema) -> bool:
        """Exactly one listed option."""
        return Letter().fits(schema) and not schema.many and not schema.optional

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        if schema.language == "zh":
            return "写出所选选项，格式与上文相同：字母、英文句点、一个空格、选项原文。"
        return "Give the option as it is listed above: its letter, a full stop, a blank, its text."

    def write(self, answer: Answer, schema: Schema, conventions: Conventions) -> str:
        """See `Format.write`."""
        for letter, text in lettered(schema):
            if answer == ((Value(text),),):
                return f"{letter}. {text}"
        raise Unfit("label-not-in-schema")

    def read(self, text: str, schema: Schema, conventions: Conventions) -> Answer:
        """See `Format.read`."""
        for letter, option in lettered(schema):
            if text == f"{letter}. {option}":
                return ((Value(option),),)
        raise FormatError(f"not an option as listed: {text[:60]}")
