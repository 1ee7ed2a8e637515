"""Files of rows: where they are cut, and that a change moves nothing else."""

import hashlib
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub.pipeline.building import PartOfRows
from hum_hub.pipeline.parts import PartStore
from hum_hub.proof.features import SCHEMA
from hum_hub.release.assembling import FILES, GROUPS, assemble
from hum_hub.release.cutting import Cutting

SMALL = Cutting("small", 20)


def pieces(keys, cutting=SMALL):
    found, held = [], []
    for key in keys:
        held.append(key)
        if cutting.ends(len(held), key):
            found.append(tuple(held))
            held = []
    return [*found, tuple(held)] if held else found


@settings(deadline=None)
@given(st.integers(0, 3000), st.text(max_size=3))
def test_pieces_are_neither_small_nor_large(count, name):
    lengths = [len(piece) for piece in pieces([f"{name}{number}" for number in range(count)])]
    assert sum(lengths) == count
    assert all(15 <= length <= 40 for length in lengths[:-1])
    assert all(length <= 40 for length in lengths)


def test_pieces_have_the_length_that_was_asked_for():
    found = pieces([f"row {number}" for number in range(100_000)], GROUPS)
    assert len(found) == pytest.approx(100, rel=0.1)


def test_cuttings_of_other_names_are_others():
    keys = [f"row {number}" for number in range(1000)]
    assert pieces(keys) != pieces(keys, Cutting("other", 20))


def test_what_is_put_in_or_taken_out_changes_the_pieces_around_it_only():
    """After a change cuts fall together again, usually at the next; when is chance, so the same changes are tried."""
    before = [f"row {number}" for number in range(2000)]
    known, beyond = set(pieces(before)), []
    dice = random.Random(0)
    for _ in range(300):
        place, taken, put = dice.randrange(2000), dice.randrange(100), dice.randrange(100)
        after = before[:place] + [f"new {number}" for number in range(put)] + before[place + taken :]
        beyond.append(sum(map(len, set(pieces(after)) - known)) - put)
    assert sum(beyond) / len(beyond) < 3 * SMALL.target
    assert max(beyond) < 15 * SMALL.target


def stored(tmp_path, ids, by, source="words"):
    """Parts in a store, each of some rows of one source."""
    store, parts = PartStore(tmp_path / "parts"), []
    for start in range(0, len(ids), by):
        some = ids[start : start + by]
        told = {"id": some, "gold": [name * 20 for name in some], "source": [source] * len(some)}
        columns = [pa.array(told.get(field.name, [None] * len(some)), field.type) for field in SCHEMA]
        key = hashlib.sha256(repr((start, some)).encode()).hexdigest()
        with store.writing(key, ".train.parquet") as path:
            pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), path)
        parts.append(PartOfRows(key, source, {"train": len(some)}))
    return store, parts


def assembled(tmp_path, ids, by=700):
    store, parts = stored(tmp_path, ids, by)
    told = []
    files = assemble("toy", "train", parts, store, tmp_path / "out", told.append)
    assert sum(told) == len(ids)
    return files


def test_files_do_not_depend_on_how_the_work_was_parted(tmp_path):
    ids = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(5_000)]
    one, two, three = (
        [(file.path, file.sha256) for file in assembled(tmp_path / str(by), ids, by)] for by in (5_000, 700, 333)
    )
    assert one == two == three


def test_a_source_that_grows_or_is_repaired_keeps_its_other_files(tmp_path):
    ids = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(160_000)]
    versions = {
        "before": ids,
        "grown": [*ids, "another"],
        "without one": ids[:40_000] + ids[40_001:],
    }
    files = {name: assembled(tmp_path / name, rows, 5_000) for name, rows in versions.items()}
    assert [file.path for file in files["before"]][:2] == [
        "toy/train-words-00000.parquet",
        "toy/train-words-00001.parquet",
    ]
    for file in files["before"][:-1]:
        assert 0.5 <= file.rows / (FILES.target * GROUPS.target) <= 2
    before = {file.sha256 for file in files["before"]}
    assert len(before) >= 3
    for name in ("grown", "without one"):
        assert len(before - {file.sha256 for file in files[name]}) == 1, name
    paths = [pq.ParquetFile(tmp_path / "before" / "out" / file.path) for file in files["before"]]
    assert [row for path in paths for row in path.read(columns=["id"]).column("id").to_pylist()] == ids


def test_small_sources_share_files_and_large_ones_have_their_own(tmp_path):
    sizes = {"b-large": 1_000, "c-small": 999, "a-large": 1_200, "b-small": 600, "none": 0}
    ids = {name: [f"{name} {number}" for number in range(count)] for name, count in sizes.items()}
    parts = []
    for name, some in ids.items():
        store, of_source = stored(tmp_path, some, 500, name)
        parts += of_source
    files = assemble("toy", "train", parts, store, tmp_path / "out", lambda rows: None)
    assert [(file.path, file.rows) for file in files] == [
        ("toy/train-00000.parquet", 1_599),
        ("toy/train-a-large-00000.parquet", 1_200),
        ("toy/train-b-large-00000.parquet", 1_000),
    ]
    first = pq.read_table(tmp_path / "out" / files[0].path, columns=["id"]).column("id").to_pylist()
    assert first == [*ids["c-small"], *ids["b-small"]]
    assert assemble("toy", "test", parts, store, tmp_path / "out", lambda rows: None) == []
