"""What licences ask of those who use rows, and which of them a licence policy lets into a release.

The terms are a reading of the licence texts for one question: may these rows stand in a published corpus, and what must
whoever uses them do? They are no legal advice.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from hum_hub.recipe.licenses import KNOWN

Terms = Literal["free", "attribution", "share-alike", "non-commercial", "no-derivatives", "use-restricted", "unclear"]
Policy = Literal["listed", "permissive", "share-alike", "non-commercial"]

_FREE = ("cc0-1.0", "pddl", "unlicense", "wtfpl", "us-gov-public-domain")
_SHARE_ALIKE = (
    *("cc-by-sa-3.0", "cc-by-sa-4.0", "cdla-sharing-1.0", "odbl", "gfdl", "osl-3.0", "mpl-2.0", "epl-1.0", "epl-2.0"),
    *("eupl-1.1", "eupl-1.2", "agpl-3.0", "gpl", "gpl-2.0", "gpl-3.0", "lgpl", "lgpl-2.1", "lgpl-3.0", "ms-pl"),
)
_USE_RESTRICTED = (
    *("openrail", "openrail++", "bigscience-openrail-m", "creativeml-openrail-m", "bigscience-bloom-rail-1.0"),
    *("bigcode-openrail-m", "c-uda"),
)
_UNCLEAR = ("cc", "unknown", "other")

MEANING: Mapping[Terms, str] = {
    "free": "nothing",
    "attribution": "name the source and its licence",
    "share-alike": "name the source; share what you make of the rows under the same licence",
    "non-commercial": "name the source; no commercial use; with `sa` in its name, also share under the same licence",
    "no-derivatives": "name the source; share no changed version",
    "use-restricted": "keep to the uses that the licence allows",
    "unclear": "find out from the source what it allows",
}
"""What each kind of terms asks of whoever uses a row."""
ALLOWED: Mapping[Policy, frozenset[Terms]] = {
    "listed": frozenset(MEANING),
    "permissive": frozenset(["free", "attribution"]),
    "share-alike": frozenset(["free", "attribution", "share-alike"]),
    "non-commercial": frozenset(["free", "attribution", "share-alike", "non-commercial"]),
}
"""The terms that each policy lets in; `listed` lets in whatever the recipe lists by name."""


def terms(license: str) -> Terms:
    """What a licence asks; `unclear` for one that is not known."""
    if license in _FREE:
        return "free"
    if license in _SHARE_ALIKE:
        return "share-alike"
    if license in _USE_RESTRICTED:
        return "use-restricted"
    if license in _UNCLEAR or license not in KNOWN:
        return "unclear"
    if "-nd" in license:  # a row with a changed text is a changed version, so this comes before -nc
        return "no-derivatives"
    return "non-commercial" if "-nc" in license else "attribution"


def fits(license: str, policy: Policy) -> bool:
    """Whether rows under a licence may stand in a release with this policy."""
    return terms(license) in ALLOWED[policy]


def unfit(sources: Iterable[tuple[str, str]], listed: Iterable[str], policy: Policy) -> list[str]:
    """The sources, given with their licences, that do not fit a policy: each with its licence and what that asks.

    Licences that are `listed` and that no source has are named too.
    """
    rows = list(sources)
    used = {license for _, license in rows}
    named = [*rows, *(("dataset.licenses", license) for license in listed if license not in used)]
    return [f"{source} ({license}: {terms(license)})" for source, license in named if not fits(license, policy)]
