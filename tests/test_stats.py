"""Coverage: numbers that are known beforehand, names that would break tables and pictures, and the command."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from counted import LONG, ROWS, SHORT, TEXT, build, choice, row, schema
from toy import LongestWord

from hum_hub.contract.formats import Conventions
from hum_hub.contract.values import Field, Schema
from hum_hub.craft.mix import Mix
from hum_hub.errors import CheckError
from hum_hub.proof.rows import shown_json
from hum_hub.release.charts import bars, heat_map, pictures
from hum_hub.release.coverage import Coverage, Matrix, Scope, cover
from hum_hub.release.coverage_saving import save
from hum_hub.release.coverage_tables import cell, markdown
from hum_hub.release.observing import Sibling, rounded
from hum_hub.release.shortfalls import FEW, OFTEN, Share, falls_short, mix_shares

EVIL = 'a|b<script>alert(1)</script>&"\x1b[31m`_*\u202e\ufffe'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path / "built", ROWS)


@pytest.fixture
def coverage(folder: Path) -> Coverage:
    return cover(folder, {"toy": LongestWord()})


def scope_of(coverage: Coverage) -> Scope:
    return coverage.configs[0]


def matrix(scope: Scope, rows: str, columns: str) -> Matrix:
    return next(each for each in scope.matrices if (each.rows, each.columns) == (rows, columns))


def share(shares: tuple[Share, ...], name: str) -> Share:
    return next(each for each in shares if each.name.startswith(name))


def test_rows_are_counted_by_what_they_are_shown_with(coverage):
    scope = scope_of(coverage)
    assert (scope.rows, scope.splits) == (5, {"train": 4, "test": 1})
    assert list(scope.splits) == ["train", "test"]
    assert matrix(scope, "sub-task", "rule").counts == {"longest": {"letter-case": 3, "order": 1}}
    assert matrix(scope, "sub-task", "format").counts == {"longest": {"json-records": 4, "csv": 1}}
    assert matrix(scope, "sub-task", "instruction language").counts == {"longest": {"en": 4, "zh": 1}}
    assert matrix(scope, "sub-task", "input language").counts == {"longest": {"en": 5}}
    options = matrix(scope, "rule", "option").counts
    assert (options["letter-case"], options["order"]) == ({"lower": 1, "upper": 2}, {"text": 1})
    assert scope.rules_per_row == {"0": 2, "1": 2, "2": 1}
    assert (scope.pairs, scope.distinct_pairs) == ({"letter-case + order": 1}, 1)
    assert scope.witnessed == {"letter-case": (3, 3), "order": (0, 1)}


def test_all_configs_together_name_the_config_of_a_subtask(coverage):
    assert coverage.whole.subtasks == {"toy/longest": 5}
    assert matrix(coverage.whole, "sub-task", "format").counts == {"toy/longest": {"json-records": 4, "csv": 1}}
    assert coverage.whole.witnessed == scope_of(coverage).witnessed


def test_an_answer_is_empty_when_the_truth_under_its_schema_is(coverage):
    assert scope_of(coverage).empty == {"longest": (1, 5)}


def test_gaps_are_what_could_be_met_and_is_not(coverage):
    found = matrix(scope_of(coverage), "sub-task", "format")
    assert {("longest", "yaml"), ("longest", "json-by-label")} <= set(found.gaps)
    assert not {("longest", "letter"), ("longest", "prose"), ("longest", "csv")} & set(found.gaps)
    assert (found.filled, found.possible) == (2, 2 + len(found.gaps))
    rules = matrix(scope_of(coverage), "sub-task", "rule")
    assert ("longest", "label-codes") in rules.gaps
    assert ("letter-case", "as-written") in matrix(scope_of(coverage), "rule", "option").gaps


def test_shares_are_held_against_the_mix_of_the_manifest(coverage):
    scope = scope_of(coverage)
    assert (share(scope.mix, "compound").rows, share(scope.mix, "compound").points) == (3, 0)
    assert not share(scope.mix, "compound").misses
    for name, rows in (("guidelines", 1), ("rules", 3), ("formats", 1), ("guidelines and rules", 1)):
        found = next(each for each in scope.mix if each.name == name)
        assert (found.rows, found.of) == (rows, 3)
    assert share(scope.mix, "rules").points == pytest.approx(35)
    assert share(scope.shares, "system").percent == share(scope.shares, "worked").percent == 20
    assert (share(scope.shares, "hidden").rows, share(scope.shares, "labels in groups").rows) == (1, 1)
    assert (share(scope.shares, "rules without a witness").rows, share(scope.shares, "rules without").of) == (1, 4)
    assert share(scope.shares, "instruction in the other").rows == 1


def test_labels_are_counted_by_name_with_their_evenness(coverage):
    found = scope_of(coverage).balance["longest"]
    assert (found.labels, found.distinct, found.top) == (4, 2, {"long word": 3, "short word": 1})
    assert found.entropy == pytest.approx(0.8113, abs=1e-4)


def test_a_label_goes_by_its_plain_name_whatever_a_row_calls_it(tmp_path):
    coded = schema(replace(LONG, name="L1", called="long word"), replace(SHORT, name="L2", called="short word"))
    rows = [row(schema=coded), row(schema=coded), row()]
    found = scope_of(cover(build(tmp_path / "built", {"train": rows}), {"toy": LongestWord()})).balance["longest"]
    assert found.top == {"long word": 3}


def test_lengths_are_quantiles_of_characters(coverage):
    lengths = scope_of(coverage).lengths
    assert lengths["answer"] == dict.fromkeys(("5%", "25%", "50%", "75%", "95%", "100%"), 10)
    assert (lengths["instruction"]["5%"], lengths["instruction"]["100%"]) == (7, len(TEXT) + len("Answer well."))


def test_however_many_lengths_there_are_few_are_told_apart():
    assert [rounded(length) for length in (0, 7, 999, 1234, 98765)] == [0, 7, 999, 1230, 98700]
    assert len({rounded(length) for length in range(100_000)}) < 3000


ONE = Sibling("s", "{}", "csv", (("a", "x"), ("b", "x")), "one")


@pytest.mark.parametrize(
    ("other", "contrasts"),
    [
        (replace(ONE, rules=(("a", "y"), ("b", "x")), answer="two"), True),
        (replace(ONE, rules=(("a", "y"), ("b", "x"))), False),
        (replace(ONE, rules=(("a", "y"), ("b", "y")), answer="two"), False),
        (replace(ONE, rules=(("a", "x"), ("c", "x")), answer="two"), False),
        (replace(ONE, rules=(("a", "y"), ("b", "x")), answer="two", format="tsv"), False),
        (replace(ONE, rules=(("a", "y"),), answer="two"), False),
        (replace(ONE, answer="two"), False),
    ],
)
def test_a_contrast_is_one_rule_turned_round_and_another_answer(other, contrasts):
    assert ONE.contrasts(other) is other.contrasts(ONE) is contrasts


def test_a_contrast_set_counts_once_for_each_example(tmp_path, coverage):
    assert scope_of(coverage).contrasts == 1
    pair = ROWS["train"][1:3]
    rows = [*pair, *pair, *({**each, "example_id": "other"} for each in pair), {**pair[0], "example_id": "third"}]
    assert scope_of(cover(build(tmp_path / "more", {"train": rows}), {"toy": LongestWord()})).contrasts == 2


def test_the_pairs_of_the_mix_are_shares_of_compound_rows():
    cells = {"": 5, "rules": 2, "guidelines+rules": 1, "guidelines+rules+formats": 1, "formats": 1}
    found = {share.name: (share.rows, share.of) for share in mix_shares(cells, Mix())}
    assert found["basic"] == (5, 10)
    assert found["compound"] == (5, 10)
    assert (found["guidelines"], found["rules"], found["formats"]) == ((2, 5), (4, 5), (2, 5))
    assert found["guidelines and rules"] == (2, 5)
    assert found["guidelines and formats"] == found["rules and formats"] == (1, 5)


def test_a_source_that_misses_the_mix_is_named_with_what_is_known_of_the_reasons(tmp_path):
    ruled = {"kind": "compound", "rules": [choice("order", "text", None)]}
    rows = [row(**(ruled if number % 5 < 3 else {}), source="bare") for number in range(2 * OFTEN)]
    many = [row(source="many") for _ in range(FEW)]
    refused = {"csv + order=text: no-witness": 2, "yaml + order=text: no-witness": 3, "csv: tab-in-cell": 1}
    bare, large = cover(build(tmp_path / "built", {"train": [*rows, *many]}, refused), {"toy": LongestWord()}).sources
    assert {"guidelines", "formats", "guidelines and rules"} <= set(bare.misses)
    assert bare.reasons == (
        "no definition for every label: 2 of 2 are never explained",
        f"fewer than {FEW} rows",
        "refused: no-witness 5, tab-in-cell 1",
    )
    assert "compound" in large.misses
    assert f"fewer than {FEW} rows" not in large.reasons


@pytest.mark.parametrize(
    ("missed", "short"),
    [
        ({"guidelines": -9.0, "rules": 5.0, "guidelines and rules": -4.0}, {"guidelines"}),
        ({"rules and formats": -2.0}, {"rules", "formats"}),
        ({"compound": -2.0, "basic": 2.0}, {"guidelines", "rules", "formats"}),
        ({"rules": 3.0}, set()),
    ],
)
def test_what_falls_short_is_told_from_what_it_takes_along(missed, short):
    assert falls_short(missed) == short


def test_an_idle_share_that_is_used_up_and_a_subtask_without_labels_are_reasons(tmp_path):
    unlabelled = shown_json(Schema("en", (Field("word", "prose"),), many=False, optional=False), Conventions())
    task = LongestWord()
    task.answer = lambda example, subtask, schema: ()  # type: ignore[method-assign]
    rows = [
        row(schema=unlabelled, format="prose", kind="compound", rules=[choice("order", "text", None)] if not n else [])
        for n in range(10)
    ]
    (source,) = cover(build(tmp_path / "built", {"train": rows}), {"toy": task}).sources
    assert "no labels to define in 10 of 10 rows" in source.reasons
    assert "no rule applies to 9 of 10 rows sampled" in source.reasons
    assert "no rule makes a difference: 100 % of uses have no witness already" in source.reasons


def test_names_cannot_break_markdown_or_pictures(tmp_path):
    rows = [
        row(
            source=EVIL,
            instruction_language=EVIL,
            format="json-records",
            kind="compound",
            rules=[choice("letter-case", EVIL)],
            schema=schema(replace(LONG, name=EVIL), SHORT),
        )
    ]
    found = cover(build(tmp_path / "built", {EVIL: rows}, {EVIL: 1}), {"toy": LongestWord()})
    text = markdown(found, {})
    assert "<script>" not in text and "\x1b" not in text and "\u202e" not in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table
    assert cell("a | b\n# c") == "a \\| b \\# c"
    matrix = Matrix(EVIL, "rule", {EVIL: {"x": 3, EVIL: 20_000}}, ((EVIL, "gap"),), 2, 3)
    for drawn in (heat_map(EVIL, matrix), bars(EVIL, (Share(EVIL, 1, 2, 0.3), Share("none", 0, 0)))):
        tree = ElementTree.fromstring(drawn)
        assert not [node for node in tree.iter() if node.tag.endswith("script")]
        assert any("<script>" in (node.text or "") for node in tree.iter())


def test_pictures_are_xml_with_a_square_for_each_pair_and_gap(coverage):
    drawn = {picture.file: picture.text for found in pictures(coverage).values() for picture in found}
    assert {"all-mix.svg", "toy-mix.svg", "toy-rules.svg", "toy-formats.svg"} <= drawn.keys()
    found = matrix(scope_of(coverage), "sub-task", "format")
    tree = ElementTree.fromstring(drawn["toy-formats.svg"])
    squares = [node.get("class") for node in tree.iter() if node.tag.endswith("rect") and node.get("class") != "ground"]
    assert (squares.count("gap"), len(squares)) == (len(found.gaps), found.possible)
    assert "prefers-color-scheme: dark" in drawn["toy-formats.svg"]
    width, height = float(tree.get("width")), float(tree.get("height"))
    places = [re.search(r"translate\(([\d.]+) ([\d.]+)\)", node.get("transform", "")) for node in tree.iter()]
    assert all(float(place[1]) + 33 <= width and float(place[2]) + 19 <= height for place in places if place)


def test_the_name_of_a_config_cannot_lead_out_of_the_folder(tmp_path, coverage):
    evil = replace(coverage, configs=(replace(scope_of(coverage), name="../../evil"),))
    written = save(evil, tmp_path / "out" / "deep")
    assert {path.parent for path in written} == {tmp_path / "out" / "deep"}
    assert "config-1-mix.svg" in {path.name for path in written}


def test_the_same_build_gives_the_same_files(tmp_path, folder):
    for name in ("one", "two"):
        save(cover(folder, {"toy": LongestWord()}), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "coverage.md" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_cannot_be_counted_is_one_clear_error(tmp_path, folder):
    with pytest.raises(CheckError, match="no config 'x'; it has toy"):
        cover(folder, {"toy": LongestWord()}, "x")
    with pytest.raises(CheckError, match="no plugin offers the task 'toy'"):
        cover(folder, {})
    broken = build(tmp_path / "broken", {"train": [row(), row(gold="{")]})
    with pytest.raises(CheckError, match=r"toy/0.parquet row 1 cannot be counted .*hum verify"):
        cover(broken, {"toy": LongestWord()})
    (broken / "toy" / "0.parquet").unlink()
    with pytest.raises(CheckError, match=r"toy/0.parquet cannot be read"):
        cover(broken, {"toy": LongestWord()})


def test_progress_counts_all_rows(folder):
    told = []
    cover(folder, {"toy": LongestWord()}, report=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_the_command_prints_for_people_and_programs_and_saves(folder, hum, coverage):
    shown = hum("stats", str(folder), "--config", "toy", "--save", "out/stats")
    assert shown.returncode == 0, shown.stderr
    assert "toy: 5 rows" in shown.stdout and "letter-case + order" in shown.stdout
    assert "words" in shown.stdout and "fewer than 200 rows" in shown.stdout
    assert "files written to out/stats" in shown.stdout
    result = hum("stats", str(folder), "--json")
    assert json.loads(result.stdout) == coverage.to_json()
    assert len(result.stdout.splitlines()) == 1
    assert "no config 'x'" in hum("stats", str(folder), "--config", "x").stderr
    assert hum("stats", "--help").returncode == 0


def test_a_build_is_counted_as_its_manifest_counts_it(project, hum):
    assert hum("build").returncode == 0
    found = json.loads(hum("stats", "build/toy", "--json").stdout)["configs"][0]
    manifest = json.loads((project / "build" / "toy" / "manifest.json").read_text(encoding="utf-8"))
    counts = manifest["configs"]["toy"]
    assert found["splits"] == {split: facts["rows"] for split, facts in counts["splits"].items()}
    by_columns = {(each["rows"], each["columns"]): each["counts"] for each in found["matrices"]}
    assert by_columns["sub-task", "format"]["longest"] == counts["counts"]["format"]
    assert by_columns["sub-task", "rule"]["longest"] == counts["rules"]
    assert by_columns["sub-task", "input language"]["longest"] == counts["counts"]["input_language"]
    assert [share["rows"] for share in found["mix"][:2]] == [
        counts["counts"]["kind"][kind] for kind in ("basic", "compound")
    ]
