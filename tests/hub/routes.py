"""Which handler answers what, and the kinds of requests by which faults and counts are told apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from hub import accounts, cards, cas, changing, committing, lfs, looking, resolving, storing
from hub.calls import Handler
from hub.script import Script
from hub.state import CAS, HUB, STORAGE

_PARTS = {
    "repo": r"(?P<repo>[^/]+/[^/]+)",
    "rev": r"(?P<revision>refs/(?:pr|heads|tags)/[^/]+|[^/]+)",
    "path": r"(?P<path>.*)",
    "number": r"(?P<number>\d+)",
    "oid": r"(?P<oid>[0-9a-f]{64})",
}
_D = "/api/datasets/{repo}"
_TABLE: tuple[tuple[str, str, str, str, Handler], ...] = (
    (HUB, "whoami", "GET", "/api/whoami-v2", accounts.whoami),
    (HUB, "agent-harnesses", "GET", "/api/agent-harnesses", accounts.harnesses),
    (HUB, "create-repo", "POST", "/api/repos/create", changing.create),
    (HUB, "delete-repo", "DELETE", "/api/repos/delete", changing.delete),
    (HUB, "validate-yaml", "POST", "/api/validate-yaml", cards.validate),
    (HUB, "oidc-exchange", "POST", "/oauth/token", accounts.exchange),
    (HUB, "oidc-mint", "GET", "/actions/id-token", accounts.mint),
    (HUB, "lfs-complete", "POST", "/api/complete_multipart", lfs.complete),
    (HUB, "lfs-batch", "POST", "/datasets/{repo}.git/info/lfs/objects/batch", lfs.batch),
    (HUB, "lfs-verify", "POST", "/datasets/{repo}.git/info/lfs/objects/verify", lfs.verify),
    (HUB, "resolve", "GET", "/datasets/{repo}/resolve/{rev}/{path}", resolving.resolve),
    (HUB, "info", "GET", _D, looking.info),
    (HUB, "info", "GET", _D + "/revision/{rev}", looking.info),
    (HUB, "auth-check", "GET", _D + "/auth-check(?P<write>/write)?", looking.auth_check),
    (HUB, "tree", "GET", _D + "/tree/{rev}(?:/{path})?", looking.tree),
    (HUB, "paths-info", "POST", _D + "/paths-info/{rev}", looking.paths_info),
    (HUB, "commits", "GET", _D + "/commits/{rev}", looking.commits),
    (HUB, "refs", "GET", _D + "/refs", looking.refs),
    (HUB, "settings", "PUT", _D + "/settings", changing.settings),
    (HUB, "preupload", "POST", _D + "/preupload/{rev}", committing.preupload),
    (HUB, "commit", "POST", _D + "/commit/{rev}", committing.commit),
    (HUB, "create-branch", "POST", _D + "/branch/{rev}", changing.create_branch),
    (HUB, "delete-branch", "DELETE", _D + "/branch/{rev}", changing.delete_branch),
    (HUB, "create-tag", "POST", _D + "/tag/{rev}", changing.create_tag),
    (HUB, "delete-tag", "DELETE", _D + "/tag/{rev}", changing.delete_tag),
    (HUB, "squash", "POST", _D + "/super-squash/{rev}", changing.squash),
    (HUB, "merge", "POST", _D + "/discussions/{number}/merge", changing.merge),
    (HUB, "xet-token", "GET", _D + "/xet-(?P<right>read|write)-token/{rev}", cas.token),
    (STORAGE, "storage-put", "PUT", "/files/{oid}", storing.put),
    (STORAGE, "storage-put", "PUT", "/parts/{oid}/{number}", storing.put_part),
    (STORAGE, "storage-get", "GET", "/files/{oid}", storing.get),
    (STORAGE, "storage-get", "GET", "/xorbs/{oid}", cas.get_xorb),
    (CAS, "cas-chunk", "GET", "/v1/chunks/[^/]+/{oid}", cas.chunk),
    (CAS, "cas-xorb", "POST", "/v1/xorbs/default/{oid}", cas.put_xorb),
    (CAS, "cas-shard", "POST", "(?:/v1)?/shards", cas.put_shard),
    (CAS, "cas-probe", "POST", "/v1/xorb-grants/.*|/v2/shards", cas.missing),
    (CAS, "cas-probe", "GET", "/v2/reconstructions/.*", cas.missing),
    (CAS, "cas-reconstruction", "GET", "/v1/reconstructions/{oid}", cas.reconstruction),
)


@dataclass(frozen=True, slots=True)
class Route:
    """A way to ask for something at one of the servers."""

    place: str
    kind: str
    method: str
    pattern: re.Pattern[str]
    handler: Handler


_ROUTES = [
    Route(place, kind, method, re.compile(re.sub(r"{(\w+)}", lambda name: _PARTS[name[1]], pattern)), handler)
    for place, kind, method, pattern, handler in _TABLE
]
KINDS = frozenset(route.kind for route in _ROUTES) | {"unknown"}


def check_kinds(script: Script) -> None:
    """See that faults befall kinds of requests that there are.

    Raises:
        ValueError: a kind is not known.
    """
    if missing := {fault.kind for fault in script.faults} - KINDS - {""}:
        raise ValueError(
            f"no such kinds of requests: {', '.join(sorted(missing))}; there are {', '.join(sorted(KINDS))}"
        )


def found(place: str, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
    """The route of a request, and the named parts of its path, which is given as it came, with its escapes."""
    asked = "GET" if method == "HEAD" else method
    for route in _ROUTES:
        if route.place == place and route.method == asked and (match := route.pattern.fullmatch(path)):
            return route, {name: unquote(part) for name, part in match.groupdict().items() if part}
    return None
