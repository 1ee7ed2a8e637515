"""`hum build`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hum_hub.cli.options import asking_options, json_option, recipe_option, workers_option

if TYPE_CHECKING:
    from hum_hub.cli.progress import Mode
    from hum_hub.pipeline.progress import Progress
    from hum_hub.pipeline.teachers import Asking
    from hum_hub.recipe.loading import Workspace

UNITS = {"read": "seeds", "ask": "seeds", "render": "examples", "write": "rows"}


@click.command()
@recipe_option
@workers_option
@json_option
@asking_options
@click.option("--licenses", metavar="LIST", help="Build only rows of these licences, separated by commas.")
@click.option("--offline", is_flag=True, help="Ask no teacher; do without replies that are not stored.")
@click.option("--estimate", "forecast", is_flag=True, help="Say what teachers will be asked and what it will cost.")
@click.option(
    "--sample",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="From how many seeds of each stage to estimate.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "plain", "json"]),
    default="auto",
    show_default=True,
    help="How to show progress on stderr.",
)
def build(
    recipe: Path,
    workers: int,
    as_json: bool,
    asking: "Asking",
    licenses: str | None,
    offline: bool,
    forecast: bool,
    sample: int,
    progress: "Mode",
) -> None:
    """Build the corpus that a recipe describes.

    Writes build/NAME beside the recipe: a mirror of the repository on the Hub. What was made before is used again,
    so a build that was killed goes on where it was, and a changed source costs only its own parts.
    """
    from dataclasses import replace

    from hum_hub.cli.progress import Ticker
    from hum_hub.recipe.loading import open_recipe
    from hum_hub.recipe.narrowing import narrowed
    from hum_hub.release.making import build_folder, make

    workspace = open_recipe(recipe)
    if licenses is not None:
        workspace = narrowed(workspace, licenses.split(","))
    asking = replace(asking, offline=offline)
    if forecast:
        _estimate(workspace, asking, sample, as_json)
        return
    with Ticker(progress) as ticker:

        def show(now: "Progress") -> None:
            ticker.show(f"{now.stage} {now.source}", now.done, now.total, UNITS[now.stage], now.usage)

        manifest = make(workspace, workers, show, asking)
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


def _estimate(workspace: "Workspace", asking: "Asking", sample: int, as_json: bool) -> None:
    from hum_hub.pipeline.estimating import estimate

    found = estimate(workspace, asking, sample)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    click.echo(f"{'task':16}{'stage':24}{'teacher':16}{'requests':>12}{'input':>16}{'output':>16}{'cost':>12}")
    for each in found.stages:
        click.echo(
            f"{each.task:16}{each.stage:24}{each.teacher:16}{each.requests:>12,.0f}{each.input_tokens:>16,.0f}"
            f"{each.output_tokens:>16,.0f}{each.cost:>12,.2f}"
        )
    whole = [
        sum(getattr(each, name) for each in found.stages)
        for name in ("requests", "input_tokens", "output_tokens", "cost")
    ]
    click.echo(f"{'in all':56}{whole[0]:>12,.0f}{whole[1]:>16,.0f}{whole[2]:>16,.0f}{whole[3]:>12,.2f}")
    for task, count in found.examples.items():
        click.echo(f"about {count:,.0f} examples of {task}")
    click.echo(
        f"from {sample} seeds of each stage; the sample took {found.asked:,} requests and cost {found.spent:.4f}"
    )
    if found.missing:
        click.echo(f"without a reply: {found.missing:,} requests of the sample; what follows from them is left out")
