"""A version of the dataset opened for comparing: a build folder, or a revision on the Hub, read as far as needed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import HumError
from hum_hub.release.manifest import NAME, Manifest, read_manifest

_ON_HUB = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+)@(?P<revision>[\w./-]+)")


class CompareError(HumError):
    """Two versions cannot be compared: one of them cannot be opened or read."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the dataset: how it was asked for, its manifest, and where its files are.

    `file` gives the place of a file of the manifest on this machine; one on the Hub is downloaded then.
    """

    name: str
    manifest: Manifest
    file: Callable[[str], Path]


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
    manifest = _downloaded(repo, NAME, match["revision"], cache)
    commit = manifest.parent.name  # the client keeps files in snapshots/<commit>
    return Version(text, read_manifest(manifest.parent), lambda path: _downloaded(repo, path, commit, cache))


def _downloaded(repo: str, path: str, revision: str, cache: Path | None) -> Path:
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import (
        EntryNotFoundError,
        GatedRepoError,
        HfHubHTTPError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )
    from huggingface_hub.utils import disable_progress_bars

    disable_progress_bars()
    where = f"{repo}@{revision}"
    try:
        return Path(hf_hub_download(repo, path, repo_type="dataset", revision=revision, cache_dir=cache))
    except GatedRepoError as error:
        raise CompareError(f"{where} is gated; accept its conditions on the Hub and log in with hf auth login") from error
    except RepositoryNotFoundError as error:
        raise CompareError(
            f"the Hub has no dataset {repo}, or does not show it; check the name, or log in with hf auth login"
        ) from error
    except RevisionNotFoundError as error:
        raise CompareError(f"{repo} has no revision {revision!r}; check its tags on the Hub") from error
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else "an error"
        if isinstance(error, EntryNotFoundError):
            raise CompareError(f"{where} has no {path}; was it published by hum publish?") from error
        raise CompareError(f"the Hub answers {status} for {path} of {where}; try again later") from error
    except (OSError, ValueError, RuntimeError) as error:  # no connection, offline, a full disk, a name that is none
        reason = str(error).strip().splitlines()
        raise CompareError(
            f"{path} of {where} cannot be had ({type(error).__name__}: {reason[0] if reason else 'no reason'}); "
            f"check the connection and try again"
        ) from error
