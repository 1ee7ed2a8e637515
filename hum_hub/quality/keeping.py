"""Decides over the whole corpus which examples are kept and in which split: on truths, before anything is worded."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

KEPT, DUPLICATE, OTHER_SPLIT = 0, 1, 2
REASONS = {DUPLICATE: "duplicate", OTHER_SPLIT: "passage-in-another-split"}
BUCKET = 2**21
"""How many examples are looked at together."""

Marks = npt.NDArray[Any]


def keep(
    parts: Sequence[Marks], shares: Mapping[str, float], scratch: Path, bucket_size: int = BUCKET
) -> npt.NDArray[np.uint8]:
    """A verdict for each example of all parts, in their order: `KEPT`, `DUPLICATE` or `OTHER_SPLIT`.

    An example is a duplicate when another one with the same task, subtasks and inputs stands before it. It is
    dropped from the wrong split when its first input stood before under an origin of another split, so that no
    shared passage straddles splits. What stands first is never touched, so adding sources at the end, or seeds
    of new origins, moves nobody. 64-bit hashes stand for the texts.

    The work is done in buckets of hashes, and the verdicts are kept in a file, so that memory does not grow with the corpus.
    """
    starts = np.cumsum([0, *(len(part) for part in parts)])
    total = int(starts[-1])
    verdicts: npt.NDArray[np.uint8] = (
        np.memmap(scratch, np.uint8, "w+", shape=(total,)) if total else np.zeros(0, np.uint8)
    )
    buckets = max(1, -(-total // bucket_size))
    for bucket in range(buckets):
        hashes, places = _gathered(parts, starts, "question", bucket, buckets)
        verdicts[places[_repeats(hashes)]] = DUPLICATE
    for bucket in range(buckets):
        hashes, places = _gathered(parts, starts, "passage", bucket, buckets)
        origins, _ = _gathered(parts, starts, "passage", bucket, buckets, "origin")
        splits = split_numbers(origins, shares)
        wrong = splits != splits[_firsts(hashes)]
        kept = verdicts[places] == KEPT
        verdicts[places[wrong & kept]] = OTHER_SPLIT
    return verdicts


def split_numbers(origins: npt.NDArray[np.uint64], shares: Mapping[str, float]) -> npt.NDArray[np.intp]:
    """The position of the split of each origin, from its 64-bit hash alone."""
    borders = np.cumsum(list(shares.values()))[:-1]
    return np.searchsorted(borders, (origins >> np.uint64(11)).astype(np.float64) / 2.0**53, side="right")


def _gathered(
    parts: Sequence[Marks], starts: npt.NDArray[Any], by: str, bucket: int, buckets: int, field: str | None = None
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """A field of all examples whose hash `by` falls into a bucket, with their places in the corpus, in order."""
    fields, places = [], []
    for part, start in zip(parts, starts, strict=False):
        hashes = part[by]
        inside = np.flatnonzero(hashes % np.uint64(buckets) == bucket)
        fields.append(part[field or by][inside])
        places.append(inside.astype(np.int64) + start)
    if not fields:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    return np.concatenate(fields), np.concatenate(places)


def _firsts(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    """For each hash the position of its first occurrence."""
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    return first[inverse]


def _repeats(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which hashes stand earlier in the array too."""
    repeated: npt.NDArray[np.bool_] = _firsts(hashes) != np.arange(len(hashes))
    return repeated
