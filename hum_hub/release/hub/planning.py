"""What publishing a release would do: the Hub is looked at, the two are compared, and what must not be is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import PublishError
from hum_hub.release.cards.escaping import inline
from hum_hub.release.checking import check
from hum_hub.release.diff.bumping import numbers
from hum_hub.release.hub.mirror import Changes, changes, sums_of
from hum_hub.release.hub.preparing import Release, with_history
from hum_hub.release.hub.previous import Previous, check_step, previous_of
from hum_hub.release.hub.repository import MAIN, Refs, Repository
from hum_hub.release.layout import CARD, MANIFEST, SUMS

Tell = Callable[[str], None]
"""Is told what is being done, in a few words."""
_OVERRIDES = (".huggingface.yaml", "dataset_infos.json")
"""Files that `datasets` asks for, to read them in place of the card's front matter or beside it."""


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

    @property
    def staging(self) -> str:
        """The branch to try it out on: the same for the same content upon the same commit, so another run goes on."""
        return f"{staging_of(self.release.tag)}{self.release.files[SUMS].sha256[:12]}-{self.head[:12]}"


def staging_of(tag: str) -> str:
    """How the names of branches begin on which a version is tried out."""
    return f"staging/{tag}-"


def plan(repository: Repository, release: Release, scratch: Path, tell: Tell) -> Plan:
    """What publishing would do; changes nothing. Files that are made for it go into the folder `scratch`.

    Raises:
        PublishError: the release is not fit, or may not be published under its version, or the Hub cannot be read.
    """
    refs = repository.refs()
    if release.tag in refs.tags:
        return _tagged(repository, release, scratch, refs)
    head = refs.branches.get(MAIN)
    if head is None:
        raise PublishError(
            f"{repository.name} has no commit on {MAIN}; add a file there, such as a README.md on the repository's page"
        )
    card = repository.text(CARD, head)
    as_there = with_history(release, card, scratch / "there")
    left = changes_at(repository, as_there, head)
    _check_foreign(repository, release, left)
    if left.nothing:
        return Plan(as_there, head, left, refs, card)
    _check_unfinished(repository, release, refs, head)
    _check_fit(release, tell)
    tell("comparing with the release before")
    previous = previous_of(repository, release, refs.tags)
    if previous is not None:
        check_step(release, previous)
    entry = previous.entry(release) if previous is not None else _first_entry(release)
    fresh = with_history(release, card, scratch / "fresh", entry)
    return Plan(fresh, head, changes_at(repository, fresh, head), refs, card, previous)


def changes_at(repository: Repository, release: Release, commit: str) -> Changes:
    """What publishing would change at a commit.

    What the checksums there list belongs to the release before, if they list its manifest: others may not be ours.
    """
    remote = repository.files(commit)
    listed = sums_of(repository.text(SUMS, commit) or "") if SUMS in remote else {}
    released = frozenset({SUMS, *listed}) if MANIFEST in listed else frozenset[str]()
    return changes(release.files, remote, released)


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


def _check_foreign(repository: Repository, release: Release, found: Changes) -> None:
    """See that no foreign file would be loaded as a part of the release.

    Raises:
        PublishError: one would; foreign files are not ours to delete.
    """
    starts = tuple(f"{name}/{split}-" for name, config in release.manifest.configs.items() for split in config.splits)
    for path in found.foreign:
        is_loaded = path.startswith(starts) and path.endswith(".parquet") and path.count("/") == 1
        if is_loaded or path in (*_OVERRIDES, f"{repository.name.rpartition('/')[2]}.py"):
            raise PublishError(
                f"{repository.name} holds {path}, which is no file of a release and would be loaded with it; move or "
                "delete it there, and run the same command again"
            )


def _check_unfinished(repository: Repository, release: Release, refs: Refs, head: str) -> None:
    """See that `main` does not hold another build of this version, or a later version, that is still to be tagged.

    Its publisher may be about to tag it. Readers of `main` have it already, so its version is taken.

    Raises:
        PublishError: it does.
    """
    text = repository.text(MANIFEST, head) or ""
    there = version_of(text)
    if there is None or f"v{there}" in refs.tags or numbers(there) < numbers(release.manifest.version):
        return
    if text != release.files[MANIFEST].place.read_text(encoding="utf-8"):
        raise PublishError(
            f"{MAIN} of {repository.name} holds another build of v{there}, which is still to be tagged: somebody is "
            "publishing it, or has not finished. Let that build be published once more to finish it, or give the "
            f"recipe a version after {there}, and build again"
        )


def version_of(manifest: str) -> str | None:
    """The version that a manifest states; `None` when it is no manifest of ours."""
    try:
        version = str(json.loads(manifest)["version"])
        return version if numbers(version) else None
    except (ValueError, KeyError, TypeError):
        return None


def _check_fit(release: Release, tell: Tell) -> None:
    found = [f"{each.code}: {each.detail}" for each in check(release.folder, lambda step: tell(f"checking {step}"))]
    if found:
        raise PublishError(
            f"{release.folder} is not fit to publish ({'; '.join(found[:5])}); hum check {release.folder} lists all"
        )


def _first_entry(release: Release) -> str:
    """What the changelog says of a version with none before it."""
    rows = {
        name: sum(split.rows for split in config.splits.values()) for name, config in release.manifest.configs.items()
    }
    told = "".join(f"- **{inline(name)}**: {count:,} rows.\n" for name, count in sorted(rows.items()))
    return f"### {release.tag}\n\nThe first version.\n\n{told}"
