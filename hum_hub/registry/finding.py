"""Finds plugins without importing them: by entry point when installed, by `pyproject.toml` in a plugin folder."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from hum_hub.contract.hooks import PROJECT
from hum_hub.errors import PluginError


@dataclass(frozen=True, slots=True)
class Found:
    """A plugin that could be loaded: its entry-point name, module, distribution, version, and folder if not installed."""

    name: str
    module: str
    distribution: str
    version: str
    folder: Path | None = None

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}"


def find(folders: Iterable[Path]) -> list[Found]:
    """All plugins, by name; one in a folder stands in for the same distribution when that is installed too.

    Raises:
        PluginError: a folder holds no plugin, or two distributions offer a plugin of the same name.
    """
    local = [found for folder in folders for found in _in_folder(folder)]
    shadowed = {_normal(found.distribution) for found in local}
    installed = [found for found in _installed() if _normal(found.distribution) not in shadowed]
    by_name: dict[str, Found] = {}
    for found in sorted([*local, *installed], key=lambda found: (found.name, found.distribution)):
        other = by_name.setdefault(found.name, found)
        if other is not found:
            raise PluginError(f"plugin {found.name!r} is offered by {other} and {found}; uninstall one")
    return list(by_name.values())


def _installed() -> Iterable[Found]:
    seen: set[tuple[str, str]] = set()
    for distribution in distributions():
        for point in distribution.entry_points:
            key = (point.name, distribution.metadata["Name"])
            if point.group == PROJECT and key not in seen:
                seen.add(key)
                yield Found(point.name, point.value, distribution.metadata["Name"], distribution.version)


def _in_folder(folder: Path) -> Iterable[Found]:
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        points: dict[str, str] = project["entry-points"][PROJECT]
        return [Found(name, module, project["name"], project["version"], folder) for name, module in points.items()]
    except FileNotFoundError as error:
        raise PluginError(f"plugin folder {folder} has no pyproject.toml") from error
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise PluginError(
            f"{folder / 'pyproject.toml'} is not that of a plugin ({error}); "
            f"it needs name, version and [project.entry-points.{PROJECT}]"
        ) from error


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
