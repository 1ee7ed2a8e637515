"""A release made again from the recipe that it carries, and its checksums compared."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hum_hub.errors import RecipeError
from hum_hub.pipeline.progress import Report
from hum_hub.pipeline.teachers import OFFLINE
from hum_hub.recipe.loading import open_recipe
from hum_hub.release.hub.mirror import sums_of
from hum_hub.release.making import RECIPE, SUMS, make
from hum_hub.release.opening import Version

CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came of making a release again: the files that are the same, that differ, that are missing or additional.

    `made_with` holds the versions that decide the bytes and differ, as pairs of then and now.
    """

    same: tuple[str, ...]
    differ: tuple[str, ...]
    missing: tuple[str, ...]
    additional: tuple[str, ...]
    made_with: dict[str, tuple[str, str]]

    @property
    def whole(self) -> bool:
        """Whether every file came out the same."""
        return not (self.differ or self.missing or self.additional)


def reproduce(version: Version, here: Path, workers: int, report: Report) -> Reproduced:
    """Make a version again in a folder that holds its sources and plugins, asking no teacher, and compare it.

    The card is left out: publishing adds the history of the versions to it.

    The recipe that the version carries is used, with its relative paths starting at `here`.

    Raises:
        RecipeError: the version carries no recipe, or it cannot be used here.
        SourceError: a source of it is not here.
    """
    recorded = version.file(RECIPE)
    if not recorded.is_file():
        raise RecipeError(f"{version.name} carries no {RECIPE}; it was built before recipes were recorded")
    with tempfile.TemporaryDirectory(dir=here, prefix=".hum-reproduce-") as folder:
        recipe = here / f"{Path(folder).name}.toml"
        try:
            recipe.write_bytes(recorded.read_bytes())
            manifest = make(open_recipe(recipe), workers, report, OFFLINE, Path(folder) / "again")
        finally:
            recipe.unlink(missing_ok=True)
        now = sums_of((Path(folder) / "again" / SUMS).read_text(encoding="utf-8"))
    then = sums_of(version.file(SUMS).read_text(encoding="utf-8"))
    for sums in (then, now):
        sums.pop(CARD, None)
    return _compared(then, now, _differing(version, manifest.made_with))


def _differing(version: Version, now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    then = version.manifest.made_with
    names = sorted({*then, *now})
    return {name: (then.get(name, ""), now.get(name, "")) for name in names if then.get(name) != now.get(name)}


def _compared(then: Mapping[str, str], now: Mapping[str, str], made_with: dict[str, tuple[str, str]]) -> Reproduced:
    both = sorted(set(then) & set(now))
    return Reproduced(
        same=tuple(path for path in both if then[path] == now[path]),
        differ=tuple(path for path in both if then[path] != now[path]),
        missing=tuple(sorted(set(then) - set(now))),
        additional=tuple(sorted(set(now) - set(then))),
        made_with=made_with,
    )
