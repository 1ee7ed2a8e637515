"""Projects for the tests: a folder with a recipe, its sources and a toy plugin."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

PLUGIN = """
[project]
name = "hum-hub-plugin-toy"
version = "0.1.0"
[project.entry-points.hum_hub]
toy = "toy"
"""
RECIPE = """
[dataset]
repo = "org/toy"
version = "1.0.0"
licenses = ["cc0-1.0"]

[plugins]
folders = ["plugins/*"]
only = ["toy"]

[mix]
compound = 0.5
renderings = 2

[[tasks.toy.sources]]
name = "words-en"
uri = "file:words.en.jsonl"
reader = { type = "json-lines" }
language = "en"
license = "cc0-1.0"
subtasks = ["longest"]

[[tasks.toy.sources]]
name = "words-zh"
uri = "file:words.zh.jsonl"
reader = { type = "json-lines" }
language = "zh"
license = "cc0-1.0"
subtasks = ["longest"]
"""
HERE = Path(__file__).parent


def lines(entries: Iterable[object]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def texts(language: str, count: int) -> list[dict[str, str]]:
    words = (
        ("the", "ferry", "crosses", "slowly", "harbour", "lighthouse")
        if language == "en"
        else ("渡船", "慢慢地", "驶过", "港口", "灯塔")
    )
    return [
        {
            "id": f"{language}-{number}",
            "text": " ".join(words[(number * step) % len(words)] for step in range(1, 6)) + f" {number}",
        }
        for number in range(count)
    ]


def _write_project(folder: Path) -> None:
    plugin = folder / "plugins" / "toy"
    plugin.mkdir(parents=True)
    (plugin / "pyproject.toml").write_text(PLUGIN)
    (plugin / "toy.py").write_text((HERE / "toy.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "hum.toml").write_text(RECIPE)
    for language in ("en", "zh"):
        (folder / f"words.{language}.jsonl").write_text(lines(texts(language, 150)), encoding="utf-8")


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hum_hub", *arguments]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, timeout=300)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A recipe with two small sources and the toy plugin in a plugin folder."""
    _write_project(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after a build, made once for all tests: only to be read or copied."""
    folder = tmp_path_factory.mktemp("built")
    _write_project(folder)
    result = _run(folder, "build")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def built_project(project: Path, built_once: Path) -> Path:
    """The project as it is after a build, for a test to change."""
    for name in (".hum", "build"):
        shutil.copytree(built_once / name, project / name)
    return project


Hum = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hum(project: Path) -> Hum:
    """Run `hum` in the project as its user would, in a process of its own."""

    def run(*arguments: str, folder: Path = project) -> subprocess.CompletedProcess[str]:
        return _run(folder, *arguments)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
