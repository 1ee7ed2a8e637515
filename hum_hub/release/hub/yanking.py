"""A bad version marked in the card, where everybody looks before loading it; its tag stays where it is.

The mark is part of the version's entry in the section `## Versions`, so that every later release carries it on. It has
a line for programs, `<!-- hum:yanked v1.2.0 use v1.2.1 -->`, and the reason in words.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import PublishError
from hum_hub.release.cards.escaping import inline
from hum_hub.release.diff.changelog import entries, with_changelog
from hum_hub.release.hub.committing import Edit, Unknown, committed
from hum_hub.release.hub.mirror import local_file
from hum_hub.release.hub.preparing import with_sum
from hum_hub.release.hub.previous import versions
from hum_hub.release.hub.repository import MAIN, Repository
from hum_hub.release.layout import CARD, SUMS

_MARK = re.compile(r"<!-- hum:yanked v(\d+\.\d+\.\d+)(?: use v(\d+\.\d+\.\d+))? -->\n.*\n?\n?")


@dataclass(frozen=True, slots=True)
class Yanked:
    """What came of yanking: the commit that marks the version; `state` is `yanked` or `nothing-to-do`."""

    repo: str
    version: str
    use: str | None
    reason: str
    commit: str
    state: str


def yank(repository: Repository, version: str, reason: str, use: str | None, scratch: Path) -> Yanked:
    """Mark a version as bad in the card on `main`, with the reason and the version to use instead.

    A mark that is there is replaced; the same mark again changes nothing. The tag is not touched.

    Raises:
        PublishError: a version is not there, or the card cannot be changed; the message says what readers see.
    """
    with _readers_see(f"The card on {MAIN} is as it was, and the tag v{version} stays"):
        repository.check_access()
        refs = repository.refs()
        head = refs.branches.get(MAIN)
        if head is None:
            raise PublishError(f"{repository.name} has no commit on {MAIN}, and so no version")
        _check_versions(repository, version, use, refs.tags)

        def edit_at(commit: str) -> Edit | None:
            card, sums = repository.text(CARD, commit), repository.text(SUMS, commit)
            if card is None or sums is None:
                raise PublishError(f"{repository.name} has no {CARD} or no {SUMS}; was it published by hum publish?")
            _check_use(card, use)
            marked = with_mark(card, version, reason, use)
            if marked == card:
                return None
            return _edit(marked, sums, scratch)

        commit = committed(repository, MAIN, head, edit_at, f"Yank v{version}")
    state = "nothing-to-do" if commit == head else "yanked"
    return Yanked(repository.name, version, use, reason, commit, state)


@contextmanager
def _readers_see(what: str) -> Iterator[None]:
    try:
        yield
    except PublishError as error:
        seen = "Whether the card is marked is not known" if isinstance(error, Unknown) else what
        raise PublishError(f"{str(error).rstrip('.')}. {seen}") from error


def _check_versions(repository: Repository, version: str, use: str | None, tags: tuple[str, ...]) -> None:
    there = versions(tags)
    for each in (version, use):
        if each is not None and f"v{each}" not in there:
            raise PublishError(f"{repository.name} has no version v{each}; it has {', '.join(there[:5]) or 'none'}")
    if use == version:
        raise PublishError(f"v{version} cannot be its own replacement; name another version with --use, or none")


def _check_use(card: str, use: str | None) -> None:
    if use is not None and use in yanked(card):
        raise PublishError(f"v{use} is yanked itself; name another version with --use, or none")


def yanked(card: str) -> dict[str, str | None]:
    """The versions that a card marks as bad, each with the version to use instead, if one is named."""
    found = (_MARK.search(entry) for entry in entries(card).values())
    return {match[1]: match[2] for match in found if match}


def with_mark(card: str, version: str, reason: str, use: str | None) -> str:
    """The card with a version marked as bad in its entry, which is made when it is missing."""
    heading, _, text = entries(card).get(version, f"### v{version}\n").partition("\n")
    heading = f"{heading.removesuffix(' (yanked)')} (yanked)"
    instead = f" Use v{use} instead." if use is not None else ""
    line = f"<!-- hum:yanked v{version}{f' use v{use}' if use is not None else ''} -->"
    mark = f"{line}\n**Do not use this version**: {inline(reason)}.{instead}"
    return with_changelog(card, f"{heading}\n\n{mark}\n\n{_MARK.sub('', text).strip()}")


def _edit(card: str, sums: str, scratch: Path) -> Edit:
    """The card, and the checksums that cover it."""
    (scratch / CARD).write_text(card, encoding="utf-8")
    fresh = local_file(scratch, CARD)
    (scratch / SUMS).write_text(with_sum(sums, CARD, fresh.sha256), encoding="utf-8")
    return Edit([fresh, local_file(scratch, SUMS)], ())
