"""A release made again from the recipe that it carries, and every file of it compared."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hum_hub.errors import BuildError, HumError, PluginError, RecipeError, SourceError
from hum_hub.pipeline.progress import Report
from hum_hub.pipeline.teachers import OFFLINE
from hum_hub.recipe.loading import Workspace, open_recipe, read_recipe
from hum_hub.recipe.narrowing import narrowed
from hum_hub.release.assembling import checksum
from hum_hub.release.hub.preparing import release_of, with_history
from hum_hub.release.layout import CARD, RECIPE
from hum_hub.release.making import make
from hum_hub.release.manifest import Manifest
from hum_hub.release.reproduce.confining import OutsideError, confine
from hum_hub.release.reproduce.released import Released, released
from hum_hub.release.reproduce.reproduced import Reproduced, reproduced

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""What a terminal may take for a command; a recipe from elsewhere may hold it."""


def reproduce(text: str, here: Path, workers: int, report: Report, trusted: bool = False) -> Reproduced:
    """Make a release again in a folder that holds its sources and plugins, asking no teacher, and compare it.

    `text` is a build folder or `org/name@revision`. The recipe that the release carries is used, with its relative
    paths starting at `here`, and narrowed to licences as the release was. Unless it is `trusted`, it may read nothing
    else. The card is compared with the changelog that publishing has added to it. What is made on the way stays in
    `.hum` and is used again; the files themselves are removed.

    Raises:
        CompareError, PublishError, CheckError: the release cannot be read.
        RecipeError: the release carries no recipe, or it cannot be used here.
        SourceError, PluginError: a source or plugin of it is not here.
        TeacherError, BuildError: it cannot be built here.
    """
    release = released(text)
    recipe = _recipe(release, text)
    with _scratch(here) as folder:
        path = here / f"{folder.name}.toml"
        with _told(text, path, here, release.version.manifest):
            try:
                path.write_bytes(recipe)
                if not trusted:
                    confine(read_recipe(path), path, text)
                workspace = _narrowed(open_recipe(path), release.version.manifest.licenses)
                manifest = make(workspace, workers, report, OFFLINE, folder / "again")
            finally:
                path.unlink(missing_ok=True)
        again = with_history(release_of(folder / "again"), release.text(CARD), folder / "card")
        return reproduced(text, release, again.files, manifest)


def _recipe(release: Released, name: str) -> bytes:
    """The recipe that the release carries, if it is the one that it was built from."""
    if RECIPE not in release.files:
        raise RecipeError(f"{name} carries no {RECIPE}; builds carry it since hum reproduce exists, build it again")
    place = release.version.file(RECIPE)
    if checksum(place) != release.version.manifest.recipe_sha256:
        raise RecipeError(
            f"the {RECIPE} of {name} is not the one that it was built from, by its manifest; "
            "it was changed afterwards, so get the release from who made it"
        )
    return place.read_bytes()


def _narrowed(workspace: Workspace, licenses: list[str]) -> Workspace:
    """The workspace with the licences of the release, if it was built with fewer than the recipe allows."""
    return narrowed(workspace, licenses) if set(licenses) < set(workspace.recipe.dataset.licenses) else workspace


@contextmanager
def _scratch(here: Path) -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(dir=here, prefix=".hum-reproduce-")
    except OSError as error:
        raise BuildError(f"nothing can be written in {here} ({error.strerror}); copy the sources elsewhere") from error
    with folder as name:
        yield Path(name)


@contextmanager
def _told(name: str, path: Path, here: Path, manifest: Manifest) -> Iterator[None]:
    """Failures in the words of who asked: the file of the recipe is gone by then, and where to look is an option."""
    try:
        yield
    except OutsideError:
        raise
    except HumError as error:
        said = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(error).replace(str(path), f"the recipe of {name}"))
        if isinstance(error, RecipeError | PluginError | SourceError):
            said += f"; sources and plugins are looked for in {here.resolve()}, --here names another folder"
        elif isinstance(error, BuildError) and manifest.usage:
            replies = sum(each.replies for each in manifest.usage)
            said += (
                f"; {name} was made of {replies:,} replies of {', '.join(sorted({e.teacher for e in manifest.usage}))}: "
                f"have them in {here.resolve()}, with hum teacher import or as the recording that the recipe names"
            )
        raise type(error)(said) from error
