"""`hum show`."""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from hum_hub.cli.options import json_option, recipe_option

_COLUMNS = ("id", "subtask", "format", "kind", "source", "source_id", "input_language", "instruction_language")


@click.command()
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--seed", metavar="SOURCE/ID", help="Follow one seed of the recipe through every stage instead.")
@recipe_option
@click.option("--config", help="Only rows of this config.")
@click.option(
    "--where", "conditions", multiple=True, metavar="COLUMN=VALUE", help="Only rows whose column begins with the value."
)
@click.option("--skip", type=click.IntRange(0), default=0, help="Pass over so many rows.")
@click.option("--count", type=click.IntRange(1), default=1, show_default=True, help="Print so many rows.")
@json_option
def show(
    folder: Path | None,
    seed: str | None,
    recipe: Path,
    config: str | None,
    conditions: tuple[str, ...],
    skip: int,
    count: int,
    as_json: bool,
) -> None:
    """Print rows, or one seed through every stage.

    Rows come from a build folder; a seed is followed from its source to the rows made of it.
    """
    console = Console(highlight=False, soft_wrap=True)
    if seed is not None:
        _show_seed(console, recipe, seed)
        return
    if folder is None:
        raise click.UsageError("name a build folder, or a seed with --seed SOURCE/ID")
    from hum_hub.release.selecting import select

    rows = select(folder, config, dict(_condition(text) for text in conditions))
    found = list(itertools.islice(rows, skip, skip + count))
    for name, split, row in found:
        if as_json:
            click.echo(json.dumps({"config": name, "split": split, **row}, ensure_ascii=False))
        else:
            _show_row(console, f"{name}/{split}", row)
    if not found:
        click.echo("no row fits", err=True)
        sys.exit(1)


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or column not in _COLUMNS:
        raise click.UsageError(f"--where wants COLUMN=VALUE with one of {', '.join(_COLUMNS)}")
    return column, value


def _show_row(console: Console, place: str, row: dict[str, Any]) -> None:
    console.print(Rule(Text(f"{place} {row['id']}")))
    facts = [row["subtask"], row["format"], row["kind"], f"{row['source']} {row['source_id']}", row["license"]]
    console.print(Text(" · ".join(facts), style="dim"))
    for rule in row["rules"]:
        witness = f", witness {rule['witness']!r}" if rule["witness"] else ", idle"
        console.print(Text(f"rule {rule['rule']} = {rule['option']}{witness}", style="dim"))
    for message in row["messages"]:
        console.print(Text(f"\n{message['role']}", style="bold"))
        console.print(Text(message["content"]))
    console.print()


def _show_seed(console: Console, recipe: Path, seed: str) -> None:
    from hum_hub.pipeline.tracing import trace
    from hum_hub.proof.rows import Row
    from hum_hub.recipe.loading import open_recipe

    source, _, id = seed.partition("/")
    for step in trace(open_recipe(recipe), source, id):
        if isinstance(step, Row):
            _show_row(console, "row", step.to_dict())
        else:
            console.print(Text(f"\n{step[0]}", style="bold"))
            console.print(Text(step[1]))
