"""Commits: what becomes of a file, and the commit itself."""

import asyncio
import base64
import binascii
import fnmatch
import json
from collections.abc import Mapping
from typing import Any

from hub.answers import Answer, no_entry, plain, refused
from hub.calls import Call
from hub.cards import faults_of_card
from hub.objects import Entry, large, regular
from hub.repository import LARGE, Repository
from hub.state import HUB

_STALE = "A commit has happened since. Please refresh and try again."
_BUSY = "Another commit to this repository is in progress. Please try again later."
_QUOTA = "You have exceeded our hourly quotas for action: commit. We invite you to retry later."


async def preupload(call: Call) -> Answer:
    """How each file is to be uploaded, whether it is ignored, and what stands there now."""
    is_pull = bool(call.query.get("create_pr"))
    repository = call.repository("read" if is_pull else "write")
    _check_token(call)
    commit = call.at(repository)
    files = call.json["files"]
    if len(files) > 256:
        raise refused(400, '"files" must contain less than or equal to 256 items')
    ignored = [
        line.strip() for line in call.json.get("gitIgnore", "").splitlines() if line.strip()[:1] not in ("", "#")
    ]
    told = []
    for file in files:
        there = commit.tree.get(file["path"])
        is_large = file["size"] >= call.hub.script.large or file["path"].lower().endswith(LARGE)
        is_ignored = any(fnmatch.fnmatch(file["path"], pattern) for pattern in ignored)
        line = {"path": file["path"], "uploadMode": "lfs" if is_large else "regular", "shouldIgnore": is_ignored}
        told.append(line | ({"oid": there.sha256 or there.oid} if there else {}))
    return plain({"files": told, "commitOid": commit.oid})


def _check_token(call: Call) -> None:
    """See that the token may write at all.

    Raises:
        Refused: there is none, or it may only read.
    """
    if call.account is None:
        raise refused(401, "Invalid username or password.")
    if call.account.role == "read":
        raise refused(403, "Your token is read-only: a token with the write role is needed")


async def commit(call: Call) -> Answer:
    """Make a commit of all changes, or none."""
    is_pull = bool(call.query.get("create_pr"))
    repository = call.repository("read" if is_pull else "write")
    _check_token(call)
    if repository.is_busy:
        raise refused(409, _BUSY)
    _check_quota(call)
    repository.is_busy = True
    try:
        await asyncio.sleep(call.hub.script.commit_seconds)
        return _committed(call, repository, is_pull)
    finally:
        repository.is_busy = False


def _check_quota(call: Call) -> None:
    if call.hub.script.commits is not None and not call.hub.within("commits", call.hub.script.commits, 3600)[0]:
        raise refused(429, _QUOTA)


def _committed(call: Call, repository: Repository, is_pull: bool) -> Answer:
    header, changes = _read(call.body)
    revision = call.parts["revision"]
    head = repository.at(revision).oid
    parent = header.get("parentCommit")
    if parent and parent not in repository.commits:
        raise refused(400, f"Invalid parent commit: {parent}")
    if parent and parent != head and not is_pull:
        raise refused(412, _STALE)
    base = parent or head
    tree = changed(repository, repository.commits[base].tree, changes)
    if is_pull:
        revision = repository.propose(base)
    author = call.account.name if call.account else "nobody"
    title = f"{header['summary']} [OIDC]" if call.account and call.account.oidc else header["summary"]
    made = repository.commit(revision, tree, title, header.get("description", ""), author)
    url = f"{call.hub.address(HUB)}/datasets/{repository.id}"
    told = {"success": True, "commitOid": made.oid, "commitUrl": f"{url}/commit/{made.oid}", "hookOutput": ""}
    if is_pull:
        told["pullRequestUrl"] = f"{url}/discussions/{revision.removeprefix('refs/pr/')}"
    return plain(told)


def _read(body: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        first, *others = [json.loads(line) for line in body.splitlines() if line.strip()]
    except ValueError:
        raise refused(400, "Invalid JSON in the payload of the commit") from None
    if first["key"] != "header" or not first["value"].get("summary"):
        raise refused(400, "The first line must be a header with a summary")
    return first["value"], others


def changed(repository: Repository, before: Mapping[str, Entry], changes: list[dict[str, Any]]) -> dict[str, Entry]:
    """A tree after some changes; deletions come first, whatever the order.

    Raises:
        Refused: a change cannot be made, so none is.
    """
    tree = dict(before)
    for change in changes:
        _delete(tree, change["key"], change["value"])
    for change in changes:
        _add(repository, tree, change["key"], change["value"])
    return tree


def _delete(tree: dict[str, Entry], key: str, value: dict[str, Any]) -> None:
    path = value["path"].rstrip("/")
    if key == "deletedFile":
        if path not in tree:
            raise no_entry(f"{path}: A file with this name doesn't exist")
        del tree[path]
    elif key == "deletedFolder":
        inside = [name for name in tree if name.startswith(f"{path}/")]
        if not inside:
            raise no_entry(f"{path}: A folder with this name doesn't exist")
        for name in inside:
            del tree[name]


def _add(repository: Repository, tree: dict[str, Entry], key: str, value: dict[str, Any]) -> None:
    path = value["path"]
    if key == "file":
        try:
            content = base64.b64decode(value["content"], validate=True)
        except binascii.Error:
            raise refused(400, f"{path} is not base64") from None
        if path == "README.md" and (faults := faults_of_card(content.decode("utf-8", "replace"))[0]):
            raise refused(400, "Invalid metadata in README.md: " + "; ".join(faults))
        tree[path] = regular(content)
    elif key == "lfsFile":
        sha256 = value["oid"]
        if sha256 not in repository.held:
            raise refused(
                400, f"Your push was rejected because an LFS pointer pointed to a file that does not exist: {path}"
            )
        tree[path] = large(sha256, repository.held[sha256])
    elif key not in ("deletedFile", "deletedFolder"):
        raise refused(400, f"Unknown change: {key}")
