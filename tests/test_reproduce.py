"""A build made again from the recipe that it carries."""

import json

from conftest import lines, texts


def test_a_build_is_made_again_byte_by_byte(project, hum):
    assert hum("build").returncode == 0
    recipe = (project / "hum.toml").read_bytes()
    assert (project / "build/toy/assets/recipe.toml").read_bytes() == recipe
    (project / "hum.toml").write_text("the recipe here is another one by now", encoding="utf-8")
    done = hum("reproduce", "build/toy", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert found["whole"] and not found["made_with"]
    assert "manifest.json" in found["same"]
    left = {path.name for path in project.iterdir()} - {"hum.toml"}
    assert not [name for name in left if "reproduce" in name], "nothing is left behind"


def test_what_differs_is_named(project, hum):
    assert hum("build").returncode == 0
    (project / "words.zh.jsonl").write_text(lines(texts("zh", 30)), encoding="utf-8")
    done = hum("reproduce", "build/toy")
    assert done.returncode == 1
    assert "differ      manifest.json" in done.stdout
    assert "not reproduced" in done.stdout


def test_a_recipe_with_a_secret_is_not_built(project, hum):
    recipe = project / "hum.toml"
    recipe.write_text(recipe.read_text(encoding="utf-8") + f"# hf_{'a' * 34}\n", encoding="utf-8")
    done = hum("build")
    assert done.returncode == 1
    assert "holds what looks like a hub-token" in done.stderr
