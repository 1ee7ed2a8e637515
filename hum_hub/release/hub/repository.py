"""One dataset repository on the Hub, through its client, with deadlines and with retries where the client has none."""

from collections.abc import Iterable
from dataclasses import dataclass

import httpx2
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationCopy,
    CommitOperationDelete,
    HfApi,
    get_session,
    hf_hub_url,
)
from huggingface_hub.errors import HfHubHTTPError, RemoteEntryNotFoundError, RevisionNotFoundError
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils._headers import build_hf_headers
from huggingface_hub.utils._http import hf_raise_for_status
from huggingface_hub.utils._runtime import is_xet_available
from huggingface_hub.utils.tqdm import disable_progress_bars

from hum_hub.errors import PublishError
from hum_hub.release.hub.client import TIMEOUT, set_timeout
from hum_hub.release.hub.identity import check_identity
from hum_hub.release.hub.mirror import LocalFile, RemoteFile
from hum_hub.release.hub.patience import XetError, first_line, patiently, status_of, without_token

KIND = "dataset"
MAIN = "main"


@dataclass(frozen=True, slots=True)
class Refs:
    """The names in a repository: branches with their commits, tags, and pull requests by revision, newest first."""

    branches: dict[str, str]
    tags: tuple[str, ...]
    pulls: tuple[str, ...]


class Repository:
    """A dataset repository.

    Raises:
        PublishError: there is a token that cannot be used, or none for the identity of the job.
    """

    def __init__(self, name: str, timeout: float = TIMEOUT) -> None:
        set_timeout(timeout)
        disable_progress_bars()
        check_identity()
        self.name = name
        self.timeout = timeout
        self._api = HfApi()

    def create(self) -> None:
        """Create the repository, private, if it is not there."""
        patiently(
            lambda: self._api.create_repo(self.name, repo_type=KIND, private=True, exist_ok=True),
            f"creating {self.name}",
        )

    def check_access(self) -> None:
        """Make sure that the token may write.

        Raises:
            PublishError: the repository is missing, gated or closed to the token.
        """
        patiently(
            lambda: self._api.auth_check(self.name, repo_type=KIND, write=True), f"asking to write to {self.name}"
        )

    def refs(self) -> Refs:
        """The names in the repository."""
        found = patiently(
            lambda: self._api.list_repo_refs(self.name, repo_type=KIND, include_pull_requests=True),
            f"reading the branches and tags of {self.name}",
        )
        return Refs(
            {branch.name: branch.target_commit for branch in found.branches},
            tuple(tag.name for tag in found.tags),
            tuple(sorted((pull.ref for pull in found.pull_requests or ()), key=_number, reverse=True)),
        )

    def head(self, revision: str = MAIN) -> str | None:
        """The commit that a branch or tag points to; `None` if there is no such revision.

        Raises:
            PublishError: the repository cannot be read.
        """
        try:
            return patiently(
                lambda: self._api.repo_info(self.name, repo_type=KIND, revision=revision, timeout=self.timeout).sha,
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

    def text(self, path: str, commit: str) -> str | None:
        """A small file at a commit as text; `None` if it is not there."""
        url = hf_hub_url(self.name, path, repo_type=KIND, revision=commit)

        def fetched() -> str:
            response = get_session().get(url, headers=build_hf_headers())
            hf_raise_for_status(response)
            return response.content.decode("utf-8", errors="replace")

        try:
            return patiently(fetched, f"reading {path} of {self.name}@{commit[:8]}")
        except PublishError as error:
            if isinstance(error.__cause__, RemoteEntryNotFoundError):
                return None
            raise

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
            XetError: Xet did not take the files.
            Exception: no answer, or a refusal; one of `patience.FAILURES`.
        """
        added = [CommitOperationAdd(file.path, str(file.place)) for file in files]  # new ones: the client changes them
        self._upload(added, branch, create_pr)
        operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
            *added,
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

    def _upload(self, added: list[CommitOperationAdd], branch: str, create_pr: bool) -> None:
        """Send what is large to the storage; apart from the commit, so that a failure of Xet is known for one."""
        try:
            self._api.preupload_lfs_files(
                self.name, added, repo_type=KIND, revision=branch, create_pr=create_pr, free_memory=False
            )
        except (HfHubHTTPError, httpx2.HTTPError):
            raise  # of the Hub itself
        except Exception as error:  # Xet raises errors of any kind
            if not is_xet_available():
                raise
            raise XetError(without_token(f"uploading to {self.name} through Xet: {first_line(error)}"[:600])) from error

    def new_branch(self, branch: str, commit: str) -> None:
        """Make a branch at a commit; one of this name that is there stays as it is."""
        patiently(
            lambda: self._api.create_branch(self.name, branch=branch, revision=commit, repo_type=KIND, exist_ok=True),
            f"creating the branch {branch} of {self.name}",
        )

    def delete_branch(self, branch: str) -> None:
        """Delete a branch, if it is there."""

        def delete() -> None:
            try:
                self._api.delete_branch(self.name, branch=branch, repo_type=KIND)
            except HfHubHTTPError as error:
                if status_of(error) != 404:
                    raise

        patiently(delete, f"deleting the branch {branch} of {self.name}")

    def tag(self, tag: str, commit: str, message: str) -> str:
        """Point a new tag at a commit; one that is there is not moved. The commit that it points to.

        Raises:
            PublishError: the tag cannot be created or read.
        """

        def create() -> None:
            try:
                self._api.create_tag(self.name, tag=tag, revision=commit, tag_message=message, repo_type=KIND)
            except HfHubHTTPError as error:
                if status_of(error) != 409:
                    raise

        patiently(create, f"creating the tag {tag} of {self.name}")
        there = self.head(tag)  # an answer that the tag exists does not say where it points
        if there is None:
            raise PublishError(f"the tag {tag} of {self.name} has gone again")
        return there


def _number(pull: str) -> int:
    last = pull.rpartition("/")[2]
    return int(last) if last.isdecimal() else 0
