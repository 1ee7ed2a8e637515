"""A version of the dataset opened: a build folder, or a revision on the Hub, read as far as needed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import CompareError
from hum_hub.release.layout import MANIFEST
from hum_hub.release.manifest import Manifest, read_manifest

_SIGNED = re.compile(r"\?\S+")
"""The query of an address: that of a storage host holds a signature."""
_COMMIT = re.compile(r"[0-9a-f]{40}")
_DEADLINE = 60.0
"""Seconds to wait for the Hub to say what a revision is."""
_ON_HUB = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+)@(?P<revision>[\w./-]+)")


class _MissingError(CompareError):
    """A version on the Hub has no such file."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the dataset: how it was asked for, its manifest, and where its files are.

    `file` gives the place of a file of the manifest on this machine; one on the Hub is downloaded then.
    """

    name: str
    manifest: Manifest
    file: Callable[[str], Path]

    def text(self, path: str) -> str | None:
        """The text of a file; `None` when the version has no such file.

        Raises:
            CompareError: the Hub does not answer.
        """
        try:
            return self.file(path).read_text(encoding="utf-8")
        except (_MissingError, FileNotFoundError):
            return None


def opened(text: str, cache: Path | None = None) -> Version:
    """The version in a build folder, or that of `org/name@revision` on the Hub, kept in the cache folder.

    Of the Hub, the manifest is downloaded at once, other files when they are asked for. The revision is resolved
    once, so that a branch that moves meanwhile is not mixed. The address and the token are those of the Hub's client.

    Raises:
        CompareError: there is neither such a folder nor such a revision, or the Hub does not answer.
        CheckError: there is no manifest, or it is not one.
    """
    folder = Path(text)
    if folder.is_dir():
        return Version(text, read_manifest(folder), lambda path: folder / path)
    match = _ON_HUB.fullmatch(text)
    if match is None:
        raise CompareError(
            f"{text!r} is no folder; name a build folder such as build/hum, or a revision such as org/name@v1.0.0"
        )
    repo = match["repo"]
    commit = _commit(repo, match["revision"])
    manifest = read_manifest(_downloaded(repo, MANIFEST, commit, cache).parent)
    return Version(text, manifest, lambda path: _downloaded(repo, path, commit, cache))


def _commit(repo: str, revision: str) -> str:
    """The commit that a revision is at now; the client would take one that it has seen before when the Hub fails."""
    from huggingface_hub import HfApi

    if _COMMIT.fullmatch(revision):
        return revision
    with _told(repo, revision, MANIFEST):
        return str(HfApi().dataset_info(repo, revision=revision, timeout=_DEADLINE).sha)


def _downloaded(repo: str, path: str, commit: str, cache: Path | None) -> Path:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    with _told(repo, commit, path):
        return Path(hf_hub_download(repo, path, repo_type="dataset", revision=commit, cache_dir=cache))


@contextmanager
def _told(repo: str, revision: str, path: str) -> Iterator[None]:
    """Failures of the Hub's client in one line, with what to do next."""
    from huggingface_hub.errors import (
        EntryNotFoundError,
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    where = f"{repo}@{revision[:40]}"
    try:
        yield
    except GatedRepoError as error:
        raise CompareError(
            f"{repo} is gated; accept its conditions on the Hub, and log in with hf auth login"
        ) from error
    except RepositoryNotFoundError as error:
        raise CompareError(
            f"the Hub has no dataset {repo}, or does not show it; check the name, or log in with hf auth login"
        ) from error
    except RevisionNotFoundError as error:
        raise CompareError(f"{repo} has no revision {revision!r}; check its tags on the Hub") from error
    except Exception as error:  # no connection, a full disk, a bad name: errors of several libraries come through
        answer = error.__cause__ if isinstance(error, LocalEntryNotFoundError) else error
        if isinstance(answer, EntryNotFoundError) and isinstance(answer, HfHubHTTPError):
            raise _MissingError(f"{where} has no {path}; was it published by hum publish?") from error
        if isinstance(answer, HfHubHTTPError):
            status = answer.response.status_code
            raise CompareError(f"the Hub answers {status} for {path} of {where}; try again later") from error
        reason = _SIGNED.sub("", str(error)).strip().splitlines() or ["no reason given"]
        raise CompareError(
            f"{path} of {where} cannot be had ({type(error).__name__}: {reason[0]}); "
            f"check the connection, and run the same command again"
        ) from error
