"""What a licence asks of those who use rows, so that a licence that asks for more is seen."""

from hum_hub.recipe.policy import terms

ATTRIBUTION = "attribution"


def restrictions(license: str) -> frozenset[str]:
    """All that a licence asks for: its terms, and what else its name says, such as `sa` beside `nc`."""
    kind = terms(license)
    if kind == "free":
        return frozenset()
    parts = license.split("-")
    named = {"sa": "share-alike", "nc": "non-commercial", "nd": "no-derivatives"}
    return frozenset({ATTRIBUTION, kind, *(asked for part, asked in named.items() if part in parts)})


def added_restrictions(old: str, new: str) -> tuple[str, ...]:
    """What the new licence asks for that the old one did not."""
    return tuple(sorted(restrictions(new) - restrictions(old)))
