"""`hum teacher`: the teachers of a recipe, and the replies that they have given."""

import json
import re
from pathlib import Path

import click

from hum_hub.cli.options import json_option, recipe_option, trusted_option

_teacher = click.option("--teacher", metavar="NAME", help="Only this teacher of the recipe.")
_stage = click.option("--stage", metavar="NAME", help="Only replies to prompts of this stage.")
_failed = click.option("--failed", is_flag=True, help="Only replies that were cut off, refused or rejected.")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@click.group()
def teacher() -> None:
    """Probe teachers, and list, prune, ship or exchange their replies."""


@teacher.command()
@click.argument("name", required=False)
@recipe_option
@trusted_option
@json_option
def probe(name: str | None, recipe: Path, trusted: tuple[str, ...], as_json: bool) -> None:
    """Ask an endpoint once what it obeys, and remember it: schemas, roles, limits, batches."""
    from hum_hub.pipeline.replies import probe_teacher
    from hum_hub.recipe.loading import open_recipe

    found = probe_teacher(open_recipe(recipe), name, trusted)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for key, value in found.items():
        click.echo(f"{key.replace('_', ' '):24}{_worded(value)}")


@teacher.command()
@recipe_option
@_teacher
@_stage
@_failed
@json_option
def replies(recipe: Path, teacher: str | None, stage: str | None, failed: bool, as_json: bool) -> None:
    """List the replies that are stored: how many, their tokens, and how they ended."""
    from hum_hub.pipeline.replies import Chosen, counts
    from hum_hub.recipe.loading import read_recipe

    found = counts(read_recipe(recipe), Chosen(teacher, stage, failed))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{'teacher':16}{'stage':24}{'model':24}{'ended':12}{'replies':>10}{'input':>14}{'output':>14}")
    for each in found:
        click.echo(
            f"{each['teacher']:16}{each['stage']:24}{each['model']:24}{each['finish']:12}{each['replies']:>10,}"
            f"{each['input_tokens']:>14,}{each['output_tokens']:>14,}"
        )


@teacher.command()
@click.argument("key", required=False)
@recipe_option
@_teacher
@_stage
@_failed
@click.option("--count", type=click.IntRange(1), default=3, show_default=True, help="Print so many replies.")
@json_option
def show(
    key: str | None, recipe: Path, teacher: str | None, stage: str | None, failed: bool, count: int, as_json: bool
) -> None:
    """Print stored replies with their prompts; KEY is the beginning of a reply's key."""
    import itertools
    from dataclasses import asdict

    from hum_hub.pipeline.replies import Chosen, chosen
    from hum_hub.recipe.loading import read_recipe

    for kept in itertools.islice(chosen(read_recipe(recipe), Chosen(teacher, stage, failed, key or "")), count):
        if as_json:
            click.echo(json.dumps(asdict(kept), ensure_ascii=False))
            continue
        click.echo(f"{kept.key}  {kept.teacher} {kept.stage} {kept.model} {kept.finish}")
        for role, text in _said(kept.prompt):
            click.echo(f"--- {role}\n{_harmless(text)}")
        click.echo(f"--- reply\n{_harmless(kept.text)}\n")


@teacher.command()
@recipe_option
@_teacher
@_stage
@_failed
@click.option("--key", default="", metavar="KEY", help="Only replies whose key begins like this.")
@click.option("--all", "everything", is_flag=True, help="Remove replies although nothing narrows them down.")
def prune(recipe: Path, teacher: str | None, stage: str | None, failed: bool, key: str, everything: bool) -> None:
    """Remove stored replies, so that they are asked for again."""
    from hum_hub.pipeline.replies import Chosen, remove
    from hum_hub.recipe.loading import read_recipe

    which = Chosen(teacher, stage, failed, key)
    if which == Chosen() and not everything:
        raise click.UsageError("say which replies with --teacher, --stage, --failed or --key, or --all for all of them")
    click.echo(f"{remove(read_recipe(recipe), which):,} replies removed")


@teacher.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@recipe_option
@_teacher
def record(file: Path, recipe: Path, teacher: str | None) -> None:
    """Write stored replies as a recording that can be shipped: recorded:file:FILE."""
    from hum_hub.pipeline.replies import record as write
    from hum_hub.recipe.loading import open_recipe

    click.echo(f"{write(open_recipe(recipe), teacher, file):,} replies in {file}")


@teacher.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@recipe_option
@_teacher
@click.option("--most", type=click.IntRange(1), help="Write so many requests at most.")
def export(file: Path, recipe: Path, teacher: str | None, most: int | None) -> None:
    """Write the requests that a build would send now, as lines for an offline engine such as vllm run-batch."""
    from hum_hub.pipeline.asking import export as write
    from hum_hub.pipeline.asking import teacher_of
    from hum_hub.recipe.loading import open_recipe

    workspace = open_recipe(recipe)
    count = write(workspace, teacher_of(workspace.recipe, teacher), file, most)
    click.echo(f"{count:,} requests in {file}; answer them, and hand the replies to hum teacher import")


@teacher.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@recipe_option
@_teacher
@json_option
def import_(file: Path, recipe: Path, teacher: str | None, as_json: bool) -> None:
    """Store replies from elsewhere: lines of an offline engine, or a recording."""
    from hum_hub.pipeline.replies import take_in
    from hum_hub.recipe.loading import open_recipe

    found = take_in(open_recipe(recipe), teacher, file)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for what, count in found.items():
        click.echo(f"{what:32}{count:>10,}")


def _harmless(text: str) -> str:
    """A text without the control characters that a terminal would obey."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _worded(value: object) -> str:
    if value is None:
        return "not told"
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"


def _said(prompt: dict[str, object] | None) -> list[tuple[str, str]]:
    if prompt is None:  # a reply from a recording
        return []
    turns = prompt.get("turns")
    said = [(role, text) for role, text in turns] if isinstance(turns, list) else []
    system = [("system", str(prompt["system"]))] if prompt.get("system") else []
    return [*system, ("user", str(prompt.get("user", ""))), *said]
