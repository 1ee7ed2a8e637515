"""Rows as hashes of fixed size: what two rows differ in is seen from them, without their texts."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[Any]

IDENTITY = ("id", "example_id", "subtask", "source", "source_id")
"""Columns without which rows of two versions cannot be matched."""
ASPECTS: Mapping[str, tuple[str, ...]] = {
    "format": ("format",),
    "rules": ("rules",),
    "guidelines": ("guidelines",),
    "shots": ("shots",),
    "schema": ("schema",),
    "language": ("instruction_language",),
    "messages": ("messages",),
    "task": (),
    "plugin": ("plugin",),
    "license": ("license",),
    "settings": ("source", "source_id", "origin", "model", "input_language"),
    "split": (),
    "rest": (),
}
"""What is told apart in a row, and the columns that say it; `rest` are the columns that no other aspect has."""
SHOWN = ("format", "rules", "guidelines", "shots", "schema", "language")
"""Aspects that are planned for a row: its messages follow from them."""
ASPECT = {name: place for place, name in enumerate(ASPECTS)}
ROW = np.dtype(
    [
        ("id", np.uint64),
        ("example", np.uint64),
        ("seed", np.uint64),
        ("subtask", np.uint32),
        ("place", np.uint32),
        ("source", np.uint16),
        ("aspects", np.uint32, (len(ASPECTS),)),
    ]
)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_NULL = np.uint64(0xD1B54A32D192ED03)


def fingerprints(batch: pa.RecordBatch, split: str, first: int, sources: dict[str, int]) -> Rows:
    """The fingerprints of rows that are numbered from `first` on.

    Names of sources become numbers, which `sources` collects. Hashes hold within one process only.
    """
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    rows = np.zeros(batch.num_rows, ROW)
    rows["id"], rows["example"] = hashes(columns["id"]), hashes(columns["example_id"])
    rows["seed"] = combined(hashes(columns["source"]), hashes(columns["source_id"]))
    rows["subtask"] = hashes(columns["subtask"])
    rows["place"] = np.arange(first, first + batch.num_rows)
    rows["source"] = _numbered(columns["source"], sources)
    for name, place in ASPECT.items():
        rows["aspects"][:, place] = _aspect(name, columns, batch.num_rows, split)
    return rows


def _aspect(name: str, columns: Mapping[str, pa.Array], count: int, split: str) -> Hashes:
    if name == "split":
        return np.full(count, hash(split) & 0xFFFFFFFF, np.uint64)
    if name == "task":
        return _hashed(columns["plugin"], _task) if "plugin" in columns else np.zeros(count, np.uint64)
    known = {column for of in ASPECTS.values() for column in of} | set(IDENTITY)
    wanted = ASPECTS[name] if name != "rest" else sorted(set(columns) - known)
    found = [hashes(columns[column]) for column in wanted if column in columns]
    return combined(*found) if found else np.zeros(count, np.uint64)


def _task(plugin: str | None) -> str:
    """The task and its version, from a plugin as rows name it: `distribution version (task version)`."""
    return (plugin or "").rpartition("(")[2]


def _numbered(array: pa.Array, numbers: dict[str, int]) -> npt.NDArray[np.uint16]:
    encoded = array.fill_null("").dictionary_encode()
    found = [numbers.setdefault(name, len(numbers)) for name in encoded.dictionary.to_pylist()]
    return np.array(found, np.uint16)[encoded.indices.to_numpy()] if found else np.zeros(0, np.uint16)


def hashes(array: pa.Array) -> Hashes:
    """A hash of each element, whatever its type; equal elements have equal hashes in one process."""
    if pa.types.is_struct(array.type):
        children = [hashes(array.field(place)) for place in range(array.type.num_fields)]
        return _with_nulls(combined(np.full(len(array), _ODD), *children), array)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int64)
        return _with_nulls(_listed(hashes(array.flatten()), lengths), array)
    return _hashed(array, _same)


def _same(value: object) -> object:
    return value


def _hashed(array: pa.Array, meaning: Callable[[Any], object]) -> Hashes:
    """A hash of what each value means; a value that occurs often is hashed once."""
    if pa.types.is_null(array.type):
        return np.full(len(array), _NULL)
    encoded = array.dictionary_encode(null_encoding="encode")
    found = (hash((type(value).__name__, meaning(value))) for value in encoded.dictionary.to_pylist())
    known = mixed(np.fromiter(found, np.int64).view(np.uint64))
    return known[encoded.indices.to_numpy()] if len(known) else known


def _listed(elements: Hashes, lengths: npt.NDArray[np.int64]) -> Hashes:
    """The hash of each list from those of its elements, one list after another, and how many each has."""
    ends = np.cumsum(lengths)
    starts = ends - lengths
    places = np.arange(len(elements), dtype=np.int64) - np.repeat(starts, lengths)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(combined(elements, places.astype(np.uint64)))])
    return combined(sums[ends] - sums[starts], lengths.astype(np.uint64))


def _with_nulls(found: Hashes, array: pa.Array) -> Hashes:
    return np.where(array.is_valid().to_numpy(zero_copy_only=False), found, _NULL) if array.null_count else found


def combined(*parts: npt.NDArray[Any]) -> Hashes:
    """One hash for the hashes that stand at the same place, in their order."""
    found = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        found = mixed(found * _ODD + part.astype(np.uint64))
    return found


def mixed(values: Hashes) -> Hashes:
    """Numbers spread over all 64 bits, by the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    values = values + _ODD
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def pairs_of(old: Hashes, new: Hashes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The places of equal keys on either side; a key that stands there several times is paired as often as it can be."""
    _, left, right = np.intersect1d(_counted(old), _counted(new), return_indices=True)
    return left, right


def _counted(keys: Hashes) -> Hashes:
    """Keys made unlike each other by how often each stood before."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(keys) else np.zeros(0, bool)
    place = np.arange(len(keys))
    before = np.zeros(len(keys), np.uint64)
    before[order] = place - np.maximum.accumulate(np.where(begins, place, 0))
    return combined(keys, before)


def keys(rows: Rows, aspects: tuple[str, ...], *fields: str) -> Hashes:
    """What rows are matched by: some fields of their fingerprints and some aspects."""
    return combined(*(rows[field] for field in fields), *(rows["aspects"][:, ASPECT[name]] for name in aspects))
