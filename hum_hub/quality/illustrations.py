"""Illustrations of guidelines held against the corpus: none is a text of it, and none says what its gold denies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from hum_hub.contract.guidelines import Guideline, Illustration
from hum_hub.contract.values import Answer, Schema, Value, values


def unseen(guidelines: Sequence[Guideline], is_seed: Callable[[str], bool]) -> tuple[tuple[Guideline, ...], list[str]]:
    """The guidelines without illustrations whose text is that of an example, and those texts.

    An illustration must not come from a record that is asked about, from its neighbours in the same split, nor from
    an evaluation part; a text that is an example anywhere is therefore not shown at all.
    """
    dropped: list[str] = []

    def kept(given: tuple[Illustration, ...]) -> tuple[Illustration, ...]:
        dropped.extend(each.text for each in given if is_seed(each.text))
        return tuple(each for each in given if not is_seed(each.text))

    checked = tuple(
        replace(guide, positive=kept(guide.positive), negative=kept(guide.negative)) for guide in guidelines
    )
    return checked, dropped


class Claims:
    """What the illustrations of a subtask's guidelines claim about wordings."""

    def __init__(self, guidelines: Sequence[Guideline]) -> None:
        self._claims: dict[str, list[tuple[str, bool]]] = {}
        for guide in guidelines:
            for fits, given in ((True, guide.positive), (False, guide.negative)):
                for each in given:
                    self._claims.setdefault(each.mention.casefold(), []).append((guide.key, fits))

    def denied_by(self, truth: Answer, schema: Schema) -> Iterator[str]:
        """The claims that an answer denies: a fitting mention under another label alone, an unfitting one under its own."""
        if not self._claims or schema.by is None:
            return
        found: dict[str, set[str]] = {}
        for record in truth:
            label = record[schema.by]
            texts = values(
                tuple(cell for cell, field in zip(record, schema.fields, strict=True) if field.kind == "text")
            )
            if isinstance(label, Value) and texts and texts[0].text.casefold() in self._claims:
                found.setdefault(texts[0].text, set()).add(schema.key(label.text) or "")
        for wording, keys in found.items():
            for key, fits in self._claims[wording.casefold()]:
                if schema.name(key) is not None and fits != (key in keys):
                    yield f"{wording} as {', '.join(sorted(keys))}, against the guideline for {key}"
