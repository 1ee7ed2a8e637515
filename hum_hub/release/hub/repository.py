"""One dataset repository on the Hub, through its client, with deadlines and with retries where the client has none."""

from collections.abc import Iterable
from pathlib import Path

import httpx2
from huggingface_hub import CommitOperationAdd, CommitOperationCopy, CommitOperationDelete, HfApi, set_client_factory
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils._http import hf_request_event_hook

from hum_hub.errors import PublishError
from hum_hub.release.hub.mirror import LocalFile, RemoteFile
from hum_hub.release.hub.patience import patiently, status_of

KIND = "dataset"
DEADLINE = httpx2.Timeout(120.0, connect=15.0)
"""How long an answer may take; the client's own default is for ever. The Hub's own limit for a commit is 60 seconds."""


class Repository:
    """A dataset repository."""

    def __init__(self, name: str) -> None:
        set_client_factory(_client)
        self.name = name
        self._api = HfApi()

    @property
    def endpoint(self) -> str:
        """The address of the Hub that is spoken to."""
        return self._api.endpoint

    def create(self, private: bool) -> None:
        """Create the repository if it is not there."""
        patiently(
            lambda: self._api.create_repo(self.name, repo_type=KIND, private=private, exist_ok=True),
            f"creating {self.name}",
        )

    def check_access(self) -> None:
        """Make sure that the token may write.

        Raises:
            PublishError: the repository is missing, gated or closed to the token.
        """
        patiently(lambda: self._api.auth_check(self.name, repo_type=KIND, write=True), f"access to {self.name}")

    def head(self, revision: str = "main") -> str | None:
        """The commit that a branch or tag points to; `None` if there is no such revision.

        Raises:
            PublishError: the repository cannot be read.
        """
        try:
            return patiently(
                lambda: self._api.repo_info(self.name, repo_type=KIND, revision=revision, timeout=60).sha,
                f"reading {self.name}@{revision}",
            )
        except PublishError as error:
            if isinstance(error.__cause__, RevisionNotFoundError):
                return None
            raise

    def files(self, commit: str) -> dict[str, RemoteFile]:
        """The files at a commit, by path."""

        def listed() -> dict[str, RemoteFile]:
            entries = self._api.list_repo_tree(self.name, recursive=True, revision=commit, repo_type=KIND)
            return {
                entry.path: RemoteFile(entry.path, entry.size, entry.blob_id, entry.lfs.sha256 if entry.lfs else None)
                for entry in entries
                if isinstance(entry, RepoFile)
            }

        return patiently(listed, f"reading the files of {self.name}@{commit[:8]}")

    def text(self, path: str, commit: str, cache: Path) -> str | None:
        """A small file at a commit as text; `None` if it is not there."""
        try:
            found = patiently(
                lambda: self._api.hf_hub_download(
                    self.name, path, repo_type=KIND, revision=commit, cache_dir=cache, etag_timeout=60
                ),
                f"reading {path} of {self.name}@{commit[:8]}",
            )
        except PublishError as error:
            if isinstance(error.__cause__, EntryNotFoundError):
                return None
            raise
        return Path(str(found)).read_text(encoding="utf-8", errors="replace")

    def commit(
        self,
        files: Iterable[LocalFile],
        deleted: Iterable[str],
        message: str,
        branch: str,
        parent: str,
        create_pr: bool = False,
    ) -> tuple[str, str | None]:
        """Commit files and deletions at once; the new commit and, if one was opened, the pull request.

        Not made again here: a commit whose answer is lost has happened.

        Raises:
            HfHubHTTPError, httpx2.TransportError, OSError: no answer, or a refusal.
        """
        operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
            *(CommitOperationAdd(file.path, str(file.place)) for file in files),  # new ones: the client changes them
            *(CommitOperationDelete(path) for path in deleted),
        ]
        made = self._api.create_commit(
            self.name,
            operations,
            commit_message=message,
            repo_type=KIND,
            revision=branch,
            parent_commit=parent,
            create_pr=create_pr,
        )
        return made.oid, made.pr_revision

    def new_branch(self, branch: str, commit: str) -> None:
        """Make a branch at a commit; one of this name that is there is left over, and made anew."""
        self.delete_branch(branch)
        patiently(
            lambda: self._api.create_branch(self.name, branch=branch, revision=commit, repo_type=KIND, exist_ok=True),
            f"creating the branch {branch} of {self.name}",
        )

    def delete_branch(self, branch: str) -> None:
        """Delete a branch, if it is there."""

        def delete() -> None:
            try:
                self._api.delete_branch(self.name, branch=branch, repo_type=KIND)
            except (RevisionNotFoundError, RepositoryNotFoundError):
                return
            except HfHubHTTPError as error:
                if status_of(error) != 404:
                    raise

        patiently(delete, f"deleting the branch {branch} of {self.name}")

    def tag(self, tag: str, commit: str, message: str) -> None:
        """Point a new tag at a commit.

        Raises:
            PublishError: the tag is there and points elsewhere; tags are never moved.
        """

        def create() -> None:
            try:
                self._api.create_tag(self.name, tag=tag, revision=commit, tag_message=message, repo_type=KIND)
            except HfHubHTTPError as error:
                if status_of(error) != 409:
                    raise

        patiently(create, f"creating the tag {tag} of {self.name}")
        there = self.head(tag)
        if there != commit:
            raise PublishError(
                f"the tag {tag} of {self.name} points at {str(there)[:8]} and not at {commit[:8]}; tags are never moved, "
                "publish under the next version"
            )


def _client() -> httpx2.Client:
    """The client's own, with a deadline."""
    return httpx2.Client(event_hooks={"request": [hf_request_event_hook]}, follow_redirects=True, timeout=DEADLINE)
