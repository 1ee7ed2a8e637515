"""Faults: which befalls a request, and what it does to the answer or to the connection."""

import asyncio
import json

from aiohttp import web
from serving.faults import reset

from hub.answers import Answer
from hub.committing import changed
from hub.objects import Entry, large, regular
from hub.repository import LARGE, Repository
from hub.script import Fault
from hub.state import Hub


def befalling(hub: Hub, kind: str, number: int, of_kind: int, asked: str) -> Fault | None:
    """The first fault of the script that befalls a request; that it happens is counted."""
    for at, fault in enumerate(hub.script.faults):
        if fault.kind and fault.kind != kind:
            continue
        if fault.numbers and (of_kind if fault.kind else number) not in fault.numbers:
            continue
        if fault.contains not in asked or (fault.times is not None and hub.happened[at] >= fault.times):
            continue
        hub.happened[at] += 1
        return fault
    return None


def status(hub: Hub, fault: Fault, path: str) -> Answer:
    """The error, or the redirection, that a fault says."""
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.ratelimit is not None:
        headers["RateLimit"] = f'"api";r=0;t={fault.ratelimit}'
        headers["RateLimit-Policy"] = '"fixed window";"api";q=1000;w=300'
    if fault.to:
        headers["Location"] = hub.address(fault.to) + path
    if fault.status == 401:
        headers["X-Error-Message"] = "Invalid credentials in Authorization header"
    message = fault.text or headers.get("X-Error-Message") or f"a fault of the script: {fault.status}"
    return Answer(fault.status, json.dumps({"error": message}).encode(), headers)


async def hang(hub: Hub, fault: Fault) -> None:
    """Let the client wait: for some seconds, or until another script is played."""
    if fault.seconds is None:
        hub.hangs.set()
        await hub.goes_on.wait()
    else:
        await asyncio.sleep(fault.seconds)


def cut(fault: Fault, request: web.BaseRequest) -> None:
    """End the connection at once."""
    if not fault.orderly:
        reset(request)
    elif request.transport is not None:
        request.transport.close()


async def truncate(fault: Fault, request: web.BaseRequest, answer: Answer) -> None:
    """Send a part of the body that was announced, and end the connection."""
    headers = {**answer.headers, "Content-Type": answer.type, "Content-Length": str(len(answer.body))}
    response = web.StreamResponse(status=answer.status, headers=headers)
    await response.prepare(request)
    await response.write(answer.body[: int(len(answer.body) * fault.share)])
    cut(fault, request)


def slip_in(hub: Hub, fault: Fault, repo: str) -> None:
    """Let another writer commit."""
    repository = hub.repositories.get(fault.repo or repo)
    if repository is not None:
        files = {path: text.encode() for path, text in fault.files.items()}
        made = write(hub, repository, fault.branch, files, fault.deletes, "Another writer's commit")
        if fault.tag:
            repository.tags[fault.tag] = made


def write(
    hub: Hub, repository: Repository, branch: str, files: dict[str, bytes], deletes: tuple[str, ...], title: str
) -> str:
    """Commit files without a request; the id of the commit."""
    deletions = [{"key": "deletedFile", "value": {"path": path}} for path in deletes]
    tree = changed(repository, repository.at(branch).tree, deletions)
    tree |= {path: _entry(hub, repository, path, content) for path, content in files.items()}
    return repository.commit(branch, tree, title, "", "another").oid


def _entry(hub: Hub, repository: Repository, path: str, content: bytes) -> Entry:
    if not path.endswith(LARGE) and len(content) < hub.script.large:
        return regular(content)
    sha256 = hub.stored.keep(content)
    repository.held[sha256] = len(content)
    return large(sha256, len(content))
