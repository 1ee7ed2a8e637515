"""The mix: how often rows carry which enrichment."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares and limits from the recipe; see `docs/recipe.md`.

    `compound` is the share of rows with guidelines, rules or a format that is not the default (the Hum paper has
    45 %). Of these, `guidelines` and `formats` are the shares with each; `rules` lists the shares with none, one,
    two ... rules. `idle` is the share of rows that may hold a rule without a witness.
    """

    seed: str = "hum"
    compound: float = 0.45
    guidelines: float = 0.5
    formats: float = 0.5
    rules: tuple[float, ...] = (0.35, 0.4, 0.25)
    idle: float = 0.2
    cross_language: float = 0.1
    labels_shown: int = 16
    renderings: int = 1
    allowed_rules: tuple[str, ...] = ()
    allowed_formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = field(default=("en", "zh"))
