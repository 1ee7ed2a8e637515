"""What a test tells the server, and asks of it: not counted, never at fault, and in nobody's name."""

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from hub.answers import Answer, Refused, plain
from hub.faults import write
from hub.repository import Repository
from hub.routes import check_kinds
from hub.script import Script
from hub.state import Hub

_Deed = Callable[[Hub, Mapping[str, Any]], Any]


_PATIENCE = 20.0
"""Seconds to wait for a request that hangs, before the test is told to ask again."""


async def controlled(hub: Hub, path: str, asked: Mapping[str, Any]) -> Answer:
    """Answer a request to `/control/…`; `asked` is its query and its body."""
    if path == "/control/hangs":
        return plain(await _hangs(hub))
    deed = _DEEDS.get(path.removeprefix("/control/"))
    if deed is None:
        return plain({"error": f"no such control: {path}"}, 404)
    try:
        return plain(deed(hub, asked))
    except ValueError as fault:  # also what the script's model raises
        return plain({"error": str(fault)}, 400)
    except (Refused, KeyError) as fault:
        told = fault.answer.body.decode() if isinstance(fault, Refused) else repr(fault)
        return plain({"error": told}, 400)


def _play(hub: Hub, asked: Mapping[str, Any]) -> None:
    script = Script.model_validate_json(json.dumps(asked))
    check_kinds(script)
    hub.play(script)


async def _hangs(hub: Hub) -> bool:
    """Whether a request hangs by now."""
    try:
        await asyncio.wait_for(hub.hangs.wait(), _PATIENCE)
    except TimeoutError:
        return False
    return True


def _reset(hub: Hub, asked: Mapping[str, Any]) -> None:
    _play(hub, asked)
    hub.reset()


def _forget(hub: Hub, asked: Mapping[str, Any]) -> None:
    hub.forget()


def _make(hub: Hub, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Make or change a repository."""
    repository = hub.repositories.setdefault(asked["id"], Repository(asked["id"]))
    repository.private = asked.get("private", repository.private)
    repository.gated = asked.get("gated", repository.gated)
    repository.readers |= set(asked.get("readers", ()))
    if asked.get("bare"):
        repository.branches.clear()
    return repository.told()


def _commit(hub: Hub, asked: Mapping[str, Any]) -> str:
    files = {path: base64.b64decode(content) for path, content in asked.get("files", {}).items()}
    branch, title = asked.get("branch", "main"), asked.get("title", "A commit")
    return write(hub, hub.repositories[asked["repo"]], branch, files, tuple(asked.get("deletes", ())), title)


def _file(hub: Hub, asked: Mapping[str, Any]) -> str:
    entry = hub.repositories[asked["repo"]].at(asked.get("revision", "main")).tree[asked["path"]]
    content = hub.stored.files[entry.sha256] if entry.sha256 else entry.content
    return base64.b64encode(content or b"").decode()


_DEEDS: dict[str, _Deed] = {
    "script": _play,
    "reset": _reset,
    "forget": _forget,
    "make": _make,
    "commit": _commit,
    "file": _file,
    "repository": lambda hub, asked: hub.repositories[asked["id"]].told(),
    "repositories": lambda hub, asked: sorted(hub.repositories),
    "counts": lambda hub, asked: hub.counts(),
    "requests": lambda hub, asked: hub.log,
    "issued": lambda hub, asked: sorted(hub.issued),
    "ports": lambda hub, asked: hub.ports,
}
