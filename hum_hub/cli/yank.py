"""`hum yank`."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import json_option, recipe_option, repo_option, timeout_option


@click.command()
@click.argument("version", metavar="VERSION")
@repo_option
@recipe_option
@click.option("--reason", required=True, help="What is wrong with the version, for its readers.")
@click.option("--use", metavar="VERSION", help="The version to use instead.")
@timeout_option
@json_option
def yank(
    version: str, repo: str | None, recipe: Path, reason: str, use: str | None, timeout: float, as_json: bool
) -> None:
    """Mark a bad version, such as v1.2.0, in the card of the dataset.

    The card on main says why, and which version to use instead; later releases carry the mark on. The tag is not moved:
    who has pinned the version still gets what was released.
    """
    from hum_hub.recipe.loading import read_recipe
    from hum_hub.release.hub.repository import Repository
    from hum_hub.release.hub.yanking import yank as yank_version

    with tempfile.TemporaryDirectory(prefix="hum-yank-") as scratch:
        done = yank_version(
            Repository(repo or read_recipe(recipe).dataset.repo, timeout),
            version.removeprefix("v"),
            reason,
            use.removeprefix("v") if use is not None else None,
            Path(scratch),
        )
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    click.echo(f"{done.state}: {done.repo} v{done.version}, the card at {done.commit[:8]}")
