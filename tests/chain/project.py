"""A project with the real plugins, and `hum` run in it as its user would."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from click.testing import CliRunner, Result

from hum_hub.cli import main

ROOT = Path(__file__).parent.parent.parent
KEY, VARIABLE = "sk-whole-chain-0123456789", "WHOLE_CHAIN_KEY"
"""The key of all teachers, and where it stands; nothing that is written or printed may hold it."""
HEAD = """
[dataset]
repo = "org/whole"
version = "1.0.0"
licenses = ["cc0-1.0"]
[plugins]
folders = ["plugins/*"]
[mix]
compound = 0.3
renderings = 1
"""
TEACHER = """
[teachers.{name}]
uri = "{uri}"
model = "{model}"
key = "{key}"
{more}
"""
SEEDED = "parameters = { seed = 7 }\nprice = { input = 2.0, output = 8.0 }"
"""With it, prompts that differ in their number alone have replies that differ."""


@dataclass
class Project:
    """A folder with a recipe, its sources, and the plugins of this repository."""

    folder: Path
    key: str = KEY

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "plugins").symlink_to(ROOT / "plugins")

    @property
    def corpus(self) -> Path:
        """What a build makes."""
        return self.folder / "build" / "whole"

    def write(self, name: str, content: str) -> None:
        """Write a file of the project."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def recipe(self, teachers: Mapping[str, str], *sources: str, more: str = SEEDED, model: str = "") -> None:
        """Write the recipe: each teacher by its name and uri, and sources as they stand there."""
        said = [
            TEACHER.format(name=name, uri=uri, model=model or f"{name}-1", key=VARIABLE, more=more)
            for name, uri in teachers.items()
        ]
        self.write("hum.toml", HEAD + "".join(said) + "".join(sources))

    def hum(self, *arguments: str) -> Result:
        """Run `hum` in the folder of the project."""
        arguments = (*arguments, "--workers", "1") if arguments[0] in ("build", "verify", "sources") else arguments
        with _environment({VARIABLE: self.key}), chdir(self.folder):
            result = CliRunner().invoke(main, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert self.key not in result.output
        return result

    def json(self, *arguments: str) -> Any:
        """What a command prints for programs; it must succeed."""
        result = self.hum(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def build(self, *arguments: str) -> dict[str, Any]:
        """The manifest of a build, which must succeed."""
        manifest: dict[str, Any] = self.json("build", *arguments)["manifest"]
        return manifest

    def proven(self) -> int:
        """How many rows `hum verify` proves; it must prove all."""
        found = self.json("verify", str(self.corpus))
        assert not found["failed"]
        count: int = found["proven"]
        return count

    def rows(self, config: str, corpus: Path | None = None) -> list[dict[str, Any]]:
        """All rows of a config; `split` is added."""
        paths = sorted(((corpus or self.corpus) / config).glob("*.parquet"))
        return [{**row, "split": path.name.split("-")[0]} for path in paths for row in pq.read_table(path).to_pylist()]

    def seeds(self) -> list[dict[str, Any]]:
        """The seeds of all later stages that are kept, in the order of their ids."""
        paths = (self.folder / ".hum" / "parts").rglob("*.seeds.jsonl")
        found = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        return sorted(found, key=lambda seed: str(seed["id"]))


def facts(manifest: Mapping[str, Any], source: str) -> dict[str, Any]:
    """What a manifest says of a source."""
    (found,) = (each for each in manifest["sources"] if each["name"] == source)
    return dict(found)


def golds(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The gold of rows."""
    return [json.loads(row["gold"]) for row in rows]


def replies(manifest: Mapping[str, Any], *columns: str) -> Counter[tuple[str, ...]]:
    """How many replies a manifest counts, by some of its columns."""
    found = Counter[tuple[str, ...]]()
    for use in manifest["usage"]:
        found[tuple(use[column] for column in columns)] += use["replies"]
    return found


def lines(entries: Iterable[object]) -> str:
    """Entries as JSON lines."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Some environment variables, and afterwards the search path for modules as it was."""
    before, path = {name: os.environ.get(name) for name in values}, [*sys.path]
    os.environ.update(values)
    try:
        yield
    finally:
        sys.path[:] = path
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
