"""Several writers at once: foreign work is kept, one release wins in full, and nobody's tag is moved.

Where it matters who comes when, the Hub lets a request of one publisher hang until the other is through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from publishing import LATER, NEW, OLD, REPO, Ran, Stage, shard

pytest_plugins = ("published",)

MINE = "Nothing was published by this run: readers see what others have published"


def rival(kind: str, number: int, **more: Any) -> dict[str, Any]:
    """Another writer's commit just before the request of that kind and number."""
    return {"do": "rival", "kind": kind, "numbers": [number], **more}


def test_a_foreign_commit_in_between_is_kept(tmp_path, hubs, builds):
    def case(stage: Stage) -> None:
        before = stage.begin(builds[0])
        stage.server.play(faults=[rival("commit", 2, files={"notes.txt": "of another"})])
        ran = stage.hum("publish", builds[1], "--json")
        assert ran.code == 0 and ran.told["state"] == "published", ran
        assert stage.release_at("main", *builds, foreign=("notes.txt",)) == builds[1]
        assert stage.text("notes.txt") == "of another"
        assert stage.tags() == {f"v{OLD}": before, f"v{NEW}": stage.server.head(REPO)}
        assert set(stage.server.repository(REPO)["branches"]) == {"main"}

    hubs.each(tmp_path, case, [()])


def test_what_others_commit_in_between_may_stop_the_publisher(tmp_path, hubs, builds):
    def case(stage: Stage, files: dict[str, str], said: str, again: str) -> None:
        stage.begin(builds[0])
        stage.server.play(faults=[rival("commit", 2, files=files)])
        ran = stage.hum("publish", builds[1])
        assert ran.code == 1 and said in ran.error and MINE in ran.error, ran
        told = stage.server.repository(REPO)
        assert all(stage.text(path) == text for path, text in files.items())
        assert list(told["tags"]) == [f"v{OLD}"] and set(told["branches"]) == {"main"}
        dry = stage.hum("publish", builds[1], "--dry-run")
        assert again in dry.out + dry.err, dry

    hubs.each(
        tmp_path,
        case,
        [
            ({"README.md": "# Mine\n"}, "somebody else has changed files of the release", "\n-# Mine\n"),
            ({"toy/train-more.parquet": "PAR1"}, "toy/train-more.parquet, which is no file of a release", "delete it"),
        ],
    )


def both(stage: Stage, one: Path, other: Path) -> list[Ran]:
    """Two publishers at the same time."""
    running = [stage.start("publish", folder, "--json") for folder in (one, other)]
    return [stage.ended(process) for process in running]


def test_two_publishers_of_one_build_make_one_release(tmp_path, hubs, builds):
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

    hubs.each(tmp_path, case, [()])


@contextmanager
def stopped_at(stage: Stage, kind: str, number: int, folder: Path) -> Iterator[list[Ran]]:
    """A publisher whose request of that kind and number hangs within the `with`; afterwards, how it ended."""
    stage.server.play(faults=[{"do": "hang", "kind": kind, "numbers": [number]}])
    process, ended = stage.start("publish", folder, "--json"), list[Ran]()
    stage.server.wait_until_one_hangs()
    try:
        yield ended
    finally:
        stage.server.play()
        ended.append(stage.ended(process))


def holds(stage: Stage, before: str, folder: Path, *folders: Path) -> None:
    """One build of the version is published, in one commit, and the other has left nothing behind."""
    told = stage.server.repository(REPO)
    assert told["tags"] == {f"v{OLD}": before, f"v{NEW}": told["history"][0]} and told["history"][1] == before
    assert stage.release_at("main", *folders) == folder
    assert set(told["branches"]) == {"main"}


def test_of_two_builds_of_one_version_the_first_to_commit_is_published(tmp_path, hubs, builds, twin):
    def overtaken(stage: Stage) -> None:
        before = stage.begin(builds[0])
        with stopped_at(stage, "commit", 2, twin) as ended:  # tried out already, and about to be committed to main
            assert stage.hum("publish", builds[1]).code == 0
        assert ended[0].code == 1 and "has a v1.1.0 with other content" in ended[0].error, ended
        assert MINE in ended[0].error and "the next version" in ended[0].error
        holds(stage, before, builds[1], *builds, twin)
        again = stage.hum("publish", twin)
        assert "has a v1.1.0 with other content" in again.error and "Give the recipe the next version" in again.error

    def ahead(stage: Stage) -> None:
        before = stage.begin(builds[0])
        with stopped_at(stage, "create-tag", 1, builds[1]) as ended:
            other = stage.hum("publish", twin)
            assert other.code == 1 and "main of org/toy holds another build of v1.1.0" in other.error, other
            assert "Let that build be published once more to finish it, or give the recipe a version" in other.error
        assert ended[0].code == 0 and ended[0].told["state"] == "published", ended
        holds(stage, before, builds[1], *builds, twin)
        assert stage.hum("publish", builds[1], "--json").told["state"] == "nothing-to-do"

    hubs.each(tmp_path, lambda stage, does: does(stage), [(overtaken,), (ahead,)])


def test_a_tag_that_somebody_else_sets_is_looked_at(tmp_path, hubs, builds):
    def case(stage: Stage, tagged: dict[str, Any], code: int) -> None:
        stage.begin()
        stage.hold(builds[1])
        stage.server.play(faults=[rival("create-tag", 1, tag=f"v{NEW}", **tagged)])
        ran = stage.hum("publish", builds[1], "--json")
        assert ran.code == code, ran
        assert stage.tags()[f"v{NEW}"] == stage.server.head(REPO)
        if code:
            assert "somebody else has set the tag v1.1.0 of org/toy meanwhile" in ran.error, ran
            assert "without a tag" in ran.error and "give the recipe the next version" in ran.error
            again = stage.hum("publish", builds[1])
            assert "has a v1.1.0 with other content" in again.error
        else:
            assert ran.told["commit"] == stage.server.head(REPO)

    foreign = {"files": {"notes.txt": "of another"}}
    other = {"deletes": [shard(builds[1])]}
    hubs.each(tmp_path, case, [(foreign, 0), (other, 1)])
