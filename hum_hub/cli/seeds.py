"""`hum seeds`."""

import itertools
import json
from pathlib import Path

import click

from hum_hub.cli.options import json_option, recipe_option


@click.command()
@click.argument("source")
@recipe_option
@click.option("--stage", metavar="NAME", help="Only seeds of this stage.")
@click.option("--count", type=click.IntRange(1), help="Print so many seeds at most.")
@json_option
def seeds(source: str, recipe: Path, stage: str | None, count: int | None, as_json: bool) -> None:
    """Print the seeds of the later stages of a synthesized source, as far as replies are there.

    Nothing is asked. Each seed is a line: its id, and what the stages before it have put into it.
    """
    from hum_hub.pipeline.following import followed
    from hum_hub.recipe.loading import open_recipe

    found = followed(open_recipe(recipe), source, stage)
    for seed in itertools.islice(found, count):
        if as_json:
            entry = {"id": seed.id, "origin": seed.origin, "fields": dict(seed.fields)}
            click.echo(json.dumps(entry, ensure_ascii=False))
            continue
        click.echo(f"{seed.fields.get('stage', '-')}  {seed.id}")
        for name, value in seed.fields.items():
            if name != "stage":
                click.echo(f"    {name}: {_short(value)}")


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:159]}…"
