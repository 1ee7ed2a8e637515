"""Projects for the tests: a folder with a recipe, its sources and a toy plugin."""

import json
import os
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A recipe with two small sources and the toy plugin in a plugin folder."""
    plugin = tmp_path / "plugins" / "toy"
    plugin.mkdir(parents=True)
    (plugin / "pyproject.toml").write_text(PLUGIN)
    (plugin / "toy.py").write_text((HERE / "toy.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "hum.toml").write_text(RECIPE)
    for language in ("en", "zh"):
        (tmp_path / f"words.{language}.jsonl").write_text(lines(texts(language, 150)), encoding="utf-8")
    return tmp_path


Hum = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hum(project: Path) -> Hum:
    """Run `hum` in the project as its user would, in a process of its own."""

    def run(*arguments: str, folder: Path = project) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hum_hub", *arguments]
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "COLUMNS": "100"}
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, timeout=300)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
