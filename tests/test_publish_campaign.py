"""A fault at every request of a publish: afterwards `main` holds one release in full, and another run completes it.

The normal run has several faults in each publish, so that each request meets one; with HUM_CAMPAIGN=1 there is one
publish for each request and each kind of fault.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from publishing import NEW, OLD, REPO, Stage

pytest_plugins = ("published",)

KINDS: dict[str, dict[str, Any]] = {
    "500": {"do": "status", "status": 500},
    "dropped before": {"do": "drop"},
    "dropped after": {"do": "drop", "handled": True},
    "429": {"do": "status", "status": 429, "retry_after": 1},
}
STRIDE = 5
"""In the normal run every so manieth request of a publish has a fault."""


@dataclass(frozen=True)
class Outcome:
    """How the first run of a case ended, and how long it took; the commits that `main` went through."""

    case: list[dict[str, Any]]
    code: int
    seconds: float
    error: str


def meets(stage: Stage, versions: tuple[Path, Path], faults: list[dict[str, Any]]) -> Outcome:
    """Publish against a Hub with faults, see what is there, and publish again against one without."""
    old, new = versions
    before = stage.begin(old)
    stage.server.play(faults=faults)
    begun = time.monotonic()
    first = stage.hum("publish", new, "--json")
    seconds = time.monotonic() - begun
    error = first.error if first.code else ""
    _holds_one_release(stage, versions, before)
    stage.no_token_strayed()
    stage.server.play()
    again = stage.hum("publish", new, "--json")
    assert again.code == 0, (faults, first, again)
    assert error or again.told["state"] == "nothing-to-do", (faults, first, again)
    _is_finished(stage, versions, before)
    return Outcome(faults, first.code, seconds, error)


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


def requests_of_a_publish(stage: Stage, versions: tuple[Path, Path]) -> int:
    """How many requests a publish makes when nothing goes wrong."""
    stage.begin(versions[0])
    assert stage.hum("publish", versions[1]).code == 0
    return len(stage.server.requests())


@pytest.mark.skipif(not os.environ.get("HUM_CAMPAIGN"), reason="takes a minute; make campaign runs it")
def test_a_publish_survives_a_fault_at_any_request(tmp_path, hubs, versions):
    kinds = list(KINDS.values())
    (count,) = hubs.each(tmp_path, requests_of_a_publish, [(versions,)])
    cases = [
        [{**kinds[number // STRIDE % len(kinds)], "numbers": [number]} for number in range(first, count + 1, STRIDE)]
        for first in range(1, STRIDE + 1)
    ]
    assert len(hubs.each(tmp_path, meets, [(versions, case) for case in cases])) == STRIDE


@pytest.mark.skipif(
    not os.environ.get("HUM_CAMPAIGN"), reason="takes some twenty minutes; set HUM_CAMPAIGN=1 to run it"
)
def test_each_kind_of_fault_at_each_request(tmp_path, hubs, versions):
    (count,) = hubs.each(tmp_path, requests_of_a_publish, [(versions,)])
    faults = [[{**fault, "numbers": [number]}] for number in range(1, count + 1) for fault in KINDS.values()]
    outcomes = hubs.each(tmp_path, meets, [(versions, case) for case in faults])
    failed = [outcome for outcome in outcomes if outcome.code]
    print(f"{count} requests, {len(outcomes)} runs, {len(failed)} ended with an error and were completed by the next")
    print(f"{sum(outcome.seconds for outcome in outcomes) / len(outcomes):.1f} s each")
    for outcome in failed:
        print(outcome.case, outcome.error)
