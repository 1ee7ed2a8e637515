"""What a build will ask and cost, said from a sample of its seeds, whose replies the build then uses."""

from pathlib import Path
from typing import Any

import pytest
from chained import KEY, SEEDED, Project, topics, usage
from serving.running import ScriptedServer

pytest_plugins = ("serving.fixtures",)
PRICED = f"{SEEDED}\nprice = {{ input = 2.0, output = 8.0, batch = 0.5 }}"
SEEDS = 40


@pytest.fixture
def project(tmp_path: Path, scripted: ScriptedServer) -> Project:
    """A project of forty topics with prices."""
    scripted.play(key=KEY)
    made = Project(tmp_path / "one", scripted)
    made.recipe(PRICED)
    made.seeds(topics(SEEDS))
    return made


def in_all(found: dict[str, Any], name: str) -> float:
    """A number of an estimate over all stages."""
    total: float = sum(each[name] for each in found["stages"])
    return total


def test_an_estimate_is_close_and_the_build_uses_its_replies(project, scripted):
    found = project.json("build", "--estimate", "--sample", "10")
    sampled = scripted.counts()
    assert found["asked"] == sampled["requests"] == sampled["answered"] == 10 + 10 * 2 + 10 * 2
    assert found["spent"] == pytest.approx((2 * sampled["input_tokens"] + 8 * sampled["output_tokens"]) / 1e6)
    assert not (project.folder / "build").exists()
    manifest = project.build()
    real = usage(manifest)
    assert scripted.counts()["requests"] == real["replies"], "what the sample has asked is not asked again"
    assert in_all(found, "requests") == pytest.approx(real["replies"], rel=0.15)
    assert in_all(found, "input_tokens") == pytest.approx(real["input_tokens"], rel=0.15)
    assert in_all(found, "output_tokens") == pytest.approx(real["output_tokens"], rel=0.15)
    assert in_all(found, "cost") == pytest.approx(sum(each["cost"] for each in manifest["usage"]), rel=0.15)
    assert found["examples"]["chain"] == pytest.approx(manifest["sources"][0]["examples"], rel=0.15)
    assert {(each["task"], each["stage"], each["teacher"]) for each in found["stages"]} == {
        (each["task"], each["stage"], each["teacher"]) for each in manifest["usage"]
    }


def test_an_estimate_from_three_seeds_tells_the_order(project, scripted):
    found = project.json("build", "--estimate")
    assert found["asked"] == scripted.counts()["requests"] == 3 + 3 * 2 + 3 * 2
    real = usage(project.build())["replies"]
    assert in_all(found, "requests") == pytest.approx(real, rel=0.35)


def test_an_estimate_after_a_build_asks_nothing_and_is_the_same(project, scripted):
    before = project.json("build", "--estimate", "--sample", "4")
    project.build()
    requests = scripted.counts()["requests"]
    after = project.json("build", "--estimate", "--sample", "4")
    assert after["stages"] == before["stages"]
    assert (after["asked"], after["spent"]) == (0, 0)
    assert scripted.counts()["requests"] == requests
    whole = project.json("build", "--estimate", "--sample", "1000", "--offline")
    assert in_all(whole, "requests") == pytest.approx(requests)


def test_offline_nothing_is_asked_and_what_is_not_known_is_said(project, scripted):
    result = project.hum("build", "--estimate", "--offline")
    assert scripted.counts()["requests"] == 0
    assert result.exit_code == 0
    assert "without a reply: 3 requests of the sample" in result.stdout, result.stdout
    assert project.json("build", "--estimate", "--offline")["missing"] == 3


def test_the_table_says_tasks_stages_teachers_and_totals(project):
    result = project.hum("build", "--estimate", "--sample", "5")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["task", "stage", "teacher", "requests", "input", "output", "cost"]
    assert {tuple(line.split()[:3]) for line in lines[1:4]} == {
        ("chain", "outline", "critic"),
        ("chain", "write", "writer"),
        ("chain", "judge", "critic"),
    }
    assert lines[4].startswith("in all")
    assert "examples of chain" in lines[5]
    assert "from 5 seeds of each stage; the sample took 25 requests and cost 0." in lines[6]


def test_batches_cost_less_but_the_sample_is_asked_live(project, scripted):
    full = project.json("build", "--estimate")
    project.recipe(f'{PRICED}\nmode = "batch"')
    half = project.json("build", "--estimate")
    assert in_all(half, "cost") == pytest.approx(in_all(full, "cost") / 2)
    assert half["asked"] == 0
    assert "batches" not in scripted.counts()["areas"]


def test_an_estimate_obeys_limits(project, scripted):
    result = project.hum("build", "--estimate", "--max-requests", "4")
    assert result.exit_code == 1
    assert "the budget is spent (max_requests = 4)" in result.stderr
    assert scripted.counts()["requests"] == 4


def test_fewer_seeds_than_the_sample_give_the_exact_number(project, scripted):
    project.seeds(topics(2))
    found = project.json("build", "--estimate", "--sample", "100")
    real = usage(project.build())
    assert in_all(found, "requests") == real["replies"] == found["asked"]
    assert in_all(found, "output_tokens") == real["output_tokens"]


def test_a_recipe_that_asks_nobody_costs_nothing(project):
    recipe = (project.folder / "hum.toml").read_text()
    (project.folder / "hum.toml").write_text(recipe.replace('mode = "synthesize"\n', ""))
    found = project.json("build", "--estimate")
    assert (found["stages"], found["asked"], found["spent"]) == ([], 0, 0)
