"""Faults as they are on the wire: bodies that are no completion or an odd one, and connections that break or crawl."""

import asyncio
import gzip
import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from aiohttp import web

from serving.limiting import retry_headers
from serving.replies import Written, tokens
from serving.script import Fault

JSON, HTML = "application/json", "text/html"
STATUSES: dict[str, tuple[int, str | None, str]] = {
    "rate-limited": (429, "rate_limit_exceeded", "too many requests; slow down"),
    "quota": (429, "insufficient_quota", "you exceeded your current quota; check your plan and billing details"),
    "failing": (500, None, "the server had an error while processing your request"),
    "unauthorized": (401, "invalid_api_key", "the api key is not valid any more"),
    "model-gone": (404, "model_not_found", "the model does not exist"),
    "refused": (400, "invalid_request_error", "the request is not valid"),
}
"""Kinds that are a status with an error: the status, the code, and a message."""
_BLOCK = b"a" * 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent at once: a status, a body, and the completion that it tells of, if it is one."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    type: str = JSON
    written: Written | None = None


def error(status: int, code: str | None, message: str, parameter: str | None = None) -> Answer:
    """An error in the words of the API."""
    kinds = {401: "authentication_error", 404: "invalid_request_error", 400: "invalid_request_error", 429: "requests"}
    kind = "insufficient_quota" if code == "insufficient_quota" else kinds.get(status, "server_error")
    told = {"message": message, "type": kind, "param": parameter, "code": code}
    return Answer(status, json.dumps({"error": told}).encode())


def spoiled(fault: Fault, written: Written, clock: float) -> Answer | None:
    """The answer to a request that a fault befalls; `None` for a fault that only the wire can show."""
    if fault.kind in STATUSES:
        status, code, message = STATUSES[fault.kind]
        answer = error(fault.status or status, fault.code or code, message)
        return replace(answer, headers=retry_headers(fault.after, fault.said, clock))
    if fault.kind == "redirect":
        return Answer(fault.status or 307, b"", {"location": fault.to})
    if fault.kind in _BODIES:
        return _BODIES[fault.kind](written)
    changed = _COMPLETIONS[fault.kind](fault, written) if fault.kind in _COMPLETIONS else None
    return Answer(200, changed.body(), written=changed) if changed else None


async def broken(fault: Fault, request: web.BaseRequest, written: Written) -> web.StreamResponse | None:
    """Do on the wire what a fault says; the response, if one has been sent as a whole."""
    body = written.body()
    match fault.kind:
        case "hang":
            await asyncio.Event().wait()
        case "cut":
            await (await _begun(request, len(body))).write(body[: len(body) // 2])
        case "drip":
            response = await _begun(request, len(body))
            for byte in body:
                await response.write(bytes([byte]))
                await asyncio.sleep(fault.every)
        case "huge":
            return await _send_huge(fault, request, written)
    reset(request)
    return None


def reset(request: web.BaseRequest) -> None:
    """Break the connection at once, in a way that the client notices as a reset."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _begun(request: web.BaseRequest, length: int, encoding: str = "") -> web.StreamResponse:
    response = web.StreamResponse(headers={"content-type": JSON, "content-length": str(length)})
    if encoding:
        response.headers["content-encoding"] = encoding
    await response.prepare(request)
    return response


async def _send_huge(fault: Fault, request: web.BaseRequest, written: Written) -> web.StreamResponse:
    """A completion whose text alone has the size."""
    before, after = replace(written, texts=("a",)).body().split(b'"content":"a"')
    head, tail = before + b'"content":"', b'"' + after
    if fault.compressed:
        body = gzip.compress(head + b"a" * fault.size + tail)
        response = await _begun(request, len(body), "gzip")
        await response.write(body)
    else:
        response = await _begun(request, len(head) + fault.size + len(tail))
        await response.write(head)
        for start in range(0, fault.size, len(_BLOCK)):
            await response.write(_BLOCK[: fault.size - start])
        await response.write(tail)
    await response.write_eof()
    return response


def _no_choices(written: Written) -> Answer:
    return Answer(200, replace(written, texts=(), output_tokens=0).body())


_BODIES: dict[str, Callable[[Written], Answer]] = {
    "html": lambda written: Answer(200, b"<!doctype html><title>Sign in</title><p>Please sign in.</p>", type=HTML),
    "truncated": lambda written: Answer(200, written.body()[: len(written.body()) // 2]),
    "error-in-200": lambda written: replace(error(500, "overloaded", "the model is overloaded"), status=200),
    "no-choices": _no_choices,
}


def _half(written: Written, finish: str) -> Written:
    halves = tuple(text and text[: len(text) // 2] for text in written.texts)
    return replace(written, texts=halves, finish=finish, output_tokens=sum(tokens(text or "") for text in halves))


_COMPLETIONS: dict[str, Callable[[Fault, Written], Written]] = {
    "no-content": lambda fault, written: replace(written, texts=(None,), output_tokens=0),
    "refusal": lambda fault, written: replace(
        written, texts=(None,), refusal=fault.text or "I cannot help with that.", output_tokens=6
    ),
    "length": lambda fault, written: _half(written, "length"),
    "content-filter": lambda fault, written: _half(written, "content_filter"),
    "text": lambda fault, written: replace(written, texts=(fault.text,), output_tokens=tokens(fault.text)),
}
