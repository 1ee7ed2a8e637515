"""`hum diff` with versions on the Hub: the real client against the local server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import contents
from diffed import row, version
from hub.running import OWNER, STRANGER

from hum_hub.release.layout import RECIPE

pytest_plugins = ("hub.fixtures",)

OLD = [*(("train", row(number)) for number in range(4)), *(("test", row(number)) for number in range(5, 9))]
NEW = [*OLD[:4], ("train", row(20)), *OLD[4:]]


@pytest.fixture
def versions(hub, tmp_path) -> dict[str, str]:
    """Two versions of a dataset on the Hub, tagged `v1.0.0` and `v1.1.0`; only the latter carries its recipe."""
    commits = {}
    hub.make("org/toy")
    for tag, rows in (("v1.0.0", OLD), ("v1.1.0", NEW)):
        version(tmp_path / tag, {"c": rows, "d": OLD}, recipe_sha256=tag)
        if tag == "v1.1.0":
            (tmp_path / tag / "assets").mkdir()
            (tmp_path / tag / RECIPE).write_text("[tasks]")
        commits[tag] = hub.commit("org/toy", contents(tmp_path / tag))
    return commits


def run(hub, home: Path, *arguments: str, token: str | None = OWNER, **more: str):
    command = [sys.executable, "-m", "hum_hub", "diff", *arguments]
    environment = hub.environment(home, token, COLUMNS="120", **more)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_only_the_manifest_the_recipe_and_files_that_differ_are_downloaded(hub, versions, tmp_path):
    result = run(
        hub,
        tmp_path / "home",
        *(f"org/toy@{commit}" for commit in versions.values()),
        "--json",
        "--cache",
        str(tmp_path / "cache"),
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["bump"], told["configs"][0]["added"], told["configs"][0]["unchanged"]) == ("minor", 1, 8)
    asked = {path.name for path in (tmp_path / "cache").rglob("snapshots/*/*/*")}
    assert asked == {"train-1.parquet", "recipe.toml"}
    assert not list((tmp_path / "cache").rglob("README.md"))
    assert not list((tmp_path / "home").rglob("*.parquet"))


def test_a_folder_is_compared_with_a_revision(hub, versions, tmp_path):
    result = run(hub, tmp_path / "home", f"org/toy@{versions['v1.0.0']}", str(tmp_path / "v1.1.0"), "--samples", "1")
    assert result.returncode == 0, result.stderr
    assert "Proposed version after 1.0.0: 1.1.0 (minor)" in result.stdout
    assert "20 0" in result.stdout


@pytest.mark.parametrize(
    ("which", "token", "message"),
    [
        ("org/toy@v9.9.9", OWNER, "org/toy has no revision 'v9.9.9'"),
        ("org/nothing@main", OWNER, "the Hub has no dataset org/nothing, or does not show it"),
        ("org/empty@main", OWNER, " has no manifest.json; was it published"),
        ("org/secret@main", STRANGER, "the Hub has no dataset org/secret, or does not show it"),
        ("org/toy", OWNER, "'org/toy' is no folder"),
    ],
)
def test_what_is_not_there_is_one_clear_error(hub, versions, tmp_path, which, token, message):
    hub.make("org/empty")
    hub.commit("org/empty", {"README.md": "nothing"})
    hub.make("org/secret", private=True)
    result = run(hub, tmp_path / "home", which, str(tmp_path / "v1.0.0"), token=token)
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr and token not in result.stderr + result.stdout


def test_without_a_connection_the_error_says_so(hub, versions, tmp_path):
    result = run(hub, tmp_path / "home", "org/toy@main", str(tmp_path / "v1.0.0"), HF_HUB_OFFLINE="1")
    assert result.returncode == 1
    assert "manifest.json of org/toy@main cannot be had" in result.stderr


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "resolve", "do": "status", "status": 403}, "the Hub answers 403 for manifest.json of org/toy@"),
        ({"kind": "info", "do": "status", "status": 418}, "the Hub answers 418 for manifest.json of org/toy@main"),
        ({"kind": "info", "do": "drop"}, "manifest.json of org/toy@main cannot be had"),
        ({"kind": "resolve", "do": "drop"}, "manifest.json of org/toy@"),
    ],
)
def test_a_hub_that_fails_is_one_clear_error(hub, versions, tmp_path, fault, message):
    hub.play(faults=[fault])
    result = run(hub, tmp_path / "home", "org/toy@main", str(tmp_path / "v1.0.0"))
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr and OWNER not in result.stderr


def test_a_branch_is_asked_for_each_time(hub, versions, tmp_path):
    arguments = ("org/toy@main", str(tmp_path / "v1.1.0"), "--json")
    assert json.loads(run(hub, tmp_path / "home", *arguments).stdout)["bump"] == "none"
    hub.commit("org/toy", contents(tmp_path / "v1.0.0"))
    assert json.loads(run(hub, tmp_path / "home", *arguments).stdout)["bump"] == "minor"
