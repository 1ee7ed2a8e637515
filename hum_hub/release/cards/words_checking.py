"""The words of a front matter checked against those that the Hub knows."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from hum_hub.contract.records import Problem
from hum_hub.recipe.licenses import KNOWN
from hum_hub.release.cards.vocabulary import (
    CREATORS,
    LANGUAGES,
    MULTILINGUALITY,
    SIZES,
    TASK_CATEGORIES,
    TASK_IDS,
)

REQUIRED = ("pretty_name", "language", "license", "size_categories", "task_categories", "configs", "dataset_info")
_HUB_LICENSES = KNOWN - {"us-gov-public-domain"}
_LONG_LANGUAGE = re.compile(r"[a-z]{3}", re.ASCII)
_SOURCE = re.compile(r"original|extended|extended\|[\w.-]+|[\w.-]+/[\w.-]+", re.ASCII)
_VOCABULARY: dict[str, Collection[str]] = {
    "license": _HUB_LICENSES,
    "size_categories": [name for _, name in SIZES],
    "task_categories": TASK_CATEGORIES,
    "task_ids": TASK_IDS,
    "annotations_creators": CREATORS,
    "language_creators": CREATORS,
    "multilinguality": MULTILINGUALITY,
}


def words(front: dict[str, Any]) -> Iterator[Problem]:
    """What a front matter lacks, and the words in it that the Hub does not know."""
    for key in REQUIRED:
        if not front.get(key):
            yield Problem("card-key-missing", key)
    for key, known in _VOCABULARY.items():
        yield from (_unknown(key, word) for word in _listed(front.get(key)) if not _in(known, word))
    for word in _listed(front.get("language")):
        if not _in(LANGUAGES, word) and not _is_long_language(word):
            yield _unknown("language", word)
    for word in _listed(front.get("source_datasets")):
        if not isinstance(word, str) or not _SOURCE.fullmatch(word):
            yield _unknown("source_datasets", word)
    for word in _listed(front.get("tags")):
        if not isinstance(word, str) or not word.strip() or len(word) > 100:
            yield _unknown("tags", word)
    if "other" in _listed(front.get("license")):
        yield from (Problem("card-key-missing", key) for key in ("license_name", "license_link") if not front.get(key))


def _is_long_language(word: object) -> bool:
    return isinstance(word, str) and (word in ("code", "multilingual") or _LONG_LANGUAGE.fullmatch(word) is not None)


def _in(known: Collection[str], word: object) -> bool:
    return isinstance(word, str) and word in known


def _unknown(key: str, word: object) -> Problem:
    return Problem("card-word-unknown", f"{key}: {word!r}")


def _listed(value: object) -> list[Any]:
    """A value that may stand alone or in a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
