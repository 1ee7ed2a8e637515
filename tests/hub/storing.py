"""The storage: bytes behind signed addresses, on a port of its own that no token of the Hub has any business with."""

import hashlib
import time

from hub.answers import Answer, Refused
from hub.calls import Call
from hub.resolving import ranged


def _denied(status: int, code: str) -> Refused:
    return Refused(Answer(status, f"<Error><Code>{code}</Code></Error>".encode(), type="application/xml"))


def check_signed(call: Call, key: str) -> None:
    """See that an address is good, and that nothing else is shown.

    Raises:
        Refused: it is not signed, or not any more, or a token came along.
    """
    if "authorization" in {name.lower() for name in call.headers}:
        raise _denied(400, "OnlyOneAuthMechanismAllowed")
    until, signature = call.query.get("X-Amz-Expires", "0"), call.query.get("X-Amz-Signature")
    method = "GET" if call.method == "HEAD" else call.method
    if signature != call.hub.signature(method, key, until) or float(until) < time.time():
        raise _denied(403, "AccessDenied")


async def put(call: Call) -> Answer:
    """Keep a file; whether it is the right one is seen when it is verified."""
    check_signed(call, f"files/{call.parts['oid']}")
    call.hub.stored.files[call.parts["oid"]] = call.body
    return _kept(call)


async def put_part(call: Call) -> Answer:
    """Keep a part of a file."""
    oid, number = call.parts["oid"], int(call.parts["number"])
    check_signed(call, f"parts/{oid}/{number}")
    call.hub.stored.uploads.setdefault(oid, {})[number] = call.body
    return _kept(call)


def _kept(call: Call) -> Answer:
    return Answer(200, b"", {"ETag": f'"{hashlib.md5(call.body).hexdigest()}"'})


async def get(call: Call) -> Answer:
    """A file, or a part of it."""
    oid = call.parts["oid"]
    check_signed(call, f"files/{oid}")
    content = call.hub.stored.files.get(oid)
    if content is None:
        raise _denied(404, "NoSuchKey")
    return ranged(call, content, {"ETag": f'"{hashlib.md5(content).hexdigest()}"', "Accept-Ranges": "bytes"})
