"""The release that the new one follows: found by its tag, compared, and held against the step of the version."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from huggingface_hub.errors import RemoteEntryNotFoundError

from hum_hub.errors import PublishError
from hum_hub.release.diff.bumping import allows, demands, next_version, numbers
from hum_hub.release.diff.changelog import changelog_entry
from hum_hub.release.diff.comparing import diff
from hum_hub.release.diff.difference import Difference
from hum_hub.release.hub.patience import patiently
from hum_hub.release.hub.preparing import Release
from hum_hub.release.hub.repository import Repository
from hum_hub.release.opening import opened


@dataclass(frozen=True, slots=True)
class Previous:
    """The newest release on the Hub, and what differs in the new one."""

    tag: str
    difference: Difference

    def entry(self, release: Release) -> str:
        """What the changelog says of the new release."""
        return changelog_entry(self.difference, release.manifest.version)


def versions(tags: tuple[str, ...]) -> list[str]:
    """The tags that are versions, the newest first."""
    found = [tag for tag in tags if tag.startswith("v") and numbers(tag[1:])]
    return sorted(found, key=lambda tag: numbers(tag[1:]), reverse=True)


def previous_of(repository: Repository, release: Release, tags: tuple[str, ...]) -> Previous | None:
    """The newest release on the Hub compared with a new one; `None` when there is none. Foreign tags are passed over.

    Raises:
        PublishError: the two cannot be compared.
    """
    for tag in versions(tags):
        try:
            compared = patiently(partial(_compared, repository, release.folder, tag), f"comparing with {tag}")
        except PublishError as error:
            if not isinstance(error.__cause__, RemoteEntryNotFoundError):
                raise
        else:
            return Previous(tag, compared)
    return None


def _compared(repository: Repository, folder: Path, tag: str) -> Difference:
    return diff(opened(f"{repository.name}@{tag}"), opened(str(folder)))


def check_step(release: Release, previous: Previous) -> None:
    """See that the version is as large a step from the one before as the difference asks for.

    Raises:
        PublishError: it is not; what asks for a larger one is named.
    """
    old, difference = previous.tag.removeprefix("v"), previous.difference
    if allows(old, release.manifest.version, difference):
        return
    asked = "; ".join(f"{demand.why} ({demand.bump})" for demand in demands(difference)[:3])
    raise PublishError(
        f"{release.manifest.version} is too small a step from {previous.tag}: {asked or 'versions only go up'}. "
        f"Give the recipe version {next_version(old, difference)} or a later one, and build again"
    )
