"""`hum verify`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from hum_hub.cli.options import folder_argument, json_option, plugin_folders_here, plugins_option, workers_option


@click.command()
@folder_argument
@plugins_option
@workers_option
@json_option
def verify(folder: Path, folders: tuple[Path, ...], workers: int, as_json: bool) -> None:
    """Prove every row of a build folder from the row alone.

    Parses each answer by the format that the row names, compares it with the gold, and checks every rule, the
    grounding of the gold in the instruction, and that the instruction says what the answer is held to. Names each
    row that fails, and ends with exit code 1 if there is one.
    """
    from hum_hub.cli.progress import Ticker
    from hum_hub.release.verifying import Failure
    from hum_hub.release.verifying import verify as verify_folder

    proven, failures = 0, []
    with Ticker() as ticker:
        steps = verify_folder(
            folder,
            plugin_folders_here(folders),
            workers,
            lambda done, total: ticker.show("verify", done, total, "row groups"),
        )
        for step in steps:
            if isinstance(step, Failure):
                failures.append(step)
                if not as_json:
                    reasons = "; ".join(f"{problem.code}: {problem.detail}" for problem in step.problems)
                    click.echo(f"{step.config}/{step.file} row {step.number} ({step.id}): {reasons}")
            else:
                proven += step
    if as_json:
        click.echo(
            json.dumps({"proven": proven, "failed": [asdict(failure) for failure in failures]}, ensure_ascii=False)
        )
    else:
        click.echo(f"{proven:,} rows proven, {len(failures):,} not")
    if failures:
        from hum_hub.release.versions import other_versions

        for line in other_versions(folder, plugin_folders_here(folders)):
            click.echo(f"{line}; rows are proven by the versions that made them", err=True)
    sys.exit(1 if failures else 0)
