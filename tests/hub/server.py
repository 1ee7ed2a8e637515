"""The Hub server: the Hub, its storage and its Xet storage, on three ports of loopback.

Runs in a process of its own (`python -m hub.server`): prints the port of the Hub, and ends when its input does.
"""

import argparse
import asyncio
import json
import sys
from typing import Any

from aiohttp import web
from serving.state import gone

from hub import faults
from hub.answers import Answer, Refused, plain, refused
from hub.calls import Call
from hub.control import controlled
from hub.routes import Route, check_kinds, found
from hub.script import Script
from hub.state import CAS, HUB, STORAGE, Hub

LARGEST = 4 * 1024**3
_OWN_TOKENS = frozenset({"oidc-mint", "oidc-exchange", "lfs-complete"})
"""Kinds of requests for which the token, if there is one, is none of the Hub's."""


class Place(web.Server):
    """One of the servers."""

    def __init__(self, hub: Hub, place: str) -> None:
        super().__init__(self.handle, request_factory=self._request, handler_cancellation=True, access_log=None)
        self.hub = hub
        self.place = place

    def _request(self, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        return web.BaseRequest(message, payload, protocol, writer, task, self._loop, client_max_size=LARGEST)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request, or do to it what the script says."""
        if self.place == HUB and request.path.startswith("/control/"):
            asked = {**request.query, **json.loads(await request.read() or b"{}")}
            return _response(await controlled(self.hub, request.path, asked))
        match = found(self.place, request.method, request.rel_url.raw_path)
        route, parts = match if match else (None, {})
        entry, of_kind = self._entered(request, route)
        asked = f"{request.method} {request.raw_path}"
        fault = faults.befalling(self.hub, entry["kind"], entry["number"], of_kind, asked)
        entry["fault"] = fault and fault.do
        body = b"" if fault and fault.early else await request.read()
        entry["received"], entry["strayed"] = len(body), self._strayed(request, body)
        if fault and fault.do == "drop" and not fault.handled:
            faults.cut(fault, request)
            return gone()
        if fault and fault.do == "rival":
            faults.slip_in(self.hub, fault, parts.get("repo", ""))
        if fault and fault.do == "expire":
            self.hub.expired.add(_token(request))
        if fault and fault.do == "hang" and not fault.handled:
            await faults.hang(self.hub, fault)
        if fault and fault.do == "status" and not fault.handled:
            answer = faults.status(self.hub, fault, request.path)
        else:
            # Shielded: what a client has asked for happens, even when it does not wait for the answer.
            answer = await asyncio.shield(asyncio.ensure_future(self._answer(request, route, dict(parts), body)))
        return await self._sent(request, entry, answer, fault)

    async def _sent(
        self, request: web.BaseRequest, entry: dict[str, Any], answer: Answer, fault: faults.Fault | None
    ) -> web.StreamResponse:
        if fault and fault.do == "truncate":
            await faults.truncate(fault, request, answer)
            return gone()
        if fault and fault.handled:
            entry["lost"] = answer.status
            if fault.do == "drop":
                faults.cut(fault, request)
                return gone()
            if fault.do == "hang":
                await faults.hang(self.hub, fault)
            if fault.do == "status":
                answer = faults.status(self.hub, fault, request.path)
        entry["status"] = answer.status
        return _response(answer)

    def _entered(self, request: web.BaseRequest, route: Route | None) -> tuple[dict[str, Any], int]:
        """The entry of a request in the log, and the how-manieth of its kind it is."""
        kind = route.kind if route else "unknown"
        self.hub.numbers[""] += 1
        self.hub.numbers[kind] += 1
        account = self.hub.account(_token(request))
        entry = {
            "number": self.hub.numbers[""],
            "port": self.place,
            "kind": kind,
            "method": request.method,
            "path": request.path,
            "query": dict(request.query),
            "headers": sorted(name.lower() for name in request.headers),
            "authorization": self._authorization(_token(request)),
            "account": account.name if account else None,
            "received": 0,
            "strayed": [],
            "status": None,
            "fault": None,
        }
        self.hub.log.append(entry)
        return entry, self.hub.numbers[kind]

    def _authorization(self, token: str) -> str:
        if not token:
            return "none"
        if token in self.hub.script.tokens or token in self.hub.issued:
            return "hub"
        return "xet" if token in self.hub.stored.tokens else "other"

    def _strayed(self, request: web.BaseRequest, body: bytes) -> list[str]:
        """Where a request shows a token of the Hub that has no business there."""
        shown = {name: value for name, value in request.headers.items() if self.place != HUB or name != "Authorization"}
        shown["the address"] = request.raw_path
        places = [name for name, text in shown.items() if any(token in text for token in self.hub.tokens())]
        return places + ["the body"] * any(token.encode() in body for token in self.hub.tokens())

    async def _answer(
        self, request: web.BaseRequest, route: Route | None, parts: dict[str, str], body: bytes
    ) -> Answer:
        """The answer without any fault."""
        hub, token = self.hub, _token(request)
        headers: dict[str, str] = {}
        try:
            if self.place == HUB:
                headers = self._within_quota(request)
            if route is None:
                raise refused(404, f"Sorry, we can't find the page you are looking for: {request.path}")
            account = None
            if self.place == HUB and token and route.kind not in _OWN_TOKENS:
                account = hub.account(token)
                if account is None:
                    raise refused(401, "Invalid credentials in Authorization header")
            call = Call(hub, request.method, parts, request.query, request.headers, body, token, account)
            answer = await route.handler(call)
        except Refused as refusal:
            answer = refusal.answer
        except (KeyError, TypeError, AttributeError, ValueError) as fault:
            answer = plain({"error": f"the request is not understood: {fault!r}"}, 400)
        return Answer(answer.status, answer.body, {**headers, **answer.headers}, answer.type)

    def _within_quota(self, request: web.BaseRequest) -> dict[str, str]:
        """The headers that tell of the quota, if there is one.

        Raises:
            Refused: it is used up.
        """
        quota = self.hub.script.quota
        if quota is None or not request.path.startswith("/api/"):
            return {}
        is_within, left, seconds = self.hub.within("api", quota.limit, quota.window)
        headers = {"RateLimit": f'"api";r={left};t={seconds}'}
        headers["RateLimit-Policy"] = f'"fixed window";"api";q={quota.limit};w={int(quota.window)}'
        if not is_within:
            raise refused(429, "You have exceeded your rate limit of API requests", "", headers)
        return headers


def _token(request: web.BaseRequest) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


def _response(answer: Answer) -> web.Response:
    headers = {**answer.headers, "Content-Type": answer.type}
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def _serve(script: Script, port: int) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    hub = Hub(script)
    for place, wanted in ((STORAGE, 0), (CAS, 0), (HUB, port)):
        server = await loop.create_server(Place(hub, place), "127.0.0.1", wanted, backlog=1024)
        hub.ports[place] = server.sockets[0].getsockname()[1]
    print(hub.ports[HUB], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", default="{}", help="the script as JSON")
    given = parser.parse_args()
    script = Script.model_validate_json(given.script)
    check_kinds(script)
    asyncio.run(_serve(script, given.port))


if __name__ == "__main__":
    main()
