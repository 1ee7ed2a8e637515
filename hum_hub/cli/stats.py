"""`hum stats`."""

import json
from pathlib import Path

import click
from rich.console import Console

from hum_hub.cli.options import folder_argument, json_option, plugin_folders_here, plugins_option


@click.command()
@folder_argument
@click.option("--config", help="Only this config, with its matrices in full.")
@click.option(
    "--save",
    "target",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write all tables to coverage.md in this folder, and the pictures beside it.",
)
@plugins_option
@json_option
def stats(folder: Path, config: str | None, target: Path | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Count what the rows of a build folder are shown with, and hold it against the mix.

    Shows which sub-tasks meet which rules, formats and languages and where there are gaps, how rules are used and
    combined, which answers and labels there are, and which sources miss the mix, with what is known of the reasons.
    """
    from hum_hub.cli.progress import Ticker
    from hum_hub.registry.loading import load
    from hum_hub.release.coverage import cover
    from hum_hub.release.coverage_saving import save
    from hum_hub.release.coverage_tables import renderables

    with Ticker() as ticker:
        tasks = load(plugin_folders_here(folders)).tasks
        coverage = cover(folder, tasks, config, lambda done, total: ticker.show("stats", done, total, "rows"))
    written = save(coverage, target) if target is not None else []
    if as_json:
        click.echo(json.dumps(coverage.to_json(), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for each in renderables(coverage, console.width):
        console.print(each)
    if len(coverage.configs) > 1:
        click.echo("\nMatrices in full: --config NAME for one config, --save FOLDER for all of them.")
    if written:
        click.echo(f"\n{len(written)} files written to {target}")
