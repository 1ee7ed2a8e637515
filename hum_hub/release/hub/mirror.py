"""What a release consists of, here and on the Hub, and what publishing it would change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import PublishError
from hum_hub.release.layout import SUMS


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of a build folder: its path in the repository, where it is, its size and its two identities.

    `sha256` is what the Hub knows large files by, `blob` what git knows small ones by.
    """

    path: str
    place: Path
    size: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at some commit: its path, its size, and its identity, of one kind or the other."""

    path: str
    size: int
    blob: str
    sha256: str | None

    def is_same(self, local: LocalFile) -> bool:
        """Whether it has the content of a local file."""
        return self.sha256 == local.sha256 if self.sha256 is not None else self.blob == local.blob


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would change: files added, replaced and deleted, and those that stay as they are.

    `foreign` are files that no release has put there; they are never touched.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    deleted: tuple[str, ...]
    same: tuple[str, ...]
    foreign: tuple[str, ...]
    bytes: int
    held: dict[str, str]
    """What the Hub holds at the paths of the release, and of the one that is there, by path: sha256, or git's name."""

    @property
    def nothing(self) -> bool:
        """Whether the repository holds the release already."""
        return not (self.added or self.replaced or self.deleted)


def local_files(folder: Path) -> dict[str, LocalFile]:
    """The files of a build folder by path, as its checksums list them.

    Raises:
        PublishError: a file is missing or is not what the checksums say.
    """
    listed = sums_of((folder / SUMS).read_text(encoding="utf-8")) if (folder / SUMS).is_file() else {}
    if not listed:
        raise PublishError(f"{folder} has no {SUMS}; make it with hum build")
    found = {SUMS: local_file(folder, SUMS)}
    for path, sha256 in sorted(listed.items()):
        if not (folder / path).resolve().is_relative_to(folder.resolve()) or not (folder / path).is_file():
            raise PublishError(f"{folder}: {path} is listed in {SUMS} but is not there; build again")
        found[path] = local_file(folder, path)
        if found[path].sha256 != sha256:
            raise PublishError(f"{folder}: {path} is not the file that {SUMS} lists; build again")
    return found


def sums_of(text: str) -> dict[str, str]:
    """The checksums in a file of checksums, by path; lines that are none are passed over."""
    found = {}
    for line in text.splitlines():
        sha256, blank, path = line.partition("  ")
        if blank and len(sha256) == 64 and path and not path.startswith("/") and ".." not in path.split("/"):
            found[path] = sha256
    return found


def changes(local: Mapping[str, LocalFile], remote: Mapping[str, RemoteFile], released: frozenset[str]) -> Changes:
    """What publishing would change; `released` are the paths that the release on the Hub consists of."""
    same = {path for path, file in local.items() if path in remote and remote[path].is_same(file)}
    replaced = {path for path in local if path in remote} - same
    added = set(local) - set(remote)
    deleted = (released & set(remote)) - set(local)
    return Changes(
        added=tuple(sorted(added)),
        replaced=tuple(sorted(replaced)),
        deleted=tuple(sorted(deleted)),
        same=tuple(sorted(same)),
        foreign=tuple(sorted(set(remote) - set(local) - deleted)),
        bytes=sum(local[path].size for path in added | replaced),
        held={path: remote[path].sha256 or remote[path].blob for path in sorted((set(local) | released) & set(remote))},
    )


def local_file(folder: Path, path: str) -> LocalFile:
    """A file of a folder, with its identities."""
    place = folder / path
    size = place.stat().st_size
    sha256, blob = hashlib.sha256(), hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)  # as git names it
    with place.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            sha256.update(chunk)
            blob.update(chunk)
    return LocalFile(path, place, size, sha256.hexdigest(), blob.hexdigest())
