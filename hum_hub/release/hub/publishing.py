"""A build folder published as one release: staged, loaded back, committed at once, tagged. All of it, or nothing.

A reader sees the release before or this one, never a mixture. Whatever fails, the same command goes on from there:
what is uploaded stays uploaded, a commit whose answer was lost is recognised, and a finished release is left alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import HumError, PublishError
from hum_hub.release.hub.committing import Edit, Overtaken, Unknown, committed
from hum_hub.release.hub.loading import loads_back
from hum_hub.release.hub.mirror import Changes
from hum_hub.release.hub.patience import FAILURES, XetError, refusal
from hum_hub.release.hub.planning import Plan, Tell, changes_at, plan, staging_of
from hum_hub.release.hub.preparing import Release
from hum_hub.release.hub.repository import MAIN, Repository

AS_BEFORE = "Nothing was published: readers see what they saw before"
AS_OTHERS = "Nothing was published by this run: readers see what others have published"
_ROUNDS = 5
"""How often a release is tried out anew because others have committed meanwhile."""


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


class _Moved(Exception):
    """Others have moved `main` or set the tag since the plan was made; nothing of this release is on `main`."""


def publish(repository: Repository, release: Release, scratch: Path, tell: Tell, create_pr: bool = False) -> Published:
    """Publish a release; see the module. Files that are made for it go into the folder `scratch`.

    Raises:
        XetError: Xet did not take the files; nothing was published.
        PublishError: it is not published; the message says what readers see, and what to do.
    """
    with _readers_see(AS_BEFORE):
        repository.check_access()
        todo = plan(repository, release, scratch, tell)
        if create_pr and not todo.changes.nothing:
            return _proposed(repository, todo, tell)
    for _ in range(_ROUNDS):
        if todo.tagged is not None:
            _clean(repository, todo, tell)
            return Published(repository.name, release.tag, todo.head, "nothing-to-do", todo.changes)
        if todo.changes.nothing:
            return _completed(repository, todo, tell)
        try:
            return _published(repository, todo, tell)
        except _Moved:
            tell(f"others have changed {repository.name} meanwhile; looking at it again")
            with _readers_see(AS_OTHERS):
                todo = _planned_again(repository, release, todo, scratch, tell)
    raise PublishError(f"others keep committing to {repository.name}; run the same command again later. {AS_OTHERS}")


def _published(repository: Repository, todo: Plan, tell: Tell) -> Published:
    """Stage, commit and tag.

    Raises:
        _Moved: others were faster.
        PublishError: it is not published.
    """
    tag = todo.release.tag
    with _readers_see(AS_BEFORE):
        try:
            _staged(repository, todo, tell)
        except (
            PublishError
        ) as error:  # whoever publishes the version first deletes all branches on which it was tried out
            if isinstance(error, XetError) or repository.head(tag) is None:
                raise
            raise _Moved from error
        if repository.head(tag) is not None:
            raise _Moved
    tell(f"committing to {MAIN}")
    with _readers_see(AS_BEFORE, f"Whether {MAIN} holds {tag} is not known: readers see all of it, or what was"):
        commit = _committed(repository, todo, MAIN, todo.head)
    return Published(repository.name, tag, _finish(repository, todo, commit, tell), "published", todo.changes)


def _planned_again(repository: Repository, release: Release, before: Plan, scratch: Path, tell: Tell) -> Plan:
    """Another plan after others have changed the repository: their foreign files are kept.

    Raises:
        Overtaken: they have changed files of the release.
        PublishError: they have published, so that this release may not be.
    """
    try:
        todo = plan(repository, release, scratch, tell)
        if not todo.changes.nothing and todo.changes.held != before.changes.held:
            raise Overtaken(
                f"somebody else has changed files of the release on {MAIN} of {repository.name} meanwhile. "
                "See what is there now with hum publish --dry-run, and run the same command again"
            )
    except PublishError:
        _delete_branch(repository, before.staging, tell)
        raise
    return todo


@contextmanager
def _readers_see(what: str, unknown: str = AS_BEFORE) -> Iterator[None]:
    """Say in each failure what readers see."""
    try:
        yield
    except XetError:
        raise
    except HumError as error:
        seen = unknown if isinstance(error, Unknown) else what
        raise PublishError(f"{str(error).rstrip('.')}. {seen}") from error


def _completed(repository: Repository, todo: Plan, tell: Tell) -> Published:
    """Finish a release whose commit is on `main`, and whose tag is missing."""
    tell(f"{MAIN} holds {todo.release.tag} already; its tag is missing")
    with _readers_see(_untagged(todo)):
        _verify(repository, todo.release, todo.head, tell)
    commit = _finish(repository, todo, todo.head, tell)
    return Published(repository.name, todo.release.tag, commit, "completed", todo.changes)


def _finish(repository: Repository, todo: Plan, commit: str, tell: Tell) -> str:
    """Tag the commit that holds the release, and tidy up; the commit that the tag points to."""
    release = todo.release
    tell(f"tagging {release.tag}")
    with _readers_see(_untagged(todo)):
        tagged = repository.tag(release.tag, commit, release.message)
        holds_it = tagged == commit or changes_at(repository, release, tagged).nothing
    if not holds_it:
        raise PublishError(
            f"somebody else has set the tag {release.tag} of {repository.name} meanwhile, to {tagged[:8]} with other "
            f"content; {MAIN} holds this build at {commit[:8]}, without a tag. Tags are never moved: give the recipe "
            "the next version, build and publish that"
        )
    _clean(repository, todo, tell)
    return tagged


def _untagged(todo: Plan) -> str:
    return f"{MAIN} holds {todo.release.tag}, and its tag is missing: run the same command again"


def _clean(repository: Repository, todo: Plan, tell: Tell) -> None:
    """Delete the branches on which this version was tried out, also by runs that were broken off."""
    start = staging_of(todo.release.tag)
    known = {branch for branch in todo.refs.branches if branch.startswith(start)}
    for branch in sorted(known if todo.changes.nothing else {*known, todo.staging}):
        _delete_branch(repository, branch, tell)


def _delete_branch(repository: Repository, branch: str, tell: Tell) -> None:
    """Delete a branch of ours; one that is left over does no harm, and another run deletes it."""
    try:
        repository.delete_branch(branch)
    except PublishError as error:
        tell(f"the branch {branch} is left over, run the same command again to delete it: {error}")


def _staged(repository: Repository, todo: Plan, tell: Tell) -> None:
    """Commit the release to a branch of its own, where no reader looks, and load it back from there."""
    change = todo.changes
    tell(f"staging {len(change.added) + len(change.replaced)} files, {change.bytes:,} bytes at most")
    there = todo.refs.branches.get(todo.staging)
    if there is None:
        repository.new_branch(todo.staging, todo.head)
        there = todo.head
    _verify(repository, todo.release, _committed(repository, todo, todo.staging, there), tell)


def _committed(repository: Repository, todo: Plan, branch: str, head: str) -> str:
    """Commit the release to a branch; the commit that holds it.

    Raises:
        _Moved: others have committed to `main`, so that it is no more what the release was tried out upon.
        PublishError: it is not committed.
    """
    release = todo.release

    def edit_at(commit: str) -> Edit | None:
        now = todo.changes if commit == todo.head else changes_at(repository, release, commit)
        if now.nothing:
            return None
        if branch == MAIN and commit != todo.head:
            raise _Moved
        return Edit([release.files[path] for path in (*now.added, *now.replaced)], now.deleted)

    return committed(repository, branch, head, edit_at, release.message)


def _verify(repository: Repository, release: Release, commit: str, tell: Tell) -> None:
    tell("loading every config back")
    left = changes_at(repository, release, commit)
    found = [f"{path}: not what was sent" for path in (*left.added, *left.replaced, *left.deleted)]
    found += loads_back(repository.name, commit, release.folder, repository.timeout) if not found else []
    if found:
        raise PublishError(
            f"{release.tag} does not come back from {repository.name} as it was built: {'; '.join(found[:5])}. "
            "Run the same command again; if it stays so, report it"
        )


def _proposed(repository: Repository, todo: Plan, tell: Tell) -> Published:
    """Open a pull request, or find the one that holds the release already."""
    release, change = todo.release, todo.changes
    found = _holding(repository, release, todo.refs.pulls)
    if found is None:
        tell("opening a pull request")
        files = [release.files[path] for path in (*change.added, *change.replaced)]
        try:
            commit, pull = repository.commit(files, change.deleted, release.message, MAIN, todo.head, create_pr=True)
            found = commit, pull or ""
        except FAILURES as error:
            fresh = tuple(pull for pull in repository.refs().pulls if pull not in todo.refs.pulls)
            found = _holding(repository, release, fresh)
            if found is None:
                raise refusal(error, f"proposing {release.tag} to {repository.name}") from error
    _verify(repository, release, found[0], tell)
    return Published(repository.name, release.tag, found[0], "proposed", change, found[1])


def _holding(repository: Repository, release: Release, pulls: tuple[str, ...]) -> tuple[str, str] | None:
    """The newest pull request that holds the release, and its commit."""
    for pull in pulls[:20]:
        commit = repository.head(pull)
        if commit is not None and changes_at(repository, release, commit).nothing:
            return commit, pull
    return None
