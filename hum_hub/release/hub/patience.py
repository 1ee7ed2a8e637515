"""Which calls to the Hub are made again, and how its refusals are put into words.

The client retries some requests and not others (creating commits, tags and branches, reading refs and repositories);
those are retried here. A token in a message is blotted out.
"""

import os
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from json import JSONDecodeError
from typing import TypeVar

import httpx2
from huggingface_hub import get_token
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    LocalTokenNotFoundError,
    OfflineModeIsEnabled,
    OIDCError,
    RepositoryNotFoundError,
)

from hum_hub.errors import CompareError, PublishError

Result = TypeVar("Result")
FAILURES = (HfHubHTTPError, httpx2.HTTPError, OSError, RuntimeError, ValueError, OIDCError)
"""What the client raises: it wraps failures of uploads in RuntimeError, and answers it cannot read in ValueError."""
TRIES = 6
FIRST_WAIT, LONGEST_WAIT, MOST_ASKED = 0.5, 16.0, 330.0
"""Seconds: the first wait, the longest, and the longest that the Hub may ask for (its windows are five minutes)."""
_LASTING = (RepositoryNotFoundError, GatedRepoError, OfflineModeIsEnabled, LocalTokenNotFoundError, OIDCError)
_ADVICE = {
    400: "the Hub finds a fault in what is sent; the text says which",
    401: "the Hub does not accept the token; set HF_TOKEN to one that may write to it, or run hf auth login",
    402: "the Hub asks for payment; see the billing page of the repository's owner",
    403: "the token may not do this; use one that may write to the repository",
    409: "the repository is busy with another change; run the same command again",
    412: "another writer has committed meanwhile; run the same command again",
    413: "the Hub finds what is sent too large for it",
    429: "a quota of the Hub is used up; run the same command again in an hour, what is uploaded stays uploaded",
}
_STORAGE = (
    "the repository's owner has no storage left; get more or make room, and run the same command again, what is "
    "uploaded stays uploaded"
)
_OTHERWISE = "the Hub answers with an error; run the same command again later"
_SECRETS = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_OIDC_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
_ANY_TOKEN = re.compile(r"\bhf_[A-Za-z0-9._-]{16,}")
"""What tokens of the Hub look like: that of a process which has got one of its own is not known here."""


class XetError(PublishError):
    """Files could not be uploaded through Xet; plain LFS may do."""


def patiently(call: Callable[[], Result], what: str, sleep: Callable[[float], None] = time.sleep) -> Result:
    """The result of a call that may be made again without harm.

    Raises:
        PublishError: it keeps failing, or its failure is not one that passes; the failure is its cause.
    """
    for number in range(1, TRIES + 1):
        try:
            return call()
        except (*FAILURES, CompareError) as error:
            wait = wait_for(error, number)
            if wait is None or number == TRIES:
                raise refusal(error, what) from root(error)
            sleep(wait)
    raise AssertionError("the last try returns or raises")


def root(error: Exception) -> Exception:
    """The failure that the client, or the comparing of versions, has wrapped into this one."""
    wraps = (RuntimeError, CompareError, LocalEntryNotFoundError)
    while isinstance(error, wraps) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return error


def wait_for(error: Exception, number: int) -> float | None:
    """How long to wait before a call that failed for the `number`th time is made again; `None` for never."""
    error = root(error)
    status = status_of(error)
    if isinstance(error, _LASTING) or (status is not None and status not in (408, 409, 412, 429) and status < 500):
        return None
    if status is None and isinstance(error, ValueError | CompareError) and not isinstance(error, JSONDecodeError):
        return None
    asked = _asked(error)
    if asked is not None:
        return asked if asked <= MOST_ASKED else None
    if status == 429 and "hourly" in str(error):  # the quota of commits, which no header tells of
        return None
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (number - 1)) * random.uniform(0.5, 1.0)


def status_of(error: Exception) -> int | None:
    """The HTTP status of a failure, if there was an answer."""
    response = getattr(error, "response", None)
    return getattr(response, "status_code", None)


def refusal(error: Exception, what: str) -> PublishError:
    """A failure in words that hold no token; begins with what was being done."""
    if isinstance(error, PublishError):
        return error
    return PublishError(without_token(f"{what}: {_reason(root(error))}"[:800]))


def _reason(error: Exception) -> str:
    status, said = status_of(error), first_line(error)
    if isinstance(error, GatedRepoError):
        return "the repository is gated, and the token's owner has no access; ask for it on the repository's page"
    if isinstance(error, RepositoryNotFoundError):
        return (
            "there is no such repository, or the token cannot see it; check its name and the token, or create it "
            "with hum publish --create"
        )
    if isinstance(error, OfflineModeIsEnabled):
        return "the Hub's client is told to stay offline; unset HF_HUB_OFFLINE"
    if status is not None:
        said = getattr(error, "server_message", None) or said
        # A storage that is full is told by 403 as well; huggingface_hub#3048 and #3366 have the words.
        advice = _STORAGE if status == 403 and "storage" in said.lower() else _ADVICE.get(status, _OTHERWISE)
        return f"{advice} ({status}: {said})"
    if isinstance(error, httpx2.TransportError | OSError):
        return (
            f"no answer from the Hub ({type(error).__name__}: {said}); check the connection, run the same command again"
        )
    return said


def first_line(error: BaseException) -> str:
    """What an error says, in one line; its kind when it says nothing."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:4]) if isinstance(error, ValueError) and lines else (lines or [type(error).__name__])[0]


def without_token(text: str) -> str:
    """A text in which tokens, should anything repeat them, are blotted out."""
    tokens = {os.environ.get(name, "").strip() for name in _SECRETS}
    with suppress(Exception):  # a token that cannot be had cannot be repeated either
        tokens.add(get_token() or "")
    for token in sorted(tokens - {""}, key=len, reverse=True):
        text = text.replace(token, "[token]")
    return _ANY_TOKEN.sub("[token]", text)


def _asked(error: Exception) -> float | None:
    """The seconds that an answer asks to wait: `Retry-After`, or the `t` of a `RateLimit` header that has none left."""
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", {})
    stated = headers.get("retry-after")
    limit = headers.get("ratelimit", "")
    if stated is None and status_of(error) == 429 and "t=" in limit:
        stated = limit.partition("t=")[2].split(";")[0].split(",")[0]
    try:
        found = float(stated) if stated is not None else None
    except ValueError:
        return None
    return found + 1.0 if found is not None and found >= 0 else None
