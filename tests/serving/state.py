"""What the scripted server knows: the script it follows, and all that has happened since the last reset."""

import asyncio
import json
import time
from collections import Counter
from typing import Any

from aiohttp import web

from serving.batch import Batches
from serving.counting import Counts, Log
from serving.faults import Answer, error
from serving.limiting import Limiter
from serving.replies import Refused
from serving.script import Script


class State:
    """The script, limits, counts, log and files of a server."""

    def __init__(self, script: Script) -> None:
        self.connections: dict[Any, int] = {}
        self.connected = 0
        self.play(script)
        self.reset()

    def play(self, script: Script) -> None:
        """Follow another script from the next request on; counts and numbers go on, limits start full."""
        self.script = script
        self.limiter = Limiter(script.limits, time.monotonic())

    def reset(self) -> None:
        """Forget all that has happened; what is still being answered is counted no more."""
        self.counts = Counts()
        self.log = Log(asyncio.get_running_loop().time())
        self.batches = Batches(self.counts.batch)
        self.numbers: Counter[str] = Counter()

    def entered(self, request: web.BaseRequest, area: str) -> tuple[int, dict[str, Any]]:
        """The number of a request that has come, and its entry in the log, if there is one."""
        self.numbers[area] += 1
        self.counts.areas[area] += 1
        if not self.script.log:
            return self.numbers[area], {}
        headers = {name.lower(): value for name, value in request.headers.items()}
        connection = self.connections.get(request.protocol, 0)
        return self.numbers[area], self.log.opened(
            self.numbers[area], request.method, request.path, headers, connection
        )

    def check_key(self, request: web.BaseRequest) -> None:
        """Turn away who does not have the key.

        Raises:
            Refused: the key is wrong or missing.
        """
        if self.script.key is not None and request.headers.get("authorization") != f"Bearer {self.script.key}":
            raise Refused(401, "invalid_api_key", "incorrect api key provided")


def refusal(refused: Refused) -> Answer:
    """The answer to a request that is refused."""
    return error(refused.status, refused.code, refused.message, refused.parameter)


def response(answer: Answer, headers: dict[str, str] | None = None) -> web.Response:
    """An answer as a response."""
    told = {**answer.headers, **(headers or {}), "content-type": answer.type}
    return web.Response(status=answer.status, body=answer.body, headers=told)


def gone() -> web.Response:
    """What a handler returns when nothing can be sent any more."""
    return web.Response(status=500)


def read(raw: bytes) -> Any:
    """A body for the log: JSON where it is."""
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")
