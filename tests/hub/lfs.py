"""Large files by LFS: where each is to be sent, and whether it has come."""

import hashlib
from math import ceil
from typing import Any

from hub.answers import Answer, plain, refused
from hub.calls import Call
from hub.state import HUB

_TYPE = "application/vnd.git-lfs+json"


async def batch(call: Call) -> Answer:
    """What to do for each file: nothing if it is there, else to send it to the storage, whole or in parts."""
    repository = call.repository()
    if call.account is None or call.account.role == "read":
        raise refused(401 if call.account is None else 403, "A token with the write role is needed")
    asked = call.json
    if asked.get("operation") != "upload" or asked.get("hash_algo", "sha256") != "sha256":
        raise refused(400, "only uploads by sha256 are known")
    objects = []
    for file in asked["objects"]:
        told: dict[str, Any] = {"oid": file["oid"], "size": file["size"], "authenticated": True}
        if file["oid"] not in repository.held:
            told["actions"] = _actions(call, file["oid"], file["size"], "multipart" in asked.get("transfers", ()))
        objects.append(told)
    answer = plain({"transfer": "basic", "objects": objects})
    return Answer(200, answer.body, type=_TYPE)


def _actions(call: Call, oid: str, size: int, may_part: bool) -> dict[str, Any]:
    hub, repo = call.hub, call.parts["repo"]
    part = hub.script.multipart
    upload: dict[str, Any] = {"href": hub.signed("PUT", f"files/{oid}")}
    if may_part and part is not None and size > part:
        header = {str(number): hub.signed("PUT", f"parts/{oid}/{number}") for number in range(1, ceil(size / part) + 1)}
        href = f"{hub.address(HUB)}/api/complete_multipart?oid={oid}&signature={hub.signature('POST', oid, '')}"
        upload = {"href": href, "header": {"chunk_size": str(part), **header}}
    verify = {"href": f"{hub.address(HUB)}/datasets/{repo}.git/info/lfs/objects/verify"}
    return {"upload": upload, "verify": verify}


async def verify(call: Call) -> Answer:
    """See that a file has come as it was announced; from then on, commits may point to it."""
    repository = call.repository()
    if call.account is None:
        raise refused(401, "Invalid username or password.")
    asked = call.json
    content = call.hub.stored.files.get(asked["oid"])
    if content is None or len(content) != asked["size"]:
        raise refused(404, f"{asked['oid']} has not been uploaded")
    if hashlib.sha256(content).hexdigest() != asked["oid"]:
        raise refused(422, f"{asked['oid']} is not what has been uploaded")
    repository.held[asked["oid"]] = len(content)
    return plain({})


async def complete(call: Call) -> Answer:
    """Put a file together from its parts; the address is signed, so no token is wanted."""
    oid = call.query["oid"]
    if call.query.get("signature") != call.hub.signature("POST", oid, ""):
        raise refused(403, "The signature is not valid")
    parts = call.hub.stored.uploads.get(oid, {})
    for part in call.json["parts"]:
        content = parts.get(part["partNumber"])
        if content is None or part["etag"].strip('"') != hashlib.md5(content).hexdigest():
            raise refused(400, f"Part {part['partNumber']} has not been uploaded")
    call.hub.stored.files[oid] = b"".join(parts[number] for number in sorted(parts))
    return plain({})
