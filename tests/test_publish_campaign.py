"""A fault at every request of a publish: afterwards `main` holds one release in full, and another run completes it.

The normal run has several faults in each publish, so that each request meets one; `make campaign` has one publish for
each request and each kind of fault.
"""

import os
import queue
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hub.running import Client, HubServer
from publishing import NEW, OLD, REPO, Stage, build, loading, rows, workers

KINDS: dict[str, dict[str, Any]] = {
    "500": {"do": "status", "status": 500},
    "dropped before": {"do": "drop"},
    "dropped after": {"do": "drop", "handled": True},
    "429": {"do": "status", "status": 429, "retry_after": 1},
}
STRIDE = 9
"""In the normal run every so manieth request of a publish has a fault."""


@dataclass(frozen=True)
class Outcome:
    """How the first run of a case ended, and how long it took; the commits that `main` went through."""

    case: list[dict[str, Any]]
    code: int
    seconds: float
    error: str


@pytest.fixture(scope="module")
def versions(tmp_path_factory) -> tuple[Path, Path]:
    """The release that is there, and the one that is published."""
    folder = tmp_path_factory.mktemp("versions")
    return build(folder / "old", OLD, 20), build(folder / "new", NEW, 24)


class Hubs:
    """As many Hubs as there are workers."""

    def __init__(self, count: int) -> None:
        self.free: queue.Queue[HubServer] = queue.Queue()
        self.servers = [HubServer() for _ in range(count)]

    def __enter__(self) -> "Hubs":
        for server in self.servers:
            self.free.put(server.__enter__())
        return self

    def __exit__(self, *raised: object) -> None:
        for server in self.servers:
            server.stop()


def meets(hubs: Hubs, home: Path, versions: tuple[Path, Path], faults: list[dict[str, Any]]) -> Outcome:
    """Publish against a Hub with faults, see what is there, and publish again against one without."""
    server = hubs.free.get()
    try:
        old, new = versions
        stage = Stage(server, home)
        before = stage.begin(old)
        server.play(faults=faults)
        begun = time.monotonic()
        first = stage.hum("publish", new, "--json")
        seconds = time.monotonic() - begun
        assert first.code == 0 or first.error.startswith("error: "), first
        _holds_one_release(stage, versions, before)
        stage.no_token_strayed()
        server.play()
        again = stage.hum("publish", new, "--json")
        assert again.code == 0, (faults, first, again)
        assert first.code != 0 or again.told["state"] == "nothing-to-do", (faults, first, again)
        _is_finished(stage, versions, before)
        return Outcome(faults, first.code, seconds, "" if first.code == 0 else first.error)
    finally:
        hubs.free.put(server)


def _holds_one_release(stage: Stage, versions: tuple[Path, Path], before: str) -> None:
    """Every commit on `main` is a release in full, and only one was added."""
    history = stage.server.repository(REPO)["history"]
    assert history.index(before) <= 1, "more than one commit"
    for commit in history[: history.index(before) + 1]:
        stage.release_at(commit, *versions)


def _is_finished(stage: Stage, versions: tuple[Path, Path], before: str) -> None:
    told = stage.server.repository(REPO)
    assert told["history"][1] == before
    assert stage.release_at(told["branches"]["main"], versions[1]) == versions[1]
    assert told["tags"] == {f"v{OLD}": before, f"v{NEW}": told["branches"]["main"]}
    assert set(told["branches"]) == {"main"}


def requests_of_a_publish(hubs: Hubs, home: Path, versions: tuple[Path, Path]) -> int:
    """How many requests a publish makes when nothing goes wrong."""
    server = hubs.free.get()
    stage = Stage(server, home)
    stage.begin(versions[0])
    assert stage.hum("publish", versions[1]).code == 0
    hubs.free.put(server)
    return len(server.requests())


def run(cases: list[list[dict[str, Any]]], hubs: Hubs, homes: Path, versions: tuple[Path, Path]) -> list[Outcome]:
    with ThreadPoolExecutor(len(hubs.servers)) as pool:
        places = [homes / str(number) / "home" for number in range(len(cases))]
        for place in places:
            place.parent.mkdir(parents=True)
        return list(pool.map(lambda home, case: meets(hubs, home, versions, case), places, cases))


def test_a_publish_survives_a_fault_at_any_request(tmp_path, versions):
    kinds = list(KINDS.values())
    with Hubs(workers()) as hubs:
        (tmp_path / "clean").mkdir()
        count = requests_of_a_publish(hubs, tmp_path / "clean" / "home", versions)
        cases = [
            [{**kinds[number % len(kinds)], "numbers": [number]} for number in range(first, count + 1, STRIDE)]
            for first in range(1, STRIDE + 1)
        ]
        outcomes = run(cases, hubs, tmp_path, versions)
        server = hubs.free.get()
        client = Client(server, tmp_path / "reader")
        commits = server.repository(REPO)["history"][:2]
        assert client.ask(loading(REPO, "toy", commits)) == [rows(folder) for folder in reversed(versions)]
    assert len(outcomes) == STRIDE


@pytest.mark.skipif(not os.environ.get("HUM_CAMPAIGN"), reason="takes half an hour; make campaign runs it")
def test_each_kind_of_fault_at_each_request(tmp_path, versions):
    with Hubs(workers()) as hubs:
        (tmp_path / "clean").mkdir()
        count = requests_of_a_publish(hubs, tmp_path / "clean" / "home", versions)
        cases = [[{**fault, "numbers": [number]}] for number in range(1, count + 1) for fault in KINDS.values()]
        outcomes = run(cases, hubs, tmp_path, versions)
    failed = [outcome for outcome in outcomes if outcome.code]
    print(f"{count} requests, {len(outcomes)} runs, {len(failed)} ended with an error and were completed by the next")
    print(f"{sum(outcome.seconds for outcome in outcomes) / len(outcomes):.1f} s each")
    for outcome in failed:
        print(outcome.case, outcome.error)
