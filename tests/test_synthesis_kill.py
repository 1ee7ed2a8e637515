"""Builds killed at any moment: no reply that had arrived is paid for again, and the end is the same to the byte."""

import json
import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chained import CONNECTIONS, KEY, Project, topics, usage, wait_for

pytest_plugins = ("serving.fixtures",)
SEEDS = 12
Make = Callable[[str], Project]


@pytest.fixture
def make(tmp_path: Path, scripted: Any) -> Make:
    """Projects in folders of their own, with the same recipe and the same seeds."""

    def project(name: str) -> Project:
        made = Project(tmp_path / name, scripted)
        made.seeds(topics(SEEDS))
        return made

    scripted.play(key=KEY)
    return project


def stored(project: Project) -> int:
    """How many replies the store of a project holds."""
    with sqlite3.connect(project.folder / ".hum" / "replies.sqlite") as store:
        count: int = store.execute("SELECT COUNT(*) FROM replies").fetchone()[0]
    store.close()
    return count


def test_a_build_killed_again_and_again_pays_for_no_arrived_reply_twice(make, scripted):
    whole = make("whole")
    manifest = whole.build()
    unique = scripted.counts()["answered"]
    assert usage(manifest)["replies"] == unique
    scripted.reset(key=KEY, latency=0.05)
    project = make("killed")
    for number, share in enumerate((0.02, 0.35, 0.7, 0.95), 1):
        counts = project.killed(
            lambda counts, least=share * unique: counts["requests"] >= least, "build", "--workers", "2"
        )
        assert counts["answered"] - stored(project) <= number * CONNECTIONS, "an answered request is not on disk"
        assert not (project.folder / "build" / "chain").exists()
    scripted.play(key=KEY)
    process = project.start("build", "--workers", "2")
    assert process.wait(60) == 0, process.communicate()[0]
    process.communicate()
    assert project.sums() == whole.sums()
    assert unique < scripted.counts()["requests"] <= unique + 4 * CONNECTIONS


def test_a_kill_while_rows_are_made_asks_nothing_again(make, scripted):
    whole = make("whole")
    whole.build()
    unique = scripted.counts()["answered"]
    scripted.reset(key=KEY)
    project = make("killed")
    project.killed(lambda counts: counts["answered"] >= unique == stored(project), "build", "--workers", "2")
    project.build()
    assert project.sums() == whole.sums()
    assert scripted.counts()["requests"] == unique


def test_an_interrupt_keeps_what_has_arrived(make, scripted):
    project = make("interrupted")
    scripted.play(key=KEY, latency=0.05)
    process = project.start("build", "--workers", "1")
    wait_for(lambda: scripted.counts()["answered"] >= 30)
    os.killpg(process.pid, signal.SIGINT)
    output = process.communicate(timeout=30)[0]
    assert process.returncode != 0
    assert "Traceback" not in output
    wait_for(lambda: scripted.counts()["at_once"] == 0)
    before = scripted.counts()["answered"]
    assert before - stored(project) <= CONNECTIONS
    scripted.play(key=KEY)
    unique = usage(project.build())["replies"]
    assert scripted.counts()["answered"] <= unique + CONNECTIONS


def test_a_build_and_an_import_share_one_store(make, scripted, tmp_path):
    """Neither stops the other, and what the one has stored the other does not ask for."""
    whole = make("whole")
    whole.build()
    whole.hum("teacher", "record", str(tmp_path / "all.jsonl"), "--teacher", "writer")
    recorded = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    busy = {"kind": "rate-limited", "after": 0.1, "said": "milliseconds", "contains": "lanterns"}
    scripted.reset(key=KEY, faults=[busy])  # the build waits for one outline while the import is under way
    project = make("shared")
    building = project.start("build", "--workers", "1")
    wait_for(lambda: scripted.counts()["answered"] == SEEDS - 1)
    found = project.json("teacher", "import", str(tmp_path / "all.jsonl"), "--teacher", "writer")
    assert sum(found.values()) == len(recorded)
    assert building.poll() is None
    scripted.play(key=KEY)
    output, _ = building.communicate(timeout=60)
    assert building.returncode == 0, output
    assert project.data() == whole.data()
    assert project.rows() == whole.rows()
    unique = usage(json.loads((whole.folder / "build/chain/manifest.json").read_text()))["replies"]
    assert scripted.counts()["answered"] == unique - len(recorded)


def test_two_builds_that_share_a_store_come_to_the_same(make, scripted, tmp_path):
    """Two folders whose `.hum` is one: what both ask at the same moment is paid for twice at most, and kept once."""
    whole = make("whole")
    whole.build()
    unique = scripted.counts()["answered"]
    scripted.reset(key=KEY, latency=0.03)
    projects = [make("one"), make("two")]
    (tmp_path / "state").mkdir()
    for project in projects:
        (project.folder / ".hum").symlink_to(tmp_path / "state", target_is_directory=True)
    running = [project.start("build", "--workers", "1") for project in projects]
    for project, process in zip(projects, running, strict=True):
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        assert project.sums() == whole.sums()
    assert unique <= scripted.counts()["requests"] <= 2 * unique
    assert stored(projects[0]) == unique


def test_a_seed_that_is_added_later_asks_for_itself_alone(make, scripted):
    project = make("grown")
    before = usage(project.build())["replies"]
    assert scripted.counts()["requests"] == before
    project.seeds(topics(SEEDS + 1))
    after = usage(project.build())["replies"]
    assert scripted.counts()["requests"] == after > before
    assert after - before <= 1 + 4 * 4
