"""One config in two versions: which files differ, and how their columns and rows are read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.errors import CompareError
from hum_hub.release.assembling import DataFile
from hum_hub.release.diff.fingerprints import IDENTITY, Rows, fingerprints
from hum_hub.release.diff.recipes import Said
from hum_hub.release.manifest import Config, SourceFacts
from hum_hub.release.opening import Version

_AT_A_TIME = 5_000
_NOTHING = Config({}, {}, {})


@dataclass(frozen=True, slots=True)
class Side:
    """A config in one version: what the manifest says, its sources of rows, and the files that the other has not.

    `recipe` is what the recipe says of the sources.
    """

    name: str
    version: Version
    config: Config
    sources: dict[str, SourceFacts]
    files: list[tuple[str, DataFile]]
    recipe: Said

    @property
    def is_there(self) -> bool:
        """Whether the version has the config."""
        return self.name in self.version.manifest.configs

    @property
    def task_version(self) -> str:
        """The version of the task as the manifest tells it, `-` where it does not."""
        for plugin in self.version.manifest.made_with.get("plugins", "").split("; "):
            task, _, version = plugin.rpartition("(")[2].rstrip(")").rpartition(" ")
            if task == self.name:
                return version
        return "-"

    def by(self, column: str) -> dict[str, int]:
        """Rows by the value of a column, as the manifest counts them."""
        return self.config.counts.get(column, {})


def sides(name: str, old: Version, new: Version, recipes: tuple[Said, Said]) -> tuple[Side, Side]:
    """A config in the old and in the new version."""
    before, after = (version.manifest.configs.get(name, _NOTHING) for version in (old, new))
    same = _contents(before) & _contents(after)
    return _side(name, old, before, same, recipes[0]), _side(name, new, after, same, recipes[1])


def _side(name: str, version: Version, config: Config, same: Counter[tuple[str, str]], recipe: Said) -> Side:
    sources = {each.name: each for each in version.manifest.sources if each.task == name and each.use == "rows"}
    return Side(name, version, config, sources, _others(config, same), recipe)


def _contents(config: Config) -> Counter[tuple[str, str]]:
    return Counter((split, file.sha256) for split, of in config.splits.items() for file in of.files)


def _others(config: Config, same: Counter[tuple[str, str]]) -> list[tuple[str, DataFile]]:
    """The files of a config without those that both versions have; rows may stand in equal files more than once."""
    left, found = same.copy(), []
    for split, of in config.splits.items():
        for file in of.files:
            if left[split, file.sha256]:
                left[split, file.sha256] -= 1
            else:
                found.append((split, file))
    return found


def columns(old: Side, new: Side) -> tuple[dict[str, str], dict[str, str]]:
    """The columns of both versions, with their types; a file that both have says that they are the same.

    Raises:
        CompareError: a file cannot be read.
    """
    before, after = _columns(old), _columns(new)
    return before or after, after or before


def _columns(side: Side) -> dict[str, str]:
    """The columns of the files that differ; all files of a config have the same."""
    for _, file in side.files:
        with opened_file(side, file) as parquet:
            return {column.name: str(column.type) for column in parquet.schema_arrow}
    return {}


def read(side: Side, wanted: list[str], sources: dict[str, int]) -> Iterator[Rows]:
    """The fingerprints of the rows in the files that differ, from some columns.

    Raises:
        CompareError: a file cannot be read, lacks a column, or does not hold the rows that the manifest states.
    """
    for name in IDENTITY:
        if name not in wanted:
            raise CompareError(f"rows of {side.name} have no column {name!r} in both versions, and cannot be matched")
    first = 0
    for split, file in side.files:
        start = first
        with opened_file(side, file) as parquet:
            for batch in _batches(side, file, parquet, wanted):
                yield fingerprints(batch, split, first, sources)
                first += batch.num_rows
        if first - start != file.rows:
            raise CompareError(
                f"{file.path} of {side.version.name} has {first - start} rows, its manifest says {file.rows}; "
                f"run hum check on it"
            )


def _batches(side: Side, file: DataFile, parquet: pq.ParquetFile, wanted: list[str]) -> Iterator[pa.RecordBatch]:
    """Batches of some columns; what they lack or cannot be read is said in one way."""
    lacking = set(wanted) - set(parquet.schema_arrow.names)
    if lacking:
        raise CompareError(
            f"{file.path} of {side.version.name} lacks the columns {', '.join(sorted(lacking))}; run hum check on it"
        )
    try:
        yield from parquet.iter_batches(_AT_A_TIME, columns=wanted)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(side, file, error) from error


def opened_file(side: Side, file: DataFile) -> pq.ParquetFile:
    """A file of a config, downloaded if need be.

    Raises:
        CompareError: it cannot be read.
    """
    path = side.version.file(file.path)
    try:
        return pq.ParquetFile(path, pre_buffer=False)  # the buffer would hold all of the file until it is closed
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(side, file, error) from error


def _unreadable(side: Side, file: DataFile, error: Exception) -> CompareError:
    return CompareError(f"{file.path} of {side.version.name} cannot be read: {error}; run hum check on it")
