"""Options that several commands share."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

recipe_option = click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    default=Path("hum.toml"),
    show_default=True,
    help="The recipe.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="one for each core",
    help="How many processes work side by side.",
)
repo_option = click.option(
    "--repo", metavar="ORG/NAME", help="The dataset repository on the Hub; that of the recipe by default."
)
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Seconds that an answer of the Hub may take.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for another program to read.")
folder_argument = click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
trusted_option = click.option(
    "--allow-endpoint", "trusted", multiple=True, metavar="URL", help="Allow a teacher at this address without https."
)
_ASKING = (
    click.option(
        "--max-requests", type=click.IntRange(0), help="Ask teachers so often at most, earlier runs included."
    ),
    click.option(
        "--max-cost", type=click.FloatRange(0), help="Spend so much on teachers at most, earlier runs included."
    ),
    trusted_option,
)


def asking_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options that say how teachers may be asked; the command receives them as one `asking`."""

    @wraps(command)
    def with_asking(
        *args: Any, max_requests: int | None, max_cost: float | None, trusted: tuple[str, ...], **options: Any
    ) -> None:
        from hum_hub.pipeline.teachers import Asking

        command(*args, asking=Asking(max_requests=max_requests, max_cost=max_cost, trusted=trusted), **options)

    for option in reversed(_ASKING):
        with_asking = option(with_asking)
    return with_asking


plugins_option = click.option(
    "--plugins",
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="A plugin folder; may be given several times. Without it, those of the recipe here are used.",
)


def plugin_folders_here(folders: tuple[Path, ...]) -> list[Path]:
    """The plugin folders given, or those of the recipe in this folder when there is one."""
    from hum_hub.recipe.loading import plugin_folders, read_recipe

    if folders:
        return list(folders)
    recipe = Path("hum.toml")
    return plugin_folders(read_recipe(recipe), recipe) if recipe.is_file() else []
