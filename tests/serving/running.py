"""Servers in processes of their own: started, asked, and ended, each by whoever started it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TESTS = Path(__file__).parent.parent
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Never through a proxy, whatever the environment says: the servers are on loopback."""


class Served:
    """A server process, between `with` and its end.

    The process is a module of this package that prints its port and ends when its standard input does, so that none
    outlives the tests, however these end.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    @property
    def root(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The base URL of its API."""
        return f"{self.root}/v1"

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=TESTS, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout is not None
        told = self._process.stdout.readline().strip()
        if not told.isdecimal():
            self.stop()
            raise RuntimeError(f"{self._command[2]} did not start: {told!r}")
        self.port = int(told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process at once: whoever is connected is cut off, and its port refuses from now on."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()

    def call(self, path: str, body: object = None) -> Any:
        """The JSON that a path answers; a body is posted.

        Raises:
            ValueError: the status was an error; the message is the body.
        """
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.root}{path}", data=content)
        try:
            with _DIRECT.open(request, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise ValueError(error.read().decode()) from None


class ScriptedServer(Served):
    """The server that does what a script says; its keys are those of `serving.script.Script`."""

    def __init__(self, port: int = 0, **script: Any) -> None:
        super().__init__("serving.scripted", "--port", str(port), "--script", json.dumps(script))

    def play(self, **script: Any) -> None:
        """Follow this script instead, from the next request on; counts and the numbers of requests go on.

        Raises:
            ValueError: it is no script.
        """
        self.call("/script", script)

    def reset(self, **script: Any) -> None:
        """Forget counts, numbers, files and the log, and follow this script."""
        self.play(**script)
        self.call("/reset", {})

    def counts(self) -> dict[str, Any]:
        """What has been counted; see `serving.counting.Counts`."""
        counts: dict[str, Any] = self.call("/counts")
        return counts

    def requests(self) -> list[dict[str, Any]]:
        """The log of requests, in the order in which they came; empty unless the script says `log`."""
        requests: list[dict[str, Any]] = self.call("/requests")
        return requests
