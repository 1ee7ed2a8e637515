"""Publishing with the real clients against a Hub of our own: what readers get, and what is done on request."""

import shutil
import signal
from pathlib import Path

from hub.running import Client
from publishing import NEW, OLD, REPO, Stage, loading, rows, shard

pytest_plugins = ("published",)

FOREIGN = {"notes/mine.txt": "keep me", "toy/extra.csv": "a,b\n"}


def test_two_versions_are_published_and_load_by_tag(tmp_path, hubs, versions):
    def published(stage: Stage) -> None:
        stage.begin()
        stage.server.commit(REPO, FOREIGN)
        for folder in versions:
            stage.server.forget()
            done = stage.hum("publish", folder, "--repo", REPO, "--json")
            assert done.code == 0 and done.told["state"] == "published", done
            assert len(stage.server.requests()) < 75
            stage.no_token_strayed()
        assert [
            stage.release_at(stage.tags()[f"v{each}"], *versions, foreign=tuple(FOREIGN)) for each in (OLD, NEW)
        ] == [*versions]
        assert all(stage.text(path) == text for path, text in FOREIGN.items())
        assert set(stage.server.repository(REPO)["branches"]) == {"main"}
        card = stage.text("README.md")
        assert card.index(f"### v{NEW}\n\nSince v{OLD}: ") < card.index(f"### v{OLD}\n\nThe first version.")
        told = Client(stage.server, stage.home).ask(loading(REPO, "toy", [f"v{OLD}", f"v{NEW}"]))
        assert told == [rows(folder) for folder in versions]
        assert stage.hum("publish", versions[0], "--json").told["state"] == "nothing-to-do"
        _is_fit(stage, tmp_path / "got")

    hubs.each(tmp_path, published, [()])


def _is_fit(stage: Stage, folder: Path) -> None:
    """What a reader downloads passes the check, changelog and all."""
    stage.server.commit(REPO, {}, deletes=(*FOREIGN, ".gitattributes"))
    Client(stage.server, stage.home).ask(
        f"told(snapshot_download({REPO!r}, repo_type='dataset', local_dir={str(folder)!r}))"
    )
    shutil.rmtree(folder / ".cache")
    ran = stage.hum("check", folder)
    assert ran.code == 0, ran


def test_a_dry_run_changes_nothing_and_needs_no_right_to_write(tmp_path, hubs, versions):
    def dry(stage: Stage) -> None:
        stage.begin(versions[0])
        before = stage.server.repository(REPO)
        ran = stage.hum("publish", versions[1], "--dry-run", "--json", token=None)
        assert ran.code == 0, ran
        assert stage.server.repository(REPO) == before
        assert {entry["method"] for entry in stage.server.requests() if entry["kind"] != "cas-probe"} <= {"GET", "HEAD"}
        counts = [{split: both[0] for split, both in rows(folder).items()} for folder in versions]
        assert [ran.told["rows_before"], ran.told["rows_after"]] == [{"toy": each} for each in counts]
        assert shard(versions[1]) in ran.told["replaced"] and f"+### v{NEW}" in ran.told["card"]
        assert ran.told["compared_with"] == f"v{OLD}" and ran.told["foreign"] == [".gitattributes"]

    hubs.each(tmp_path, dry, [()])


def test_files_go_through_lfs_when_xet_does_not_take_them(tmp_path, hubs, versions):
    def fallen(stage: Stage) -> None:
        stage.begin()
        stage.server.play(faults=[{"do": "status", "kind": kind, "status": 403} for kind in ("cas-xorb", "cas-shard")])
        ran = stage.hum("publish", versions[0], "--json")
        assert ran.code == 0 and ran.told["state"] == "published" and "Once more, through plain LFS" in ran.err, ran
        assert stage.release_at("main", *versions) == versions[0]
        assert stage.server.counts()["by_kind"]["storage-put"]
        stage.no_token_strayed()

    hubs.each(tmp_path, fallen, [()])


def test_a_pull_request_is_opened_once_and_tagged_when_it_is_merged(tmp_path, hubs, versions):
    def proposed(stage: Stage) -> None:
        before = stage.begin(versions[0])
        lost = {"do": "drop", "kind": "commit", "handled": True, "times": 1}
        stage.server.play(faults=[lost])
        for _ in range(2):
            ran = stage.hum("publish", versions[1], "--create-pr", "--json")
            assert ran.code == 0 and (ran.told["state"], ran.told["pull_request"]) == ("proposed", "refs/pr/1"), ran
        told = stage.server.repository(REPO)
        assert (told["branches"], list(told["pulls"]), list(told["tags"])) == ({"main": before}, ["1"], [f"v{OLD}"])
        merge = "get_session().post(f'{api.endpoint}/api/datasets/org/toy/discussions/1/merge', json={}, "
        merge += "headers={'authorization': 'Bearer hf_owner'}).raise_for_status()\ntold(0)"
        Client(stage.server, stage.home).ask(merge)
        ran = stage.hum("publish", versions[1], "--json")
        assert ran.told["state"] == "completed" and stage.tags()[f"v{NEW}"] == stage.server.head(REPO)
        assert stage.release_at("main", *versions) == versions[1]

    hubs.each(tmp_path, proposed, [()])


def test_a_release_without_its_tag_is_completed(tmp_path, hubs, versions):
    def completed(stage: Stage) -> None:
        stage.begin(versions[0])
        commit = stage.hold(versions[1])
        stage.server.play(faults=[{"do": "status", "kind": "create-tag", "status": 403}])
        ran = stage.hum("publish", versions[1])
        assert ran.code == 1 and "main holds v1.1.0, and its tag is missing" in ran.error
        assert list(stage.tags()) == [f"v{OLD}"]
        stage.server.play()
        foreign = stage.server.commit(REPO, {"notes.txt": "of another"})
        ran = stage.hum("publish", versions[1], "--json")
        assert ran.code == 0 and ran.told["state"] == "completed", ran
        assert stage.tags()[f"v{NEW}"] == foreign != commit
        assert set(stage.server.repository(REPO)["branches"]) == {"main"}

    hubs.each(tmp_path, completed, [()])


def test_who_stops_a_publish_is_told_what_readers_see(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        stage.begin(versions[0])
        stage.server.play(faults=[{"do": "hang", "kind": "commit", "numbers": [2], "handled": True}])
        process = stage.start("publish", versions[1])
        stage.server.wait_until_one_hangs()
        process.send_signal(signal.SIGINT)
        stopped = stage.ended(process)
        assert stopped.code == 1 and "readers see the release before or this one; run the same" in stopped.error
        stage.server.play()
        assert stage.release_at("main", *versions) == versions[1]
        assert stage.hum("publish", versions[1], "--json").told["state"] == "completed"

    hubs.each(tmp_path, case, [()])
