"""What the Hub server is told to do: a JSON document, read strictly so that a misspelt key is an error."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Right = Literal["none", "read", "write", "admin"]
Deed = Literal["status", "drop", "hang", "truncate", "rival", "expire"]


class Part(BaseModel):
    """A part of a script."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Account(Part):
    """Who a token belongs to, and what it may do.

    `role` holds in the account's own namespace and in its `orgs`; with "fine-grained" only `repos` counts, which gives
    a right for a repository or a namespace. `can_create` says whether it may make repositories where it may write.
    """

    name: str
    role: Literal["admin", "write", "read", "fine-grained"] = "write"
    orgs: tuple[str, ...] = ()
    repos: Mapping[str, Right] = Field(default_factory=dict)
    can_create: bool = True
    oidc: bool = False


class Fault(Part):
    """A fault, and the requests that it befalls: those that every given condition allows.

    `kind` is the kind of request (`commit`, `preupload`, `storage-put`; see `hub.routes`), `contains` a text in its
    method and address (`POST /api/…`). `numbers` are counted among all requests, or among those of the kind if one is
    given, from 1 since the last reset. `times` is how often it happens at most.

    `do`: "status" answers with `status`, `text`, and `retry_after` or `ratelimit` seconds in the headers; "drop" breaks
    the connection, once the body has come, or `early` while it still comes; "hang" answers after `seconds`, or when
    another script is played. With `handled` these come after the request has been handled: what it asked for has
    happened, and only the answer is lost. "truncate" sends `share` of the body. `orderly` ends a connection without a
    reset. "rival" lets another writer commit `files` and `deletes` to `branch`, and set the `tag`, just before the
    request is handled, as usual. "expire" makes the token of the request invalid from now on. A "status" may redirect
    `to` another of the servers.
    """

    do: Deed
    kind: str = ""
    contains: str = ""
    numbers: frozenset[int] = frozenset()
    times: int | None = None
    status: int = 500
    text: str = ""
    retry_after: int | None = None
    ratelimit: int | None = None
    handled: bool = False
    early: bool = False
    orderly: bool = False
    seconds: float | None = None
    share: float = Field(0.5, ge=0, lt=1)
    repo: str = ""
    branch: str = "main"
    files: Mapping[str, str] = Field(default_factory=dict)
    deletes: tuple[str, ...] = ()
    tag: str = ""
    to: Literal["", "storage", "cas"] = ""


class Quota(Part):
    """So many requests in a window of seconds."""

    limit: int
    window: float = 300.0


class Publisher(Part):
    """A trusted publisher: whoever shows this identity token gets a token that may write to the repository."""

    repo: str
    expires_in: int = 3600


class Script(Part):
    """All that the server does.

    `tokens` gives the accounts. `publishers` are keyed by the identity token of the CI job; `id_token` is the one that
    the job's own endpoint mints. `quota` is that of all requests to the Hub, told in RateLimit headers; `commits` is
    the quota of commits in an hour, told in the body only. `commit_seconds` is how long a commit takes, during which
    other commits to the repository are refused. `page` and `expanded_page` are the sizes of pages of trees.
    `multipart` is the size of parts of files larger than that. `large` is the size from which any file is large.
    `xet` says whether there is Xet storage; without it large files are only taken by LFS. `deadline` is how long the
    signed addresses of the storage are good.
    """

    tokens: Mapping[str, Account] = Field(default_factory=dict)
    publishers: Mapping[str, Publisher] = Field(default_factory=dict)
    id_token: str = ""
    faults: tuple[Fault, ...] = ()
    quota: Quota | None = None
    commits: int | None = None
    commit_seconds: float = 0.0
    page: int = 1000
    expanded_page: int = 50
    multipart: int | None = None
    large: int = 10 * 1024**2
    xet: bool = True
    deadline: float = 3600.0
