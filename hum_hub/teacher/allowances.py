"""How many requests and tokens an endpoint allows: from the recipe, and learned from the headers of its answers."""

import asyncio
import time
from collections.abc import Callable

from hum_hub.contract.teachers import Allowance

MOST_WAIT = 3600.0
CUSHION = 2.0
"""How many times the tokens that a request usually needs must be left before it is sent: half of the replies are longer."""


class Bucket:
    """Lets through `rate` units a second, in bursts of at most `burst`; without a rate, everything.

    What the endpoint says is believed over the recipe where it allows less.
    """

    def __init__(self, per_minute: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._own = Meter(per_minute / 60, max(1.0, per_minute / 60), clock) if per_minute else None
        self._learned: Meter | None = None

    def wait(self, amount: float) -> float:
        """How many seconds to wait before `amount` more may be asked for."""
        return max((meter.wait(amount) for meter in self._meters()), default=0.0)

    def take(self, amount: float) -> None:
        """Count `amount` as asked for; a negative amount gives back."""
        for meter in self._meters():
            meter.take(amount)

    def learn(self, said: Allowance, under_way: float) -> None:
        """Learn from an answer; `under_way` is what was asked for since and may not be counted in it yet."""
        if said.limit is None or said.remaining is None or said.limit <= 0:
            return
        used = said.limit - said.remaining
        if said.reset and said.reset > 0 and used > 0:
            rate = used / said.reset
        else:
            rate = self._learned.rate if self._learned else said.limit / 60
        if self._learned is None:
            self._learned = Meter(rate, said.limit, self._clock)
        self._learned.correct(rate, said.limit, said.remaining - under_way)

    def _meters(self) -> list["Meter"]:
        return [meter for meter in (self._own, self._learned) if meter is not None]


class Meter:
    """A level that rises by `rate` a second up to `most`."""

    def __init__(self, rate: float, most: float, clock: Callable[[], float]) -> None:
        self.rate, self._most, self._clock = rate, most, clock
        self._level, self._at = most, clock()

    def wait(self, amount: float) -> float:
        """The seconds until the level reaches `amount`, or its top if that is less."""
        missing = min(amount, self._most) - self._now()
        return 0.0 if missing <= 0 else min(missing / max(self.rate, 1e-6), MOST_WAIT)

    def take(self, amount: float) -> None:
        """Lower the level; it may fall below zero, which later takers wait for."""
        self._level = min(self._now() - amount, self._most)

    def correct(self, rate: float, most: float, level: float) -> None:
        """Believe what the endpoint says."""
        self.rate, self._most = rate, most
        self._level, self._at = min(level, most), self._clock()

    def _now(self) -> float:
        now = self._clock()
        self._level = min(self._most, self._level + (now - self._at) * self.rate)
        self._at = now
        return self._level


class Allowances:
    """The buckets for requests and tokens of one teacher."""

    def __init__(self, requests_per_minute: float | None, tokens_per_minute: float | None) -> None:
        self._requests, self._tokens = Bucket(requests_per_minute), Bucket(tokens_per_minute)
        self._turn = asyncio.Lock()
        self._requests_out = self._tokens_out = 0.0

    async def enter(self, tokens: float) -> None:
        """Wait until one more request of about `tokens` tokens is allowed; first come, first served."""
        left = tokens * CUSHION
        if self._turn.locked() or self._requests.wait(1) or self._tokens.wait(left):
            async with self._turn:
                while seconds := max(self._requests.wait(1), self._tokens.wait(left)):
                    await asyncio.sleep(min(seconds, 1.0))
                self._enter(tokens)
        else:
            self._enter(tokens)

    def leave(self, tokens: float, used: float, requests: Allowance, of_tokens: Allowance) -> None:
        """A request has ended that `tokens` were set aside for and that used `used`."""
        self._requests_out -= 1
        self._tokens_out -= tokens
        self._tokens.take(used - tokens)
        self._requests.learn(requests, self._requests_out)
        self._tokens.learn(of_tokens, self._tokens_out)

    def _enter(self, tokens: float) -> None:
        self._requests.take(1)
        self._tokens.take(tokens)
        self._requests_out += 1
        self._tokens_out += tokens
