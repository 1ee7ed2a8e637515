"""Servers that fail now and then, or for good: nothing is lost, everything is counted, and usage is what they counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from chained import KEY, SEEDED, Project, counted, topics, usage

pytest_plugins = ("serving.fixtures",)
MIXED = [
    {"kind": "rate-limited", "share": 0.02, "after": 0.2, "said": "milliseconds"},
    {"kind": "failing", "share": 0.02},
    {"kind": "reset", "share": 0.02},
    {"kind": "truncated", "share": 0.02},
    {"kind": "html", "share": 0.02},
]
PRICED = f"{SEEDED}\nprice = {{ input = 2.0, output = 8.0 }}"


@pytest.fixture
def project(tmp_path: Path, scripted: Any) -> Project:
    """A project of twelve topics, with a server that wants the key."""
    scripted.play(key=KEY)
    made = Project(tmp_path / "one", scripted)
    made.seeds(topics(12))
    return made


def of_stage(manifest: dict[str, Any], stage: str) -> dict[str, Any]:
    """The usage of a stage."""
    (found,) = [each for each in manifest["usage"] if each["stage"] == stage]
    return found


def test_ten_percent_of_mixed_faults_lose_nothing(project, scripted, tmp_path):
    manifest = project.build()
    whole, unique = project.sums(), usage(manifest)["replies"]
    scripted.reset(key=KEY, faults=MIXED, seed=0)
    troubled = Project(tmp_path / "two", scripted)
    troubled.seeds(topics(12))
    assert usage(troubled.build()) == usage(manifest)
    assert troubled.sums() == whole
    counts = scripted.counts()
    assert len(counts["by_fault"]) >= 4, "the script should have done most kinds of faults"
    assert counts["requests"] == unique + sum(counts["by_fault"].values())


def test_usage_is_what_the_server_counted(project, scripted):
    project.recipe(PRICED)
    manifest = project.build()
    assert usage(manifest) == counted(scripted)
    found = {(each["task"], each["stage"], each["teacher"], each["model"]) for each in manifest["usage"]}
    assert found == {
        ("chain", "outline", "critic", "critic-1"),
        ("chain", "judge", "critic", "critic-1"),
        ("chain", "write", "writer", "writer-1"),
    }
    for each in manifest["usage"]:
        assert each["cost"] == pytest.approx((2 * each["input_tokens"] + 8 * each["output_tokens"]) / 1e6, abs=1e-6)
    assert of_stage(manifest, "outline")["replies"] == 12


def test_what_two_seeds_ask_alike_is_asked_and_counted_once(project, scripted):
    before = usage(project.build())
    twins = [{**seed, "id": f"twin-{seed['id']}"} for seed in topics(12)]
    project.seeds([*topics(12), *twins])
    manifest = project.build()
    assert usage(manifest) == before == counted(scripted)
    assert manifest["sources"][0]["seeds"] == 24


def test_repairs_are_part_of_the_usage(project, scripted):
    """Half of all verdicts come cut off and empty at first; the second request brings most of them."""
    scripted.play(key=KEY, faults=[{"kind": "no-content", "share": 0.3, "by": "content", "contains": "any good"}])
    manifest = project.build()
    assert scripted.counts()["by_fault"]["no-content"] > 5
    assert usage(manifest) == counted(scripted)


def test_a_second_build_and_one_after_a_change_say_the_same_usage(project, scripted):
    first = usage(project.build())
    scripted.reset(key=KEY)
    assert usage(project.build()) == first
    (project.folder / "dataset_cards").mkdir()
    recipe = (project.folder / "hum.toml").read_text()
    (project.folder / "hum.toml").write_text(recipe.replace('version = "1.0.0"', 'version = "1.1.0"'))
    assert usage(project.build()) == first
    assert scripted.counts()["requests"] == 0


@pytest.mark.parametrize(
    ("writer", "asked"),
    [
        (f"{SEEDED}\nattempts = 3\ntimeout = 20.0\nprice = {{ output = 3.0 }}\nrequests_per_minute = 9000.0", False),
        (f'{SEEDED}\nwithout = ["top_p"]', True),
        (f"{SEEDED}\nmost_tokens = 900", True),
        ("parameters = { seed = 8 }", True),
    ],
)
def test_a_reply_is_kept_for_all_that_determines_it_and_nothing_else(project, scripted, writer, asked):
    project.seeds(topics(3))
    project.build()
    before = scripted.counts()["requests"]
    project.recipe(writer=writer)
    project.build()
    again = scripted.counts()["requests"] - before
    assert (again > 0) == asked
    project.recipe()
    project.build("--offline")
    assert scripted.counts()["requests"] - before == again, "the replies of the first recipe are there still"


def test_what_failed_for_good_is_counted_by_stage_and_reason(project, scripted):
    refused, garbled = "I cannot help with that request.", '{"good": "perhaps"}'
    faults = [
        {"kind": "text", "text": refused, "share": 0.3, "by": "content", "contains": "Write a few"},
        {"kind": "text", "text": garbled, "contains": "Is this text any good?", "share": 0.3, "by": "content"},
        {"kind": "refused", "contains": "lanterns of the year"},
    ]
    scripted.play(key=KEY, faults=faults)
    manifest = project.build()
    (facts,) = manifest["sources"]
    counts = scripted.counts()
    assert facts["failed"]["write-refused"] > 3
    assert facts["failed"]["outline-rejected"] == 1
    assert counts["by_fault"]["refused"] == 3, "asked with a schema, as an object, and in words"
    assert facts["dropped"]["no-text"] == facts["failed"]["write-refused"]
    assert usage(manifest) == counted(scripted)
    report = (project.folder / "build/chain/assets/report.md").read_text()
    assert f"| topics | write-refused | {facts['failed']['write-refused']} |" in report
    assert "| chain | outline | critic | critic-1 |" in report
    again = project.build()
    assert again["sources"] == manifest["sources"]
    assert scripted.counts()["requests"] == counts["requests"], "what was refused for good is not asked again"


def test_a_lost_request_fails_the_build_and_a_later_one_heals_it(project, scripted, tmp_path):
    scripted.play(key=KEY, faults=[{"kind": "failing", "contains": "lanterns of the year"}])
    project.recipe(f"{SEEDED}\nattempts = 2")
    result = project.hum("build")
    assert result.exit_code == 1
    assert "1 request has got no reply (status-500 2)" in result.stderr, result.stderr
    assert "run again and what is missing is asked again" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (project.folder / "build" / "chain").exists()
    offline = project.build("--offline")
    assert offline["sources"][0]["dropped"]["no-reply-outline"] == 1
    answered = scripted.counts()["answered"]
    scripted.play(key=KEY)
    healed = project.build()
    assert "no-reply-outline" not in healed["sources"][0]["dropped"]
    assert usage(healed) == counted(scripted)
    assert usage(healed)["replies"] > answered
    whole = Project(tmp_path / "two", scripted)
    whole.seeds(topics(12))
    whole.recipe(f"{SEEDED}\nattempts = 2")
    whole.build()
    assert project.sums() == whole.sums()


def test_what_follows_from_a_seed_waits_for_its_lost_requests(project, scripted):
    """And what follows from the others is asked for all the same, so that one bad request holds up nothing."""
    scripted.play(key=KEY, log=True, faults=[{"kind": "failing", "contains": "Say no."}])
    project.recipe(f"{SEEDED}\nattempts = 1")
    project.seeds([{"id": "pair", "odd": "pair"}, *topics(2)])

    def said(text: str) -> int:
        return sum(text in json.dumps(each["body"]) for each in scripted.requests())

    assert project.hum("build").exit_code == 1
    assert (said("Say yes."), said("Say no."), said("what 1 replies said")) == (1, 1, 0)
    assert said("any good?") > 0
    scripted.play(key=KEY, log=True)
    manifest = project.build()
    assert (said("Say yes."), said("Say no."), said("what 1 replies said")) == (1, 2, 0)
    assert said("what 2 replies said") > 0
    assert usage(manifest) == counted(scripted)


def test_offline_builds_from_what_there_is_and_agrees_with_later_builds(project, scripted):
    project.seeds(topics(6))
    part = project.build()
    project.seeds(topics(12))
    offline = project.build("--offline")
    rows = {row["id"]: row for row in project.rows()}
    assert offline["sources"][0]["dropped"]["no-reply-outline"] == 6
    assert usage(offline) == usage(part)
    assert scripted.counts()["answered"] == usage(part)["replies"]
    whole = project.build()
    later = {row["id"]: row for row in project.rows()}
    assert rows.items() <= later.items()
    assert usage(whole) == counted(scripted)
    assert project.build("--offline")["usage"] == whole["usage"]
    assert json.loads((project.folder / "build/chain/manifest.json").read_text())["usage"] == whole["usage"]
