"""`hum diff`."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from hum_hub.cli.options import json_option


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
    from hum_hub.release.bumping import allows, demands, next_version, required_bump
    from hum_hub.release.differing import diff as compare
    from hum_hub.release.differing_tables import renderables
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
        verdict = {
            "bump": required_bump(difference),
            "next_version": next_version(difference.old_version, difference),
            "is_enough": is_enough,
            "demands": [{"bump": demand.bump, "why": demand.why} for demand in demands(difference)],
        }
        click.echo(json.dumps({**difference.to_json(), **verdict}, ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for each in renderables(difference):
            console.print(each)
    sys.exit(1 if exit_code and not is_enough else 0)
