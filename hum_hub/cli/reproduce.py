"""`hum reproduce`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import json_option, workers_option


@click.command()
@click.argument("version", metavar="VERSION")
@click.option(
    "--here",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default=True,
    help="The folder with the sources and plugins that the recipe names.",
)
@click.option(
    "--trust-recipe",
    "trusted",
    is_flag=True,
    help="Let the recipe also read files elsewhere, datasets on the Hub, and what plugins load.",
)
@workers_option
@json_option
def reproduce(version: str, here: Path, trusted: bool, workers: int, as_json: bool) -> None:
    """Make a release again from its own recipe, and say whether the bytes are the same.

    VERSION is a build folder or org/name@v1.2.0. Teachers are not asked; stored and recorded replies are used. The
    exit code is 0 when every file is the same. What was made on the way stays in .hum, so that another run is quick.
    """
    from hum_hub.cli.build import UNITS
    from hum_hub.cli.progress import Ticker
    from hum_hub.release.reproduce.reproducing import reproduce as make_again

    with Ticker() as ticker:
        found = make_again(
            version,
            here,
            workers,
            lambda now: ticker.show(f"{now.stage} {now.source}", now.done, now.total, UNITS[now.stage], now.usage),
            trusted,
        )
    if as_json:
        click.echo(json.dumps({"whole": found.whole, **asdict(found)}, ensure_ascii=False))
    else:
        for line in found.lines():
            click.echo(line)
    sys.exit(0 if found.whole else 1)
