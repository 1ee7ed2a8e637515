"""What tests of publishing share: two small versions, a Hub that holds one of them, runs of `hum`, and what must hold."""

import hashlib
import json
import os
import queue
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from conftest import HERE, PLUGIN, RECIPE, lines, texts
from hub.running import OWNER, HubServer

T = TypeVar("T")
REPO = "org/toy"
OLD, NEW, LATER = "1.0.0", "1.1.0", "1.2.0"
SUMS = "SHA256SUMS"
OWN = ("README.md", SUMS)
"""Files that publishing writes anew, for the changelog."""


def build(folder: Path, version: str, count: int = 20) -> Path:
    """A build folder of a small corpus; the more texts, the more rows at its end."""
    plugin = folder / "plugins" / "toy"
    plugin.mkdir(parents=True)
    (plugin / "pyproject.toml").write_text(PLUGIN)
    (plugin / "toy.py").write_text((HERE / "toy.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "hum.toml").write_text(RECIPE.replace('version = "1.0.0"', f'version = "{version}"'))
    for language in ("en", "zh"):
        (folder / f"words.{language}.jsonl").write_text(lines(texts(language, count)), encoding="utf-8")
    command = [sys.executable, "-m", "hum_hub", "build", "--workers", "1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "build" / "toy"


@dataclass
class Ran:
    """A run of `hum`: how it ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out.strip().splitlines()[-1])

    @property
    def error(self) -> str:
        """The one line of the error."""
        (line,) = [line for line in self.err.splitlines() if line.startswith("error: ")]
        return line


@dataclass
class Stage:
    """A Hub, and a home for the clients of it."""

    server: HubServer
    home: Path

    def hum(self, *arguments: object, token: str | None = OWNER, **more: str) -> Ran:
        """Run `hum` against the Hub; whatever happens, it says no token and shows no traceback."""
        return self.ended(self.start(*arguments, token=token, **more), token)

    def start(self, *arguments: object, token: str | None = OWNER, **more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "hum_hub", *map(str, arguments)]
        environment = self.server.environment(self.home, token, **more)
        environment.pop("HF_HUB_OFFLINE", None)
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.home.parent, env=environment, stdout=pipe, stderr=pipe, text=True)

    def ended(self, process: subprocess.Popen[str], token: str | None = OWNER) -> Ran:
        out, err = process.communicate(timeout=300)
        assert "Traceback" not in err, err
        assert token is None or token.strip() not in out + err, (out, err)
        return Ran(process.returncode, out, err)

    def hold(self, folder: Path, tag: str = "") -> str:
        """Let the repository hold a build, as another machine would have published it, with its tag or without it."""
        names = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}
        commit = self.server.commit(REPO, files, title="A release")
        if tag:
            self.tag(tag, commit)
        self.server.forget()
        return commit

    def tag(self, tag: str, commit: str) -> None:
        url = f"{self.server.root}/api/datasets/{REPO}/tag/{commit}"
        headers = {"Authorization": f"Bearer {OWNER}", "Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(url, json.dumps({"tag": tag}).encode(), headers)).close()

    def begin(self, old: Path | None = None) -> str:
        """A fresh repository, with a release in it or without; the head of main."""
        self.server.reset()
        self.server.make(REPO)
        return self.hold(old, f"v{OLD}") if old is not None else self.server.head(REPO)

    def sums(self, commit: str) -> dict[str, str]:
        """The sha256 of every file at a commit, of the bytes that are stored."""
        tree = self.server.tree(REPO, commit)
        found = {path: hashlib.sha256(self.server.file(REPO, path, commit)).hexdigest() for path in tree}
        assert all(found[path] == entry["sha256"] for path, entry in tree.items() if entry["sha256"])
        return found

    def release_at(self, commit: str, *folders: Path, foreign: tuple[str, ...] = ()) -> Path | None:
        """Which of some builds a commit holds; `None` for none at all.

        Raises:
            AssertionError: it holds a mixture, or not what its checksums say.
        """
        there = self.sums(commit)
        ours = {path: sha256 for path, sha256 in there.items() if path not in (".gitattributes", *foreign)}
        if not ours:
            return None
        listed = dict(reversed(line.split("  ")) for line in self.text(SUMS, commit).splitlines())
        assert {**ours, SUMS: ""} == {**listed, SUMS: ""}, f"{commit}: the checksums do not cover the files"
        for folder in folders:
            built = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
            if set(built) == set(ours) and all(
                hashlib.sha256(built[path].read_bytes()).hexdigest() == ours[path] for path in set(built) - set(OWN)
            ):
                return folder
        raise AssertionError(f"{commit} holds a mixture")

    def text(self, path: str, revision: str = "main") -> str:
        return self.server.file(REPO, path, revision).decode()

    def tags(self) -> dict[str, str]:
        found: dict[str, str] = self.server.repository(REPO)["tags"]
        return found

    def no_token_strayed(self) -> None:
        """The Hub's token has been shown to the Hub alone, and there in its header alone."""
        for entry in self.server.requests():
            allowed = {"hub": ("hub", "none"), "storage": ("none",), "cas": ("xet", "none")}[entry["port"]]
            assert entry["authorization"] in allowed and not entry["strayed"], entry


def loading(repo: str, config: str, revisions: list[str]) -> str:
    """A program that tells the rows of a config at some revisions, whole and streamed."""
    return f"""
from datasets import load_dataset
found = []
for revision in {revisions!r}:
    whole = load_dataset({repo!r}, {config!r}, revision=revision)
    streamed = load_dataset({repo!r}, {config!r}, revision=revision, streaming=True)
    found.append({{split: [rows.num_rows, sum(1 for _ in streamed[split])] for split, rows in whole.items()}})
told(found)
"""


def shard(folder: Path) -> str:
    """The path of a Parquet file of a build."""
    return min(path.relative_to(folder).as_posix() for path in folder.glob("toy/train-*.parquet"))


def rows(folder: Path) -> dict[str, list[int]]:
    """The rows of a build by split, twice: what loading should tell."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {split: [facts["rows"]] * 2 for split, facts in manifest["configs"]["toy"]["splits"].items()}


def workers() -> int:
    return max(2, os.cpu_count() or 1)


class Hubs:
    """As many Hubs as there are workers, for cases that run side by side."""

    def __init__(self, count: int = 0) -> None:
        self.servers = [HubServer() for _ in range(count or workers())]
        self._free: queue.Queue[HubServer] = queue.Queue()

    def __enter__(self) -> Self:
        for server in self.servers:
            self._free.put(server.__enter__())
        return self

    def __exit__(self, *raised: object) -> None:
        for server in self.servers:
            server.stop()

    def each(self, homes: Path, does: Callable[..., T], cases: Iterable[Sequence[Any]]) -> list[T]:
        """What comes of every case, each with a stage of its own before its other arguments."""
        given = list(cases)

        def run(number: int) -> T:
            home = homes / f"{time.monotonic_ns()}-{number}" / "home"
            home.parent.mkdir(parents=True)
            server = self._free.get()
            try:
                return does(Stage(server, home), *given[number])
            finally:
                self._free.put(server)

        with ThreadPoolExecutor(len(self.servers)) as pool:
            return list(pool.map(run, range(len(given))))
