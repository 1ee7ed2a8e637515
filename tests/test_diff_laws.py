"""Laws of comparing, over small corpora of any shape."""

import itertools
import json
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from diffed import SPLITS, row, version
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hum_hub.proof.features import SCHEMA
from hum_hub.release.diff.bumping import required_bump
from hum_hub.release.diff.comparing import diff
from hum_hub.release.diff.fingerprints import fingerprints, hashes
from hum_hub.release.diff.matching import Buckets, Matcher, scratch

ROWS = st.lists(
    st.tuples(
        st.sampled_from(SPLITS),
        st.builds(
            row,
            st.integers(0, 6),
            subtask=st.sampled_from("ab"),
            shown=st.integers(0, 3),
            source=st.sampled_from("st"),
            license=st.sampled_from(["cc0-1.0", "mit"]),
            rules=st.sampled_from([[], [{"rule": "r", "option": "o", "witness": None}]]),
        ),
    ),
    min_size=1,
    max_size=10,
)
CORPORA = st.dictionaries(st.sampled_from("cd"), ROWS, min_size=1)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def compared(one, other):
    """The difference of the first corpus to the second."""
    with written(one, other) as (old, new):
        return diff(old, new, samples=2)


@contextmanager
def written(*corpora):
    with tempfile.TemporaryDirectory() as folder:
        yield [version(Path(folder) / str(number), corpus) for number, corpus in enumerate(corpora)]


@quick
@given(CORPORA)
def test_a_version_does_not_differ_from_itself(corpus):
    found = compared(corpus, corpus)
    assert required_bump(found) == "none"
    assert found.download.fetched == 0
    for config in found.configs:
        assert config.total("unchanged") == config.total("old") == config.total("new") == len(corpus[config.name])
        assert not config.samples


@quick
@given(CORPORA, CORPORA)
def test_rows_add_up_in_each_source_and_so_do_their_reasons(one, other):
    found = compared(one, other)
    for config in found.configs:
        for source in config.sources:
            assert source.old == source.unchanged + source.changed + source.removed
            assert source.new == source.unchanged + source.changed + source.added
            assert sum(source.why_removed.values()) == source.removed
            assert sum(source.why_added.values()) == source.added
            assert bool(source.why_changed) == bool(source.changed)
            assert all(rows <= source.changed for rows in source.why_changed.values())
        for side, corpus in (("old", one), ("new", other)):
            rows = Counter(each["source"] for _, each in corpus.get(config.name, []))
            assert {source.name: getattr(source, side) for source in config.sources} == {"s": 0, "t": 0} | rows


@quick
@given(CORPORA, CORPORA)
def test_what_is_added_one_way_is_removed_the_other_way(one, other):
    with written(one, other) as (old, new):
        there, back = diff(old, new), diff(new, old)
    for config, mirrored in zip(there.configs, back.configs, strict=True):
        for source, image in zip(config.sources, mirrored.sources, strict=True):
            assert (source.added, source.why_added) == (image.removed, image.why_removed)
            assert (source.changed, source.why_changed) == (image.changed, image.why_changed)
            assert source.unchanged == image.unchanged


@quick
@given(ROWS)
def test_unchanged_rows_are_counted_as_a_multiset_of_whole_rows(rows):
    other = [(split, {**each, "license": "mit"}) for split, each in rows[::2]]
    found = compared({"c": rows}, {"c": other})
    whole = [Counter(json.dumps(pair, sort_keys=True) for pair in of) for of in (rows, other)]
    assert found.configs[0].total("unchanged") == (whole[0] & whole[1]).total()


@quick
@given(ROWS, ROWS, st.integers(1, 4))
def test_the_size_of_the_buckets_changes_nothing(one, other, size):
    def matched(size: int) -> Matcher:
        numbers, batches = {"s": 0, "t": 1}, []
        for rows in (one, other):
            batch = pa.RecordBatch.from_pylist([each for _, each in rows], SCHEMA)
            batches.append(fingerprints(batch, "train", 0, numbers))
        matcher = Matcher(numbers, {"s": "seeds"}, {"s": "seeds"}, samples=20)
        with scratch() as folder:
            buckets = Buckets(Path(folder), len(one) + len(other), size)
            for side, rows in zip(("old", "new"), batches, strict=True):
                buckets.add(side, [rows])
            matcher.match(buckets)
        return matcher

    small, large = matched(size), matched(1000)
    assert small.counts == large.counts
    assert {change: sorted(map(str, found)) for change, found in small.picked.items()} == {
        change: sorted(map(str, found)) for change, found in large.picked.items()
    }


@quick
@given(
    st.lists(
        st.none()
        | st.lists(
            st.none()
            | st.fixed_dictionaries({"a": st.none() | st.text(max_size=2), "n": st.none() | st.integers(0, 3)}),
            max_size=3,
        ),
        max_size=12,
    )
)
def test_nested_values_have_equal_hashes_exactly_if_they_are_equal(values):
    kind = pa.list_(pa.struct([("a", pa.string()), ("n", pa.int32())]))
    found = hashes(pa.array(values, kind)).tolist()
    for (one, mine), (other, theirs) in itertools.combinations(zip(values, found, strict=True), 2):
        assert (one == other) == (mine == theirs)


@quick
@given(st.lists(st.lists(st.text(max_size=2), max_size=3), min_size=4, max_size=12))
def test_a_slice_of_an_array_has_the_hashes_of_its_values(values):
    array = pa.array(values, pa.list_(pa.string()))
    assert hashes(array.slice(2, 2)).tolist() == hashes(pa.array(values[2:4], array.type)).tolist()
