"""What loading a release back tells apart: rows and their order, splits, features, and a config that does not load."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hum_hub.release.hub import loader


def loaded(folder: Path, expected: object, cache: Path) -> dict[str, list[str]]:
    """What the loader says of a folder, which `load_dataset` takes as it takes a repository."""
    cache.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", loader.__name__, str(folder), "main", "20"],
        input=json.dumps(expected),
        env={**os.environ, "HF_HOME": str(cache)},
        cwd=cache,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[str]] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.fixture
def folder(built_once: Path) -> Path:
    return built_once / "build" / "toy"


@pytest.fixture
def expected(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    """What a build holds, as the loader is told it."""
    config = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["configs"]["toy"]
    return {
        "toy": {
            split: {"rows": facts["rows"], "files": [str(folder / file["path"]) for file in facts["files"]]}
            for split, facts in config["splits"].items()
        }
    }


def test_what_is_as_it_was_built_is_nothing_to_tell(folder, expected, tmp_path):
    assert loaded(folder, expected, tmp_path / "cache") == {"differs": [], "failed": []}


def test_each_difference_is_told_with_its_split(folder, expected, tmp_path):
    rows = pq.read_table(expected["toy"]["train"]["files"][0])
    moved, fewer = tmp_path / "moved.parquet", tmp_path / "fewer.parquet"
    pq.write_table(rows.take(list(reversed(range(rows.num_rows)))), moved)
    pq.write_table(pq.read_table(expected["toy"]["test"]["files"][0]).drop_columns(["model"]), fewer)
    expected["toy"]["train"]["files"] = [str(moved)]
    expected["toy"]["test"]["files"] = [str(fewer)]
    there = expected["toy"]["validation"]["rows"]
    expected["toy"]["validation"]["rows"] = 3
    assert loaded(folder, expected, tmp_path / "cache") == {
        "differs": [
            "toy/train: other rows than the files have",
            f"toy/validation: {there} rows instead of 3",
            "toy/test: other features than the files have",
        ],
        "failed": [],
    }


def test_other_splits_and_a_config_that_is_not_there_are_told(folder, expected, tmp_path):
    del expected["toy"]["test"]
    expected["tool"] = expected["toy"]
    told = loaded(folder, expected, tmp_path / "cache")
    assert told["differs"] == ["toy: splits ['test', 'train', 'validation'] instead of ['train', 'validation']"]
    (failed,) = told["failed"]
    assert failed.startswith("tool: load_dataset fails: ValueError: BuilderConfig 'tool' not found")
