"""Budgets: a build stops within its limit, says so in one line, and goes on later without asking anything twice."""

from pathlib import Path
from typing import Any

import pytest
from chained import KEY, SEEDED, Project, counted, topics, usage

pytest_plugins = ("serving.fixtures",)
PRICED = f"{SEEDED}\nprice = {{ input = 2.0, output = 8.0 }}\nmost_tokens = 200"


@pytest.fixture
def project(tmp_path: Path, scripted: Any) -> Project:
    """A project of ten topics, with a server that wants the key."""
    scripted.play(key=KEY)
    made = Project(tmp_path / "one", scripted)
    made.recipe(PRICED)
    made.seeds(topics(10))
    return made


def spent(scripted: Any) -> float:
    """What the server has answered, at the prices of the recipe."""
    counts = scripted.counts()
    return (2 * counts["input_tokens"] + 8 * counts["output_tokens"]) / 1e6


def stopped(project: Project, *arguments: str) -> str:
    """The one line with which a build stops at its limit."""
    result = project.hum("build", *arguments)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: the budget is spent (max_"), result.stderr
    assert result.stderr.count("\n") == 1
    assert not (project.folder / "build" / "chain").exists()
    return result.stderr


@pytest.mark.parametrize("stated", ["recipe", "command line"])
def test_max_requests_holds_over_all_runs(project, scripted, stated):
    if stated == "recipe":
        project.recipe(PRICED, budget="[budget]\nmax_requests = 37")
        said = stopped(project)
    else:
        said = stopped(project, "--max-requests", "37")
    assert "max_requests = 37" in said
    assert "run again with a higher limit" in said
    assert scripted.counts()["requests"] == scripted.counts()["answered"] == 37
    stopped(project, "--max-requests", "37")
    stopped(project, "--max-requests", "60")
    assert scripted.counts()["requests"] == 60
    stopped(project, "--max-requests", "0")
    manifest = project.build("--max-requests", "10000")
    assert usage(manifest) == counted(scripted)
    assert scripted.counts()["requests"] == usage(manifest)["replies"]


def test_a_build_whose_requests_fit_exactly_is_built(project, scripted, tmp_path):
    unique = usage(project.build())["replies"]
    exact = Project(tmp_path / "two", scripted)
    exact.recipe(PRICED)
    exact.seeds(topics(10))
    stopped(exact, "--max-requests", str(unique - 1))
    assert usage(exact.build("--max-requests", str(unique)))["replies"] == unique
    assert exact.sums() == project.sums()


@pytest.mark.parametrize("stated", ["recipe", "command line"])
def test_max_cost_is_never_passed(project, scripted, stated):
    if stated == "recipe":
        project.recipe(PRICED, budget="[budget]\nmax_cost = 0.02")
        said = stopped(project)
    else:
        said = stopped(project, "--max-cost", "0.02")
    assert "max_cost = 0.02" in said
    first = spent(scripted)
    assert 0.01 < first <= 0.02, "the limit is kept, and most of it used"
    stopped(project, "--max-cost", "0.02")
    assert spent(scripted) <= 0.02
    manifest = project.build("--max-cost", "1")
    assert usage(manifest) == counted(scripted)
    assert sum(each["cost"] for each in manifest["usage"]) == pytest.approx(spent(scripted), abs=1e-5)


def test_failures_count_as_requests_of_the_run(project, scripted):
    """A server that always fails is not asked beyond the limit, whatever is tried again."""
    scripted.play(key=KEY, faults=[{"kind": "rate-limited", "after": 0.01, "said": "milliseconds"}])
    stopped(project, "--max-requests", "20")
    assert scripted.counts()["requests"] == 20


def test_at_the_limit_an_offline_build_takes_what_there_is(project, scripted):
    stopped(project, "--max-requests", "80")
    manifest = project.build("--offline")
    assert usage(manifest)["replies"] <= 80
    assert manifest["sources"][0]["dropped"]["no-reply-judge"] > 0
    early = {row["id"]: row for row in project.rows()}
    assert scripted.counts()["requests"] == 80
    project.build()
    assert early.items() <= {row["id"]: row for row in project.rows()}.items()


def test_what_was_pruned_stays_spent(project, scripted):
    unique = usage(project.build())["replies"]
    project.hum("teacher", "prune", "--stage", "judge")
    result = project.hum("build", "--max-requests", str(int(unique) + 1))
    assert result.exit_code == 1
    assert scripted.counts()["requests"] == unique + 1
    project.build()
    assert scripted.counts()["requests"] > unique + 1
