"""An OpenAI-compatible server that does what a script says: completions, models, files, batches, faults and limits.

Runs in a process of its own (`python -m serving.scripted`): prints its port, and ends when its standard input does.
Besides the API, under `/v1`, it has `GET` and `POST /script`, `GET /counts`, `GET /requests` and `POST /reset`.
"""

import argparse
import asyncio
import json
import sys
import time
from typing import Any

from aiohttp import BodyPartReader, web
from pydantic import ValidationError

from serving.chat import complete
from serving.faults import Answer, broken, error, spoiled
from serving.replies import Refused, Written
from serving.script import Area, Script
from serving.state import State, gone, refusal, response

LARGEST = 512 * 1024**2
"""Bytes of a request: more than the API allows for a file, so that keeping to that is the client's work."""
_NOTHING = Written("", "", ("",), 0, 0)


class Endpoint(web.Server):
    """The server with its connections, which are numbered as they come."""

    def __init__(self, state: State) -> None:
        super().__init__(self.handle, request_factory=self._request, handler_cancellation=True, access_log=None)
        self.state = state

    def connection_made(self, handler: Any, transport: asyncio.Transport) -> None:
        """A client has connected."""
        super().connection_made(handler, transport)
        self.state.connected += 1
        self.state.counts.connections += 1
        self.state.connections[handler] = self.state.connected

    def connection_lost(self, handler: Any, exc: BaseException | None = None) -> None:
        """A client has gone."""
        super().connection_lost(handler, exc)
        self.state.connections.pop(handler, None)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request."""
        path = request.path
        if path == "/v1/chat/completions" and request.method == "POST":
            return await complete(request, self.state)
        for area in ("models", "files", "batches"):
            if path == f"/v1/{area}" or path.startswith(f"/v1/{area}/"):
                return await self._resource(request, area)
        return response(await _controlled(request, self.state))

    async def _resource(self, request: web.BaseRequest, area: Area) -> web.StreamResponse:
        """Answer what is no request for a completion."""
        state = self.state
        number, entry = state.entered(request, area)
        fault = state.script.fault(area, number, request.path, "")
        answer = spoiled(fault, _NOTHING, time.time()) if fault else None
        if fault and answer is None:
            return await broken(fault, request, _NOTHING) or gone()
        if answer is None:
            try:
                state.check_key(request)
                answer = await _RESOURCES[area](request, state)
            except Refused as refused:
                answer = refusal(refused)
        if entry:
            entry |= {"status": answer.status, "fault": fault and fault.kind}
        return response(answer)

    def _request(self, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        return web.BaseRequest(message, payload, protocol, writer, task, self._loop, client_max_size=LARGEST)


async def _models(request: web.BaseRequest, state: State) -> Answer:
    names = state.script.models or ("scripted-1",)
    told = [{"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "script"} for name in names]
    return _plain({"object": "list", "data": told})


async def _files(request: web.BaseRequest, state: State) -> Answer:
    steps = request.path.removeprefix("/v1/files").strip("/").split("/")
    if request.method == "POST":
        return _plain(await _uploaded(request, state))
    told, content = state.batches.file(steps[0])
    if request.method == "DELETE":
        del state.batches.files[steps[0]]
        return _plain({"id": steps[0], "object": "file", "deleted": True})
    return Answer(200, content, type="application/octet-stream") if steps[1:] == ["content"] else _plain(told)


async def _uploaded(request: web.BaseRequest, state: State) -> dict[str, Any]:
    """The file of a multipart request."""
    content, name, purpose = b"", "", ""
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "file":
            content, name = bytes(await part.read()), part.filename or ""
        elif part.name == "purpose":
            purpose = await part.text()
    if purpose != "batch" or not content:
        raise Refused(400, None, "a file for a batch is wanted", "purpose")
    return state.batches.add_file(content, name, purpose)


async def _batches(request: web.BaseRequest, state: State) -> Answer:
    steps = request.path.removeprefix("/v1/batches").strip("/").split("/")
    if request.method == "POST" and steps == [""]:
        return _plain(state.batches.create(await request.json(), state.script.batch))
    if request.method == "POST" and steps[1:] == ["cancel"]:
        return _plain(state.batches.cancel(steps[0]))
    if steps == [""]:
        return _plain(state.batches.listed(request.query.get("after", ""), int(request.query.get("limit", "20"))))
    return _plain(await state.batches.poll(steps[0], state.script))


_RESOURCES = {"models": _models, "files": _files, "batches": _batches}


async def _controlled(request: web.BaseRequest, state: State) -> Answer:
    """What a test tells the server, and asks of it."""
    match request.method, request.path:
        case "POST", "/script":
            try:
                state.play(Script.model_validate_json(await request.read()))
            except ValidationError as fault:
                return Answer(400, str(fault).encode(), type="text/plain")
            return _plain({})
        case "POST", "/reset":
            state.reset()
            return _plain({})
        case "GET", "/script":
            return Answer(200, state.script.model_dump_json().encode())
        case "GET", "/counts":
            return _plain(state.counts.plain())
        case "GET", "/requests":
            return _plain(state.log.entries)
    return error(404, None, f"no such path: {request.method} {request.path}")


def _plain(body: Any) -> Answer:
    return Answer(200, json.dumps(body).encode())


async def _serve(script: Script, port: int) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endpoint(State(script)), "127.0.0.1", port, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", default="{}", help="the script as JSON")
    given = parser.parse_args()
    asyncio.run(_serve(Script.model_validate_json(given.script), given.port))


if __name__ == "__main__":
    main()
