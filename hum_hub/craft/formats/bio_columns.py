"""One token a line with its BIO tag."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, TextFormat, Unfit
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats.tags import BIO, Scheme, described, spelt, tagged, untagged
from hum_hub.craft.formats.tokens import DEFINITION, tokens


class BioColumns(TextFormat):
    """Token, tab, tag: `Ada`, `B-person`."""

    id: ClassVar[str] = "bio-columns"
    losses: ClassVar[frozenset[str]] = frozenset({"overlapping-spans", "parts-of-tokens", "invisible-signs"})
    scheme: ClassVar[Scheme] = BIO

    def fits(self, schema: Schema) -> bool:
        """Spans whose labels stay apart when blanks are written as underscores."""
        return super().fits(schema) and spelt(schema) is not None

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        if schema.language == "zh":
            form = "每行写一个词元：词元、制表符、标注，按原文顺序写出全部词元。"
            return form + described(schema, self.scheme) + DEFINITION["zh"]
        form = "Write every token of the text, in order, on a line of its own: the token, a tab, its tag."
        return f"{form} {described(schema, self.scheme)} {DEFINITION['en']}"

    def mark(self, answer: Answer, text: str, schema: Schema) -> str:
        """See `TextFormat.mark`."""
        places = tokens(text)
        tags = tagged(answer, places, schema, self.scheme)
        return "\n".join(f"{text[start:end]}\t{tag}" for (start, end), tag in zip(places, tags, strict=True))

    def unmark(self, message: str, text: str, schema: Schema) -> Answer:
        """See `TextFormat.unmark`."""
        try:
            places = tokens(text)
        except Unfit as error:
            raise FormatError(f"the text cannot be written in tokens: {error}") from error
        lines = message.split("\n")
        if len(lines) != len(places):
            raise FormatError(f"{len(lines)} lines for {len(places)} tokens")
        tags = []
        for line, (start, end) in zip(lines, places, strict=True):
            token, _, tag = line.partition("\t")
            if token != text[start:end]:
                raise FormatError(f"not the line of the token {text[start:end]}: {line[:60]}")
            tags.append(tag)
        return untagged(tags, places, text, schema, self.scheme)
