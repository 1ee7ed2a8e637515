"""Rows of two versions of a config matched with each other, bucket by bucket, and counted by source and reason."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hum_hub.release.diff.difference import Change
from hum_hub.release.diff.fingerprints import ASPECT, ASPECTS, ROW, SHOWN, Rows, keys, pairs_of

BUCKET = 2**19
"""How many rows of one version are looked at together."""
MOST_BUCKETS = 64
_LEFT = np.dtype([("seed", np.uint64), ("place", np.uint32), ("task", np.uint32), ("source", np.uint16)])
_PASSES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ("id",)),
    (SHOWN, ("example", "subtask")),
    (("language", "format"), ("example", "subtask")),
    ((), ("example", "subtask")),
)
"""By what rows are matched that are not equal, the surest first."""
REASONS = {
    "format": "format",
    "rules": "rule",
    "guidelines": "guidelines",
    "shots": "worked-examples",
    "schema": "schema",
    "language": "language",
    "task": "task-version",
    "license": "license",
    "settings": "source-settings",
    "split": "split",
}
"""Aspects that are a reason by themselves, and what the reason is called."""

Places = npt.NDArray[np.intp]
Found = tuple[int | None, int | None, tuple[str, ...]]
"""A row picked to be shown: its place in the old version, in the new one, and the reasons."""


@dataclass(slots=True)
class Counted:
    """What became of the rows of one source; a changed row counts for each of its reasons."""

    unchanged: int = 0
    changed: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


class Buckets:
    """Fingerprints of two versions on disk, those of one example in one file."""

    def __init__(self, folder: Path, rows: int, size: int = BUCKET) -> None:
        self.count = min(MOST_BUCKETS, max(1, -(-rows // size)))
        self._folder = folder

    def add(self, side: str, batches: Iterable[Rows]) -> None:
        """Store the rows of a version."""
        files = [self._path(side, bucket).open("wb") for bucket in range(self.count)]
        try:
            for rows in batches:
                of = rows["example"] % np.uint64(self.count)
                for bucket, file in enumerate(files):
                    rows[of == bucket].tofile(file)
        finally:
            for file in files:
                file.close()

    def rows(self, side: str, bucket: int) -> Rows:
        """The rows of a bucket, in the order of the corpus."""
        return np.fromfile(self._path(side, bucket), ROW)

    def _path(self, side: str, bucket: int) -> Path:
        return self._folder / f"{side}-{bucket}"


class Matcher:
    """Matches the rows of one config.

    `sources` are the names of the sources by number. `gone` and `come` say, for each source, why rows are not there
    any more, or are there now, when the rows themselves do not tell. Up to `samples` rows of each change are picked.
    """

    def __init__(
        self, sources: Mapping[str, int], gone: Mapping[str, str], come: Mapping[str, str], samples: int
    ) -> None:
        self.counts = {name: Counted() for name in sources}
        self._names = list(sources)
        self._causes = {"removed": gone, "added": come}
        self._samples = samples
        self.picked: dict[Change, list[Found]] = {"changed": [], "removed": [], "added": []}

    def match(self, buckets: Buckets) -> None:
        """Match all rows."""
        left: dict[Change, list[Rows]] = {"removed": [], "added": []}
        for bucket in range(buckets.count):
            for change, rows in self._bucket(buckets.rows("old", bucket), buckets.rows("new", bucket)):
                left[change].append(rows)
        removed, added = (np.concatenate([np.zeros(0, _LEFT), *left[change]]) for change in ("removed", "added"))
        self._explain("removed", removed, added)
        self._explain("added", added, removed)
        for found in self.picked.values():
            found.sort(key=_place)
            del found[self._samples :]

    def _bucket(self, old: Rows, new: Rows) -> Iterator[tuple[Change, Rows]]:
        """Match what can be matched; what is left is given back, to be explained when all is known."""
        mine, theirs = pairs_of(*(keys(rows, tuple(ASPECTS), "id", "example", "subtask") for rows in (old, new)))
        for source, count in self._by_source(old["source"][mine]):
            self.counts[source].unchanged += count
        rest_old, rest_new = _without(old, mine), _without(new, theirs)
        for aspects, fields in _PASSES:
            left, right = pairs_of(*(keys(rows, aspects, *fields) for rows in (old[rest_old], new[rest_new])))
            self._changed(old[rest_old[left]], new[rest_new[right]])
            rest_old, rest_new = np.delete(rest_old, left), np.delete(rest_new, right)
        both: tuple[tuple[Change, Rows, Rows], ...] = (("removed", old[rest_old], new), ("added", new[rest_new], old))
        for change, rows, other in both:
            there = np.isin(rows["example"], other["example"])
            asked = np.isin(keys(rows, (), "example", "subtask"), keys(other, (), "example", "subtask"))
            self._count(change, rows[asked], "renderings")
            self._count(change, rows[there & ~asked], "sub-task")
            left_over = np.zeros(int((~there).sum()), _LEFT)
            for name in ("seed", "place", "source"):
                left_over[name] = rows[name][~there]
            left_over["task"] = rows["aspects"][~there, ASPECT["task"]]
            yield change, left_over

    def _changed(self, old: Rows, new: Rows) -> None:
        """Count pairs of rows that are not equal; one that stands in another source left the one and came to the other."""
        moved = old["source"] != new["source"]
        self._count("removed", old[moved], "other-source")
        self._count("added", new[moved], "other-source")
        old, new = old[~moved], new[~moved]
        why = _reasons(old, new)
        for source, count in self._by_source(old["source"]):
            self.counts[source].changed += count
        for reason, holds in why.items():
            for source, count in self._by_source(old["source"][holds]):
                self.counts[source].reasons[reason] += count
        first = np.argsort(new["place"])[: self._samples]
        for place in first.tolist():
            told = tuple(reason for reason, holds in why.items() if holds[place])
            self.picked["changed"].append((int(old["place"][place]), int(new["place"][place]), told))

    def _explain(self, change: Change, rows: Rows, other: Rows) -> None:
        """Count rows whose example is on one side only: their seed changed, or the source tells."""
        seeds = np.isin(rows["seed"], other["seed"])
        for number, source in enumerate(self._names):
            of_source = rows["source"] == number
            if not of_source.any():
                continue
            here, there = (side["task"][side["source"] == number] for side in (rows, other))
            bumped = len(there) > 0 and not len(np.intersect1d(here, there))
            self._count(change, rows[of_source & seeds], "task-version" if bumped else "seed-changed")
            self._count(change, rows[of_source & ~seeds], self._causes[change].get(source, "source"))

    def _count(self, change: Change, rows: Rows, reason: str) -> None:
        for source, count in self._by_source(rows["source"]):
            counted = self.counts[source]
            (counted.removed if change == "removed" else counted.added)[reason] += count
        for place in np.sort(rows["place"])[: self._samples].tolist():
            self.picked[change].append((place, None, (reason,)) if change == "removed" else (None, place, (reason,)))

    def _by_source(self, numbers: Rows) -> Iterator[tuple[str, int]]:
        for number, count in zip(*np.unique(numbers, return_counts=True), strict=True):
            yield self._names[number], int(count)


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for fingerprints: about 90 bytes for each row that stands in a file that differs."""
    return tempfile.TemporaryDirectory(prefix="hum-diff-")


def _reasons(old: Rows, new: Rows) -> dict[str, npt.NDArray[np.bool_]]:
    """Which pairs differ for which reason."""
    unlike = {name: old["aspects"][:, place] != new["aspects"][:, place] for name, place in ASPECT.items()}
    why = {reason: unlike[name] for name, reason in REASONS.items()}
    shown = np.logical_or.reduce([unlike[name] for name in SHOWN])
    why["wording"] = unlike["messages"] & ~shown
    why["plugin-version"] = unlike["plugin"] & ~unlike["task"]
    why["other-columns"] = ~np.logical_or.reduce(list(why.values()))
    return why


def _without(rows: Rows, places: Places) -> Places:
    return np.delete(np.arange(len(rows)), places)


def _place(found: Found) -> int:
    old, new, _ = found
    return new if new is not None else old or 0
