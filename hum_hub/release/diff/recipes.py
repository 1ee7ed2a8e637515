"""What the recipe that a version carries says of its sources; the manifest does not repeat all of it."""

import tomllib
from collections.abc import Mapping
from typing import Any

from hum_hub.release.layout import RECIPE
from hum_hub.release.opening import Version

Said = Mapping[str, Mapping[str, Any]]
"""The keys of each source, by its name, which a recipe has once."""


def recipes(old: Version, new: Version) -> tuple[Said, Said]:
    """What both recipes say; nothing where they are the same, or where one is missing or cannot be read.

    Raises:
        CompareError: the Hub does not answer.
    """
    if old.manifest.recipe_sha256 == new.manifest.recipe_sha256:
        return {}, {}
    before, after = _said(old), _said(new)
    return (before, after) if before and after else ({}, {})


def _said(version: Version) -> Said:
    try:
        tasks = tomllib.loads(version.text(RECIPE) or "")["tasks"].values()
        return {source["name"]: source for task in tasks for source in task["sources"]}
    except (ValueError, LookupError, TypeError, AttributeError):  # a build by an older hum-hub, or changed by hand
        return {}
