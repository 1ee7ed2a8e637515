"""A build folder published as one release: staged, loaded back, committed at once, tagged. All of it, or nothing.

A reader sees the release before or this one, never a mixture. Whatever fails, the same command goes on from there: files
that are uploaded stay uploaded, a commit whose answer was lost is recognised, and a finished release is left alone.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub.errors import HfHubHTTPError

from hum_hub.errors import PublishError
from hum_hub.release.hub.loading import loads_back
from hum_hub.release.hub.mirror import SUMS, Changes, LocalFile, changes, local_files, sums_of
from hum_hub.release.hub.patience import TRIES, refusal, wait_for
from hum_hub.release.hub.repository import Repository
from hum_hub.release.manifest import read_manifest

MAIN = "main"
Tell = Callable[[str], None]
"""Is told what is being done, in a few words."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing: the tag and the commit that it points to, what changed, and what was done.

    `state` is `published`, `completed` (an earlier run had got part of the way), `nothing-to-do`, or `proposed` (a pull
    request is open under `pull_request`).
    """

    repo: str
    tag: str
    commit: str
    state: str
    changes: Changes
    pull_request: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be published: its files, its tag, and the message of its commit."""

    folder: Path
    version: str
    files: dict[str, LocalFile]

    @property
    def tag(self) -> str:
        """The tag of the version."""
        return f"v{self.version}"

    @property
    def message(self) -> str:
        """The message of the commit, by which a person finds it."""
        return f"Release {self.tag}"


def release_of(folder: Path) -> Release:
    """The release in a build folder.

    Raises:
        CheckError: the folder has no manifest.
        PublishError: its files are not what its checksums say.
    """
    return Release(folder, read_manifest(folder).version, local_files(folder))


def planned(repository: Repository, release: Release, commit: str | None = None) -> tuple[str, Changes]:
    """The commit that readers see now, and what publishing would change there.

    Raises:
        PublishError: the repository is missing or cannot be read.
    """
    head = commit or repository.head(MAIN)
    if head is None:
        raise PublishError(f"{repository.name} has no branch {MAIN}; create the repository anew")
    with tempfile.TemporaryDirectory(prefix="hum-release-") as cache:
        sums = repository.text(SUMS, head, Path(cache))
    released = frozenset({SUMS, *sums_of(sums)}) if sums is not None else frozenset[str]()
    return head, changes(release.files, repository.files(head), released)


def publish(repository: Repository, release: Release, tell: Tell, create_pr: bool = False) -> Published:
    """Publish a release; see the module.

    Raises:
        PublishError: it is not published; the message says what readers see, and what to do.
    """
    repository.check_access()
    tagged = repository.head(release.tag)
    if tagged is not None:
        return _tagged(repository, release, tagged)
    head, change = planned(repository, release)
    if change.nothing:
        tell(f"{MAIN} holds the release already; its tag is missing")
        repository.tag(release.tag, head, release.message)
        repository.delete_branch(_staging(release))
        return Published(repository.name, release.tag, head, "completed", change)
    if create_pr:
        return _proposed(repository, release, head, change, tell)
    staged = _staged(repository, release, head, change, tell)
    _verify(repository, release, staged, tell)
    tell(f"committing to {MAIN}")
    commit = _committed(repository, release, MAIN, head, change)
    tell(f"tagging {release.tag}")
    repository.tag(release.tag, commit, release.message)
    repository.delete_branch(_staging(release))
    return Published(repository.name, release.tag, commit, "published", change)


def _tagged(repository: Repository, release: Release, commit: str) -> Published:
    """What to do about a tag that is there: nothing, when it holds this very release."""
    _, change = planned(repository, release, commit)
    if not change.nothing:
        raise PublishError(
            f"{repository.name} has a {release.tag} with other content; tags are never moved: "
            "give the recipe the next version (hum diff proposes it) and build again"
        )
    repository.delete_branch(_staging(release))
    return Published(repository.name, release.tag, commit, "nothing-to-do", change)


def _proposed(repository: Repository, release: Release, head: str, change: Changes, tell: Tell) -> Published:
    tell("opening a pull request")
    files = [release.files[path] for path in (*change.added, *change.replaced)]
    try:
        commit, pull_request = repository.commit(files, change.deleted, release.message, MAIN, head, create_pr=True)
    except (HfHubHTTPError, httpx2.TransportError, OSError) as error:
        raise refusal(error, f"proposing {release.tag} to {repository.name}; {MAIN} is as it was") from error
    _verify(repository, release, commit, tell)
    return Published(repository.name, release.tag, commit, "proposed", change, pull_request)


def _staging(release: Release) -> str:
    return f"staging/{release.tag}"


def _staged(repository: Repository, release: Release, head: str, change: Changes, tell: Tell) -> str:
    """Commit the release to a branch of its own, where no reader looks; the commit."""
    tell(f"staging {len(change.added) + len(change.replaced)} files, {change.bytes:,} bytes at most")
    repository.new_branch(_staging(release), head)
    return _committed(repository, release, _staging(release), head, change)


def _verify(repository: Repository, release: Release, commit: str, tell: Tell) -> None:
    tell("loading every config back")
    _, left = planned(repository, release, commit)
    found = [f"{path}: not what was sent" for path in (*left.added, *left.replaced, *left.deleted)]
    found += loads_back(repository.name, commit, release.folder) if not found else []
    if found:
        raise PublishError(
            f"{release.tag} does not come back from {repository.name} as it was built, and was not published; "
            f"readers see what they saw before. {'; '.join(found[:5])}"
        )


def _committed(repository: Repository, release: Release, branch: str, parent: str, change: Changes) -> str:
    """Commit to a branch whose head is `parent`; the commit that holds the release.

    A failure leaves open whether the commit has happened, so the branch is looked at before anything is sent again.
    Another writer's commit in between is kept: when it has left the release's files alone, ours goes on top of it.
    """
    for number in range(1, TRIES + 1):
        files = [release.files[path] for path in (*change.added, *change.replaced)]
        try:
            return repository.commit(files, change.deleted, release.message, branch, parent)[0]
        except (HfHubHTTPError, httpx2.TransportError, OSError) as error:
            found = repository.head(branch)
            if found is None:
                raise PublishError(
                    f"the branch {branch} of {repository.name} is gone; run the same command again"
                ) from error
            _, now = planned(repository, release, found)
            if now.nothing:
                return found
            wait = 0.0 if found != parent else wait_for(error, number)
            if wait is None or number == TRIES:
                raise refusal(
                    error,
                    f"committing {release.tag} to {branch} of {repository.name}; readers see what they saw before",
                ) from error
            if found != parent:
                _refuse_overtaken(repository, release, change, now, branch)
                parent, change = found, now
            time.sleep(wait)
    raise AssertionError("the last try returns or raises")


def _refuse_overtaken(repository: Repository, release: Release, before: Changes, now: Changes, branch: str) -> None:
    """Stop when another writer has touched files of the release; a foreign file may come and go."""
    was = (before.added, before.replaced, before.deleted, before.same)
    if was != (now.added, now.replaced, now.deleted, now.same):
        raise PublishError(
            f"somebody else has published to {branch} of {repository.name} meanwhile; nothing of {release.tag} is "
            "visible. See what is there now with hum publish --dry-run, and publish again"
        )
