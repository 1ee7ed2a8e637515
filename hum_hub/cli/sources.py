"""`hum sources`."""

import json
from pathlib import Path

import click

from hum_hub.cli.options import json_option, recipe_option, workers_option


@click.command()
@recipe_option
@workers_option
@json_option
@click.option("--samples", is_flag=True, help="Show examples of what was dropped or noted.")
def sources(recipe: Path, workers: int, as_json: bool, samples: bool) -> None:
    """Read the sources of a recipe and show what was kept, dropped, and why."""
    from hum_hub.cli.progress import Ticker
    from hum_hub.pipeline.building import read_sources
    from hum_hub.recipe.loading import open_recipe

    workspace = open_recipe(recipe)
    with Ticker() as ticker:
        ledger = read_sources(
            workspace, workers, lambda progress: ticker.show(f"read {progress.source}", progress.done, None, "seeds")
        )
    if as_json:
        click.echo(json.dumps(ledger.to_json(), ensure_ascii=False))
        return
    for task, source in workspace.sources():
        seeds, examples = ledger.total("seed", source.name), ledger.total("example", source.name)
        click.echo(f"{source.name} ({task.name}, {source.license}): {seeds:,} seeds, {examples:,} examples")
        for stage, count in ledger.of(source.name, "stage").items():
            click.echo(f"  {'stage':8}{count:>8,}  {stage}")
        for kind in ("dropped", "noted", "failed"):
            for code, count in ledger.of(source.name, kind).items():
                click.echo(f"  {kind:8}{count:>8,}  {code}")
                if samples:
                    for detail in ledger.samples[source.name, kind, code]:
                        click.echo(f"            {detail}")
