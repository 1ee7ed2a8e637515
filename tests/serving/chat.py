"""Requests for completions: who is let in, who must wait, whom a fault befalls, and the count of all of it."""

import asyncio
import time
from typing import Any

from aiohttp import web

from serving.counting import Counts
from serving.faults import Answer, broken, error, spoiled
from serving.limiting import retry_headers
from serving.replies import Asked, Refused, Written, asked, written
from serving.script import Script
from serving.state import State, gone, read, refusal, response


async def complete(request: web.BaseRequest, state: State) -> web.StreamResponse:
    """Answer a request for a completion, and count what becomes of it."""
    number, entry = state.entered(request, "chat")
    counts = state.counts
    counts.entered()
    try:
        return await _answered(request, state, number, entry)
    except asyncio.CancelledError:
        counts.gone += 1
        raise
    except ConnectionError:
        counts.gone += 1
        return gone()
    finally:
        counts.at_once -= 1


async def _answered(request: web.BaseRequest, state: State, number: int, entry: dict[str, Any]) -> web.StreamResponse:
    script, counts = state.script, state.counts
    raw = await request.read()
    if entry:
        entry["body"] = read(raw)
    try:
        asking, reply = _welcomed(request, raw, state)
    except Refused as refused:
        return await _sent(request, refusal(refused), state, counts, entry)
    if over := _over(reply, state, counts):
        return await _sent(request, over, state, counts, entry)
    if seconds := script.seconds(number):
        await asyncio.sleep(seconds)
    return await _fated(request, state, (script, counts, number, entry), asking, reply)


async def _fated(
    request: web.BaseRequest,
    state: State,
    case: tuple[Script, Counts, int, dict[str, Any]],
    asking: Asked,
    reply: Written,
) -> web.StreamResponse:
    """The completion, or what a fault makes of it."""
    script, counts, number, entry = case
    fault = script.fault("chat", number, asking.content, asking.text)
    if fault is None:
        return await _sent(request, Answer(200, reply.body(), written=reply), state, counts, entry)
    counts.by_fault[fault.kind] += 1
    if entry:
        entry["fault"] = fault.kind
    answer = spoiled(fault, reply, time.time())
    if answer is not None:
        return await _sent(request, answer, state, counts, entry)
    return await broken(fault, request, reply) or gone()


def _welcomed(request: web.BaseRequest, raw: bytes, state: State) -> tuple[Asked, Written]:
    """The request and the completion that it will have.

    Raises:
        Refused: it will have none, whatever the script says of faults.
    """
    state.check_key(request)
    at_once = state.script.limits.at_once
    if at_once is not None and state.counts.at_once > at_once:
        state.counts.limited += 1
        raise Refused(503, "overloaded", f"only {at_once} requests at once")
    asking = asked(raw, state.script)
    return asking, written(asking, state.script)


def _over(reply: Written, state: State, counts: Counts) -> Answer | None:
    """The answer to a request beyond the limits."""
    wait = state.limiter.wait(reply.input_tokens + reply.output_tokens, time.monotonic())
    if wait <= 0:
        return None
    counts.limited += 1
    answer = error(429, "rate_limit_exceeded", f"rate limit reached; try again in {wait:.3f} s")
    answer.headers.update(retry_headers(wait, state.script.limits.said, time.time()))
    return answer


async def _sent(
    request: web.BaseRequest, answer: Answer, state: State, counts: Counts, entry: dict[str, Any]
) -> web.StreamResponse:
    """Send an answer; it is counted before, since a client may ask for counts as soon as it has the last byte."""
    if entry:
        entry |= {"status": answer.status, "until": asyncio.get_running_loop().time() - state.log.started}
    counts.sent(answer.status, answer.written)
    sending = response(answer, state.limiter.headers())
    try:
        await sending.prepare(request)
        await sending.write_eof()
    except BaseException:
        counts.sent(answer.status, answer.written, times=-1)
        raise
    return sending
