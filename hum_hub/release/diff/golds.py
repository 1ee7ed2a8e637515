"""The fields of golds in two versions of a config: other fields are another meaning."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hum_hub.release.diff.sides import Side, opened_file

_MOST = 5_000
"""How many golds of a version are looked at."""
_RARE = 0.01
"""A field in fewer golds than this may be missing in the other version by chance."""


def changed_golds(old: Side, new: Side) -> tuple[str, ...]:
    """Fields that golds had and have no more, or have and had not, each as a path of keys; rare ones apart.

    Raises:
        CompareError: a file cannot be read.
    """
    before, after = _fields(old), _fields(new)
    if not before or not after:
        return ()
    common = [{name for name, share in fields.items() if share >= _RARE} for fields in (before, after)]
    return tuple(sorted((common[0] - after.keys()) | (common[1] - before.keys())))


def _fields(side: Side) -> dict[str, float]:
    """The fields of golds, and the share of golds that have them."""
    found, golds = Counter[str](), 0
    for gold in _golds(side):
        golds += 1
        found.update(set(_paths(_parsed(gold))))
    return {name: count / golds for name, count in found.items()}


def _golds(side: Side) -> Iterator[str | None]:
    """The golds of some rows of each row group; none where there is no such column."""
    groups = []
    for _, file in side.files:
        with opened_file(side, file) as parquet:
            groups += [(file, group) for group in range(parquet.metadata.num_row_groups)]
    for file, group in groups:
        with opened_file(side, file) as parquet:
            if "gold" in parquet.schema_arrow.names:
                few = max(1, _MOST // len(groups))
                yield from next(parquet.iter_batches(few, row_groups=[group], columns=["gold"])).column(0).to_pylist()


def _parsed(text: str | None) -> Any:
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
