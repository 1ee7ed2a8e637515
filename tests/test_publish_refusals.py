"""Publishing that cannot go on: each time one clear message, a next step, and readers who see one release in full."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from hub.running import OWNER, READER, STRANGER, WRITER
from publishing import OLD, REPO, Ran, Stage, build

pytest_plugins = ("published",)

NOTHING = "Nothing was published: readers see what they saw before"


def refused(stage: Stage, versions: tuple[Path, Path], said: str, *options: str, **more: Any) -> Ran:
    """Publish the next release in vain: nothing has changed, and the message says so."""
    before = stage.server.repository(REPO)["branches"]["main"]
    ran = stage.hum("publish", versions[1], *options, **more)
    assert ran.code == 1 and said in ran.error and NOTHING in ran.error, ran
    assert stage.server.head(REPO) == before and list(stage.tags()) == [f"v{OLD}"]
    return ran


def test_who_may_not_write_is_told_why(tmp_path, hubs, versions):
    def case(stage: Stage, made: dict[str, Any], token: str | None, said: str) -> None:
        stage.begin(versions[0])
        stage.server.make(REPO, **made)
        refused(stage, versions, said, token=token)
        assert all(entry["method"] != "POST" for entry in stage.server.requests())

    hubs.each(
        tmp_path,
        case,
        [
            ({}, READER, "may not do this; use one that may write"),
            ({}, STRANGER, "may not do this; use one that may write"),
            ({}, "hf_expired", "does not accept the token; set HF_TOKEN"),
            ({}, None, "does not accept the token; set HF_TOKEN"),
            ({"private": True}, STRANGER, "there is no such repository, or the token cannot see it"),
            ({"gated": True}, STRANGER, "may not do this"),
        ],
    )


def test_a_missing_repository_is_named(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        stage.server.reset()
        ran = stage.hum("publish", versions[0])
        assert ran.code == 1 and "org/toy: there is no such repository" in ran.error and NOTHING in ran.error
        assert stage.server.repositories() == []
        other = stage.hum("publish", versions[0], "--repo", "org/other")
        assert other.code == 1 and "is a build of org/toy, not of org/other" in other.error

    hubs.each(tmp_path, case, [()])


def test_what_is_not_fit_is_not_sent(tmp_path, hubs, versions):
    def unfit(stage: Stage) -> None:
        stage.begin(versions[0])
        folder = tmp_path / "unfit"
        shutil.copytree(versions[1], folder)
        (folder / "toy" / "stray.txt").write_text("not in the checksums")
        refused(stage, (folder, folder), "file-without-checksum: toy/stray.txt")
        (folder / "README.md").write_text("changed")
        ran = stage.hum("publish", folder)
        assert ran.code == 1 and "README.md is not the file that SHA256SUMS lists" in ran.error

    def too_small(stage: Stage) -> None:
        stage.begin(versions[0])
        small = build(tmp_path / "small", "1.0.1", 24)
        ran = refused(stage, (small, small), "1.0.1 is too small a step from v1.0.0")
        assert "rows were added (minor)" in ran.error and "Give the recipe version 1.1.0" in ran.error

    def other_content(stage: Stage) -> None:
        stage.begin(versions[0])
        other = build(tmp_path / "other", OLD, 24)
        refused(stage, (other, other), "has a v1.0.0 with other content")

    hubs.each(tmp_path, lambda stage, does: does(stage), [(unfit,), (too_small,), (other_content,)])


@pytest.mark.skipif(not os.environ.get("HUM_CAMPAIGN"), reason="takes half a minute; make campaign runs it")
def test_a_failure_that_stays_ends_in_a_message_and_the_next_run_completes(tmp_path, hubs, versions):
    def case(stage: Stage, script: dict[str, Any], said: str) -> None:
        stage.begin(versions[0])
        stage.server.play(**script)
        refused(stage, versions, said)
        stage.server.play()
        assert stage.hum("publish", versions[1], token=WRITER).code == 0  # the token of the first may have expired
        assert stage.release_at("main", *versions) == versions[1]

    hubs.each(
        tmp_path,
        case,
        [
            ({"faults": [{"do": "expire", "kind": "validate-yaml", "numbers": [2]}]}, "does not accept the token"),
            ({"commits": 1}, "a quota of the Hub is used up"),
        ],
    )


def test_a_hub_that_is_down_is_said_to_be(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        stage.begin(versions[0])
        stage.server.play(faults=[{"do": "status", "kind": "refs", "status": 503}])
        refused(stage, versions, "the Hub answers with an error; run the same command again later (503")

    hubs.each(tmp_path, case, [()])


def test_a_quota_that_comes_back_is_waited_for(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        stage.begin(versions[0])
        stage.server.play(quota={"limit": 12, "window": 3})
        ran = stage.hum("publish", versions[1])
        assert ran.code == 0, ran
        assert "429" in stage.server.counts()["by_status"]

    hubs.each(tmp_path, case, [()])


@pytest.mark.skipif(not os.environ.get("HUM_CAMPAIGN"), reason="takes half a minute; make campaign runs it")
def test_an_answer_that_never_comes_is_not_waited_for(tmp_path, hubs, versions):
    def case(stage: Stage, kind: str, handled: bool) -> None:
        stage.begin(versions[0])
        stage.server.play(faults=[{"do": "hang", "kind": kind, "handled": handled, "times": 1}])
        begun = time.monotonic()
        ran = stage.hum("publish", versions[1], "--timeout", "4")
        assert time.monotonic() - begun < 130
        if ran.code:
            assert NOTHING in ran.error, ran
            stage.server.play()
            assert stage.hum("publish", versions[1]).code == 0
        assert stage.release_at("main", *versions) == versions[1]
        assert len(stage.server.repository(REPO)["history"]) == 3

    cases = [("commit", True), ("cas-xorb", False), ("storage-get", False)]
    hubs.each(tmp_path, case, cases)


def test_a_repository_is_made_private_and_no_file_has_the_token(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        stage.server.reset(faults=[{"do": "status", "kind": "auth-check", "status": 403, "text": f"no, {OWNER}"}])
        ran = stage.hum("publish", versions[0], "--create")
        assert "[token]" in ran.error
        stage.server.play()
        assert stage.hum("publish", versions[0]).code == 0
        assert stage.server.repository(REPO)["private"] is True
        assert stage.release_at("main", *versions) == versions[0]
        files = [path for path in stage.home.rglob("*") if path.is_file()]
        assert not [path for path in files if OWNER.encode() in path.read_bytes()]
        commits = stage.server.repository(REPO)["commits"]
        assert OWNER not in str(commits)

    hubs.each(tmp_path, case, [()])
