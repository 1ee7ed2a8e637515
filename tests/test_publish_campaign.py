"""A fault at every request of a publish: afterwards each commit on `main` is one release that loads, and another run
completes it.

The normal run has a fault in each phase of a publish. With HUM_CAMPAIGN there is one publish for each request and each
kind of fault; it is `1`, or the name of one kind.
"""

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from hub.running import Client
from publishing import NEW, OLD, REPO, Ran, Stage

pytest_plugins = ("published",)

Faults = list[dict[str, Any]]
KINDS: dict[str, dict[str, Any]] = {
    "500": {"do": "status", "status": 500},
    "dropped before": {"do": "drop"},
    "dropped after": {"do": "drop", "handled": True},
    "429": {"do": "status", "status": 429, "retry_after": 1},
    "killed before": {"do": "hang"},
    "killed after": {"do": "hang", "handled": True},
}
"""Before or after the request is handled. Where it hangs, the publisher is killed meanwhile."""
CAMPAIGN = os.environ.get("HUM_CAMPAIGN", "")
_LOAD = """
import json
from datasets import get_dataset_config_names, load_dataset
place = dict(revision={commit!r})
with open(hf_hub_download({repo!r}, "manifest.json", repo_type="dataset", **place)) as file:
    configs = json.load(file)["configs"]
stated = {{name: {{split: told["rows"] for split, told in one["splits"].items()}} for name, one in configs.items()}}
loaded = {{
    name: {{split: rows.num_rows for split, rows in load_dataset({repo!r}, name, **place).items()}}
    for name in get_dataset_config_names({repo!r}, **place)
}}
told([loaded, stated])
"""


@dataclass
class Loads:
    """Loads every config of commits, with empty caches.

    The same bytes under the same paths are loaded once, whichever Hub and commit holds them: that they are the same is
    seen after each run, while a load takes as long as half a publish.
    """

    known: set[tuple[tuple[str, str], ...]] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def load(self, stage: Stage, commit: str) -> None:
        content = tuple(sorted(stage.sums(commit).items()))
        with self.lock:
            if content in self.known:
                return
            client = Client(stage.server, stage.home.parent / f"loading-{commit}")
            loaded, stated = client.ask(_LOAD.format(repo=REPO, commit=commit))
            assert loaded == stated and loaded, commit
            self.known.add(content)


@pytest.fixture(scope="module")
def loads() -> Loads:
    """What has been loaded."""
    return Loads()


@dataclass(frozen=True)
class Outcome:
    """How the first run of a case ended, how long it took, and how many of its faults happened."""

    case: Faults
    code: int
    seconds: float
    happened: int
    error: str


def meets(stage: Stage, loads: Loads, versions: tuple[Path, Path], faults: Faults) -> Outcome:
    """Publish against a Hub with faults, see what is there, and publish again against one without."""
    old, new = versions
    before = stage.begin(old)
    stage.server.play(faults=faults)
    begun = time.monotonic()
    first = _killed(stage, new) if faults[0]["do"] == "hang" else stage.hum("publish", new, "--json")
    seconds = time.monotonic() - begun
    error = "killed" if first.code == -signal.SIGKILL else first.error if first.code else ""
    happened = sum(stage.server.counts()["by_fault"].values())
    stage.no_token_strayed()
    stage.server.play()
    _holds_one_release(stage, loads, versions, before)
    again = stage.hum("publish", new, "--json")
    assert again.code == 0, (faults, first, again)
    assert error or again.told["state"] == "nothing-to-do", (faults, first, again)
    _holds_one_release(stage, loads, versions, before)
    _is_finished(stage, versions, before)
    return Outcome(faults, first.code, seconds, happened, error)


def _killed(stage: Stage, folder: Path) -> Ran:
    """A publisher that is killed as soon as a request of it hangs."""
    process = stage.start("publish", folder, "--json")
    stage.server.wait_until_one_hangs()
    process.kill()
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out, err)


def _holds_one_release(stage: Stage, loads: Loads, versions: tuple[Path, Path], before: str) -> None:
    """Every commit on `main` is a release in full and loads, and only one was added."""
    history = stage.server.repository(REPO)["history"]
    assert history.index(before) <= 1, "more than one commit"
    for commit in history[: history.index(before) + 1]:
        stage.release_at(commit, *versions)
        loads.load(stage, commit)


def _is_finished(stage: Stage, versions: tuple[Path, Path], before: str) -> None:
    told = stage.server.repository(REPO)
    assert told["history"][1] == before
    assert stage.release_at(told["branches"]["main"], versions[1]) == versions[1]
    assert told["tags"] == {f"v{OLD}": before, f"v{NEW}": told["branches"]["main"]}
    assert set(told["branches"]) == {"main"}


def at(kind: str, number: int, **fault: Any) -> dict[str, Any]:
    return {"kind": kind, "numbers": [number], "times": 1, **fault}


LOST, GONE, DOWN = KINDS["dropped after"], KINDS["dropped before"], {"do": "status", "status": 503}
STAGING = [
    at("auth-check", 1, **DOWN),
    at("refs", 1, **GONE),
    at("resolve", 1, do="truncate"),
    at("tree", 1, do="status", status=429, retry_after=0),
    at("create-branch", 1, **LOST),
    at("preupload", 1, **DOWN),
    at("cas-xorb", 1, **GONE),
    at("cas-shard", 1, **DOWN),
    at("commit", 1, **LOST),
]
AFTERWARDS = [
    at("cas-reconstruction", 1, **DOWN),
    at("storage-get", 2, do="truncate"),
    at("info", 3, **GONE),
    at("validate-yaml", 2, **GONE),
    at("commit", 2, **DOWN, handled=True),
    at("create-tag", 1, **LOST),
    at("delete-branch", 1, **DOWN),
]


def test_a_publish_survives_a_fault_in_each_phase(tmp_path, hubs, versions, loads):
    outcomes = hubs.each(tmp_path, meets, [(loads, versions, faults) for faults in (STAGING, AFTERWARDS)])
    assert [(outcome.error, outcome.happened) for outcome in outcomes] == [("", len(STAGING)), ("", len(AFTERWARDS))]


KILLED = [
    at("commit", 1, do="hang", handled=True),
    at("storage-get", 1, do="hang"),
    at("commit", 2, do="hang"),
    at("commit", 2, do="hang", handled=True),
    at("create-tag", 1, do="hang"),
    at("delete-branch", 1, do="hang"),
]


def test_a_publisher_that_is_killed_leaves_one_release_or_the_other(tmp_path, hubs, versions, loads):
    outcomes = hubs.each(tmp_path, meets, [(loads, versions, [fault]) for fault in KILLED])
    assert [outcome.error for outcome in outcomes] == ["killed"] * len(KILLED)


def requests_of_a_publish(stage: Stage, versions: tuple[Path, Path]) -> int:
    """How many requests a publish makes when nothing goes wrong."""
    stage.begin(versions[0])
    assert stage.hum("publish", versions[1]).code == 0
    return len(stage.server.requests())


@pytest.mark.skipif(not CAMPAIGN, reason="takes minutes for each kind of fault; make campaign runs it")
def test_each_kind_of_fault_at_each_request(tmp_path, hubs, versions, loads):
    (count,) = hubs.each(tmp_path, requests_of_a_publish, [(versions,)])
    for name in KINDS if CAMPAIGN == "1" else [CAMPAIGN]:
        cases = [(loads, versions, [{**KINDS[name], "numbers": [number]}]) for number in range(1, count + 1)]
        outcomes = hubs.each(tmp_path, meets, cases)
        assert all(outcome.happened for outcome in outcomes)
        failed = [outcome for outcome in outcomes if outcome.code]
        seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)
        print(f"{name}: {len(outcomes)} runs for {count} requests, {seconds:.1f} s each; all commits on main loaded")
        print(f"{name}: {len(failed)} ended with an error and were completed by the next run")
        for outcome in failed:
            print(outcome.case, outcome.error)
    print(f"{len(loads.known)} contents of main, each loaded with empty caches")
