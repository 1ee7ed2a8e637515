"""Looking at a repository: what it is, its files at a revision, its commits and refs."""

import json
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

import yaml

from hub.answers import Answer, no_entry, plain
from hub.calls import Call
from hub.objects import Commit, Entry
from hub.repository import Repository
from hub.state import HUB


async def info(call: Call) -> Answer:
    """A repository at a revision; with `expand`, only the properties asked for."""
    repository = call.repository()
    told = _told(call, repository, call.at(repository))
    if asked := {*call.query.getall("expand", []), *call.query.getall("expand[]", [])}:
        told = {name: value for name, value in told.items() if name in {"_id", "id", *asked}}
    return plain(told)


def _told(call: Call, repository: Repository, commit: Commit) -> dict[str, Any]:
    card = _card(commit)
    with_blobs = call.query.get("blobs", "").lower() == "true"
    return {
        "_id": repository.id,
        "id": repository.id,
        "author": repository.id.partition("/")[0],
        "sha": commit.oid,
        "createdAt": repository.commits[repository.history("main")[-1]].date,
        "lastModified": commit.date,
        "private": repository.private,
        "gated": "manual" if repository.gated else False,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": [f"license:{card['license']}"] if isinstance(card.get("license"), str) else [],
        "cardData": card,
        "siblings": [_sibling(path, entry, with_blobs) for path, entry in sorted(commit.tree.items())],
    }


def _sibling(path: str, entry: Entry, with_blobs: bool) -> dict[str, Any]:
    if not with_blobs:
        return {"rfilename": path}
    told: dict[str, Any] = {"rfilename": path, "blobId": entry.oid, "size": entry.size}
    return told | ({"lfs": _lfs(entry) | {"sha256": entry.sha256}} if entry.sha256 else {})


def _card(commit: Commit) -> dict[str, Any]:
    readme = commit.tree.get("README.md")
    text = (readme.content or b"").decode("utf-8", "replace") if readme else ""
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0]:
        return {}
    try:
        found = yaml.safe_load(parts[1])
    except yaml.YAMLError:
        return {}
    return json.loads(json.dumps(found, default=str)) if isinstance(found, dict) else {}


async def tree(call: Call) -> Answer:
    """A page of the files and folders in a folder, and where the next page is."""
    repository = call.repository()
    commit = call.at(repository)
    folder = call.parts.get("path", "").strip("/")
    if folder and folder not in commit.folders:
        raise no_entry(folder, commit.oid)
    is_expanded = call.query.get("expand", "").lower() == "true"
    every = list(commit.below(folder, call.query.get("recursive", "").lower() == "true"))
    size = call.hub.script.expanded_page if is_expanded else call.hub.script.page
    size = min(size, int(call.query.get("limit", size)))
    start = int(call.query.get("cursor", "0"))
    page = [_listed(call, repository, commit, *line, is_expanded) for line in every[start : start + size]]
    if start + size >= len(every):
        return plain(page)
    query = urlencode({**call.query, "cursor": str(start + size)})
    where = f"{call.hub.address(HUB)}/api/datasets/{repository.id}/tree/{quote(call.parts['revision'], safe='')}"
    where += f"/{quote(folder, safe='')}" if folder else ""
    return plain(page, Link=f'<{where}?{query}>; rel="next"')


async def paths_info(call: Call) -> Answer:
    """The files and folders at some paths; those that are not there are left out."""
    repository = call.repository()
    commit = call.at(repository)
    form = call.json if call.headers.get("content-type", "").startswith("application/json") else None
    asked = form or parse_qs(call.body.decode())
    paths = asked.get("paths", [])
    is_expanded = str(asked.get("expand", [""])[0] if form is None else asked.get("expand")).lower() == "true"
    found = []
    for path in dict.fromkeys(name.strip("/") for name in paths):
        entry: Entry | str | None = commit.tree.get(path) or commit.folders.get(path)
        if entry is not None and path:
            found.append(_listed(call, repository, commit, path, entry, is_expanded))
    return plain(found)


def _listed(
    call: Call, repository: Repository, commit: Commit, path: str, entry: Entry | str, is_expanded: bool
) -> dict[str, Any]:
    if isinstance(entry, str):
        told: dict[str, Any] = {"type": "directory", "oid": entry, "size": 0, "path": path}
    else:
        told = {"type": "file", "oid": entry.oid, "size": entry.size, "path": path}
        if entry.sha256:
            told["lfs"] = _lfs(entry)
            if xet_hash := call.hub.stored.xet_hashes.get(entry.sha256):
                told["xetHash"] = xet_hash
    if is_expanded:
        last = _last_commit(repository, commit, path, entry)
        told["lastCommit"] = {"id": last.oid, "title": last.title, "date": last.date}
    return told


def _lfs(entry: Entry) -> dict[str, Any]:
    return {"oid": entry.sha256, "size": entry.size, "pointerSize": entry.pointer_size}


def _last_commit(repository: Repository, commit: Commit, path: str, entry: Entry | str) -> Commit:
    """The commit that gave a path what it has."""
    while commit.parents:
        parent = repository.commits[commit.parents[0]]
        if (parent.folders if isinstance(entry, str) else parent.tree).get(path) != entry:
            break
        commit = parent
    return commit


async def commits(call: Call) -> Answer:
    """The commits of a revision, the newest first."""
    repository = call.repository()
    history = [repository.commits[oid] for oid in repository.history(call.at(repository).oid)]
    return plain(
        [
            {
                "id": commit.oid,
                "title": commit.title,
                "message": commit.message,
                "authors": [{"user": commit.author}],
                "date": commit.date,
            }
            for commit in history
        ]
    )


async def refs(call: Call) -> Answer:
    """The branches and tags; with `include_prs`, the pull requests too."""
    repository = call.repository()
    told = {
        "branches": _named(repository.branches, "refs/heads/"),
        "converts": [],
        "tags": _named(repository.tags, "refs/tags/"),
    }
    if call.query.get("include_prs"):
        told["pullRequests"] = _named(repository.pulls, "refs/pr/")
    return plain(told)


def _named(names: dict[str, str], start: str) -> list[dict[str, str]]:
    return [{"name": name, "ref": start + name, "targetCommit": commit} for name, commit in names.items()]


async def auth_check(call: Call) -> Answer:
    """Whether the files may be read, or with `/write` changed."""
    repository = call.repository("write" if call.parts.get("write") else "read")
    call.files_of(repository)
    return Answer(200, b"OK", type="text/plain")
