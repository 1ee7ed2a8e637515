"""`hum build`."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hum_hub.cli.options import asking_options, json_option, recipe_option, workers_option

if TYPE_CHECKING:
    from hum_hub.cli.progress import Mode
    from hum_hub.pipeline.estimating import Estimate
    from hum_hub.pipeline.progress import Progress
    from hum_hub.pipeline.teachers import Asking
    from hum_hub.recipe.loading import Workspace
    from hum_hub.release.manifest import Manifest

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
    from hum_hub.recipe.loading import open_recipe
    from hum_hub.recipe.narrowing import narrowed

    workspace = open_recipe(recipe)
    if licenses is not None:
        workspace = narrowed(workspace, licenses.split(","))
    asking = replace(asking, offline=offline)
    if forecast:
        _estimate(workspace, asking, sample, as_json)
    else:
        _build(workspace, asking, workers, progress, as_json)


def _build(workspace: "Workspace", asking: "Asking", workers: int, progress: "Mode", as_json: bool) -> None:
    from hum_hub.cli.progress import Ticker
    from hum_hub.release.making import build_folder, make

    with Ticker(progress) as ticker:

        def show(now: "Progress") -> None:
            ticker.show(f"{now.stage} {now.source}", now.done, now.total, UNITS[now.stage], now.usage)

        manifest = make(workspace, workers, show, asking)
    folder = build_folder(workspace)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "manifest": asdict(manifest)}, ensure_ascii=False))
    else:
        click.echo("\n".join(_built(manifest, folder)))


def _built(manifest: "Manifest", folder: Path) -> Iterator[str]:
    """What was made, for a person."""
    for name, config in manifest.configs.items():
        yield f"{name}: {', '.join(f'{split} {facts.rows:,}' for split, facts in config.splits.items())}"
    dropped = sum(sum(source.dropped.values()) for source in manifest.sources)
    yield f"{manifest.rows:,} rows, {dropped:,} seeds and examples dropped with a reason"
    yield f"corpus {folder}"
    yield f"card   {folder / 'README.md'}"
    yield f"report {folder / 'assets' / 'report.md'}"
    yield f'load   load_dataset("{folder}", "{next(iter(manifest.configs))}")'


def _estimate(workspace: "Workspace", asking: "Asking", sample: int, as_json: bool) -> None:
    from hum_hub.pipeline.estimating import estimate

    found = estimate(workspace, asking, sample)
    click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else "\n".join(_estimated(found, sample)))


def _estimated(found: "Estimate", sample: int) -> Iterator[str]:
    """What teachers will be asked and what it will cost, for a person."""
    yield f"{'task':16}{'stage':24}{'teacher':16}{'requests':>12}{'input':>16}{'output':>16}{'cost':>12}"
    for each in found.stages:
        yield (
            f"{each.task:16}{each.stage:24}{each.teacher:16}{each.requests:>12,.0f}{each.input_tokens:>16,.0f}"
            f"{each.output_tokens:>16,.0f}{each.cost:>12,.2f}"
        )
    whole = [
        sum(getattr(each, name) for each in found.stages)
        for name in ("requests", "input_tokens", "output_tokens", "cost")
    ]
    yield f"{'in all':56}{whole[0]:>12,.0f}{whole[1]:>16,.0f}{whole[2]:>16,.0f}{whole[3]:>12,.2f}"
    for task, count in found.examples.items():
        yield f"about {count:,.0f} examples of {task}"
    yield f"from {sample} seeds of each stage; the sample took {found.asked:,} requests and cost {found.spent:.4f}"
    if found.missing:
        yield f"without a reply: {found.missing:,} requests of the sample; what follows from them is left out"
