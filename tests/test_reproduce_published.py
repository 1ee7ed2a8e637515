"""A published release made again with the real clients, and what a recipe from elsewhere may not do."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import RECIPE, contents, lines, texts
from hub.running import HubServer
from publishing import REPO, SUMS, Stage

from hum_hub.cli import main

URI = "file:words.zh.jsonl"


def test_a_published_release_is_made_again_with_its_card(built_project, tmp_path):
    with HubServer() as server:
        stage = Stage(server, tmp_path / "clients" / "home")
        stage.home.parent.mkdir()
        stage.begin()
        done = stage.hum("publish", built_project / "build/toy")
        assert done.code == 0, done
        assert stage.text(SUMS) != (built_project / "build/toy" / SUMS).read_text(encoding="utf-8")
        server.forget()
        done = stage.hum("reproduce", f"{REPO}@v1.0.0", "--here", built_project, "--workers", "1", "--json", token=None)
        assert done.code == 0 and done.told["whole"], done
        assert set(done.told["same"]) == {*contents(built_project / "build/toy")}, "card and checksums too"
        assert all(entry["method"] in ("GET", "HEAD") for entry in server.requests())
        assert not [entry["path"] for entry in server.requests() if entry["path"].endswith(".parquet")]

        data = f"toy/{min(built_project.glob('build/toy/toy/train-*.parquet')).name}"
        card = stage.text("README.md").replace("The first version.", "The very first version.")
        server.commit(REPO, {data: b"PAR1 other PAR1", "README.md": card + "\nA line more.\n"})
        done = stage.hum("reproduce", f"{REPO}@main", "--here", built_project, "--workers", "1", token=None)
        assert done.code == 1
        told = done.out.splitlines()
        assert [line for line in told if line.startswith("altered")] == [
            f"altered     {each}" for each in ("README.md", data)
        ]
        assert [line for line in told if line.startswith("differ")] == [
            f"differ      {each}" for each in ("README.md", SUMS, data)
        ]


@pytest.fixture
def stranger(built_once: Path, tmp_path: Path):
    """Make a release whose recipe is another one; its folder, and where it is to be made again."""
    here = tmp_path / "deep" / "here"
    shutil.copytree(built_once, here)

    def made(recipe: str) -> tuple[Path, Path]:
        folder = here / "build" / "toy"
        (folder / "assets/recipe.toml").write_text(recipe, encoding="utf-8")
        facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        facts["recipe_sha256"] = hashlib.sha256(recipe.encode()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
        return folder, here

    return made


def reproduced(folder: Path, here: Path, *options: str):
    command = ["reproduce", str(folder), "--here", str(here), "--workers", "1", *options]
    found = CliRunner().invoke(main, command)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


TEACHER = '[teachers.other]\nuri = "{}"\nmodel = "m"\n\n[[tasks'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (URI, "file:../words.zh.jsonl", "sources[1].uri is file:../words.zh.jsonl"),
        (URI, "file:/etc/passwd", "sources[1].uri is file:/etc/passwd"),
        (URI, "file:///etc/passwd", "sources[1].uri is file:///etc/passwd"),
        (URI, "file:plugins/../../*.jsonl", "sources[1].uri is file:plugins/../../*.jsonl"),
        (URI, r"file:..\\words.zh.jsonl", "sources[1].uri is file:..\\words.zh.jsonl"),
        (URI, "file:C:/words.zh.jsonl", "sources[1].uri is file:C:/words.zh.jsonl"),
        (URI, "package:antigravity/x", "sources[1].uri is package:antigravity/x"),
        (URI, "package:hum_hub.__main__/x", "sources[1].uri is package:hum_hub.__main__/x"),
        (URI, "package:hum_hub/../../../etc/passwd", "sources[1].uri is package:hum_hub/../../../etc/passwd"),
        (URI, "package:hum_hub//etc/passwd", "sources[1].uri is package:hum_hub//etc/passwd"),
        (URI, "hf:org/other?split=train&revision=v1", "sources[1].uri is hf:org/other"),
        (URI, "hf:../other?split=train", "sources[1].uri is hf:../other"),
        (URI, "https://example.org/words", "sources[1].uri is https://example.org/words"),
        ("plugins/*", "../*", "plugins.folders names ../*"),
        ("plugins/*", "/tmp/*", "plugins.folders names /tmp/*"),
        ("[[tasks", TEACHER.format("recorded:file:../replies.jsonl"), "teachers.other.uri is recorded:file:../"),
        ("[[tasks", TEACHER.format("special:thing"), "teachers.other.uri is special:thing"),
        ('"json-lines"', '"json-lines", select = "@../../secret"', "reader.select is @../../secret"),
        (
            'license = "cc0-1.0"',
            'license = "cc0-1.0"\nguidelines = [{ uri = "file:../notes.toml" }]',
            "sources[0].guidelines[0].uri is file:../notes.toml",
        ),
    ],
)
def test_a_recipe_from_elsewhere_stays_in_its_folder(stranger, old, new, said):
    folder, here = stranger(RECIPE.replace(old, new, 1))
    before = contents(here)
    done = reproduced(folder, here)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"error: the recipe of {folder} reads more than files below its folder")
    assert said in done.stderr and "--trust-recipe" in done.stderr
    assert contents(here) == before, "nothing is written, and nothing left behind"
    assert not {"antigravity", "hum_hub.__main__"} & set(sys.modules)


def test_a_trusted_recipe_reads_elsewhere(stranger):
    folder, here = stranger(RECIPE.replace(URI, "file:../words.zh.jsonl"))
    (here.parent / "words.zh.jsonl").write_text(lines(texts("zh", 150)), encoding="utf-8")
    done = reproduced(folder, here, "--trust-recipe", "--json")
    told = json.loads(done.stdout)
    assert any(path.endswith(".parquet") for path in told["same"]) and not told["sources"]
