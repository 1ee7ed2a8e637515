"""A build folder published as one release: staged, loaded back, committed at once, tagged. All of it, or nothing.

A reader sees the release before or this one, never a mixture. Whatever fails, the same command goes on from there: files
that are uploaded stay uploaded, a commit whose answer was lost is recognised, and a finished release is left alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import HumError, PublishError
from hum_hub.release.cards.escaping import inline
from hum_hub.release.checking import check
from hum_hub.release.hub.committing import Edit, Overtaken, Unknown, committed
from hum_hub.release.hub.loading import loads_back
from hum_hub.release.hub.mirror import SUMS, Changes, changes, sums_of
from hum_hub.release.hub.patience import FAILURES, XetError, refusal
from hum_hub.release.hub.preparing import CARD, Release, staging_of, with_history
from hum_hub.release.hub.previous import Previous, check_step, previous_of
from hum_hub.release.hub.repository import MAIN, Refs, Repository
from hum_hub.release.manifest import NAME

Tell = Callable[[str], None]
"""Is told what is being done, in a few words."""
AS_BEFORE = "Nothing was published: readers see what they saw before"


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
class Plan:
    """What is to be done: the release as it would be published, upon which commit of `main`, and what changes there.

    `tagged` is the commit that the tag of the version points to, if there is one.
    """

    release: Release
    head: str
    changes: Changes
    refs: Refs
    card: str | None
    previous: Previous | None = None
    tagged: str | None = None


def plan(repository: Repository, release: Release, scratch: Path, tell: Tell) -> Plan:
    """What publishing would do; changes nothing.

    Raises:
        PublishError: the release is not fit, or may not be published under its version, or the Hub cannot be read.
    """
    refs = repository.refs()
    if MAIN not in refs.branches:
        raise PublishError(f"{repository.name} has no branch {MAIN}; make it on the repository's page")
    if release.tag in refs.tags:
        return _tagged(repository, release, scratch, refs)
    head = refs.branches[MAIN]
    card = repository.text(CARD, head)
    as_there = with_history(release, card, scratch / "there")
    left = changes_at(repository, as_there, head)
    if left.nothing:
        return Plan(as_there, head, left, refs, card)
    _check(release, tell)
    tell("comparing with the release before")
    previous = previous_of(repository, release, refs.tags)
    if previous is not None:
        check_step(release, previous)
    entry = previous.entry(release) if previous is not None else _first_entry(release)
    fresh = with_history(release, card, scratch / "fresh", entry)
    return Plan(fresh, head, changes_at(repository, fresh, head), refs, card, previous)


def _first_entry(release: Release) -> str:
    """What the changelog says of a version with none before it."""
    rows = {
        name: sum(split.rows for split in config.splits.values()) for name, config in release.manifest.configs.items()
    }
    told = "".join(f"- **{inline(name)}**: {count:,} rows.\n" for name, count in sorted(rows.items()))
    return f"### {release.tag}\n\nThe first version.\n\n{told}"


def _check(release: Release, tell: Tell) -> None:
    found = [f"{each.code}: {each.detail}" for each in check(release.folder, lambda step: tell(f"checking {step}"))]
    if found:
        raise PublishError(
            f"{release.folder} is not fit to publish ({'; '.join(found[:5])}); hum check {release.folder} lists all"
        )


def _tagged(repository: Repository, release: Release, scratch: Path, refs: Refs) -> Plan:
    """What to do about a tag that is there: nothing, when it holds this very release."""
    commit = repository.head(release.tag)
    if commit is None:
        raise PublishError(f"the tag {release.tag} of {repository.name} has just gone; run the same command again")
    card = repository.text(CARD, commit)
    as_there = with_history(release, card, scratch / "there")
    left = changes_at(repository, as_there, commit)
    if not left.nothing:
        differs = [*left.replaced, *left.added, *left.deleted]
        raise PublishError(
            f"{repository.name} has a {release.tag} with other content ({', '.join(differs[:3])}); tags are never "
            "moved. Give the recipe the next version (hum diff proposes it), build and publish that"
        )
    return Plan(as_there, commit, left, refs, card, tagged=commit)


def changes_at(repository: Repository, release: Release, commit: str) -> Changes:
    """What publishing would change at a commit.

    What the checksums there list belongs to the release before, if they list its manifest: others may not be ours.
    """
    remote = repository.files(commit)
    listed = sums_of(repository.text(SUMS, commit) or "") if SUMS in remote else {}
    released = frozenset({SUMS, *listed}) if NAME in listed else frozenset[str]()
    return changes(release.files, remote, released)


def publish(repository: Repository, release: Release, scratch: Path, tell: Tell, create_pr: bool = False) -> Published:
    """Publish a release; see the module. Files that are made for it go into the folder `scratch`.

    Raises:
        XetError: Xet did not take the files; nothing was published.
        PublishError: it is not published; the message says what readers see, and what to do.
    """
    with _readers_see(AS_BEFORE):
        repository.check_access()
        todo = plan(repository, release, scratch, tell)
        if todo.tagged is not None:
            _clean(repository, todo, tell)
            return Published(repository.name, release.tag, todo.head, "nothing-to-do", todo.changes)
    if todo.changes.nothing:
        return _completed(repository, todo, tell)
    with _readers_see(AS_BEFORE):
        if create_pr:
            return _proposed(repository, todo, tell)
        try:
            _staged(repository, todo, tell)
        except XetError:
            raise
        except PublishError:  # it may be that another run of the same release has tidied up after both
            if not _is_done_by_another(repository, release.tag, todo):
                raise
        if _is_done_by_another(repository, release.tag, todo):
            return publish(repository, release, scratch, tell)
    tell(f"committing to {MAIN}")
    with _readers_see(
        AS_BEFORE, f"Whether {MAIN} holds {release.tag} is not known: readers see all of it, or what was"
    ):
        commit = _committed(repository, todo, MAIN, todo.head)
    _finish(repository, todo, commit, tell)
    return Published(repository.name, release.tag, commit, "published", todo.changes)


def _is_done_by_another(repository: Repository, tag: str, todo: Plan) -> bool:
    """Whether another run has published this very release meanwhile.

    Raises:
        Overtaken: somebody has published another one under the same version.
    """
    tagged = repository.head(tag)
    if tagged is None:
        return False
    if not changes_at(repository, todo.release, tagged).nothing:
        raise Overtaken(f"somebody else has published another {tag} meanwhile; give the recipe the next version")
    return True


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
    with _readers_see(f"{MAIN} holds {todo.release.tag}, and its tag is missing: run the same command again"):
        _verify(repository, todo.release, todo.head, tell)
    _finish(repository, todo, todo.head, tell)
    return Published(repository.name, todo.release.tag, todo.head, "completed", todo.changes)


def _finish(repository: Repository, todo: Plan, commit: str, tell: Tell) -> None:
    release = todo.release
    tell(f"tagging {release.tag}")
    with _readers_see(f"{MAIN} holds {release.tag}, and its tag is missing: run the same command again"):
        repository.tag(release.tag, commit, release.message)
    _clean(repository, todo, tell)


def _clean(repository: Repository, todo: Plan, tell: Tell) -> None:
    """Delete the branches of this version; one that is left over does no harm, and another run deletes it."""
    start = staging_of(todo.release.tag)
    for branch in sorted({*todo.refs.branches, todo.release.staging}):
        if branch.startswith(start) and (branch in todo.refs.branches or todo.tagged is None):
            try:
                repository.delete_branch(branch)
            except PublishError as error:
                tell(f"the branch {branch} is left over, run the same command again to delete it: {error}")


def _staged(repository: Repository, todo: Plan, tell: Tell) -> None:
    """Commit the release to a branch of its own, where no reader looks, and load it back from there."""
    release, change = todo.release, todo.changes
    tell(f"staging {len(change.added) + len(change.replaced)} files, {change.bytes:,} bytes at most")
    there = todo.refs.branches.get(release.staging)
    if there is None:
        repository.new_branch(release.staging, todo.head)
        there = todo.head
    _verify(repository, release, _committed(repository, todo, release.staging, there), tell)


def _committed(repository: Repository, todo: Plan, branch: str, head: str) -> str:
    """Commit the release to a branch; the commit that holds it."""
    release = todo.release

    def edit_at(commit: str) -> Edit | None:
        now = todo.changes if commit == todo.head else changes_at(repository, release, commit)
        if now.nothing:
            return None
        if branch == MAIN and now.held != todo.changes.held:
            raise Overtaken(
                f"somebody else has changed files of the release on {MAIN} of {repository.name} meanwhile. "
                "See what is there now with hum publish --dry-run, and run the same command again"
            )
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
