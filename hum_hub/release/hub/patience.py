"""Which calls to the Hub are made again, and how its refusals are put into words.

The client retries some requests and not others (creating commits, tags and branches, reading refs and repositories);
those are retried here. A key in a message is blotted out.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import httpx2
from huggingface_hub import get_token
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError

from hum_hub.errors import PublishError

Result = TypeVar("Result")
TRIES = 6
FIRST_WAIT, LONGEST_WAIT, MOST_ASKED = 0.5, 16.0, 330.0
"""Seconds: the first wait, the longest, and the longest that the Hub may ask for (its windows are five minutes)."""
_ADVICE = {
    401: "the Hub does not accept the token; set HF_TOKEN to one that may write to the repository, or run hf auth login",
    402: "the Hub asks for payment; see the billing page of the repository's owner",
    403: "the token may not write to the repository; use one with write access to it",
    413: "the Hub finds what is sent too large",
    422: "the Hub refuses what is sent",
}


def patiently(call: Callable[[], Result], what: str, sleep: Callable[[float], None] = time.sleep) -> Result:
    """The result of a call that may be made again without harm.

    Raises:
        PublishError: it keeps failing, or its failure is not one that passes.
    """
    for number in range(1, TRIES + 1):
        try:
            return call()
        except (HfHubHTTPError, httpx2.TransportError, OSError) as error:
            wait = wait_for(error, number)
            if wait is None or number == TRIES:
                raise refusal(error, what) from error
            sleep(wait)
    raise AssertionError("the last try returns or raises")


def wait_for(error: Exception, number: int) -> float | None:
    """How long to wait before a call that failed for the `number`th time is made again; `None` for never."""
    status = status_of(error)
    if status is not None and status not in (408, 409, 429) and status < 500:
        return None
    if isinstance(error, RepositoryNotFoundError | GatedRepoError):
        return None
    asked = _asked(error)
    if asked is not None:
        return asked if asked <= MOST_ASKED else None
    if status == 429:
        return None if number > 3 else MOST_ASKED / 10 * number
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (number - 1)) * random.uniform(0.5, 1.0)


def status_of(error: Exception) -> int | None:
    """The HTTP status of a failure, if there was an answer."""
    response = getattr(error, "response", None)
    return getattr(response, "status_code", None)


def refusal(error: Exception, what: str) -> PublishError:
    """A failure in words that hold no token."""
    status = status_of(error)
    if isinstance(error, GatedRepoError):
        reason = "the repository is gated, and the token's owner has no access; ask for it on the repository's page"
    elif isinstance(error, RepositoryNotFoundError):
        reason = "there is no such repository, or the token cannot see it; create it, or check its name and the token"
    elif status is not None:
        said = getattr(error, "server_message", None) or str(error).splitlines()[0]
        reason = (
            f"{_ADVICE.get(status, 'the Hub answers with an error; run the same command again')} ({status}: {said})"
        )
    else:
        reason = f"the Hub cannot be reached: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
    return PublishError(without_token(f"{what}: {reason}"[:600]))


def without_token(text: str) -> str:
    """A text in which the token, should anything repeat it, is blotted out."""
    try:
        token = get_token()
    except Exception:  # a token that cannot be had cannot be repeated either
        return text
    return text.replace(token, "[token]") if token else text


def _asked(error: Exception) -> float | None:
    """The seconds that an answer asks to wait: `Retry-After`, or the `t` of a `RateLimit` header."""
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", {})
    stated = headers.get("retry-after")
    if stated is None and "t=" in headers.get("ratelimit", ""):
        stated = headers["ratelimit"].partition("t=")[2].split(";")[0].split(",")[0]
    try:
        found = float(stated) if stated is not None else None
    except ValueError:
        return None
    return found + 1.0 if found is not None and found >= 0 else None
