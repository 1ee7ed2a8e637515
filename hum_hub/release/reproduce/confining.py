"""What a recipe from elsewhere may do here: read files below its folder, and use what plugins of this machine ship.

A recipe that a release carries was written by whoever published it. It is data and runs nothing by itself, but it names
files, packages to import, and places to load from.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from hum_hub.errors import RecipeError
from hum_hub.recipe.loading import plugin_folders
from hum_hub.recipe.model import Recipe
from hum_hub.registry.finding import find
from hum_hub.release.cards.escaping import one_line

_FILES = ("file", "recorded:file", "scripted:file")
_PACKAGES = ("package", "recorded:package", "scripted:package")


class OutsideError(RecipeError):
    """A recipe from elsewhere wants more than it may have without being trusted."""


def confine(recipe: Recipe, path: Path, name: str) -> None:
    """See that a recipe from elsewhere, of the release `name`, stays in its folder.

    Links below the folder are followed: whoever made them wanted that. No plugin is imported for it.

    Raises:
        OutsideError: it does not; the places are named.
        RecipeError, PluginError: its plugins cannot be found.
    """
    found = [f"plugins.folders names {one_line(each)}" for each in recipe.plugins.folders if _leaves(each)]
    if not found:  # else other folders would be searched for plugins
        modules = {"hum_hub"}
        for plugin in find(plugin_folders(recipe, path)):
            module = plugin.module.partition(":")[0]
            modules |= {module, module.partition(".")[0]}
        found = [f"{place} is {one_line(uri)}" for place, uri in _uris(recipe) if not _stays(uri, modules)]
        found += [f"{place} is {one_line(name)}" for place, name in _layouts(recipe) if _leaves(name[1:])]
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise OutsideError(
            f"the recipe of {name} reads more than files below its folder and what plugins ship: "
            f"{'; '.join(found[:3])}{more}. Say --trust-recipe if you trust whoever published it"
        )


def _uris(recipe: Recipe) -> Iterator[tuple[str, str]]:
    for name, choice in recipe.teachers.items():
        if not choice.uri.startswith("openai:"):  # never asked, see `OFFLINE`
            yield f"teachers.{name}.uri", choice.uri
    for task, sources in recipe.tasks.items():
        for number, source in enumerate(sources.sources):
            place = f"tasks.{task}.sources[{number}]"
            yield f"{place}.uri", source.uri
            for each, file in enumerate(source.guidelines):
                yield f"{place}.guidelines[{each}].uri", file.uri


def _layouts(recipe: Recipe) -> Iterator[tuple[str, str]]:
    """The names of layouts, which are files: `select = "@name"`."""
    for task, sources in recipe.tasks.items():
        for number, source in enumerate(sources.sources):
            place = f"tasks.{task}.sources[{number}]"
            selects = [
                ("reader", source.reader.get("select")),
                *(("guidelines", each.select) for each in source.guidelines),
            ]
            for of, select in selects:
                if isinstance(select, str) and select.startswith("@"):
                    yield f"{place}.{of}.select", select


def _stays(uri: str, modules: set[str]) -> bool:
    """Whether a uri names what may be read; a scheme of a plugin, or a dataset on the Hub, asks the network."""
    for scheme in _FILES:
        if uri.startswith(f"{scheme}:"):
            return not _leaves(uri.removeprefix(f"{scheme}:"))
    for scheme in _PACKAGES:
        if uri.startswith(f"{scheme}:"):
            module, _, rest = uri.removeprefix(f"{scheme}:").partition("/")
            return module in modules and not _leaves(rest)  # a module is imported to be read from
    return uri.startswith("hf:./") and not _leaves(uri.removeprefix("hf:").partition("?")[0])


def _leaves(place: str) -> bool:
    """Whether a path or pattern leaves the folder that it starts from, on any system."""
    parts = re.split(r"[/\\]", place)
    return place.startswith(("/", "\\")) or bool(PureWindowsPath(place).drive) or ".." in parts
