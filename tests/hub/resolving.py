"""Files at a revision: small ones from here, large ones from the storage."""

import re
from email.utils import quote

from hub.answers import Answer, no_entry, refused
from hub.calls import Call
from hub.state import HUB

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


async def resolve(call: Call) -> Answer:
    """A file, a part of it, or where it is."""
    repository = call.repository()
    call.files_of(repository)
    commit, path = call.at(repository), call.parts["path"]
    entry = commit.tree.get(path)
    if entry is None:
        raise no_entry(path, commit.oid)
    name = path.rpartition("/")[2]
    headers = {
        "X-Repo-Commit": commit.oid,
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'inline; filename="{quote(name)}"',
    }
    if entry.content is not None:
        return ranged(call, entry.content, headers | {"ETag": f'"{entry.oid}"'})
    sha256 = entry.sha256 or ""
    headers |= {"X-Linked-Size": str(entry.size), "X-Linked-ETag": f'"{sha256}"', "ETag": f'"{sha256}"'}
    if xet_hash := call.hub.stored.xet_hashes.get(sha256):
        auth = f"{call.hub.address(HUB)}/api/datasets/{repository.id}/xet-read-token/{commit.oid}"
        headers |= {"X-Xet-Hash": xet_hash, "Link": f'<{auth}>; rel="xet-auth"'}
    return Answer(302, b"", headers | {"Location": call.hub.signed("GET", f"files/{sha256}")}, "text/plain")


def ranged(call: Call, content: bytes, headers: dict[str, str]) -> Answer:
    """The bytes asked for."""
    size = len(content)
    if not (wanted := call.headers.get("Range")):
        return Answer(200, content, headers, "application/octet-stream")
    start, end = span(wanted, size)
    headers = headers | {"Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return Answer(206, content[start:end], headers, "application/octet-stream")


def span(wanted: str, size: int) -> tuple[int, int]:
    """The first byte of a range, and the one after its last.

    Raises:
        Refused: there is no such byte, or it is no range.
    """
    match = _RANGE.fullmatch(wanted.strip())
    first, last = match.groups() if match else ("", "")
    start = int(first) if first else max(0, size - int(last or 0))
    end = min(size, int(last) + 1) if first and last else size
    if match is None or start >= end:
        raise refused(416, "Range Not Satisfiable", "", {"Content-Range": f"bytes */{size}"})
    return start, end
