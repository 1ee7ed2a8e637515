"""`hum publish`."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import folder_argument, json_option


@click.command()
@folder_argument
@click.option("--repo", required=True, metavar="ORG/NAME", help="The dataset repository on the Hub.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--create-pr", is_flag=True, help="Open a pull request instead of publishing.")
@click.option("--create", is_flag=True, help="Create the repository, private, if it is not there.")
@click.option("--lfs", is_flag=True, help="Upload through plain LFS instead of Xet.")
@json_option
def publish(folder: Path, repo: str, dry_run: bool, create_pr: bool, create: bool, lfs: bool, as_json: bool) -> None:
    """Publish a build folder as one release on the Hub.

    The release is staged on a branch of its own, loaded back, committed at once and tagged with its version. Whatever
    fails, readers see the release before or this one; the same command goes on from there.
    """
    if lfs:
        os.environ["HF_HUB_DISABLE_XET"] = "1"  # read when the client is imported, below
    from hum_hub.release.checking import check as problems_of
    from hum_hub.release.hub.publishing import planned, release_of
    from hum_hub.release.hub.publishing import publish as publish_release
    from hum_hub.release.hub.repository import Repository

    del problems_of
    release, repository = release_of(folder), Repository(repo)
    if dry_run:
        head, changes = planned(repository, release)
        if as_json:
            click.echo(json.dumps({"head": head, **asdict(changes)}))
            return
        for sign, paths in (("+", changes.added), ("~", changes.replaced), ("-", changes.deleted)):
            for path in paths:
                click.echo(f"{sign} {path}")
        click.echo(
            f"{changes.bytes:,} bytes at most; {len(changes.same)} files stay, {len(changes.foreign)} are foreign"
        )
        return
    if create:
        repository.create(private=True)
    done = publish_release(repository, release, lambda what: click.echo(what, err=True), create_pr)
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(f"{done.state}: {done.repo} {done.tag} at {done.commit[:8]}")
    if done.pull_request is not None:
        click.echo(f"pull request {done.pull_request}")
    config = next(iter(read_configs(folder)))
    click.echo(f'load_dataset("{done.repo}", "{config}", revision="{done.tag}")')


def read_configs(folder: Path) -> list[str]:
    """The configs of a build folder."""
    from hum_hub.release.manifest import read_manifest

    return list(read_manifest(folder).configs)
