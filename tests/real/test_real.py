"""Real files in 29 layouts, read by the recipe beside this test alone, with the quirks that were counted in them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DATA = Path(os.environ.get("HUM_REAL_DATA", ROOT.parent / "shared" / "data"))
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside the project; set HUM_REAL_DATA"),
]

EXAMPLES = {
    "crossner-ai": 400, "crossner-music": 400, "crossner-science": 400, "ncbi-pubtator": 60, "ncbi-brat": 60,
    "uner-zh-gsd": 400, "wikigold": 500, "fewrel": 640, "re-docred": 80, "fewfc-base": 400, "fewfc-transfer": 400,
    "geneva": 400, "snips-slots": 700, "snips-intents": 700, "xquad-en": 632, "xquad-zh": 632, "cosmosqa": 800,
    "musique": 60, "qed": 400, "dureader-free": 40, "strategyqa": 229, "clinc150": 5700, "goemotions": 1500,
    "mams-terms": 500, "med-nli": 1200, "asap-rating": 200, "bench-gsm8k": 300, "bench-bbh": 300,
}  # fmt: skip
QUIRKS = [
    ("uner-zh-gsd", "noted", "no-mention", 131),
    ("wikigold", "noted", "no-mention", 134),
    ("fewrel", "noted", "name-differs-from-text", 48),
    ("fewrel", "noted", "name-differs-in-case", 1075 - 48),
    ("fewrel", "noted", "argument-occurs-again", 29),
    ("fewrel", "noted", "blank-token", 13),
    ("geneva", "noted", "name-differs-from-text", 2),
    ("geneva", "noted", "event-without-argument", 58),
    ("snips-slots", "noted", "blanks-around-mention", 1),
    ("carb", "noted", "tuple-predicate-not-in-text", 1090),
    ("carb", "noted", "tuple-argument-not-in-text", 802),
    ("cmrc2018", "dropped", "answer-not-at-offset", 5),
    ("cmrc2018", "noted", "blanks-around-answer", 3),
    ("glan-disciplines", "dropped", "no-reply-subjects", 153),
]
"""Source, kind, code and count, as the data's own README counts them."""


def hum(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hum_hub", *arguments], cwd=folder, capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    shutil.copy(HERE / "hum.toml", folder)
    (folder / "data").symlink_to(DATA)
    (folder / "plugins").symlink_to(ROOT / "plugins")
    (folder / "replies.jsonl").touch()
    return folder


@pytest.fixture(scope="module")
def ledger(project: Path) -> dict[tuple[str, str, str], int]:
    result = hum(project, "sources", "--json")
    assert result.returncode == 0, result.stderr
    return {(entry["source"], entry["kind"], entry["code"]): entry["count"] for entry in json.loads(result.stdout)}


@pytest.fixture(scope="module")
def manifest(project: Path) -> dict:
    result = hum(project, "build", "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)["manifest"]


def test_every_folder_has_a_source():
    recipe = (HERE / "hum.toml").read_text(encoding="utf-8")
    missing = [folder.name for folder in DATA.iterdir() if folder.is_dir() and f"data/{folder.name}" not in recipe]
    assert missing == []
    assert len([folder for folder in DATA.iterdir() if folder.is_dir()]) == 29


@pytest.mark.parametrize("source", EXAMPLES)
def test_all_examples_of_a_source_are_read(ledger, source):
    assert ledger[source, "example", ""] == EXAMPLES[source]


@pytest.mark.parametrize(("source", "kind", "code", "count"), QUIRKS)
def test_a_quirk_is_handled_and_counted(ledger, source, kind, code, count):
    assert ledger[source, kind, code] == count


def test_nothing_fails_for_a_reason_that_nobody_foresaw(ledger):
    codes = {code for _, kind, code in ledger if kind == "dropped"}
    assert not codes & {"plugin-failed", "fields-of-wrong-type", "select-failed", "select-gave-no-object", "not-json"}


def test_none_items_of_qed_are_unanswerable_and_the_rest_is_answered(project, manifest):
    golds = [json.loads(row["gold"]) for row in rows(project, "mrc", "qed")]
    assert sum(not gold for gold in golds) == 120
    assert sum(bool(gold) for gold in golds) == 280


def test_both_offset_formats_of_the_disease_mentions_give_the_same_truth(manifest):
    facts = {source["name"]: source for source in manifest["sources"]}
    assert facts["ncbi-brat"]["dropped"] == {"duplicate": 60}
    assert facts["ncbi-pubtator"]["rows"] == 60


def test_parallel_questions_share_their_split(project, manifest):
    splits: dict[str, set[str]] = {}
    for source in ("xquad-en", "xquad-zh"):
        for row in rows(project, "mrc", source):
            splits.setdefault(row["source_id"].split("/")[0], set()).add(row["split"])
    assert len(splits) == 120
    assert all(len(of_passage) == 1 for of_passage in splits.values())


def test_all_four_configs_are_built_and_every_row_is_proven(project, manifest):
    assert set(manifest["configs"]) == {"classification", "generalist", "ie", "mrc"}
    result = hum(project, "verify", "build/real", "--json")
    found = json.loads(result.stdout)
    assert found["failed"] == []
    assert found["proven"] == sum(source["rows"] for source in manifest["sources"]) > 20_000
    check = hum(project, "check", "build/real")
    assert check.returncode == 0, check.stdout


def test_no_answer_was_unprovable(manifest):
    assert all("no-provable-row" not in source["dropped"] for source in manifest["sources"])


def test_references_give_no_rows(manifest):
    facts = {source["name"]: source for source in manifest["sources"]}
    assert facts["bench-gsm8k"]["rows"] == facts["bench-bbh"]["rows"] == 0


def rows(project: Path, config: str, source: str) -> list[dict]:
    import pyarrow.parquet as pq

    return [
        {**row, "split": path.name.split("-")[0]}
        for path in sorted((project / "build" / "real" / config).glob("*.parquet"))
        for row in pq.read_table(path, filters=[("source", "=", source)]).to_pylist()
    ]
