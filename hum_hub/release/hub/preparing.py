"""A release as it is published: the files of a build folder, with the changelog of earlier versions in the card.

The folder itself is not changed: the card, and the checksums that cover it, are written elsewhere, and take the place
of those of the folder. All other files are read where they are.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from hum_hub.errors import PublishError
from hum_hub.release.diff.changelog import entries, with_changelog
from hum_hub.release.hub.mirror import LocalFile, local_file, local_files
from hum_hub.release.layout import CARD, SUMS
from hum_hub.release.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be published: its files by path, its tag, and the message of its commit."""

    folder: Path
    manifest: Manifest
    files: dict[str, LocalFile]

    @property
    def tag(self) -> str:
        """The tag of the version."""
        return f"v{self.manifest.version}"

    @property
    def message(self) -> str:
        """The message of the commit, by which a person finds it."""
        return f"Release {self.tag}"

    @property
    def card(self) -> str:
        """The text of the card."""
        return self.files[CARD].place.read_text(encoding="utf-8")


def release_of(folder: Path) -> Release:
    """The release in a build folder.

    Raises:
        CheckError: the folder has no manifest.
        PublishError: its files are not what its checksums say.
    """
    release = Release(folder, read_manifest(folder), local_files(folder))
    if CARD not in release.files:
        raise PublishError(f"{folder} has no {CARD}; make it with hum build")
    return release


def with_history(release: Release, published: str | None, place: Path, entry: str | None = None) -> Release:
    """The release with the entries of a published card in its own, and its new entry.

    Without a new entry, that of the same version in the published card is taken over as well: this is what the release
    looks like when it has been published already.
    """
    card = release.card
    own = release.manifest.version
    for version, text in entries(published or "").items():
        if entry is None or version != own:
            card = with_changelog(card, text)
    return with_card(release, with_changelog(card, entry) if entry is not None else card, place)


def with_card(release: Release, card: str, place: Path) -> Release:
    """The release with another card, and checksums that cover it; both are written into a folder."""
    if card == release.card:
        return release
    place.mkdir(parents=True, exist_ok=True)
    (place / CARD).write_text(card, encoding="utf-8")
    fresh = local_file(place, CARD)
    sums = release.files[SUMS].place.read_text(encoding="utf-8")
    (place / SUMS).write_text(with_sum(sums, CARD, fresh.sha256), encoding="utf-8")
    return replace(release, files={**release.files, CARD: fresh, SUMS: local_file(place, SUMS)})


def with_sum(sums: str, path: str, sha256: str) -> str:
    """A file of checksums with another one for a path."""
    lines = [
        f"{sha256}  {path}\n" if line.rstrip("\n").endswith(f"  {path}") else line for line in sums.splitlines(True)
    ]
    return "".join(lines)
