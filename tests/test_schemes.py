"""The schemes of the core, opened as a recipe opens them."""

import json
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hum_hub import SourceError
from hum_hub.registry.loading import load

REGISTRY = load([], only=())


@pytest.fixture
def folder(tmp_path):
    for name, content in {"b.txt": "b", "a.txt": "渡", "inner/c.txt": "c", "inner/deep/d.json": "{}"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def names(uri, base):
    return [file.name for file in REGISTRY.open(uri, base).files]


# file:


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("file:a.txt", ["a.txt"]),
        ("file:./inner/c.txt", ["inner/c.txt"]),
        ("file:*.txt", ["a.txt", "b.txt"]),
        ("file:**/*.txt", ["a.txt", "b.txt", "inner/c.txt"]),
        ("file:inner", ["c.txt", "deep/d.json"]),
        ("file:inner/", ["c.txt", "deep/d.json"]),
        ("file:inner/*", ["inner/c.txt"]),
    ],
)
def test_a_file_a_folder_or_a_pattern_is_opened_in_the_order_of_names(folder, uri, expected):
    assert names(uri, folder) == expected


def test_an_absolute_path_is_opened(folder):
    assert names(f"file:{folder / 'inner'}", folder / "elsewhere") == ["c.txt", "deep/d.json"]


def test_a_file_can_be_opened_again_and_again(folder):
    (file,) = REGISTRY.open("file:a.txt", folder).files
    for _ in range(2):
        with file.open() as stream:
            assert stream.read() == "渡".encode()


@pytest.mark.parametrize("rest", ["none.txt", "*.csv", "inner/none", "[", "a**b", "\0", "x" * 300, "/none/*.txt"])
def test_a_file_that_is_not_there_is_named(folder, rest):
    with pytest.raises(SourceError) as error:
        REGISTRY.open(f"file:{rest}", folder)
    assert rest in str(error.value)


# package:


def test_a_file_or_folder_of_a_package_is_opened(tmp_path):
    assert names("package:hum_hub/sources/layouts/squad.jq", tmp_path) == ["squad.jq"]
    assert names("package:hum_hub/sources/layouts", tmp_path) == [
        "layouts/chunks.jq",
        "layouts/event-ontology.jq",
        "layouts/event-roles.jq",
        "layouts/property-names.jq",
        "layouts/squad-flat.jq",
        "layouts/squad.jq",
    ]
    (file,) = REGISTRY.open("package:hum_hub/sources/layouts/squad.jq", tmp_path).files
    with file.open() as stream:
        assert stream.read().startswith(b"# SQuAD")


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("hum_hub/none.jsonl", "package 'hum_hub' ships no 'none.jsonl'"),
        ("no_such_package/a", "no package 'no_such_package' is installed"),
        ("hum_hub.none/a", "no package 'hum_hub.none' is installed"),
        ("/a", "no package '' is installed"),
        (".relative/a", "no package '.relative' is installed"),
    ],
)
def test_a_package_or_file_that_is_not_there_is_named(tmp_path, rest, message):
    with pytest.raises(SourceError, match=message):
        REGISTRY.open(f"package:{rest}", tmp_path)


# hf:


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("org/name?split=train", "needs revision="),
        ("org/name?split=train&revision=", "needs revision="),
        ("org/name?revision=v1", "needs split="),
        ("./repo", "needs split="),
        (
            "./repo?split=train&splitt=x&trust=1",
            "unknown options splitt, trust; use config, split, revision, streaming",
        ),
        ("./repo?split=train&streaming=no", "streaming=no; expected true or false"),
        ("", "needs revision="),
    ],
)
def test_a_dataset_is_named_completely(tmp_path, rest, message):
    with pytest.raises(SourceError, match=message):
        REGISTRY.open(f"hf:{rest}", tmp_path)


CARD = """---
configs:
- config_name: en
  data_files:
  - split: train
    path: en/train.parquet
- config_name: zh
  data_files:
  - split: train
    path: zh/train.parquet
- config_name: broken
  data_files:
  - split: train
    path: broken.parquet
---
"""
PROGRAM = """
import json, sys
from pathlib import Path
from hum_hub import SourceError
from hum_hub.registry.loading import load
registry, found = load([], only=()), {}
for uri in sys.argv[1:]:
    try:
        found[uri] = list(registry.open(uri, Path.cwd()).rows)
    except SourceError as error:
        found[uri] = str(error)
print(json.dumps(found))
"""
WRONG = {
    "hf:./repo?config=fr&split=train": "BuilderConfig 'fr' not found",
    "hf:./repo?config=en&split=dev": "dev",
    "hf:./repo?config=en&split=dev&streaming=false": "dev",
    "hf:./repo?config=broken&split=train": "cannot be loaded",
    "hf:./repo?config=broken&split=train&streaming=false": "cannot be loaded",
    "hf:./none?split=train": "cannot be loaded",
}
RIGHT = [f"hf:./repo?config={name}&split=train&streaming={way}" for name in ("en", "zh") for way in ("true", "false")]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What a dataset repository in a folder gives, read in a process of its own with a cache of its own."""
    base = tmp_path_factory.mktemp("hub")
    for name, text in (("en", "ferry"), ("zh", "渡船")):
        (base / "repo" / name).mkdir(parents=True)
        pq.write_table(pa.table({"id": [1, 2], "text": [text, None]}), base / "repo" / name / "train.parquet")
    (base / "repo" / "broken.parquet").write_bytes(b"PAR1 no parquet PAR1")
    (base / "repo" / "README.md").write_text(CARD)
    environment = {**os.environ, "HF_HOME": str(base / "cache"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", PROGRAM, *RIGHT, *WRONG]
    result = subprocess.run(command, cwd=base, capture_output=True, text=True, env=environment, timeout=120)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("uri", RIGHT)
def test_a_local_dataset_repository_gives_rows(loaded, uri):
    text = "渡船" if "zh" in uri else "ferry"
    assert loaded[uri] == [{"id": 1, "text": text}, {"id": 2, "text": None}]


@pytest.mark.parametrize("uri", WRONG)
def test_a_dataset_that_cannot_be_loaded_is_named(loaded, uri):
    assert WRONG[uri] in loaded[uri]
    assert "cannot be loaded" in loaded[uri]


# others


@pytest.mark.parametrize(
    ("uri", "message"), [("ftp:a", "no plugin opens ftp: sources"), ("a.txt", "has no scheme"), ("", "has no scheme")]
)
def test_an_unknown_scheme_is_named(tmp_path, uri, message):
    with pytest.raises(SourceError, match=message):
        REGISTRY.open(uri, tmp_path)
