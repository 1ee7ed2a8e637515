"""Whether a build was made by the versions that are installed: rows are proven by the wordings of those that made them."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from hum_hub.errors import CheckError
from hum_hub.pipeline.surveying import plugin_of
from hum_hub.registry.loading import load
from hum_hub.release.manifest import read_manifest


def other_versions(folder: Path, plugin_folders: Sequence[Path]) -> list[str]:
    """What made the rows of a build folder and is not what is installed here, each as a line for people.

    Empty also where the folder has no manifest to tell.
    """
    try:
        made_with = read_manifest(folder).made_with
    except CheckError:
        return []
    registry = load(plugin_folders)
    here = {plugin_of(registry, task) for task in registry.tasks.values()}
    found = [f"{made} is not installed here" for made in made_with["plugins"].split("; ") if made and made not in here]
    if made_with["hum-hub"] != version("hum-hub"):
        found.insert(0, f"hum-hub {made_with['hum-hub']} made the rows, {version('hum-hub')} is installed here")
    return found
