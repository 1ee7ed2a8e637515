"""A build made again from the recipe that it carries: what is the same, what differs and why, and what is left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from chained import Project, wait_for
from click.testing import CliRunner, Result
from conftest import RECIPE, contents, lines, texts
from serving.running import ScriptedServer

from hum_hub.cli import main
from hum_hub.pipeline.replies import Chosen, chosen, remove
from hum_hub.recipe.loading import read_recipe
from hum_hub.release.making import write_sums


def run(*arguments: object) -> Result:
    """`hum` in this process, with one worker."""
    found = CliRunner().invoke(main, [*map(str, arguments), "--workers", "1"])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def again(version: Path, here: Path) -> Result:
    return run("reproduce", version, "--here", here)


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "reproduce" in path.name]


def test_a_build_is_made_again_byte_by_byte_from_parts_that_are_there(built_project, hum):
    parts = {path: path.stat().st_mtime_ns for path in (built_project / ".hum").rglob("*") if path.is_file()}
    recipe = (built_project / "hum.toml").read_bytes()
    assert (built_project / "build/toy/assets/recipe.toml").read_bytes() == recipe
    (built_project / "hum.toml").write_text("the recipe here is another one by now", encoding="utf-8")
    done = hum("reproduce", "build/toy", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert found["whole"] and not found["made_with"]
    assert set(found["same"]) == set(contents(built_project / "build/toy")), "card and checksums too"
    assert not left_behind(built_project)
    now = {path: path.stat().st_mtime_ns for path in (built_project / ".hum").rglob("*") if path.is_file()}
    assert now == parts


def test_a_recipe_from_a_release_beside_its_sources_builds_the_same(built_once, project):
    (project / "hum.toml").write_bytes((built_once / "build/toy/assets/recipe.toml").read_bytes())
    assert run("build", "--recipe", project / "hum.toml").exit_code == 0
    assert contents(project / "build/toy") == contents(built_once / "build/toy")


def test_what_differs_is_named_with_its_source_and_what_to_do(built_project):
    (built_project / "words.zh.jsonl").write_text(lines(texts("zh", 30)), encoding="utf-8")
    done = again(built_project / "build/toy", built_project)
    assert done.exit_code == 1
    told = done.stdout.splitlines()
    assert "differ      manifest.json" in told
    assert "source words-zh: 150 seeds then and 30 now" in done.stdout
    assert told[-2].startswith("not reproduced: ")
    assert told[-1] == "next: put the files of these sources here as they were, and run the same command again"


def test_other_versions_are_named(built_project):
    folder = built_project / "build/toy"
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    made_with = json.loads(text)["made_with"]
    old = text.replace(json.dumps(made_with["pyarrow"]), '"1.0\\u001b[2J"').replace("(toy 1)", "(toy 0)")
    (folder / "manifest.json").write_text(old, encoding="utf-8")
    summed(folder)
    done = again(folder, built_project)
    assert done.exit_code == 1 and "\x1b" not in done.stdout
    assert f"then, {made_with['pyarrow']} now" in done.stdout
    assert (
        "made with plugins: hum-hub-plugin-toy 0.1.0 (toy 0) then, hum-hub-plugin-toy 0.1.0 (toy 1) now" in done.stdout
    )
    assert "next: install the versions that it was made with, and run the same command again" in done.stdout


def summed(folder: Path) -> None:
    """Make the checksums fit the files."""
    write_sums(folder)


def test_files_that_were_changed_after_the_release_are_named(built_project):
    folder = built_project / "build/toy"
    data, count = min(folder.glob("toy/train-*.parquet")), len(contents(folder))
    data.write_bytes(data.read_bytes() + b" ")
    (folder / "croissant.json").unlink()
    done = again(folder, built_project)
    assert done.exit_code == 1
    told = done.stdout.splitlines()
    assert told[:4] == [
        "altered     croissant.json",
        f"altered     toy/{data.name}",
        f"differ      toy/{data.name}",
        f"not reproduced: {count - 2} of {count} files are the same",
    ]
    assert "do not use the altered files" in told[-1]


def test_a_recipe_that_was_changed_after_the_release_is_not_run(built_project):
    (built_project / "build/toy/assets/recipe.toml").write_text(RECIPE + "# more", encoding="utf-8")
    done = again(built_project / "build/toy", built_project)
    assert done.exit_code == 1
    assert "assets/recipe.toml of" in done.stderr and "is not the one that it was built from" in done.stderr


def test_a_source_that_is_missing_is_named(built_project):
    (built_project / "words.zh.jsonl").unlink()
    done = again(built_project / "build/toy", built_project)
    assert done.exit_code == 1
    assert f"no file at {built_project / 'words.zh.jsonl'}; sources and plugins are looked for in" in done.stderr
    assert "tasks.toy.sources[1].uri" in done.stderr and ".hum-reproduce" not in done.stderr
    assert not left_behind(built_project)


def test_a_build_of_some_licences_is_made_again(project):
    recipe = RECIPE.replace('licenses = ["cc0-1.0"]', 'licenses = ["cc0-1.0", "cc-by-4.0"]')
    before, found, after = recipe.rpartition('license = "cc0-1.0"')
    (project / "hum.toml").write_text(f'{before}license = "cc-by-4.0"{after}', encoding="utf-8")
    assert found and run("build", "--recipe", project / "hum.toml", "--licenses", "cc-by-4.0").exit_code == 0
    done = again(project / "build/toy-cc-by-4.0", project)
    assert done.exit_code == 0, done.output


def test_an_interrupted_run_leaves_nothing_behind(built_project):
    shutil.rmtree(built_project / ".hum")
    (built_project / "words.zh.jsonl").write_text(lines(texts("zh", 2000)), encoding="utf-8")  # work for a while
    command = [sys.executable, "-m", "hum_hub", "reproduce", "build/toy", "--workers", "2"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=built_project, env=environment, stdout=pipe, stderr=pipe, text=True)
    made = built_project / ".hum" / "parts"
    wait_for(lambda: any(path.is_file() for path in made.rglob("*")) or process.poll() is not None)
    assert left_behind(built_project), "it is at work"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1 and "Traceback" not in told, told
    assert not left_behind(built_project)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A project written by teachers, after its build, and the server that answered."""
    pytest.importorskip("aiohttp")
    with ScriptedServer() as server:
        project = Project(tmp_path_factory.mktemp("written"), server)
        project.build()
        yield project


def asked(project: Project) -> dict[str, object]:
    """What the server of a project has counted; looking is a connection, too."""
    return {name: count for name, count in project.server.counts().items() if name != "connections"}


def test_teachers_are_not_asked(written):
    before = asked(written)
    done = again(written.folder / "build/chain", written.folder)
    assert done.exit_code == 0, done.output
    assert asked(written) == before


def test_replies_that_are_not_here_are_counted(written, tmp_path):
    before, here = asked(written), tmp_path / "here"
    shutil.copytree(written.folder, here, ignore=shutil.ignore_patterns("parts"))
    recipe = read_recipe(here / "hum.toml")
    judged = next(chosen(recipe, Chosen(stage="judge")))
    assert remove(recipe, Chosen(key=judged.key)) == 1
    done = again(here / "build/chain", here)
    assert done.exit_code == 1
    assert "teacher critic: 38 replies then and 37 now" in done.stdout
    assert done.stdout.endswith(
        "next: get the replies that are not here (hum teacher import, or their recording), and run the same command "
        "again\n"
    )
    shutil.rmtree(here / ".hum")
    done = again(here / "build/chain", here)
    assert done.exit_code == 1
    assert "was made of 70 replies of critic, writer: have them in" in done.stderr
    assert asked(written) == before


def test_a_recipe_with_a_secret_is_not_built(project, hum):
    recipe = project / "hum.toml"
    recipe.write_text(recipe.read_text(encoding="utf-8") + f"# hf_{'a' * 34}\n", encoding="utf-8")
    done = hum("build")
    assert done.returncode == 1
    assert "holds what looks like a hub-token" in done.stderr
