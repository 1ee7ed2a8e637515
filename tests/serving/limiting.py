"""Limits of an endpoint: buckets of requests and tokens that fill evenly, and the headers that tell of them."""

import math
from email.utils import formatdate

from serving.script import Limits


class Bucket:
    """So many of a thing may be taken in a window of seconds; it starts full."""

    def __init__(self, limit: int, window: float, now: float) -> None:
        self.limit, self.rate, self.level, self.filled = limit, limit / window, float(limit), now

    def fill(self, now: float) -> None:
        """Give back what time has given back."""
        self.level = min(self.limit, self.level + (now - self.filled) * self.rate)
        self.filled = now

    def wait(self, amount: float) -> float:
        """Seconds until an amount can be taken; the whole window for one that never can."""
        return max(0.0, (min(amount, self.limit) - self.level) / self.rate) if amount <= self.limit else self._window()

    def headers(self, name: str) -> dict[str, str]:
        """What is allowed and left, and when all of it will be there again."""
        reset = (self.limit - self.level) / self.rate
        return {
            f"x-ratelimit-limit-{name}": str(self.limit),
            f"x-ratelimit-remaining-{name}": str(max(0, math.floor(self.level))),
            f"x-ratelimit-reset-{name}": duration(reset),
        }

    def _window(self) -> float:
        return self.limit / self.rate


class Limiter:
    """Both buckets of an endpoint."""

    def __init__(self, limits: Limits, now: float) -> None:
        self.limits = limits
        asked = {"requests": limits.requests, "tokens": limits.tokens}
        self.buckets = {name: Bucket(limit, limits.window, now) for name, limit in asked.items() if limit is not None}

    def wait(self, tokens: int, now: float) -> float:
        """Seconds until a request of so many tokens is allowed; at 0 it is, and has been taken."""
        if not self.buckets:
            return 0.0
        amounts = {"requests": 1, "tokens": tokens}
        for bucket in self.buckets.values():
            bucket.fill(now)
        wait = max(bucket.wait(amounts[name]) for name, bucket in self.buckets.items())
        if wait <= 0:
            for name, bucket in self.buckets.items():
                bucket.level -= amounts[name]
        return wait

    def headers(self) -> dict[str, str]:
        """The headers of every answer."""
        if not self.limits.headers:
            return {}
        return {key: text for name, bucket in self.buckets.items() for key, text in bucket.headers(name).items()}


def retry_headers(seconds: float, said: str, clock: float) -> dict[str, str]:
    """How an answer says when to come again: whole seconds and dates are rounded up, as a server's are."""
    match said:
        case "seconds":
            return {"retry-after": str(math.ceil(seconds))}
        case "date":
            return {"retry-after": formatdate(math.ceil(clock + seconds), usegmt=True)}
        case "milliseconds":
            return {"retry-after-ms": str(math.ceil(seconds * 1000))}
    return {}


def duration(seconds: float) -> str:
    """A duration as rate limit headers write it: `12ms`, `1.5s`, `1m3s`, `2h0m0s`."""
    if seconds < 1:
        return f"{round(seconds * 1000)}ms"
    if seconds < 60:
        return f"{round(seconds, 3):g}s"
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m{rest}s" if hours else f"{minutes}m{rest}s"
