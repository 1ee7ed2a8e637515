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
@workers_option
@json_option
def reproduce(version: str, here: Path, workers: int, as_json: bool) -> None:
    """Make a release again from its own recipe, and say whether the bytes are the same.

    VERSION is a build folder or org/name@v1.2.0. Teachers are not asked; stored and recorded replies are used.
    """
    from hum_hub.cli.build import UNITS
    from hum_hub.cli.progress import Ticker
    from hum_hub.release.opening import opened
    from hum_hub.release.reproducing import reproduce as make_again

    with Ticker() as ticker:
        found = make_again(
            opened(version),
            here,
            workers,
            lambda now: ticker.show(f"{now.stage} {now.source}", now.done, now.total, UNITS[now.stage], now.usage),
        )
    if as_json:
        click.echo(json.dumps({"whole": found.whole, **asdict(found)}, ensure_ascii=False))
    else:
        for what in ("differ", "missing", "additional"):
            for path in getattr(found, what):
                click.echo(f"{what:12}{path}")
        for name, (then, now) in found.made_with.items():
            click.echo(f"made with {name} {then or 'nothing'} then, {now or 'nothing'} now")
        verdict = "reproduced: every byte is the same" if found.whole else "not reproduced"
        click.echo(f"{verdict} ({len(found.same)} files the same)")
    sys.exit(0 if found.whole else 1)
