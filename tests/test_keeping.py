"""Duplicates and splits over the whole corpus."""

from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hum_hub.pipeline.marks import MARK
from hum_hub.quality.keeping import BUCKET, DUPLICATE, KEPT, OTHER_SPLIT, keep, split_numbers

SHARES = {"train": 0.5, "validation": 0.3, "test": 0.2}
_MARKS = st.lists(st.tuples(*[st.integers(0, 6).map(lambda number: number * 2**61 + number)] * 3), max_size=30)


def parts(rows: list[tuple[int, int, int]], cut: int) -> list[np.ndarray]:
    array = np.array(rows, dtype=MARK) if rows else np.zeros(0, MARK)
    return [array[:cut], array[cut:]]


def verdicts(rows: list[tuple[int, int, int]], tmp_path: Path, cut: int = 3, bucket: int = BUCKET) -> list[int]:
    return list(keep(parts(rows, cut), SHARES, tmp_path / "verdicts", bucket))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_MARKS, cut=st.integers(0, 30))
def test_no_question_is_kept_twice_and_no_passage_in_two_splits(rows, cut, tmp_path):
    found = verdicts(rows, tmp_path, cut)
    kept = [row for row, verdict in zip(rows, found, strict=True) if verdict == KEPT]
    assert len({question for question, _, _ in kept}) == len(kept)
    splits: dict[int, set[int]] = {}
    for _, passage, origin in kept:
        splits.setdefault(passage, set()).add(int(split_numbers(np.array([origin], np.uint64), SHARES)[0]))
    assert all(len(of_passage) == 1 for of_passage in splits.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_MARKS, more=_MARKS)
def test_what_comes_later_moves_nobody(rows, more, tmp_path):
    assert verdicts(rows + more, tmp_path)[: len(rows)] == verdicts(rows, tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_MARKS)
def test_buckets_and_part_borders_change_nothing(rows, tmp_path):
    whole = verdicts(rows, tmp_path, 0)
    assert verdicts(rows, tmp_path, 7) == whole
    assert verdicts(rows, tmp_path, 7, bucket=4) == whole


def test_the_reasons_are_told_apart(tmp_path):
    train, test = 1 << 40, (1 << 64) - 1
    rows = [(1, 9, train), (1, 9, train), (2, 9, train), (3, 9, test)]
    assert verdicts(rows, tmp_path) == [KEPT, DUPLICATE, KEPT, OTHER_SPLIT]


def test_the_shares_are_met():
    origins = np.random.default_rng(1).integers(0, 2**64, 100_000, np.uint64)
    counts = np.bincount(split_numbers(origins, SHARES), minlength=3) / len(origins)
    assert np.allclose(counts, list(SHARES.values()), atol=0.01)
