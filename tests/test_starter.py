"""The starter corpus: enough, exact, explained, and proven."""

import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Hum

ROOT = Path(__file__).parent.parent
PLUGINS = ROOT / "plugins"


def starter(task: str) -> Path:
    return PLUGINS / task / f"hum_hub_plugin_{task}" / "starter"


def seeds(task: str, language: str) -> list[dict[str, Any]]:
    paths = sorted(starter(task).glob(f"*.{language}.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def elements(task: str) -> list[dict[str, Any]]:
    return tomllib.loads((starter(task) / "guidelines.toml").read_text(encoding="utf-8"))["element"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """The starter corpus, built from the project's own recipe in another folder."""
    folder = tmp_path_factory.mktemp("starter")
    shutil.copy(ROOT / "hum.toml", folder)
    (folder / "plugins").symlink_to(PLUGINS)
    subprocess.run([sys.executable, "-m", "hum_hub", "build"], cwd=folder, check=True, timeout=300)
    return folder / "build" / "hum"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("task", ["ie", "mrc", "classification"])
def test_there_are_sixty_seeds_for_each_task_and_language_in_several_domains(task, language):
    found = seeds(task, language)
    assert len(found) >= 60
    assert len({seed["id"] for seed in found}) == len(found)
    assert len({seed["domain"] for seed in found}) >= 8


def test_the_curriculum_is_large_enough():
    documents = [json.loads(path.read_text("utf-8")) for path in (PLUGINS / "generalist" / "curriculum").glob("*.json")]
    assert len(documents) >= 12
    assert len({document["discipline"]["field"]["id"] for document in documents}) >= 5
    pairs = [pair for document in documents for subject in document["subjects"] for pair in subject["questions"]]
    assert len(pairs) >= 150
    assert len({pair["question"] for pair in pairs}) == len(pairs)
    assert all(len(pair["answer"]) >= 100 for pair in pairs)


def test_chinese_texts_are_chinese_and_english_ones_english():
    for task in ("ie", "mrc", "classification"):
        for language in ("en", "zh"):
            for seed in seeds(task, language):
                text = seed.get("text") or seed.get("passage") or seed["premise"]
                chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
                assert (chinese > 0.15 * len(text)) if language == "zh" else not chinese, seed["id"]


@pytest.mark.parametrize("task", ["ie", "classification"])
def test_every_guideline_is_complete_and_its_examples_hold_their_mention_once(task):
    for element in elements(task):
        for language in ("en", "zh"):
            assert element["name"][language]
            assert len(element["definition"][language]) >= 2
            assert element["typical"][language]
            assert element["boundary"][language]
            for kind in ("positive", "negative"):
                given = [example for example in element[kind] if example["language"] == language]
                assert given
                assert all(example["text"].count(example["mention"]) == 1 for example in given), element["key"]


@pytest.mark.parametrize("task", ["ie", "classification"])
def test_no_example_of_a_guideline_is_a_seed(task):
    texts = {seed.get("text") or seed["premise"] for language in ("en", "zh") for seed in seeds(task, language)}
    for element in elements(task):
        assert not texts & {example["text"] for example in (*element["positive"], *element["negative"])}


def test_every_label_in_use_has_a_guideline(corpus):
    known = {(task, e["key"]) for task in ("ie", "classification") for e in elements(task)}
    for task in ("ie", "classification"):
        for row in rows(corpus, task):
            for label in json.loads(row["schema"])["schema"].get("labels", []):
                assert (task, label["key"]) in known
                assert label["name"] != label["key"] or row["instruction_language"] == "en", label


def test_nothing_is_dropped_and_every_row_is_proven(corpus, hum: Hum):
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["configs"]) == {"classification", "generalist", "ie", "mrc"}
    assert all(not source["dropped"] for source in manifest["sources"])
    assert all(source["rows"] for source in manifest["sources"])
    for config in manifest["configs"].values():
        assert set(config["counts"]["input_language"]) == {"en", "zh"}
        assert set(config["splits"]) == {"train", "validation", "test"}
    result = hum("verify", str(corpus), folder=ROOT)
    assert result.returncode == 0, result.stdout[-2000:]
    assert hum("check", str(corpus), folder=ROOT).returncode == 0


def test_the_front_matter_has_no_anchors_which_not_every_reader_knows(corpus):
    front = (corpus / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    assert front.count("config_name") == 8
    assert "&id" not in front and "*id" not in front


def test_the_mix_is_met_where_rows_can_be_compound(corpus):
    kinds = Counter(row["kind"] for task in ("ie", "mrc", "classification") for row in rows(corpus, task))
    assert abs(kinds["compound"] / kinds.total() - 0.45) < 0.03


def test_no_instruction_holds_a_stray_placeholder_or_contradicts_itself(corpus):
    for task in ("ie", "mrc", "classification", "generalist"):
        for row in rows(corpus, task):
            prompt = row["messages"][0]["content"]
            assert "{labels}" not in prompt and "{}" not in prompt, prompt
            dictated = any(rule["rule"] == "nothing-found" for rule in row["rules"])
            assert not (dictated and ("Write []" in prompt or "输出 []" in prompt or "<answer></answer>" in prompt)), (
                prompt
            )


def test_an_answer_never_stands_in_the_part_of_the_instruction_that_we_word(corpus):
    for row in rows(corpus, "mrc"):
        if row["subtask"] == "span" and row["gold"] != "{}":
            asked = row["messages"][0]["content"]
            for placed in sorted(row["inputs"], key=lambda placed: -placed["start"]):
                asked = asked[: placed["start"]] + asked[placed["end"] :]
            answer = row["messages"][-1]["content"]
            assert len(answer) < 4 or answer not in asked


def rows(corpus: Path, config: str) -> list[dict[str, Any]]:
    return [row for path in sorted((corpus / config).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
