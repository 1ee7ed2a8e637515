"""`hum check`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import folder_argument, json_option


@click.command()
@folder_argument
@json_option
def check(folder: Path, as_json: bool) -> None:
    """Prove that a build folder is fit to publish.

    Checks the checksums, the Parquet files, the card against the manifest, and loads every config with the real
    `load_dataset`, streaming too, into a fresh cache.
    """
    from hum_hub.release.checking import check as check_folder

    problems = list(check_folder(folder, lambda step: click.echo(f"checking {step}", err=True)))
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(f"{problem.code}: {problem.detail}")
        if not problems:
            click.echo(f"{folder} is fit to publish")
    sys.exit(1 if problems else 0)
