"""The mix: how often rows carry which enrichment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Some = Annotated[int, Field(ge=0)]

ENRICHMENTS = ("guidelines", "rules", "formats")


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares and limits from the recipe; see `docs/recipe.md`.

    `compound` is the share of rows with guidelines, rules or a format that is not the default (the Hum paper,
    arXiv 2502.03843, has 45 %). Of these, `guidelines`, `rules` and `formats` are the shares with each, the next three
    the shares with both of a pair. `rules_per_row` are the shares of rows with one, two, three and four rules among
    those with any. `idle` is the highest share of uses of rules without a witness, `empty` how many answers may be
    empty for each that is not.
    """

    __pydantic_config__ = {"extra": "forbid", "strict": True}  # the recipe is read straight into this class

    seed: str = "hum"
    compound: Share = 0.45
    guidelines: Share = 0.5
    rules: Share = 0.65
    formats: Share = 0.5
    guidelines_and_rules: Share = 0.3
    guidelines_and_formats: Share = 0.2
    rules_and_formats: Share = 0.25
    rules_per_row: Annotated[tuple[Share, ...], Field(min_length=1, max_length=4)] = (0.5, 0.3, 0.15, 0.05)
    idle: Share = 0.2
    contrast: Share = 0.05
    hidden_names: Share = 0.1
    absent_left_out: Share = 0.1
    shots: Share = 0.1
    most_shots: Count = 3
    system: Share = 0.2
    cross_language: Share = 0.1
    empty: Annotated[float, Field(ge=0)] = 2.0
    labels_shown: Annotated[int, Field(ge=2)] = 16
    grouped: Share = 0.8
    hard_negatives: Some = 2
    other_negatives: Some = 2
    renderings: Count = 1
    allowed_rules: tuple[str, ...] = ()
    allowed_formats: tuple[str, ...] = ()
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")

    def cells(self) -> Mapping[tuple[str, ...], float]:
        """The share of compound rows with exactly these enrichments, for each of the seven ways to have some.

        A share below zero says that the stated ones contradict each other.
        """
        g, r, f = self.guidelines, self.rules, self.formats
        gr, gf, rf = self.guidelines_and_rules, self.guidelines_and_formats, self.rules_and_formats
        every = 1 - g - r - f + gr + gf + rf
        return {
            ("guidelines",): g - gr - gf + every,
            ("rules",): r - gr - rf + every,
            ("formats",): f - gf - rf + every,
            ("guidelines", "rules"): gr - every,
            ("guidelines", "formats"): gf - every,
            ("rules", "formats"): rf - every,
            ("guidelines", "rules", "formats"): every,
        }
