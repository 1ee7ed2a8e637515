"""A release as others find it: what each of its files is, told by the Hub without downloading it, and its checksums."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import CheckError
from hum_hub.release.assembling import checksum
from hum_hub.release.hub.mirror import LocalFile, RemoteFile, local_file, sums_of
from hum_hub.release.layout import MANIFEST, SUMS
from hum_hub.release.opening import Version, opened


@dataclass(frozen=True, slots=True)
class Released:
    """A release: how it was asked for and where its files can be read, what its files are, what its checksums list."""

    version: Version
    files: dict[str, RemoteFile]
    listed: dict[str, str]

    @property
    def paths(self) -> set[str]:
        """The paths that the release consists of; other files beside them are not ours."""
        return {SUMS, *self.listed}

    def text(self, path: str) -> str | None:
        """A file as text; `None` when it is not there."""
        return self.version.file(path).read_text(encoding="utf-8", errors="replace") if path in self.files else None

    def altered(self, known: dict[str, LocalFile]) -> tuple[str, ...]:
        """The files that are not there, or are not what the checksums of the release list.

        A small file on the Hub is downloaded for it, unless it is the same as one of those that are known.
        """
        return tuple(path for path in sorted(self.listed) if self._sha256(path, known) != self.listed[path])

    def _sha256(self, path: str, known: dict[str, LocalFile]) -> str | None:
        there = self.files.get(path)
        if there is None or there.sha256 is not None:
            return there.sha256 if there is not None else None
        if path in known and there.is_same(known[path]):
            return known[path].sha256
        return checksum(self.version.file(path))


def released(text: str) -> Released:
    """The release in a build folder, or that of `org/name@revision` on the Hub.

    Raises:
        CompareError: there is neither such a folder nor such a revision, or the Hub does not answer.
        PublishError: the Hub does not list its files.
        CheckError: it has no manifest or no checksums.
    """
    version = opened(text)
    folder = Path(text)
    files = _of_folder(folder, (SUMS,)) if folder.is_dir() else _on_hub(version)
    if SUMS not in files:
        raise CheckError(f"{text} has no {SUMS}; was it made by hum build?")
    listed = sums_of(version.file(SUMS).read_text(encoding="utf-8", errors="replace"))
    if folder.is_dir():
        files |= _of_folder(folder, listed)
    return Released(version, files, listed)


def _of_folder(folder: Path, paths: Iterable[str]) -> dict[str, RemoteFile]:
    found = {path: local_file(folder, path) for path in paths if (folder / path).is_file()}
    return {path: RemoteFile(path, file.size, file.blob, file.sha256) for path, file in found.items()}


def _on_hub(version: Version) -> dict[str, RemoteFile]:
    from hum_hub.release.hub.repository import Repository

    # The cache of the client has a folder for each commit, so the files are those of the commit of the manifest, even
    # if a branch has moved meanwhile.
    commit = version.file(MANIFEST).parent.name
    return Repository(version.name.partition("@")[0]).files(commit)
