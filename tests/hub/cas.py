"""Xet storage: tokens for it, chunks that are there already, xorbs, shards, and how a file is put together again."""

import hashlib
import secrets
import time
from typing import Any

from hub.answers import Answer, plain, refused
from hub.calls import Call
from hub.resolving import ranged, span
from hub.shards import chunks_of, read_shard, shard_of_xorb, unpacked
from hub.state import CAS
from hub.storing import check_signed


async def token(call: Call) -> Answer:
    """A token of the Xet storage: to read, or to write."""
    if not call.hub.script.xet:
        raise refused(404, "There is no Xet storage here")
    revision, wanted = call.parts["revision"], call.parts["right"]
    is_pull = bool(call.query.get("create_pr")) or revision.startswith("refs/pr/")
    repository = call.repository("write" if wanted == "write" and not is_pull else "read")
    if wanted == "read":
        call.files_of(repository)
    elif call.account is None or call.account.role == "read":
        raise refused(401 if call.account is None else 403, "A token with the write role is needed")
    if revision != "None":
        repository.at(revision)
    until = int(time.time() + call.hub.script.deadline)
    made = f"xet_{wanted}_{secrets.token_hex(8)}"
    call.hub.stored.tokens[made] = repository.id
    headers = {"X-Xet-Cas-Url": call.hub.address(CAS), "X-Xet-Access-Token": made, "X-Xet-Token-Expiration": str(until)}
    body = plain({"casUrl": call.hub.address(CAS), "exp": until, "accessToken": made}).body
    return Answer(200, body, headers)


def _check(call: Call, wanted: str) -> str:
    """The repository for which the token was given.

    Raises:
        Refused: it is none of this storage, or not for this.
    """
    repo = call.hub.stored.tokens.get(call.token)
    if repo is None:
        raise refused(401, "Unauthorized")
    if wanted == "write" and not call.token.startswith("xet_write_"):
        raise refused(403, "Forbidden")
    return repo


async def chunk(call: Call) -> Answer:
    """The xorb that has a chunk, if any has."""
    _check(call, "read")
    lines = call.hub.stored.chunks.get(call.parts["oid"])
    if lines is None:
        raise refused(404, "Not Found")
    return Answer(200, shard_of_xorb(lines), type="application/octet-stream")


async def missing(call: Call) -> Answer:
    """What clients ask for first and then do without: newer ways of this storage."""
    raise refused(404, "Not Found")


async def put_xorb(call: Call) -> Answer:
    """Keep a xorb."""
    _check(call, "write")
    try:
        if not list(chunks_of(call.body)):
            raise ValueError("no chunks")
    except ValueError as fault:
        raise refused(400, f"Malformed xorb: {fault}") from None
    is_new = call.parts["oid"] not in call.hub.stored.xorbs
    call.hub.stored.xorbs[call.parts["oid"]] = call.body
    return plain({"was_inserted": is_new})


async def put_shard(call: Call) -> Answer:
    """Keep the files of a shard: put each together, and see that it is what it says."""
    repository = call.hub.repositories[_check(call, "write")]
    stored = call.hub.stored
    try:
        shard = read_shard(call.body)
        for file, (sha256, terms) in shard.files.items():
            content = b"".join(unpacked(stored.xorbs[xorb], start, end) for xorb, _, start, end in terms)
            if hashlib.sha256(content).hexdigest() != sha256:
                raise ValueError(f"{file} is not {sha256}")
            stored.files[sha256], stored.terms[file], stored.xet_hashes[sha256] = content, terms, file
            repository.held[sha256] = len(content)
    except (ValueError, KeyError, StopIteration) as fault:
        raise refused(400, f"Malformed shard: {fault!r}") from None
    stored.chunks |= shard.chunks
    return plain({"result": 1})


async def reconstruction(call: Call) -> Answer:
    """The terms of a file or a part of it, and where their bytes are."""
    _check(call, "read")
    terms = call.hub.stored.terms.get(call.parts["oid"])
    if terms is None:
        raise refused(404, "Not Found")
    size = sum(term[1] for term in terms)
    first, last = span(call.headers.get("Range") or f"bytes=0-{size}", size)
    told: list[dict[str, Any]] = []
    fetched: dict[str, list[dict[str, Any]]] = {}
    at, skipped = 0, 0
    for xorb, length, start, end in terms:
        if at < last and at + length > first:
            if not told:
                skipped = first - at
            told.append({"hash": xorb, "unpacked_length": length, "range": {"start": start, "end": end}})
            fetched.setdefault(xorb, []).append(_where(call, xorb, start, end))
        at += length
    return plain({"offset_into_first_range": skipped, "terms": told, "fetch_info": fetched})


def _where(call: Call, xorb: str, start: int, end: int) -> dict[str, Any]:
    chunks = list(chunks_of(call.hub.stored.xorbs[xorb]))
    span_of_bytes = {"start": chunks[start][0], "end": chunks[end - 1][1] - 1}
    url = call.hub.signed("GET", f"xorbs/{xorb}")
    return {"range": {"start": start, "end": end}, "url": url, "url_range": span_of_bytes}


async def get_xorb(call: Call) -> Answer:
    """A part of a xorb."""
    check_signed(call, f"xorbs/{call.parts['oid']}")
    content = call.hub.stored.xorbs.get(call.parts["oid"])
    if content is None:
        raise refused(404, "Not Found")
    return ranged(call, content, {"Accept-Ranges": "bytes"})
