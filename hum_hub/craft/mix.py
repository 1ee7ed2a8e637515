"""The mix: how often rows carry which enrichment."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares and limits from the recipe; see `docs/recipe.md`.

    `compound` is the share of rows with guidelines, rules or a format that is not the default (the Hum paper has
    45 %). Of these, `guidelines` and `formats` are the shares with each; `rules` lists the shares with none, one,
    two ... rules. `idle` is the share of rows that may hold a rule without a witness.
    """

    __pydantic_config__ = {"extra": "forbid", "strict": True}  # the recipe is read straight into this class

    seed: str = "hum"
    compound: Share = 0.45
    guidelines: Share = 0.5
    formats: Share = 0.5
    rules: tuple[Share, ...] = (0.35, 0.4, 0.25)
    idle: Share = 0.2
    cross_language: Share = 0.1
    labels_shown: Annotated[int, Field(ge=2)] = 16
    renderings: Count = 1
    allowed_rules: tuple[str, ...] = ()
    allowed_formats: tuple[str, ...] = ()
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")
