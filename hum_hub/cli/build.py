"""`hum build`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import json_option, recipe_option, workers_option


@click.command()
@recipe_option
@workers_option
@json_option
def build(recipe: Path, workers: int, as_json: bool) -> None:
    """Build the corpus that a recipe describes.

    Writes build/NAME beside the recipe: a mirror of the repository on the Hub. What was made before is used again,
    so a build that was killed goes on where it was, and a changed source costs only its own parts.
    """
    from hum_hub.cli.progress import Ticker
    from hum_hub.pipeline.progress import Progress
    from hum_hub.recipe.loading import open_recipe
    from hum_hub.release.making import build_folder, make

    workspace = open_recipe(recipe)
    with Ticker() as ticker:
        stage = ""

        def show(progress: Progress) -> None:
            nonlocal stage
            if progress.stage != stage:
                stage = progress.stage
                ticker.begin()
            unit = {"read": "seeds", "render": "examples"}.get(progress.stage, "rows")
            ticker.show(f"{progress.stage} {progress.source}", progress.done, progress.total, unit)

        manifest = make(workspace, workers, show)
    folder = build_folder(workspace)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "manifest": asdict(manifest)}, ensure_ascii=False))
        return
    for name, config in manifest.configs.items():
        splits = ", ".join(f"{split} {facts.rows:,}" for split, facts in config.splits.items())
        click.echo(f"{name}: {splits}")
    dropped = sum(sum(source.dropped.values()) for source in manifest.sources)
    click.echo(f"{manifest.rows:,} rows, {dropped:,} seeds and examples dropped with a reason")
    click.echo(f"corpus {folder}\ncard   {folder / 'README.md'}\nreport {folder / 'assets' / 'report.md'}")
    click.echo(f'load   load_dataset("{folder}", "{next(iter(manifest.configs))}")')
