"""Proves a card without the Hub: YAML, words, configs against the files, sections against the manifest."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa

from hum_hub.contract.records import Problem
from hum_hub.errors import BuildError
from hum_hub.recipe.policy import fits
from hum_hub.release.cards.blocks import REQUIRED, blocks
from hum_hub.release.cards.files_checking import files
from hum_hub.release.cards.front import metadata
from hum_hub.release.cards.marks import outside_code, sections
from hum_hub.release.cards.strict_yaml import front_of, read
from hum_hub.release.cards.words_checking import words
from hum_hub.release.croissant import croissant
from hum_hub.release.layout import CARD, CROISSANT
from hum_hub.release.manifest import Manifest, counted, read_manifest

LONGEST = 2_000_000
"""The most bytes of a card."""
_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)|<[a-z]+ [^<>]*(?:src|href)=[\"']([^\"']+)[\"']")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
_VERSIONS = re.compile(r"^## +Versions *$", re.MULTILINE)


def problems(folder: Path) -> list[Problem]:
    """All that is wrong with the card of a build folder and with what belongs to it.

    Raises:
        CheckError: the folder has no manifest.
    """
    manifest = read_manifest(folder)
    try:
        if (folder / CARD).stat().st_size > LONGEST:
            return [Problem("card-unreadable", f"more than {LONGEST:,} bytes")]
        front_text, body = front_of((folder / CARD).read_text(encoding="utf-8"))
        front = read(front_text)
    except (OSError, ValueError) as error:
        return [Problem("card-unreadable", str(error))]
    return [
        *words(front),
        *_front(front, manifest),
        *files(front, folder),
        *_sections(body, manifest, folder),
        *_links(body, folder),
        *_licenses(manifest),
        *_counts(manifest, folder),
        *_croissant(manifest, folder),
    ]


def _front(front: dict[str, Any], manifest: Manifest) -> Iterator[Problem]:
    expected = metadata(manifest)
    for key in sorted({*expected, *front}):
        if front.get(key) != expected.get(key):
            yield Problem("card-differs-from-manifest", key)


def _sections(body: str, manifest: Manifest, folder: Path) -> Iterator[Problem]:
    """Each section that states facts is written again and compared, word for word."""
    try:
        found = sections(body)
    except ValueError as error:
        yield Problem("card-marks-broken", str(error))
        return
    names = {each.name for each in found}
    yield from (Problem("card-section-missing", name) for name in REQUIRED if name not in names)
    if not _VERSIONS.search(outside_code(body)):
        yield Problem("card-section-missing", "## Versions")
    known = blocks(manifest, folder)
    for each in found:
        if each.name not in known:
            yield Problem("card-section-unknown", each.name)
            continue
        try:
            expected = known[each.name]()
        except (BuildError, OSError, pa.ArrowException, LookupError) as error:
            yield Problem("card-section-unproven", f"{each.name}: {error}")
            continue
        if each.text != expected:
            yield Problem("card-section-differs", f"{each.name}: {_first_difference(each.text, expected)}")


def _first_difference(stated: str, expected: str) -> str:
    """The first line that is not as it should be."""
    pairs = itertools.zip_longest(stated.split("\n"), expected.split("\n"))
    one, other = next(((one, other) for one, other in pairs if one != other), ("", ""))
    return f"{(one or 'nothing')[:200]!r}, expected {(other or 'nothing')[:200]!r}"


def _links(body: str, folder: Path) -> Iterator[Problem]:
    """What the card shows or links within its repository is there."""
    root = folder.resolve()
    for match in _LINK.finditer(outside_code(body)):
        target = unquote((match.group(1) or match.group(2)).partition("#")[0])
        if _ELSEWHERE.match(match.group(1) or match.group(2)):
            continue
        path = (folder / target).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            yield Problem("card-link-broken", target)


def _licenses(manifest: Manifest) -> Iterator[Problem]:
    """No row has a licence that the policy of the release forbids; the sources are named."""
    used = {license for config in manifest.configs.values() for license in config.counts["license"]}
    for license in sorted(used):
        if (manifest.licenses and license not in manifest.licenses) or not fits(license, manifest.license_policy):
            sources = [source.name for source in manifest.sources if source.license == license]
            yield Problem(
                "license-not-allowed",
                f"{license} of {', '.join(sources) or 'no source that is stated'}; "
                f"the policy is {manifest.license_policy!r} with {', '.join(manifest.licenses) or 'any licence'}",
            )


def _counts(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    """What the manifest counts, counted again in the rows: licences, sources, sub-tasks, formats, rules."""
    for name, config in manifest.configs.items():
        try:
            counts, rules = counted(folder, [file for split in config.splits.values() for file in split.files])
        except (OSError, pa.ArrowException, KeyError):
            continue  # files that cannot be read are named by the check of the files
        for column, found in {**counts, "rules": rules}.items():
            if found != ({**config.counts, "rules": config.rules}).get(column):
                yield Problem("counts-differ-from-rows", f"{name}: {column}")


def _croissant(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    try:
        stated = (folder / CROISSANT).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        yield Problem("croissant-unreadable", str(error))
        return
    if stated != croissant(manifest):
        yield Problem("croissant-differs-from-manifest", CROISSANT)
