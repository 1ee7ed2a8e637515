"""Options that several commands share."""

import os
from pathlib import Path

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
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for another program to read.")
folder_argument = click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
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
