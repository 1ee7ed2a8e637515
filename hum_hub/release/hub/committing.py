"""A commit on a branch that others write to as well: made once, never repeated blindly, never over another's work."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hum_hub.errors import PublishError
from hum_hub.release.hub.mirror import LocalFile
from hum_hub.release.hub.patience import FAILURES, TRIES, refusal, root, status_of, wait_for
from hum_hub.release.hub.repository import Repository


@dataclass(frozen=True, slots=True)
class Edit:
    """What a commit does: files that it writes, and paths that it deletes."""

    files: Sequence[LocalFile]
    deleted: Sequence[str]


class Unknown(PublishError):
    """Whether a commit has happened is not known; running the same command again finds out."""


class Overtaken(PublishError):
    """Another writer has changed what a commit would write; nothing of it has happened."""


def committed(
    repository: Repository, branch: str, head: str, edit_at: Callable[[str], Edit | None], message: str
) -> str:
    """Commit to a branch; the commit that holds what was wanted.

    `edit_at` says what is left to do at a commit of the branch: nothing when it holds all of it, and it raises
    `Overtaken` when another writer's work must not be written over. A failure leaves open whether the commit has
    happened, so the branch is looked at before anything is sent again; and a commit is only made upon the one that was
    looked at.

    Raises:
        Unknown: the commit failed, and the branch cannot be read.
        PublishError: the commit was refused, or `edit_at` has stopped it: it has not happened.
    """
    edit, failure = edit_at(head), None
    for number in range(1, TRIES + 1):
        if edit is None:
            return head
        try:
            return repository.commit(edit.files, edit.deleted, message, branch, head)[0]
        except FAILURES as error:
            failure, before = error, head
        head, edit = _looked_at(repository, branch, edit_at, failure)
        wait = 0.0 if head != before else wait_for(failure, number)
        if wait is None:
            break
        if edit is not None and number < TRIES:
            time.sleep(wait)
    if edit is None:
        return head
    assert failure is not None
    raise refusal(failure, f"committing to {branch} of {repository.name}") from failure


def _looked_at(
    repository: Repository, branch: str, edit_at: Callable[[str], Edit | None], failure: Exception
) -> tuple[str, Edit | None]:
    """Where the branch is after a failure, and what is left to do there."""
    try:
        head = repository.head(branch)
        if head is None:
            raise Overtaken(f"the branch {branch} of {repository.name} is gone; run the same command again")
        return head, edit_at(head)
    except Overtaken:
        raise
    except PublishError as error:
        refused = refusal(failure, f"committing to {branch} of {repository.name}")
        status = status_of(root(failure)) or 0
        if 400 <= status < 500 and status != 408:  # a clear no: it has not happened
            raise refused from failure
        raise Unknown(f"{refused}; and then {error}") from failure
