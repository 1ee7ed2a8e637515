"""Publishing that cannot go on: each time one clear message, a next step, and readers who see one release in full."""

import os
import shutil
import time
from collections.abc import Callable
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


JOB = {
    "HF_OIDC_RESOURCE": "datasets/org/toy",
    "GITHUB_ACTIONS": "true",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of the runner",
}
"""The environment of a job of CI with an identity; the address at which it gets a token for it is the Hub's."""


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
            ({"gated": True, "readers": ["sven"]}, STRANGER, "may not do this; use one that may write"),
        ],
    )


def test_a_token_or_an_identity_that_is_no_good_is_said_to_be(tmp_path, hubs, versions):
    def case(stage: Stage, token: str | None, said: str, job: dict[str, str]) -> None:
        stage.begin(versions[0])
        stage.server.play(id_token="an-identity")  # and there is no publisher for it
        url = f"{stage.server.root}/actions/id-token"
        ran = stage.hum("publish", versions[1], token=token, ACTIONS_ID_TOKEN_REQUEST_URL=url, **job)
        assert ran.code == 1 and said in ran.error and "Nothing was sent" in ran.error, ran
        assert "an-identity" not in ran.out + ran.err and "of the runner" not in ran.out + ran.err
        assert {entry["kind"] for entry in stage.server.requests()} <= {"oidc-mint", "oidc-exchange"}

    hubs.each(
        tmp_path,
        case,
        [
            (f"{OWNER}\u00a0x", "the token holds a blank or a letter that no token has", {}),
            (None, "Compare the trusted publisher on the settings page of datasets/org/toy", JOB),
            (OWNER, "HF_TOKEN is not used while HF_OIDC_RESOURCE is set", JOB),
        ],
    )


def test_a_repository_that_is_missing_or_has_no_commit_is_named(tmp_path, hubs, versions):
    def missing(stage: Stage) -> None:
        stage.server.reset()
        ran = stage.hum("publish", versions[0])
        assert ran.code == 1 and "org/toy: there is no such repository" in ran.error and NOTHING in ran.error
        assert stage.server.repositories() == []
        other = stage.hum("publish", versions[0], "--repo", "org/other")
        assert other.code == 1 and "is a build of org/toy, not of org/other" in other.error

    def bare(stage: Stage) -> None:
        stage.server.reset()
        stage.server.make(REPO, bare=True)
        ran = stage.hum("publish", versions[0])
        assert ran.code == 1 and "org/toy has no commit on main; add a file there" in ran.error and NOTHING in ran.error
        assert stage.server.repository(REPO)["branches"] == {}
        stage.server.reset()
        stage.server.make(REPO)  # as the Hub itself makes it: with a system commit
        assert "would be published" in stage.hum("publish", versions[0], "--dry-run").out

    hubs.each(tmp_path, lambda stage, does: does(stage), [(missing,), (bare,)])


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

    hubs.each(tmp_path, lambda stage, does: does(stage), [(unfit,), (too_small,)])


def test_a_failure_that_stays_ends_in_a_message_and_the_next_run_completes(tmp_path, hubs, versions):
    def fault(kind: str, status: int = 500, **more: Any) -> dict[str, Any]:
        return {"faults": [{"do": "status", "kind": kind, "status": status, **more}]}

    def case(stage: Stage, script: dict[str, Any], said: str) -> None:
        stage.begin(versions[0])
        stage.server.play(**script)
        refused(stage, versions, said)
        stage.no_token_strayed()

    def expired(stage: Stage) -> None:
        case(stage, fault("validate-yaml", do="expire", numbers=[2]), "does not accept the token")
        stage.server.play()
        assert stage.hum("publish", versions[1], token=WRITER).code == 0
        assert stage.release_at("main", *versions) == versions[1]
        assert set(stage.server.repository(REPO)["branches"]) == {"main"}

    full = {"text": "Private repository storage limit reached, please upgrade your plan"}
    cases = [
        (case, fault("refs", 503), "the Hub answers with an error; run the same command again later (503"),
        (case, fault("refs", 307, to="storage"), "(404: "),
        (case, fault("preupload", 403, **full), "the repository's owner has no storage left"),
        (case, {"commits": 0}, "a quota of the Hub is used up; run the same command again in an hour"),
        (expired,),
    ]
    hubs.each(tmp_path, lambda stage, does, *more: does(stage, *more), cases)


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


def test_the_token_is_in_no_output_file_or_commit_and_shown_to_the_hub_alone(tmp_path, hubs, versions):
    def made_private(stage: Stage) -> None:
        stage.server.reset(faults=[{"do": "status", "kind": "auth-check", "status": 403, "text": f"no, {OWNER}"}])
        ran = stage.hum("publish", versions[0], "--create")
        assert "[token]" in ran.error
        stage.server.play(large=500)  # even the card and the checksums are in the storage, where the Hub sends readers
        assert stage.hum("publish", versions[0], token=f"  {OWNER}\r\n", HF_OIDC_RESOURCE="").code == 0
        assert stage.server.repository(REPO)["private"] is True
        assert stage.server.tree(REPO)["README.md"]["sha256"] is not None

    def gated(stage: Stage) -> None:
        stage.begin()
        stage.server.make(REPO, gated=True)
        stage.server.play(multipart=5000)
        assert stage.hum("publish", versions[0], "--lfs").code == 0
        asked = stage.server.counts()["by_kind"]
        assert asked["lfs-complete"] and "cas-xorb" not in asked

    def case(stage: Stage, published: Callable[[Stage], None]) -> None:
        published(stage)
        assert stage.release_at("main", *versions) == versions[0]
        stage.no_token_strayed()
        files = [path for path in stage.home.parent.rglob("*") if path.is_file()]
        assert not [path for path in files if OWNER.encode() in path.read_bytes()]
        assert OWNER not in str(stage.server.repository(REPO)["commits"])
        assert stage.server.counts()["by_kind"]["storage-get"]

    hubs.each(tmp_path, case, [(made_private,), (gated,)])
