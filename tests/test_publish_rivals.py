"""Several writers at once: foreign work is kept, one release wins in full, and nobody's tag is moved."""

from pathlib import Path
from typing import Any

from publishing import LATER, NEW, OLD, REPO, Ran, Stage

pytest_plugins = ("published",)


def on_main(number: int, **rival: Any) -> dict[str, Any]:
    """Another writer's commit just before the commit of that number."""
    return {"do": "rival", "kind": "commit", "numbers": [number], **rival}


def test_a_foreign_commit_in_between_is_kept(tmp_path, hubs, builds):
    def case(stage: Stage, number: int) -> None:
        before = stage.begin(builds[0])
        stage.server.play(faults=[on_main(number, files={"notes.txt": "of another"})])
        ran = stage.hum("publish", builds[1], "--json")
        assert ran.code == 0, ran
        assert stage.release_at("main", *builds, foreign=("notes.txt",)) == builds[1]
        assert stage.text("notes.txt") == "of another"
        assert stage.tags() == {f"v{OLD}": before, f"v{NEW}": stage.server.head(REPO)}

    hubs.each(tmp_path, case, [(2,)])


def test_a_change_of_the_release_itself_stops_the_publisher(tmp_path, hubs, builds):
    def case(stage: Stage) -> None:
        stage.begin(builds[0])
        stage.server.play(faults=[on_main(2, files={"README.md": "# Mine\n"})])
        ran = stage.hum("publish", builds[1])
        assert ran.code == 1 and "somebody else has changed files of the release" in ran.error, ran
        assert "Nothing was published" in ran.error
        assert stage.text("README.md") == "# Mine\n" and list(stage.tags()) == [f"v{OLD}"]
        dry = stage.hum("publish", builds[1], "--dry-run")
        assert "-# Mine" in dry.out and "~ README.md" in dry.out and "bytes to upload" in dry.out
        assert stage.hum("publish", builds[1]).code == 0
        assert stage.release_at("main", *builds) == builds[1]

    hubs.each(tmp_path, case, [()])


def both(stage: Stage, one: Path, other: Path) -> list[Ran]:
    """Two publishers at the same time."""
    running = [stage.start("publish", folder, "--json") for folder in (one, other)]
    return [stage.ended(process) for process in running]


def test_two_publishers_of_one_version_make_one_release(tmp_path, hubs, builds):
    def case(stage: Stage) -> None:
        before = stage.begin(builds[0])
        stage.server.play(commit_seconds=0.5)
        ran = both(stage, builds[1], builds[1])
        assert {each.code for each in ran} == {0}, ran
        told = stage.server.repository(REPO)
        assert told["history"][1] == before and told["tags"][f"v{NEW}"] == told["history"][0]
        assert stage.release_at("main", *builds) == builds[1]
        assert set(told["branches"]) == {"main"}

    hubs.each(tmp_path, case, [()])


def test_of_two_publishers_of_two_versions_each_is_whole_or_not_there(tmp_path, hubs, builds):
    def case(stage: Stage) -> None:
        before = stage.begin(builds[0])
        ran = both(stage, builds[1], builds[2])
        assert 0 in {each.code for each in ran}, ran
        for each, folder, version in zip(ran, builds[1:], (NEW, LATER), strict=True):
            if each.code == 0:
                assert stage.release_at(stage.tags()[f"v{version}"], folder) == folder
            else:
                assert f"v{version}" not in stage.tags() and "Nothing was published" in each.error, each
        history = stage.server.repository(REPO)["history"]
        assert all(stage.release_at(commit, *builds) for commit in history[: history.index(before) + 1])
        assert stage.hum("publish", builds[2]).code == 0
        assert stage.release_at("main", *builds) == builds[2]

    hubs.each(tmp_path, case, [()])
