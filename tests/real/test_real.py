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
    "crossner-ai": 2 * 400, "crossner-music": 2 * 400, "crossner-science": 2 * 400,  # sentences, and typing in each
    "ncbi-pubtator": 60, "ncbi-brat": 60,
    "uner-zh-gsd": 400 + 269,  # sentences, and those with a mention
    "wikigold": 500,
    "gum-bio-voyage": 134 + 132, "gum-news": 52 + 52,  # sentences, and those with a mention
    "fewrel": 640,
    "re-docred": 3 * 80 + 733,  # documents, typing and typed relations in each, and entities with two facts
    "fewfc-base": 400 + 530 + 515, "fewfc-transfer": 400 + 391 + 400,  # sentences, triggers, and types of events
    "geneva": 400 + 662 + 634,
    "mams-aspects": 500,
    "snips-slots": 700, "snips-intents": 700,
    "carb": 641 - 101,  # sentences, but for those without a tuple in their own words
    "xquad-en": 2 * 632, "xquad-zh": 2 * 632,  # questions, and each to be asked
    "cmrc2018": 2 * (1002 - 5 - 2), "cmrc2018-flat": 233, "cmrc2019": 1073,
    "cosmosqa": 800,
    "musique": 60,
    "qed": 400 + 280,  # questions, and those with an answer to be asked
    "rc-squad2": 6 + 5,
    "dureader-free": 40, "strategyqa": 229,
    "clinc150": 5700, "clinc150-scope": 200 + 220, "clinc150-path": 5700 - 200,
    "goemotions": 1500,
    "mams-terms": 500, "mams-categories": 888,
    "med-nli": 1200,
    "asap-rating": 200, "asap-aspects": 1238,
    "bench-gsm8k": 300, "bench-bbh": 300,
}  # fmt: skip
"""Counted in the files themselves."""
QUIRKS = [
    ("gum-bio-voyage", "noted", "no-mention", 2),
    ("uner-zh-gsd", "noted", "no-mention", 131),
    ("wikigold", "noted", "no-mention", 134),
    ("fewrel", "noted", "name-differs-from-text", 48),
    ("fewrel", "noted", "name-differs-in-case", 1075 - 48),
    ("fewrel", "noted", "argument-occurs-again", 29),
    ("fewrel", "noted", "blank-token", 13),
    ("re-docred", "noted", "blank-token", 6),
    ("fewfc-base", "noted", "event-without-argument", 21),
    ("geneva", "noted", "name-differs-from-text", 2),
    ("geneva", "noted", "event-without-argument", 58),
    ("snips-slots", "noted", "blanks-around-mention", 1),
    ("carb", "noted", "tuple-predicate-not-in-text", 1090),
    ("carb", "noted", "tuple-argument-not-in-text", 802),
    ("carb", "dropped", "tuple-not-in-words-of-text", 1501),
    ("carb", "dropped", "tuple-too-short", 56),
    ("carb", "dropped", "no-tuple-left", 101),
    ("cmrc2018", "dropped", "answer-not-at-offset", 5),
    ("cmrc2018", "noted", "blanks-around-answer", 3),
    ("cmrc2018", "dropped", "no-question", 2),
    ("cmrc2018", "noted", "no-evidence-sentence", 73),
    ("musique", "noted", "title-of-several-documents", 5),
    ("musique", "noted", "no-supporting-title", 5),
    ("musique", "noted", "answer-occurs-again", 11),
    ("qed", "noted", "no-evidence-sentence", 38),
    ("glan-disciplines", "dropped", "no-reply-subjects", 1530),
    ("academic-subjects", "dropped", "no-reply-subjects", 10 * (255 + 197)),
]
"""Source, kind, code and count, as the data's own README counts them, or as counted in the files themselves."""


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
    (folder / "craft").symlink_to(ROOT / "craft")
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
    lines = (DATA / "qed" / "qed-dev.jsonlines").read_text(encoding="utf-8").splitlines()
    kinds = {str(entry["example_id"]): entry["annotation"]["explanation_type"] for entry in map(json.loads, lines)}
    none = {seed for seed, kind in kinds.items() if kind == "none"}
    assert (len(kinds), len(none)) == (400, 120)
    made = rows(project, "mrc", "qed")
    spans = [row for row in made if row["subtask"] == "span"]
    assert {row["source_id"] for row in spans if json.loads(row["gold"])} == kinds.keys() - none
    empty = {row["source_id"] for row in spans if not json.loads(row["gold"])}
    (facts,) = (source for source in manifest["sources"] if source["name"] == "qed")
    left_out = facts["refused"].get("answer: one empty answer too many", 0)  # by `empty` in the mix
    assert empty <= none and len(empty) == 120 - left_out
    assert left_out < 10
    said = {row["source_id"]: json.loads(row["gold"]) for row in made if row["subtask"] == "answerable"}
    assert {seed for seed, gold in said.items() if not gold} == none and said.keys() == kinds.keys()


def test_both_offset_formats_of_the_disease_mentions_give_the_same_truth(project, manifest):
    facts = {source["name"]: source for source in manifest["sources"]}
    assert facts["ncbi-brat"]["dropped"] == {"duplicate": 60}
    assert len({row["source_id"] for row in rows(project, "ie", "ncbi-pubtator")}) == 60


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
    assert found["proven"] == sum(source["rows"] for source in manifest["sources"]) > 40_000
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
