"""The build folder: what check finds, and that the real loader opens it."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from conftest import lines, texts
from datasets import load_dataset


@pytest.fixture
def folder(built_project: Path) -> Path:
    return built_project / "build" / "toy"


def counted(folder: Path) -> int:
    """How many rows there are, by the files themselves."""
    return sum(pq.read_metadata(path).num_rows for path in folder.glob("toy/*.parquet"))


def test_a_fresh_build_is_fit_and_proven(folder, hum):
    assert hum("check", str(folder)).returncode == 0
    result = hum("verify", str(folder), "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout) == {"proven": counted(folder), "failed": []}


def test_every_example_has_its_renderings_and_what_is_more_stands_in_contrast(folder):
    of_example: dict[str, list[dict]] = {}
    for path in folder.glob("toy/*.parquet"):
        for row in pq.read_table(path).to_pylist():
            of_example.setdefault(row["example_id"], []).append(row)
    assert len(of_example) == 300
    assert all(len(rows) - 2 <= sum(map(in_contrast, rows, rows[1:])) for rows in of_example.values())
    assert {len(rows) for rows in of_example.values()} >= {2, 3}


def in_contrast(one: dict, other: dict) -> bool:
    """Whether two rows differ in the option of a rule and in the answer, and in nothing else that was planned."""
    alike = ("instruction_language", "format", "schema", "guidelines")
    return (
        [choice["rule"] for choice in one["rules"]] == [choice["rule"] for choice in other["rules"]]
        and sum(a["option"] != b["option"] for a, b in zip(one["rules"], other["rules"], strict=True)) == 1
        and all(one[name] == other[name] for name in alike)
        and one["messages"][-1] != other["messages"][-1]
    )


def test_every_config_and_split_loads_whole_and_streamed(folder, tmp_path):
    code = f"""
from datasets import load_dataset
whole = load_dataset({str(folder)!r}, "toy", cache_dir={str(tmp_path / "cache")!r})
for split, rows in whole.items():
    streamed = load_dataset({str(folder)!r}, "toy", split=split, streaming=True)
    every = list(streamed)
    first = every[0]
    assert len(every) == rows.num_rows and first == rows[0] and first["messages"][-1]["role"] == "assistant"
    print(split, rows.num_rows, sorted(rows.features))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for split, facts in manifest["configs"]["toy"]["splits"].items():
        assert f"{split} {facts['rows']} ['example_id', 'format', 'gold'" in result.stdout


def test_rows_are_loaded_in_the_order_of_the_manifest_whatever_order_the_recipe_has(project, hum, tmp_path):
    head, *sources = (project / "hum.toml").read_text(encoding="utf-8").split("[[tasks.toy.sources]]")
    (project / "hum.toml").write_text("[[tasks.toy.sources]]".join([head, *reversed(sources)]), encoding="utf-8")
    for language in ("en", "zh"):
        (project / f"words.{language}.jsonl").write_text(lines(texts(language, 700)), encoding="utf-8")
    assert hum("build").returncode == 0
    folder = project / "build" / "toy"
    assert [path.name for path in sorted(folder.glob("toy/*.parquet"))] == [
        *("test-00000.parquet", "train-words-en-00000.parquet", "train-words-zh-00000.parquet"),
        "validation-00000.parquet",
    ]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [source["name"] for source in manifest["sources"]] == ["words-zh", "words-en"]
    for split, facts in manifest["configs"]["toy"]["splits"].items():
        loaded = load_dataset(str(folder), "toy", split=split, cache_dir=str(tmp_path / "cache"))
        files = [pq.read_table(folder / file["path"], columns=["id"]) for file in facts["files"]]
        assert loaded["id"][:] == [row["id"] for file in files for row in file.to_pylist()]


def test_the_files_are_as_the_hub_wants_them(folder):
    path = next(folder.glob("toy/train-*.parquet"))
    metadata = pq.read_metadata(path)
    column = metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    columns = {metadata.row_group(0).column(place).path_in_schema: place for place in range(metadata.num_columns)}
    assert metadata.row_group(0).column(columns["subtask"]).is_stats_set
    long = metadata.row_group(0).column(columns["messages.list.element.content"])
    assert not long.is_stats_set, "texts in the footer would be downloaded for nothing"
    assert b"huggingface" not in (metadata.metadata or {})
    front = yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert front["configs"][0]["default"] is True
    assert front["license"] == "cc0-1.0"
    assert front["language"] == ["en", "zh"]
    assert {split["name"] for split in front["dataset_info"]["splits"]} == {"train", "validation", "test"}


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: (folder / "toy" / "extra.parquet").write_bytes(b"x"), "file-without-checksum"),
        (lambda folder: next(folder.glob("toy/test-*")).unlink(), "file-missing"),
        (lambda folder: next(folder.glob("toy/test-*")).write_bytes(b"PAR1"), "not-parquet"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "checksums-missing"),
        (lambda folder: (folder / "assets" / "report.md").write_text("all is well"), "checksum-differs"),
        (
            lambda folder: _replace(folder / "README.md", "num_examples: ", "num_examples: 1"),
            "card-differs-from-manifest",
        ),
        (lambda folder: _replace(folder / "README.md", "---\n", ""), "card-unreadable"),
        (lambda folder: _replace(folder / "manifest.json", '"rows": ', '"rows": 1'), "rows-differ-from-manifest"),
    ],
)
def test_check_finds_what_is_wrong(folder, hum, damage, code):
    damage(folder)
    result = hum("check", str(folder))
    assert result.returncode == 1
    assert code in result.stdout


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_folder_without_a_manifest_is_one_clear_error(tmp_path, hum):
    result = hum("check", str(tmp_path))
    assert result.returncode == 1
    assert "manifest.json is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_verify_names_each_row_that_fails(folder, hum):
    path = next(folder.glob("toy/test-*.parquet"))
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[1]["messages"][-1]["content"] = "[]"
    rows[2]["gold"] = "{"
    pq.write_table(table.from_pylist(rows, table.schema), path)
    result = hum("verify", str(folder))
    assert result.returncode == 1
    assert f"row 1 ({rows[1]['id']})" in result.stdout
    assert f"row 2 ({rows[2]['id']}): unreadable-row" in result.stdout
    assert f"{counted(folder) - 2} rows proven, 2 not" in result.stdout


def test_the_card_says_only_what_the_manifest_counts(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    card = (folder / "README.md").read_text(encoding="utf-8")
    for split, facts in manifest["configs"]["toy"]["splits"].items():
        assert facts["rows"] == sum(pq.read_metadata(path).num_rows for path in folder.glob(f"toy/{split}-*.parquet"))
        assert f" {facts['rows']} |" in card


def test_hostile_text_cannot_break_the_card(project, hum):
    evil = [{"id": str(n), "text": f"``` | --- | <script>alert({n})</script> {{{{ 7*7 }}}} x"} for n in range(60)]
    (project / "words.en.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in evil))
    assert hum("build").returncode == 0
    assert hum("check", "build/toy").returncode == 0
    card = (project / "build" / "toy" / "README.md").read_text(encoding="utf-8")
    outside, inside = [], False
    for line in card.splitlines():
        if line.startswith("```"):
            inside = not inside if line.strip("`") in ("text", "python", "") else inside
        elif not inside:
            outside.append(line)
    assert "<script>" not in "\n".join(outside)
