"""A project that is written by two teachers in stages, and ways to run `hum` in it as its user would."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from click.testing import CliRunner, Result
from conftest import lines
from serving.running import ScriptedServer

from hum_hub.cli import main

HERE = Path(__file__).parent
KEY = "sk-chain-0123456789"
"""The key of both teachers; nothing that is written or printed may hold it."""
CONNECTIONS = 8
PLUGIN = (
    '[project]\nname = "hum-hub-plugin-chain"\nversion = "0.1.0"\n[project.entry-points.hum_hub]\nchain = "toy_chain"\n'
)
RECIPE = """
[dataset]
repo = "org/chain"
version = "1.0.0"
licenses = ["cc0-1.0"]
[plugins]
folders = ["plugins/*"]
only = ["chain"]
[mix]
compound = 0.0
renderings = 1
{budget}
{teachers}
[[tasks.chain.sources]]
name = "topics"
uri = "file:topics.jsonl"
reader = {{ type = "json-lines" }}
language = "en"
license = "cc0-1.0"
subtasks = ["verdict"]
mode = "synthesize"
teacher = "writer"
stages = {{ outline = "critic", judge = "critic" }}
"""
TEACHER = """
[teachers.{name}]
uri = "{uri}"
model = "{name}-1"
key = "CHAIN_KEY"
connections = {connections}
{more}
"""
SEEDED = "parameters = { seed = 7 }"
"""With it, prompts that differ in their number alone have replies that differ."""
TOPICS = ("ferries", "bridges", "lanterns", "markets", "gardens", "rivers", "winters", "engines", "islands", "letters")


def topics(count: int) -> list[dict[str, str]]:
    """Seeds, each with a topic of its own."""
    return [
        {"id": str(number), "topic": f"{TOPICS[number % 10]} of the year {1900 + number}"} for number in range(count)
    ]


@dataclass
class Project:
    """A folder with a recipe, its topics and the plugin."""

    folder: Path
    server: ScriptedServer
    uris: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plugin = self.folder / "plugins" / "chain"
        plugin.mkdir(parents=True)
        (plugin / "pyproject.toml").write_text(PLUGIN)
        (plugin / "toy_chain.py").write_text((HERE / "toy_chain.py").read_text(encoding="utf-8"), encoding="utf-8")
        self.recipe()
        self.seeds(topics(6))

    def recipe(self, more: str = SEEDED, *, budget: str = "", **of: str) -> None:
        """Write the recipe; `more` stands in both teachers, unless `writer` or `critic` is given for one."""
        teachers = [
            TEACHER.format(
                name=name,
                uri=self.uris.get(name, f"openai:{self.server.url}"),
                connections=CONNECTIONS // 2,
                more=of.get(name, more),
            )
            for name in ("critic", "writer")
        ]
        (self.folder / "hum.toml").write_text(RECIPE.format(teachers="".join(teachers), budget=budget))

    def seeds(self, entries: list[dict[str, Any]]) -> None:
        """Write the topics."""
        (self.folder / "topics.jsonl").write_text(lines(entries), encoding="utf-8")

    def hum(self, *arguments: str) -> Result:
        """Run `hum` in this process, with one worker."""
        options = ["--recipe", str(self.folder / "hum.toml"), *(["--workers", "1"] if arguments[0] == "build" else [])]
        place = 2 if arguments[0] == "teacher" else 1
        before = os.environ.get("CHAIN_KEY")
        os.environ["CHAIN_KEY"] = KEY if before is None else before
        try:
            result = CliRunner().invoke(main, [*arguments[:place], *options, *arguments[place:]])
        finally:
            if before is None:
                del os.environ["CHAIN_KEY"]
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert KEY not in result.output
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

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`hum` in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "hum_hub", *arguments],
            cwd=self.folder,
            env={**os.environ, "CHAIN_KEY": KEY, "HF_HUB_OFFLINE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def killed(self, when: Callable[[Mapping[str, Any]], bool], *arguments: str) -> dict[str, Any]:
        """Kill `hum` with all its processes once the server's counts are such; the counts when nothing is under way."""
        process = self.start(*arguments)
        wait_for(lambda: when(self.server.counts()) or process.poll() is not None)
        assert process.poll() is None, process.communicate()[0]
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        wait_for(lambda: self.server.counts()["at_once"] == 0)
        return self.server.counts()

    def sums(self) -> str:
        """The hashes of everything that was built."""
        return (self.folder / "build" / "chain" / "SHA256SUMS").read_text()

    def data(self) -> dict[str, bytes]:
        """The files with rows."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "build/chain/chain").glob("*.parquet"))}

    def rows(self) -> list[dict[str, Any]]:
        """All rows, split by split."""
        paths = sorted((self.folder / "build/chain/chain").glob("*.parquet"))
        return [row for path in paths for row in pq.read_table(path).to_pylist()]


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Return as soon as something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def usage(manifest: Mapping[str, Any]) -> dict[str, float]:
    """The replies and tokens of a manifest in all."""
    names = ("replies", "input_tokens", "output_tokens")
    return {name: sum(each[name] for each in manifest["usage"]) for name in names}


def counted(server: ScriptedServer) -> dict[str, float]:
    """The same by the server's own count."""
    counts = server.counts()
    names = {"replies": "answered", "input_tokens": "input_tokens", "output_tokens": "output_tokens"}
    return {name: counts[of] for name, of in names.items()}
