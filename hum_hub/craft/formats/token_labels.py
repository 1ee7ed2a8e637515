"""The tokens on one line, each followed by its tag in brackets."""

from typing import ClassVar

from hum_hub.contract.formats import Conventions, FormatError, TextFormat, Unfit
from hum_hub.contract.values import Answer, Schema
from hum_hub.craft.formats.tags import BIO, described, spelt, tagged, untagged
from hum_hub.craft.formats.tokens import DEFINITION, tokens


class TokenLabels(TextFormat):
    """`Ada(B-person) lived(O) in(O) London(B-place)`."""

    id: ClassVar[str] = "token-labels"
    losses: ClassVar[frozenset[str]] = frozenset({"overlapping-spans", "parts-of-tokens", "invisible-signs"})

    def fits(self, schema: Schema) -> bool:
        """Spans whose labels stay apart when blanks are written as underscores."""
        return super().fits(schema) and spelt(schema) is not None

    def describe(self, schema: Schema, conventions: Conventions) -> str:
        """See `Format.describe`."""
        if schema.language == "zh":
            form = "在一行内按原文顺序写出全部词元，每个词元后面紧跟半角圆括号括起的标注，词元之间用一个空格隔开。"
            return form + described(schema, BIO) + DEFINITION["zh"]
        form = (
            "Write every token of the text, in order, on one line, each followed at once by its tag in round brackets, "
            "with one blank between tokens."
        )
        return f"{form} {described(schema, BIO)} {DEFINITION['en']}"

    def mark(self, answer: Answer, text: str, schema: Schema) -> str:
        """See `TextFormat.mark`."""
        places = tokens(text)
        tags = tagged(answer, places, schema, BIO)
        return " ".join(f"{text[start:end]}({tag})" for (start, end), tag in zip(places, tags, strict=True))

    def unmark(self, message: str, text: str, schema: Schema) -> Answer:
        """See `TextFormat.unmark`."""
        try:
            places = tokens(text)
        except Unfit as error:
            raise FormatError(f"the text cannot be written in tokens: {error}") from error
        pieces = message.split(" ")
        if len(pieces) != len(places):
            raise FormatError(f"{len(pieces)} pieces for {len(places)} tokens")
        tags = []
        for piece, (start, end) in zip(pieces, places, strict=True):
            opening = f"{text[start:end]}("
            if not piece.startswith(opening) or not piece.endswith(")"):
                raise FormatError(f"not the token {text[start:end]} with its tag: {piece[:60]}")
            tags.append(piece[len(opening) : -1])
        return untagged(tags, places, text, schema, BIO)
