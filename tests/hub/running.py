"""The Hub server as tests have it, and the real clients in processes of their own that know no other Hub."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from serving.running import TESTS, Served

OWNER, WRITER, READER, STRANGER = "hf_owner", "hf_writer", "hf_reader", "hf_stranger"
TOKENS = {
    OWNER: {"name": "olga", "role": "admin", "orgs": ["org"]},
    WRITER: {"name": "wang", "role": "write", "orgs": ["org"]},
    READER: {"name": "rosa", "role": "read", "orgs": ["org"]},
    STRANGER: {"name": "sven", "role": "write"},
    "hf_scoped": {"name": "fred", "role": "fine-grained", "repos": {"org/hum": "write"}, "can_create": False},
}
"""Accounts of the organisation `org` with each of the roles, a stranger to it, and a token for one repository."""


class HubServer(Served):
    """The Hub in a process of its own; the keys of its script are those of `hub.script.Script`.

    `tokens` are those above unless others are given.
    """

    def __init__(self, port: int = 0, **script: Any) -> None:
        super().__init__("hub.server", "--port", str(port), "--script", json.dumps(_with_tokens(script)))

    def play(self, **script: Any) -> None:
        """Follow this script instead, from the next request on; counts, numbers and repositories stay.

        Raises:
            ValueError: it is no script.
        """
        self.call("/control/script", _with_tokens(script))

    def reset(self, **script: Any) -> None:
        """Forget everything, and follow this script."""
        self.call("/control/reset", _with_tokens(script))

    def forget(self) -> None:
        """Forget counts, numbers, quotas and the log; repositories and the script stay."""
        self.call("/control/forget", {})

    def make(self, repo: str, **more: Any) -> dict[str, Any]:
        """Make a repository, or change whether it is `private` or `gated`, and who its `readers` are.

        A `bare` one has no commit, which the Hub's own never are: a system commit is their first.
        """
        made: dict[str, Any] = self.call("/control/make", {"id": repo, **more})
        return made

    def commit(self, repo: str, files: Mapping[str, bytes | str], deletes: tuple[str, ...] = (), **more: Any) -> str:
        """Commit files as another writer; `branch` and `title` may be given. The id of the commit."""
        raw = {path: content.encode() if isinstance(content, str) else content for path, content in files.items()}
        coded = {path: base64.b64encode(content).decode() for path, content in raw.items()}
        made: str = self.call("/control/commit", {"repo": repo, "files": coded, "deletes": deletes, **more})
        return made

    def repository(self, repo: str) -> dict[str, Any]:
        """All of a repository: `branches`, `tags`, `pulls`, `commits` with their trees, the `history` of `main`."""
        told: dict[str, Any] = self.call(f"/control/repository?{urlencode({'id': repo})}")
        return told

    def repositories(self) -> list[str]:
        """The ids of all repositories."""
        told: list[str] = self.call("/control/repositories")
        return told

    def head(self, repo: str, branch: str = "main") -> str:
        """The commit that a branch is at."""
        found: str = self.repository(repo)["branches"][branch]
        return found

    def tree(self, repo: str, revision: str = "main") -> dict[str, Any]:
        """The files of a branch, a tag or a commit."""
        told = self.repository(repo)
        commit = told["branches"].get(revision) or told["tags"].get(revision) or revision
        found: dict[str, Any] = told["commits"][commit]["tree"]
        return found

    def file(self, repo: str, path: str, revision: str = "main") -> bytes:
        """The content of a file."""
        asked = urlencode({"repo": repo, "path": path, "revision": revision})
        return base64.b64decode(self.call(f"/control/file?{asked}"))

    def counts(self) -> dict[str, Any]:
        """Counts of requests: all, by kind, status, fault and port, and bytes received by port."""
        counts: dict[str, Any] = self.call("/control/counts")
        return counts

    def requests(self, kind: str = "") -> list[dict[str, Any]]:
        """The log of requests, in the order in which they came; of one kind, if it is given."""
        requests: list[dict[str, Any]] = self.call("/control/requests")
        return [entry for entry in requests if kind in ("", entry["kind"])]

    def wait_until_one_hangs(self) -> None:
        """Wait for a request that hangs until another script is played.

        Raises:
            AssertionError: none does for minutes.
        """
        assert any(self.call("/control/hangs") for _ in range(9)), "no request hangs"

    def issued(self) -> list[str]:
        """The tokens that CI jobs have got for their identity."""
        told: list[str] = self.call("/control/issued")
        return told

    def environment(self, home: Path, token: str | None = OWNER, **more: str) -> dict[str, str]:
        """The environment of a client: this Hub, this token, and all caches below `home`."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING_FACE_"))}
        own = {"HF_ENDPOINT": self.root, "HF_HOME": str(home), "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
        own |= {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_XET_TELEMETRY_ENABLED": "0", "NO_PROXY": "127.0.0.1"}
        # Else hf_xet waits for minutes before it gives up on a server that fails.
        own |= {"HF_XET_CLIENT_RETRY_BASE_DELAY": "20ms"}
        return kept | own | ({"HF_TOKEN": token} if token else {}) | more


def _with_tokens(script: Mapping[str, Any]) -> dict[str, Any]:
    return {"tokens": TOKENS, **script}


_BEFORE = """
import json, sys
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from huggingface_hub import create_repo, get_session, hf_hub_download, hf_hub_url, snapshot_download
from huggingface_hub.errors import HfHubHTTPError
api = HfApi()
def told(value):
    print(json.dumps(value))
"""


class Client:
    """A real client of a Hub: Python with `huggingface_hub` and `datasets`, in a process for each program.

    All that clients keep is below `home`. A client that has sent something by Xet must not outlive a reset of the
    server: it remembers which chunks are there, and does not send them again.
    """

    def __init__(self, server: HubServer, home: Path) -> None:
        self.server = server
        self.home = home

    def run(self, program: str, token: str | None = OWNER, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program that finds `api`, what it needs of `huggingface_hub`, and `told` to answer with."""
        environment = self.server.environment(self.home, token, **more)
        command = [sys.executable, "-c", _BEFORE + program]
        return subprocess.run(command, cwd=TESTS, env=environment, capture_output=True, text=True, timeout=120)

    def hum(
        self, folder: Path, *arguments: str, token: str | None = OWNER, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `hum` in a folder as its user would."""
        environment = self.server.environment(self.home, token, **{"COLUMNS": "100", **more})
        command = [sys.executable, "-m", "hum_hub", *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)

    def ask(self, program: str, token: str | None = OWNER, **more: str) -> Any:
        """What a program tells with `told`.

        Raises:
            AssertionError: it failed; the message is what it wrote.
        """
        done = self.run(program, token, **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def error(self, program: str, token: str | None = OWNER, **more: str) -> tuple[str, int | None, str]:
        """The class, the status and the message of the exception that a statement raises."""
        lines = "".join(f"    {line}\n" for line in program.strip().splitlines())
        caught = "except Exception as fault:\n    response = getattr(fault, 'response', None)\n"
        caught += "    told([type(fault).__name__, getattr(response, 'status_code', None), str(fault)])\n"
        kind, status, message = self.ask(f"try:\n{lines}    told(['', None, ''])\n{caught}", token, **more)
        return kind, status, message
