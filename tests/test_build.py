"""A build is a pure function of its inputs, and can be killed anywhere."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Hum, contents, lines, texts
from filelock import FileLock
from toy import LongestWord

from hum_hub import Prompt
from hum_hub.pipeline.labels import Labels


def built(project: Path) -> dict[str, bytes]:
    return contents(project / "build" / "toy")


def test_the_same_inputs_give_the_same_bytes(project, hum):
    assert hum("build").returncode == 0
    first = built(project)
    shutil.rmtree(project / ".hum")
    shutil.rmtree(project / "build")
    assert hum("build", "--workers", "1").returncode == 0
    assert built(project) == first


def test_a_second_build_makes_nothing_again(built_project, hum):
    project = built_project
    parts = {path: path.stat().st_mtime_ns for path in (project / ".hum").rglob("*") if path.is_file()}
    first = built(project)
    assert hum("build").returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (project / ".hum").rglob("*") if path.is_file()} == parts
    assert built(project) == first


def test_a_changed_source_costs_only_its_own_parts(built_project, hum):
    project = built_project
    before = {path.name for path in (project / ".hum").rglob("*.parquet")}
    changed = texts("zh", 150)
    changed[3]["text"] += " 夜里"
    (project / "words.zh.jsonl").write_text(lines(changed), encoding="utf-8")
    hum("build")
    after = {path.name for path in (project / ".hum").rglob("*.parquet")}
    fresh = {name.split(".")[0] for name in after - before}
    assert before <= after
    assert len(fresh) == 1


def rows(project: Path, source: str, split: str) -> list[dict[str, Any]]:
    files = sorted((project / "build" / "toy" / "toy").glob(f"{split}-*.parquet"))
    kept = [("source", "=", source)]
    return [row for file in files for row in pq.read_table(file, filters=kept).to_pylist()]


@pytest.mark.parametrize("source", ["words-en", "words-zh"])
def test_appended_seeds_leave_the_rows_before_them_as_they_are(project, hum, source):
    """Also those of the same part. What could move them is a label that is new, or another sample of labels."""
    language = source[-2:]
    seeds = texts(language, 620)
    (project / f"words.{language}.jsonl").write_text(lines(seeds[:600]), encoding="utf-8")
    assert hum("build").returncode == 0
    parts = {path.name for path in (project / ".hum").rglob("*.rows.json")}
    assert len(parts) > 2, "the source should have more than one part"
    before = {split: rows(project, source, split) for split in ("train", "validation", "test")}
    (project / f"words.{language}.jsonl").write_text(lines(seeds), encoding="utf-8")
    assert hum("build").returncode == 0
    assert len({path.name for path in (project / ".hum").rglob("*.rows.json")} - parts) == 1
    for split, of_split in before.items():
        assert rows(project, source, split)[: len(of_split)] == of_split
    assert len(rows(project, source, "train")) > len(before["train"])


def test_which_labels_are_alike_is_learned_from_the_first_examples_alone(monkeypatch):
    monkeypatch.setattr("hum_hub.pipeline.labels.SURVEYED", 6)

    def part(count: int, *together: str) -> dict[str, Any]:
        counts = [[label, label, count] for label in together] + [[*together, count]]
        parts = {label: [] for label in together}
        return {"examples": count, "subtasks": {"longest": {"parts": parts, "together": counts, "surfaces": {}}}}

    labels = Labels()
    labels.add(part(3, "ab", "xy"))
    one = labels.near((), LongestWord())
    labels.add(part(3, "ab", "pq"))
    two = labels.near((), LongestWord())
    labels.add(part(3, "ab", "uv"))
    assert one == {"longest": {"ab": ("xy",), "xy": ("ab",)}}
    assert two["longest"]["pq"] == ("ab",)
    assert labels.near((), LongestWord()) == two
    assert [element.key for element in labels.inventory()["longest"]] == ["ab", "pq", "uv", "xy"]


def test_a_build_that_goes_on_equals_one_from_nothing(project, hum):
    short = [{"id": str(number), "text": f"a b {number} c"} for number in range(600)]
    (project / "words.en.jsonl").write_text(lines(short), encoding="utf-8")
    hum("build")
    assert len(list((project / ".hum").rglob("*.rows.json"))) > 2, "the source should have more than one part"
    short.append({"id": "last", "text": "the only lighthouse"})  # a label that no seed before it has
    (project / "words.en.jsonl").write_text(lines(short), encoding="utf-8")
    hum("build")
    gone_on = built(project)
    shutil.rmtree(project / ".hum")
    hum("build")
    assert built(project) == gone_on


def test_a_build_killed_anywhere_goes_on_and_ends_with_the_same_bytes(project, hum):
    for language in ("en", "zh"):
        (project / f"words.{language}.jsonl").write_text(lines(texts(language, 900)), encoding="utf-8")
    started = time.monotonic()
    hum("build")
    duration = time.monotonic() - started
    whole = built(project)
    shutil.rmtree(project / ".hum")
    shutil.rmtree(project / "build")
    moments = random.Random(7)
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-m", "hum_hub", "build"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(timeout=moments.uniform(0.25, 0.95) * duration)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        final = project / "build" / "toy"
        assert not final.exists() or built(project) == whole
    assert killed > 0
    assert hum("build").returncode == 0
    assert built(project) == whole


def test_hostile_seeds_are_dropped_with_a_reason_and_the_rest_is_built(project, hum):
    hostile = [
        '{"id": "a", "text": "a good sentence here"}',
        '{"id": "b", "text": "crash"}',
        '{"id": "c", "text": 5}',
        '{"id": "d", "text": "lone \\ud800 surrogate"}',
        '{"id": "e", "text": "token hf_' + "a" * 34 + '"}',
        "{not json",
        '["no object"]',
        '{"id": 12345678901234567890123, "text": "big id"}',
        '{"id": "f", "text": "another good sentence"}',
        '{"id": "g", "fail": true}',
    ]
    (project / "words.en.jsonl").write_text("\n".join(hostile), encoding="utf-8")
    result = hum("sources")
    assert result.returncode == 0, result.stderr
    for code in (
        "no-text",
        "lone-surrogate",
        "looks-like-a-secret",
        "not-json",
        "select-gave-no-object",
        "id-is-no-text",
    ):
        assert f"1  {code}" in result.stdout, result.stdout
    assert "2  plugin-failed" in result.stdout
    assert "words-en (toy, cc0-1.0): 6 seeds, 2 examples" in result.stdout
    assert hum("build").returncode == 0
    assert hum("verify", "build/toy").returncode == 0


def test_a_source_without_a_row_is_an_error_that_says_what_to_do(project, hum):
    for language in ("en", "zh"):
        (project / f"words.{language}.jsonl").write_text("{}\n")
    result = hum("build")
    assert result.returncode == 1
    assert "hum sources shows what was dropped and why" in result.stderr
    assert not (project / "build" / "toy").exists()


def test_no_text_stands_in_two_splits(project, hum):
    repeated = [{**seed, "origin": f"o{number}"} for number, seed in enumerate(texts("en", 40) * 3)]
    (project / "words.en.jsonl").write_text(lines(repeated), encoding="utf-8")
    hum("build")
    seen: dict[str, set[str]] = {}
    for path in (project / "build/toy/toy").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            seen.setdefault(row["example_id"], set()).add(path.name.split("-")[0])
    assert all(len(splits) == 1 for splits in seen.values())
    assert "duplicate" in (project / "build/toy/assets/report.md").read_text()


def test_synthesis_uses_the_recording_and_counts_what_it_lacks(project, hum):
    recorded = Prompt("Write about ferries.", "text")
    replies = [{"key": recorded.key(), "model": "scribe-1", "text": "A ferry carries passengers"}]
    (project / "replies.jsonl").write_text(lines(replies))
    (project / "topics.jsonl").write_text(lines([{"id": "1", "topic": "ferries"}, {"id": "2", "topic": "bridges"}]))
    recipe = (project / "hum.toml").read_text() + (
        '[[tasks.toy.sources]]\nname = "written"\nuri = "file:topics.jsonl"\nreader = { type = "json-lines" }\n'
        'mode = "synthesize"\nlanguage = "en"\nlicense = "cc0-1.0"\nsubtasks = ["longest"]\n'
        '[teachers.recorded]\nuri = "recorded:file:replies.jsonl"\n'
    )
    (project / "hum.toml").write_text(recipe)
    result = hum("sources")
    assert "written (toy, cc0-1.0): 2 seeds, 1 examples" in result.stdout, result.stdout + result.stderr
    assert "1  no-reply-text" in result.stdout


def test_two_builds_do_not_work_in_one_folder(built_project, hum):
    with FileLock(built_project / "build" / ".toy.lock"):
        result = hum("build")
    assert result.returncode == 1
    assert "another build of" in result.stderr
    assert hum("build").returncode == 0


def test_progress_is_plain_lines_when_nobody_watches(project: Path, hum: Hum):
    result = hum("build")
    assert "\x1b[" not in result.stderr


def test_a_field_called_language_drops_nothing_in_silence(project, hum):
    seeds = [{**seed, "language": "English"} for seed in texts("en", 20)]
    (project / "words.en.jsonl").write_text(lines(seeds), encoding="utf-8")
    assert "words-en (toy, cc0-1.0): 20 seeds, 20 examples" in hum("sources").stdout
