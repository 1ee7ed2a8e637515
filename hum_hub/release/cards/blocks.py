"""The sections of a card that state facts of a build: each is a function of the manifest, or of rows, alone.

So a check can write each of them again and compare, however the text around them was changed.
"""

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hum_hub.recipe.policy import MEANING, terms
from hum_hub.release.cards.columns import columns
from hum_hub.release.cards.examples import LONGEST, samples
from hum_hub.release.cards.front import languages_of
from hum_hub.release.cards.marks import marked, section_name
from hum_hub.release.cards.templates import TABLES, environment, naming, shipped
from hum_hub.release.manifest import Manifest

OF_RELEASE = (
    *("summary", "contents", "loading", "columns", "sources", "licences", "generation", "topics", "dropped"),
    *("splits", "overlap", "secrets", "made-with", "reproduce", "citation"),
)
OF_CONFIG = ("subtasks", "examples")
REQUIRED = ("contents", "sources", "licences")
"""What no card may leave out."""


def blocks(manifest: Manifest, folder: Path) -> dict[str, Callable[[], str]]:
    """What each section says, by its name, written when it is asked for.

    Raises (when asked):
        OSError, pyarrow.ArrowException: rows are to be shown, and their file cannot be read.
    """
    write = _Tables(manifest).write
    found: dict[str, Callable[[], str]] = {name: functools.partial(write, name, {}) for name in OF_RELEASE}
    for name, config in manifest.configs.items():
        given = {"name": name, "config": config}
        found[section_name("subtasks", name)] = functools.partial(write, "subtasks", given)
        found[section_name("examples", name)] = functools.partial(_examples, write, folder, given)
    return found


def placed(manifest: Manifest, folder: Path) -> Callable[..., str]:
    """The function `block` of templates: a section between its marks."""
    known = blocks(manifest, folder)

    def block(kind: str, of: str | None = None) -> str:
        name = section_name(kind, of)
        if name not in known:
            raise KeyError(f"there is no block {name!r}; there are {', '.join([*OF_RELEASE, *OF_CONFIG])}")
        return marked(name, known[name]())

    return block


def _examples(write: Callable[[str, Mapping[str, Any]], str], folder: Path, given: Mapping[str, Any]) -> str:
    return write("examples", {"samples": samples(folder, given["config"]), "longest": LONGEST})


class _Tables:
    """The macros that write sections, with the facts of one build; read when the first is asked for."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._macros: Any = None

    def write(self, name: str, given: Mapping[str, Any]) -> str:
        with naming(TABLES):
            if self._macros is None:
                template = environment().from_string(shipped(TABLES) or "")
                self._macros = template.make_module(_facts(self._manifest))
            return str(getattr(self._macros, name.replace("-", "_"))(**given)).strip()


def _facts(manifest: Manifest) -> dict[str, Any]:
    """What the tables are made of: the manifest, and sums of its numbers."""
    rows = [source for source in manifest.sources if source.use == "rows"]
    return {
        "manifest": manifest,
        "configs": manifest.configs,
        "rows_of": rows,
        "references": [source for source in manifest.sources if source.use != "rows"],
        "languages": languages_of(manifest),
        "table_of_licences": _licences(manifest),
        "table_of_columns": columns(),
        "table_of_dropped": _by_reason(manifest, "dropped"),
        "failed": _by_reason(manifest, "failed"),
        "dropped_secrets": sum(source.dropped.get("looks-like-a-secret", 0) for source in manifest.sources),
        "bytes": sum(split.bytes for config in manifest.configs.values() for split in config.splits.values()),
    }


def _licences(manifest: Manifest) -> list[dict[str, Any]]:
    """Each licence: its rows in all and by config, and what it asks."""
    counts = {name: config.counts["license"] for name, config in manifest.configs.items()}
    used = sorted({license for found in counts.values() for license in found})
    return [
        {
            "name": license,
            "rows": sum(found.get(license, 0) for found in counts.values()),
            "by_config": [found.get(license, 0) for found in counts.values()],
            "terms": terms(license),
            "asks": MEANING[terms(license)],
        }
        for license in used
    ]


def _by_reason(manifest: Manifest, field: str) -> list[tuple[str, str, int]]:
    return [
        (source.name, reason, count) for source in manifest.sources for reason, count in getattr(source, field).items()
    ]
