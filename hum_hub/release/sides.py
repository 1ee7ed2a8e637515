"""One config in two versions: which files differ, and how their columns, rows and golds are read."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.release.assembling import DataFile
from hum_hub.release.difference import RowText
from hum_hub.release.fingerprints import IDENTITY, Rows, fingerprints
from hum_hub.release.manifest import Config, SourceFacts
from hum_hub.release.opening import CompareError, Version

_AT_A_TIME = 5_000
_GOLDS = 5_000
"""How many golds of a version are looked at for their fields."""
_RARE = 0.01
"""A field in fewer golds than this may be missing in the other version by chance."""
_NOTHING = Config({}, {}, {})


@dataclass(frozen=True, slots=True)
class Side:
    """A config in one version: what the manifest says, its sources of rows, and the files that the other has not."""

    name: str
    version: Version
    config: Config
    sources: dict[str, SourceFacts]
    files: list[tuple[str, DataFile]]

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


def sides(name: str, old: Version, new: Version) -> tuple[Side, Side]:
    """A config in the old and in the new version. Of one that only one of them has, no file needs to be read."""
    before, after = (version.manifest.configs.get(name, _NOTHING) for version in (old, new))
    if not before.splits or not after.splits:
        return _side(name, old, before, []), _side(name, new, after, [])
    same = _contents(before) & _contents(after)
    return _side(name, old, before, _others(before, same)), _side(name, new, after, _others(after, same))


def _side(name: str, version: Version, config: Config, files: list[tuple[str, DataFile]]) -> Side:
    sources = {source.name: source for source in version.manifest.sources if source.task == name}
    return Side(name, version, config, {key: each for key, each in sources.items() if each.use == "rows"}, files)


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


def columns(side: Side) -> dict[str, str]:
    """The columns of the files that differ, with their types; all files of a config have the same.

    Raises:
        CompareError: a file cannot be read.
    """
    for _, file in side.files:
        with _parquet(side, file) as parquet:
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
        with _parquet(side, file) as parquet:
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
        raise CompareError(
            f"{file.path} of {side.version.name} cannot be read: {error}; run hum check on it"
        ) from error


def _parquet(side: Side, file: DataFile) -> pq.ParquetFile:
    path = side.version.file(file.path)
    try:
        return pq.ParquetFile(path, pre_buffer=False)  # the buffer would hold all of the file until it is closed
    except (OSError, pa.ArrowException) as error:
        raise CompareError(
            f"{file.path} of {side.version.name} cannot be read: {error}; run hum check on it"
        ) from error


def row_text(side: Side, place: int) -> RowText:
    """The row at a place among those in the files that differ."""
    for _, file in side.files:
        if place < file.rows:
            break
        place -= file.rows
    with _parquet(side, file) as parquet:
        group, inside = 0, place
        while inside >= parquet.metadata.row_group(group).num_rows:
            inside -= parquet.metadata.row_group(group).num_rows
            group += 1
        row = parquet.read_row_group(group, columns=["id", "source", "messages"]).slice(inside, 1).to_pylist()[0]
    messages = [str(message["content"]) for message in row["messages"] or ()]
    question, answer = ["", "", *messages][-2:]
    return RowText(str(row["id"]), str(row["source"]), file.path, place, question, answer)


def changed_golds(old: Side, new: Side) -> tuple[str, ...]:
    """Fields that golds had and have no more, or have and had not, each as a path of keys; rare ones apart."""
    before, after = _fields(old), _fields(new)
    if not before or not after:
        return ()
    common = {name for name, share in {**before, **after}.items() if share >= _RARE}
    common |= {name for name, share in before.items() if share >= _RARE}
    return tuple(sorted(name for name in common if (name in before) != (name in after)))


def _fields(side: Side) -> dict[str, float]:
    """The fields of golds, from some rows of each row group, and the share of golds that have them."""
    found, golds = Counter[str](), 0
    groups = []
    for _, file in side.files:
        with _parquet(side, file) as parquet:
            groups += [(file, group) for group in range(parquet.metadata.num_row_groups)]
    for file, group in groups:
        with _parquet(side, file) as parquet:
            if "gold" not in parquet.schema_arrow.names:
                return {}
            batch = next(parquet.iter_batches(max(1, _GOLDS // len(groups)), row_groups=[group], columns=["gold"]))
        for gold in batch.column("gold").to_pylist():
            golds += 1
            found.update(set(_paths(_json(gold))))
    return {name: count / golds for name, count in found.items()}


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return None


def _paths(value: Any, above: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _paths(each, f"{above}[]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield f"{above}.{key}"
            yield from _paths(each, f"{above}.{key}")
