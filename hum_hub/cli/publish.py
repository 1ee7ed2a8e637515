"""`hum publish`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hum_hub.cli.options import folder_argument, json_option, repo_option, timeout_option
from hum_hub.cli.steps import Steps
from hum_hub.errors import PublishError

if TYPE_CHECKING:
    from hum_hub.release.hub.planning import Plan
    from hum_hub.release.hub.preparing import Release
    from hum_hub.release.hub.publishing import Published
    from hum_hub.release.hub.repository import Repository


@click.command()
@folder_argument
@repo_option
@click.option("--copy", is_flag=True, help="Allow another repository than the one that the card and recipe name.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--create-pr", is_flag=True, help="Open a pull request instead of publishing.")
@click.option("--create", is_flag=True, help="Create the repository, private, if it is not there.")
@click.option("--lfs", is_flag=True, help="Upload through plain LFS instead of Xet.")
@timeout_option
@json_option
def publish(
    folder: Path,
    repo: str | None,
    copy: bool,
    dry_run: bool,
    create_pr: bool,
    create: bool,
    lfs: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Publish a build folder as one release on the Hub.

    The release is checked, compared with the one before, staged on a branch of its own, loaded back, committed at once
    and tagged with its version. Whatever fails, readers see the release before or this one; the same command goes on
    from there.
    """
    _prepare_client(lfs, timeout)
    from hum_hub.release.hub.planning import plan
    from hum_hub.release.hub.preparing import release_of
    from hum_hub.release.hub.repository import Repository

    release = release_of(folder)
    _check_target(folder, release.manifest.repo, repo, copy)
    repository = Repository(repo or release.manifest.repo, timeout)
    with Steps() as steps, tempfile.TemporaryDirectory(prefix="hum-publish-") as scratch:
        if dry_run:
            _show_plan(repository, plan(repository, release, Path(scratch), steps.tell), as_json)
            return
        if create:
            repository.create()
        done = _published(repository, release, Path(scratch), steps, create_pr)
    if done is None:
        sys.exit(_again_with_lfs(folder, repository.name, copy, create_pr, timeout, as_json))
    _show(done, next(iter(release.manifest.configs)), as_json)


def _published(
    repository: "Repository", release: "Release", scratch: Path, steps: Steps, create_pr: bool
) -> "Published | None":
    """What came of publishing; `None` when Xet does not take the files, so that it is to be done without."""
    from hum_hub.release.hub.patience import XetError
    from hum_hub.release.hub.publishing import publish as publish_release

    try:
        return publish_release(repository, release, scratch, steps.tell, create_pr)
    except KeyboardInterrupt as stop:
        raise PublishError(
            "interrupted: readers see the release before or this one; run the same command again, and it goes on"
        ) from stop
    except XetError as error:
        steps.tell(f"{error}; nothing was published. Once more, through plain LFS")
        return None


def _prepare_client(lfs: bool, timeout: float) -> None:
    """Set what the clients of the Hub read when they are imported."""
    if lfs:
        os.environ["HF_HUB_DISABLE_XET"] = "1"
    os.environ.setdefault("HF_XET_CLIENT_READ_TIMEOUT", f"{max(1, round(timeout))}s")


def _again_with_lfs(folder: Path, repo: str, copy: bool, create_pr: bool, timeout: float, as_json: bool) -> int:
    """Run the command once more in a process whose client does not use Xet; its exit code."""
    flags = {"--copy": copy, "--create-pr": create_pr, "--json": as_json, "--lfs": True}
    command = [sys.executable, "-m", "hum_hub", "publish", str(folder), "--repo", repo, "--timeout", str(timeout)]
    return subprocess.run([*command, *(flag for flag, given in flags.items() if given)], check=False).returncode


def _check_target(folder: Path, built_for: str, repo: str | None, copy: bool) -> None:
    if repo not in (None, built_for) and not copy:
        raise PublishError(
            f"{folder} is a build of {built_for}, not of {repo}; publish it there, change the recipe's repo "
            "and build again, or say --copy if the card may name the other repository. Nothing was sent"
        )


def _show_plan(repository: "Repository", todo: "Plan", as_json: bool) -> None:
    from hum_hub.release.hub.previewing import as_json as told
    from hum_hub.release.hub.previewing import preview

    found = preview(repository, todo)
    click.echo(json.dumps(told(found), ensure_ascii=False) if as_json else "\n".join(found.lines()))


def _show(done: "Published", config: str, as_json: bool) -> None:
    if as_json:
        facts = {name: getattr(done, name) for name in ("repo", "tag", "commit", "state", "pull_request")}
        changed = {name: getattr(done.changes, name) for name in ("added", "replaced", "deleted", "foreign", "bytes")}
        click.echo(json.dumps(facts | changed))
        return
    click.echo(f"{done.state}: {done.repo} {done.tag} at {done.commit[:8]}")
    if done.pull_request is not None:
        click.echo(f"pull request {done.pull_request}; when it is merged, run hum publish again to tag it")
    click.echo(f'load_dataset("{done.repo}", "{config}", revision="{done.pull_request or done.tag}")')
