"""`hum diff`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.text import Text

from hum_hub.cli.options import json_option

if TYPE_CHECKING:
    from hum_hub.release.diff.difference import Difference


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option(
    "--samples", type=click.IntRange(0), default=0, metavar="N", help="Show so many rows of each config and change."
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what is downloaded in this folder; by default in the cache of the Hub's client.",
)
@click.option("--exit-code", is_flag=True, help="End with exit code 1 when the version of B is too small.")
@json_option
def diff(old: str, new: str, samples: int, cache: Path | None, exit_code: bool, as_json: bool) -> None:
    """Compare two versions of the dataset, and propose the next version.

    A and B are build folders, or revisions on the Hub such as org/name@v1.2.0. Counts the rows that were added,
    removed and changed in each config and source, with the reasons; lists columns, licences and settings that differ,
    and the bytes that a user of A downloads to have B.
    """
    from hum_hub.cli.progress import Ticker
    from hum_hub.release.diff.bumping import allows
    from hum_hub.release.diff.comparing import diff as compare
    from hum_hub.release.opening import opened

    with Ticker() as ticker:
        difference = compare(
            opened(old, cache),
            opened(new, cache),
            samples,
            lambda config, done, total: ticker.show(f"diff {config}", done, total, "rows"),
        )
    is_enough = allows(difference.old_version, difference.new_version, difference)
    if as_json:
        _print_json(difference, is_enough)
    else:
        _print_tables(difference)
    sys.exit(1 if exit_code and not is_enough else 0)


def _print_json(difference: "Difference", is_enough: bool) -> None:
    from hum_hub.release.diff.bumping import demands, next_version, required_bump

    verdict = {
        "bump": required_bump(difference),
        "next_version": next_version(difference.old_version, difference),
        "is_enough": is_enough,
        "demands": [asdict(demand) for demand in demands(difference)],
    }
    click.echo(json.dumps({**difference.to_json(), **verdict}, ensure_ascii=False))


def _print_tables(difference: "Difference") -> None:
    from hum_hub.release.diff.tables import renderables

    console = Console(highlight=False)
    for each in renderables(difference):
        console.print(each, soft_wrap=isinstance(each, Text))
