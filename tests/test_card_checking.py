"""What is wrong with a card is found without the Hub: a right one is spoilt in one place each time."""

import copy
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from card_scene import scene
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.errors import CheckError
from hum_hub.release.card_checking import problems
from hum_hub.release.cards.strict_yaml import DEEPEST, LONGEST, front_of, read

Front = dict[str, Any]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("right")
    scene(folder)
    return folder


@pytest.fixture
def folder(right: Path, tmp_path: Path) -> Path:
    shutil.copytree(right, tmp_path / "copy")
    return tmp_path / "copy"


def found(folder: Path) -> set[str]:
    return {problem.code for problem in problems(folder)}


def test_a_right_card_has_no_problem(right):
    assert problems(right) == []


def test_a_folder_without_a_manifest_is_no_build(tmp_path):
    with pytest.raises(CheckError, match=r"manifest\.json is missing"):
        problems(tmp_path)


def _set(*path: Any, to: Any) -> Callable[[Front], None]:
    def change(front: Front) -> None:
        *above, last = path
        at: Any = front
        for step in above:
            at = at[step]
        if to is None:
            del at[last]
        else:
            at[last] = to

    return change


def _again(front: Front) -> None:
    front["configs"].append(copy.deepcopy(front["configs"][0]))


SPOILT: dict[str, tuple[Callable[[Front], object], str, str]] = {
    # words
    "licence": (_set("license", to="mit-2"), "card-word-unknown", "license: 'mit-2'"),
    "licence among others": (_set("license", 0, to="CC-BY"), "card-word-unknown", "license: 'CC-BY'"),
    "licence of no kind": (_set("license", to=[["mit"]]), "card-word-unknown", "license"),
    "other without a name": (_set("license", to="other"), "card-key-missing", "license_name"),
    "size": (_set("size_categories", to=["n<2K"]), "card-word-unknown", "size_categories: 'n<2K'"),
    "another size": (_set("size_categories", to=["1K<n<10K"]), "card-differs-from-manifest", "size_categories"),
    "category": (_set("task_categories", 0, to="text2text-generation"), "card-word-unknown", "task_categories"),
    "task id": (_set("task_ids", 0, to="ner"), "card-word-unknown", "task_ids: 'ner'"),
    "language": (_set("language", 0, to="english"), "card-word-unknown", "language: 'english'"),
    "two letters that are no language": (_set("language", 0, to="xx"), "card-word-unknown", "language: 'xx'"),
    "norwegian problem": (_set("language", 0, to=False), "card-word-unknown", "language: False"),
    "creators": (_set("annotations_creators", to=["robots"]), "card-word-unknown", "annotations_creators"),
    "multilinguality": (_set("multilinguality", to="many"), "card-word-unknown", "multilinguality"),
    "source dataset": (_set("source_datasets", to=["my data"]), "card-word-unknown", "source_datasets"),
    "tags": (_set("tags", to=[7]), "card-word-unknown", "tags: 7"),
    "no licence": (_set("license", to=None), "card-key-missing", "license"),
    "no configs": (_set("configs", to=None), "card-key-missing", "configs"),
    "additional key": (_set("viewer", to=False), "card-differs-from-manifest", "viewer"),
    # configs
    "config name": (_set("configs", 0, "config_name", to="i/e"), "config-name-illegal", "i/e"),
    "config called data": (_set("configs", 0, "config_name", to="data"), "config-name-illegal", "data"),
    "config twice": (_again, "config-twice", "ie"),
    "two defaults": (_set("configs", 1, "default", to=True), "default-config", "not 2"),
    "no default": (_set("configs", 0, "default", to=None), "default-config", "not 0"),
    "split name": (_set("configs", 0, "data_files", 0, "split", to="tr-ain"), "split-name-illegal", "tr-ain"),
    "split twice": (_set("configs", 0, "data_files", 0, "split", to="test"), "split-twice", "ie: test"),
    "no data files": (_set("configs", 0, "data_files", to=None), "configs-malformed", "ie: data_files"),
    "configs of no kind": (_set("configs", to="ie"), "configs-malformed", "list of mappings"),
    "empty glob": (_set("configs", 0, "data_files", 0, "path", to="ie/trian-*"), "glob-does-not-fit-files", "ie/trian-*"),
    "wide glob": (_set("configs", 0, "data_files", 0, "path", to="ie/*.parquet"), "file-loaded-twice", "ie/test-"),
    "glob over all": (_set("configs", 0, "data_files", 0, "path", to="**/*.parquet"), "file-loaded-twice", "mrc/"),
    "split left out": (_set("configs", 0, "data_files", 1, to=None), "file-never-loaded", "ie/test-"),
    "config without numbers": (_set("dataset_info", 1, to=None), "configs-differ", "'mrc'"),
    # numbers and features
    "rows": (_set("dataset_info", 0, "splits", 0, "num_examples", to=6), "numbers-differ-from-files", "ie/train: 6 rows stated, 5 counted"),
    "split of numbers": (_set("dataset_info", 0, "splits", 0, to=None), "numbers-differ-from-files", "ie/train: None rows"),
    "splits of no kind": (_set("dataset_info", 0, "splits", to=7), "numbers-differ-from-files", "ie: no list"),
    "download size": (_set("dataset_info", 0, "download_size", to=1), "numbers-differ-from-files", "download_size 1"),
    "bytes": (_set("dataset_info", 0, "splits", 0, "num_bytes", to=1), "numbers-differ-from-files", "dataset_size"),
    "dataset size": (_set("dataset_info", 0, "dataset_size", to=1), "card-differs-from-manifest", "dataset_info"),
    "type of a column": (_set("dataset_info", 0, "features", 0, "dtype", to="int64"), "features-differ-from-files", "ie/"),
    "column left out": (_set("dataset_info", 1, "features", 3, to=None), "features-differ-from-files", "mrc/"),
    "type that is none": (_set("dataset_info", 0, "features", 0, "dtype", to="strng"), "loader-refuses-card", "ValueError"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "code", "detail"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_with_the_front_matter_is_found(folder, spoil, code, detail):
    front, body = front_of((folder / "README.md").read_text(encoding="utf-8"))
    values = read(front)
    spoil(values)
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    (folder / "README.md").write_text(f"---\n{text}---\n{body}", encoding="utf-8")
    assert any(problem.code == code and detail in problem.detail for problem in problems(folder)), problems(folder)


TEXT_SPOILT = {
    "no front matter": ("---\n", "", "card-unreadable"),
    "a key twice": ("pretty_name:", "license: mit\npretty_name:", "card-unreadable"),
    "an alias": ("pretty_name: Small corpus", "pretty_name: &name Small corpus", "card-unreadable"),
    "a merge key": ("pretty_name:", "<<: {a: b}\npretty_name:", "card-unreadable"),
    "a tag": ("pretty_name: Small corpus", "pretty_name: !!str Small corpus", "card-unreadable"),
    "no YAML": ("pretty_name: Small", "pretty_name: [Small", "card-unreadable"),
    "rows in the table": ("| `ie` | 10 |", "| `ie` | 11 |", "card-section-differs"),
    "rows of a licence": ("| cc0-1.0 | free | 4 |", "| cc0-1.0 | free | 5 |", "card-section-differs"),
    "rows of a source": ("| 9 | 6 | 6 |", "| 9 | 6 | 7 |", "card-section-differs"),
    "replies": ("| 4 | 1,200 |", "| 4 | 1,201 |", "card-section-differs"),
    "cost": ("0.0123", "0.0023", "card-section-differs"),
    "dropped": ("| harbour-en | no-text | 2 |", "| harbour-en | no-text | 1 |", "card-section-differs"),
    "topics": ("| 0.500 |", "| 0.900 |", "card-section-differs"),
    "overlap": ("not measured", "none", "card-section-differs"),
    "an example": ("The ferry crosses.", "The ferry sinks.", "card-section-differs"),
    "a word in a table": ("| seeds in |", "| seeds |", "card-section-differs"),
    "a mark": ("<!-- hum:end sources -->\n", "", "card-marks-broken"),
    "a section of no kind": ("hum:begin sources -->", "hum:begin other -->", "card-marks-broken"),
    "the history": ("## Versions\n", "## History\n", "card-section-missing"),
    "a picture": ("assets/rows.svg", "assets/none.svg", "card-link-broken"),
    "a link out of the folder": ("assets/rows.svg", "../rows.svg", "card-link-broken"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), TEXT_SPOILT.values(), ids=TEXT_SPOILT)
def test_what_is_wrong_with_the_text_is_found(folder, old, new, code):
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert code in found(folder)


def test_a_section_that_is_left_out_is_missed(folder):
    path = folder / "README.md"
    text = re.sub(
        r"<!-- hum:begin sources -->.*<!-- hum:end sources -->\n", "", path.read_text("utf-8"), flags=re.DOTALL
    )
    path.write_text(text, encoding="utf-8")
    assert [(problem.code, problem.detail) for problem in problems(folder)] == [("card-section-missing", "sources")]


def test_a_file_that_no_config_loads_is_found(folder):
    (folder / "ie" / "notes.txt").write_text("")
    assert found(folder) == {"file-never-loaded"}


def test_a_file_that_cannot_be_read_is_found(folder):
    next((folder / "mrc").glob("train-*")).write_bytes(b"PAR1")
    assert "file-unreadable" in found(folder)


def test_rows_that_are_not_those_that_were_counted_are_found(folder):
    path = next((folder / "ie").glob("train-*"))
    table = pq.read_table(path)
    rows = [{**row, "license": "cc0-1.0"} for row in table.to_pylist()]
    pq.write_table(table.from_pylist(rows, table.schema), path)
    assert any(
        problem.detail == "ie: license" for problem in problems(folder) if problem.code == "counts-differ-from-rows"
    )


def test_croissant_has_to_be_that_of_the_manifest(folder):
    path = folder / "croissant.json"
    path.write_text(path.read_text("utf-8").replace('"version": "1.2.0"', '"version": "1.2.1"'), encoding="utf-8")
    assert found(folder) == {"croissant-differs-from-manifest"}
    path.unlink()
    assert found(folder) == {"croissant-unreadable"}


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"license_policy": "permissive"}, "cc-by-sa-4.0 of harbour-en; the policy is 'permissive'"),
        ({"licenses": ["cc0-1.0", "cc-by-sa-4.0"]}, "mit of quiz"),
    ],
)
def test_rows_that_the_policy_forbids_are_found_with_their_sources(tmp_path, changes, detail):
    scene(tmp_path, **changes)
    (problem,) = problems(tmp_path)
    assert problem.code == "license-not-allowed"
    assert detail in problem.detail


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: " + "x" * LONGEST, "more than 1,000,000"),
        ("a: " + "[" * 200 + "]" * 200, f"more than {DEEPEST} levels"),
        ("a: " + "[" * 100_000, f"more than {DEEPEST} levels"),
        ("- a", "no mapping"),
        ("1: a", "no mapping"),
        ("? [a]\n: b", "no word"),
        ("a: {b: 1, b: 2}", "'b' stands twice"),
        ("a: &x [1]\nb: *x", "alias or anchor in line 1"),
        ("a: !!python/object:os.system {}", "a tag in line 1"),
        ("a: 1\n---\nb: 2", "expected a single document"),
        ("a: \x07", "special characters"),
    ],
)
def test_yaml_that_is_more_than_a_card_needs_is_refused(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        read(text)


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`\n \t,?0~=<", max_size=60))
def test_any_yaml_is_read_as_the_safe_loader_reads_it_or_refused(text):
    try:
        value = read(text)
    except ValueError:
        return
    assert value == yaml.safe_load(text)
