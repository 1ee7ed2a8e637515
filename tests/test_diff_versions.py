"""What a difference asks of the version, by the table of `docs/versions.md`, and what cannot be compared."""

import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from diffed import facts, row, version

from hum_hub.errors import CompareError
from hum_hub.proof.features import SCHEMA
from hum_hub.release.diff import matching
from hum_hub.release.diff.bumping import REPAIRS, allows, demands, next_version, required_bump
from hum_hub.release.diff.changelog import changelog_entry
from hum_hub.release.diff.comparing import diff
from hum_hub.release.diff.difference import Difference
from hum_hub.release.diff.restrictions import added_restrictions
from hum_hub.release.opening import opened

ROWS = [("train", row(0)), ("train", row(1)), ("train", row(2, subtask="b")), ("test", row(3, source="t"))]
CC0 = {"license": "cc0-1.0"}
NC = {"license": "cc-by-nc-4.0"}


def compared(tmp_path, new, old=None, more=None, **kinds) -> Difference:
    """The difference to a version with other rows or another manifest."""
    one = version(tmp_path / "old", {"c": ROWS} if old is None else old)
    return diff(one, version(tmp_path / "new", new, **kinds, **(more or {})))


def without(*names: str) -> pa.Schema:
    return pa.schema([column for column in SCHEMA if column.name not in names])


RETYPED = pa.schema([pa.field("kind", pa.large_string()) if column.name == "kind" else column for column in SCHEMA])
WIDER = SCHEMA.append(pa.field("score", pa.float64()))


@pytest.mark.parametrize(
    ("new", "kinds", "bump", "why"),
    [
        ({"c": ROWS}, {}, "none", ""),
        ({"c": ROWS}, {"more": {"title": "Otherwise"}}, "patch", "the manifest says otherwise: title"),
        ({"c": ROWS}, {"rows_per_file": 2}, "patch", "c: files were written anew"),
        ({"c": ROWS[1:]}, {}, "patch", "c: 1 row was removed"),
        ({"c": [("train", row(0, shown=9)), *ROWS[1:]]}, {}, "patch", "c: 1 row was changed"),
        ({"c": [*ROWS, ("train", row(8))]}, {}, "minor", "c/s: 1 row was added"),
        ({"c": ROWS, "d": ROWS}, {}, "minor", "config d was added"),
        ({"c": [*ROWS, ("train", row(0, subtask="z"))]}, {}, "minor", "c: sub-task z was added"),
        ({"c": ROWS}, {"schema": WIDER}, "minor", "c: column score was added"),
        ({"d": ROWS}, {}, "major", "config c was removed"),
        ({"c": ROWS[:3]}, {}, "major", "c: split test was removed"),
        ({"c": [*ROWS[:2], ROWS[3]]}, {}, "major", "c: sub-task b was removed"),
        ({"c": ROWS}, {"schema": without("inputs")}, "major", "c: column inputs was removed or renamed"),
        ({"c": ROWS}, {"schema": RETYPED}, "major", "c: column kind was string and is large_string"),
        (
            {"c": [*ROWS, ("train", row(8, **NC))]},
            {},
            "major",
            "c: the licence of some rows asks for non-commercial, of none before",
        ),
    ],
)
def test_each_kind_of_difference_asks_for_its_bump(tmp_path, new, kinds, bump, why):
    found = compared(tmp_path, new, **kinds)
    assert required_bump(found) == bump
    assert not why or why in {demand.why for demand in demands(found) if demand.bump == bump}


@pytest.mark.parametrize(
    ("names", "bump"), [(("s", "t", "u"), "minor"), (("s",), "minor"), (("s", "t"), "none"), (("t", "s"), "patch")]
)
def test_sources_are_told_by_the_recipe(tmp_path, names, bump):
    rows = [
        *(ROWS if "t" in names else [*ROWS[:3], ("test", row(5))]),
        *([("train", row(9, source="u"))] * ("u" in names)),
    ]
    found = compared(tmp_path, {"c": rows}, more={"sources": [facts("c", name) for name in names]})
    assert required_bump(found) == bump


def test_a_difference_below_one_raises_the_second_number_for_breaks_and_for_growth(tmp_path):
    grown = compared(tmp_path, {"c": [*ROWS, ("train", row(8))]})
    assert next_version("0.3.1", grown) == "0.4.0"
    assert next_version("1.3.1", grown) == "1.4.0"
    broken = compared(tmp_path / "broken", {"d": ROWS})
    assert next_version("0.3.1", broken) == "0.4.0"
    assert next_version("1.3.1", broken) == "2.0.0"


@pytest.mark.parametrize(
    ("old", "new", "is_allowed"),
    [
        ("1.2.3", "1.2.4", False),
        ("1.2.3", "1.3.0", True),
        ("1.2.3", "1.3.5", True),
        ("1.2.3", "2.0.0", True),
        ("1.2.3", "1.2.3", False),
        ("1.2.3", "1.1.9", False),
        ("v1.2.3", "v1.10.0", True),
        ("0.2.3", "0.2.4", False),
        ("0.2.3", "0.3.0", True),
        ("0.2.3", "1.0.0", True),
    ],
)
def test_a_step_has_to_be_as_large_as_the_difference_asks(tmp_path, old, new, is_allowed):
    assert allows(old, new, compared(tmp_path, {"c": [*ROWS, ("train", row(8))]})) is is_allowed


def test_the_same_version_is_allowed_only_where_nothing_differs(tmp_path):
    nothing = compared(tmp_path, {"c": ROWS})
    assert allows("1.0.0", "1.0.0", nothing) and allows("1.0.0", "1.0.1", nothing)
    assert not allows("1.0.0", "0.9.0", nothing)


def test_a_version_that_is_none_is_named(tmp_path):
    with pytest.raises(CompareError, match=r"'1\.2' is no version"):
        next_version("1.2", compared(tmp_path, {"c": ROWS}))


def test_the_ledger_says_why_rows_are_gone(tmp_path):
    def told(seeds: int, **dropped: int):
        return [facts("c", "s", seeds=seeds, dropped=dropped), facts("c", "t")]

    one = version(tmp_path / "old", {"c": ROWS}, sources=told(3))
    for seeds, dropped, reason in [
        (3, {"duplicate": 1}, "duplicate"),
        (2, {}, "seeds"),
        (2, {"duplicate": 1, "overlap": 1}, "seeds or duplicate or overlap"),
        (3, {}, "seeds"),
    ]:
        new = version(tmp_path / f"{seeds}-{len(dropped)}", {"c": ROWS[2:]}, sources=told(seeds, **dropped))
        source = diff(one, new).configs[0].sources[0]
        assert source.why_removed == {reason: 2}
        assert diff(new, one).configs[0].sources[0].why_added == {reason: 2}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"format": "other"}, "format"),
        ({"rules": [{"rule": "r", "option": "o", "witness": None}]}, "rule"),
        ({"guidelines": [{"label": "l"}]}, "guidelines"),
        ({"shots": [{"gold": "g"}]}, "worked-examples"),
        ({"schema": "{}"}, "schema"),
        ({"instruction_language": "zh"}, "language"),
        ({"messages": [{"role": "user", "content": "otherwise"}]}, "wording"),
        ({"plugin": "plugin 0.1 (c 2)"}, "task-version"),
        ({"plugin": "plugin 0.2 (c 1)"}, "plugin-version"),
        ({"license": "mit"}, "license"),
        ({"model": "m"}, "source-settings"),
        ({"origin": "o"}, "source-settings"),
        ({"gold": "{}"}, "other-columns"),
    ],
)
def test_a_changed_row_says_what_is_otherwise(tmp_path, more, reason):
    for number, id in enumerate(("id-0-a-0", "another")):
        found = compared(tmp_path / str(number), {"c": [("train", row(0, **more, id=id)), *ROWS[1:]]})
        assert found.configs[0].why("changed") == {reason: 1}


def test_a_row_that_went_to_another_split_is_changed(tmp_path):
    found = compared(tmp_path, {"c": [("test", row(0)), *ROWS[1:]]})
    assert found.configs[0].why("changed") == {"split": 1}


def test_rows_of_one_example_are_matched_with_those_most_like_them(tmp_path):
    shown = [("train", row(0, shown=number, id=f"{number}")) for number in (0, 1)]
    worded = [
        ("train", row(0, shown=number, id=f"{number}!", messages=[{"role": "user", "content": "?"}]))
        for number in (1, 0)
    ]
    found = compared(tmp_path, {"c": worded}, old={"c": shown})
    assert found.configs[0].why("changed") == {"wording": 2}


@pytest.mark.parametrize(("samples", "rows"), [(0, 0), (2, 2), (9, 4)])
def test_the_first_rows_of_a_config_that_came_or_went_are_shown(tmp_path, samples, rows):
    one, other = version(tmp_path / "old", {"c": ROWS}), version(tmp_path / "new", {"c": ROWS, "d": ROWS})
    _, added = diff(one, other, samples).configs
    _, removed = diff(other, one, samples).configs
    assert [(each.change, each.reasons, each.old) for each in added.samples] == [("added", ("config",), None)] * rows
    assert [each.new.id for each in added.samples] == [row["id"] for _, row in ROWS][:rows]
    assert [each.old for each in removed.samples] == [each.new for each in added.samples]
    assert removed.why("removed") == {"config": 4}


def test_a_config_that_came_is_not_read_unless_its_rows_are_shown(tmp_path):
    one, other = version(tmp_path / "old", {"c": ROWS}), version(tmp_path / "new", {"c": ROWS, "d": ROWS})
    shutil.rmtree(tmp_path / "new" / "d")
    assert diff(one, other).configs[1].total("added") == 4


def test_rules_and_formats_that_no_row_has_any_more_are_told(tmp_path):
    ruled = row(0, rules=[{"rule": "shout", "option": "o", "witness": None}])
    found = compared(tmp_path, {"c": ROWS}, old={"c": [("train", ruled), *ROWS[1:]]})
    assert found.configs[0].rules == {"shout": (1, 0)}
    assert "  - Rules removed: shout." in changelog_entry(found, "1.0.1").splitlines()


def test_a_source_that_is_described_otherwise_asks_for_a_patch(tmp_path):
    found = compared(tmp_path, {"c": ROWS}, more={"sources": [facts("c", "s", homepage="h"), facts("c", "t")]})
    assert [(each.bump, each.why) for each in demands(found)] == [("patch", "c/s: other values of homepage")]


def test_a_reference_that_is_another_one_is_told(tmp_path):
    given = [facts("c", "s"), facts("c", "t"), facts("c", "b", use="reference", uri="file:b", seeds=7)]
    found = compared(tmp_path, {"c": ROWS}, more={"sources": given})
    assert found.facts == {"reference b": ("", "file:b, cc0-1.0, 7 seeds")}


def test_a_file_that_both_versions_have_is_not_opened(tmp_path):
    new = version(tmp_path / "new", {"c": [*ROWS, *(("train", row(number)) for number in range(20, 30))]})
    old = version(tmp_path / "old", {"c": [*ROWS[:3], ("train", row(20)), ROWS[3]]})
    next((tmp_path / "old" / "c").glob("train-0*")).write_bytes(b"")
    found = diff(old, new)
    assert found.configs[0].total("unchanged") == found.configs[0].total("old")
    assert found.configs[0].download.kept > 0


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(b"PAR1"), "cannot be read"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, damage, message):
    one, other = version(tmp_path / "old", {"c": ROWS}), version(tmp_path / "new", {"c": ROWS[1:]})
    damage(tmp_path / "new" / "c" / "train-0.parquet")
    with pytest.raises(CompareError, match=f"c/train-0.parquet of .*new {message}"):
        diff(one, other)


def test_a_manifest_that_does_not_fit_its_files_is_an_error(tmp_path):
    one, other = version(tmp_path / "old", {"c": ROWS}), version(tmp_path / "new", {"c": ROWS[1:]})
    path = tmp_path / "new" / "manifest.json"
    path.write_text(path.read_text().replace('"s": 2', '"s": 7'))
    with pytest.raises(CompareError, match="run hum check"):
        diff(one, opened(str(tmp_path / "new")))
    assert other.manifest.rows == 3


def test_rows_without_their_identity_cannot_be_matched(tmp_path):
    with pytest.raises(CompareError, match="'example_id'"):
        compared(tmp_path, {"c": ROWS}, schema=without("example_id"))


def test_licences_are_compared_by_what_they_ask():
    assert added_restrictions("cc-by-4.0", "cc-by-sa-4.0") == ("share-alike",)
    assert added_restrictions("cc-by-nc-4.0", "cc-by-nc-sa-4.0") == ("share-alike",)
    assert added_restrictions("cc-by-sa-4.0", "cc-by-4.0") == ()
    assert added_restrictions("mit", "apache-2.0") == ()
    assert "unclear" in added_restrictions("cc0-1.0", "other")


def test_the_page_explains_every_reason():
    page = (Path(__file__).parent.parent / "docs" / "versions.md").read_text(encoding="utf-8")
    others = {
        "wording",
        "plugin-version",
        "other-columns",
        "renderings",
        "sub-task",
        "source",
        "seeds",
        "limit",
        "config",
    }
    for reason in {*matching.REASONS.values(), *REPAIRS, *others}:
        assert f"`{reason}`" in page, reason
