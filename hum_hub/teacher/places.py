"""How many requests to a teacher are under way at once: as many as it bears."""

import asyncio
from collections import deque

BUSY_SHARE = 0.25
"""From which share of answers that ask for fewer requests there are too many; below it they are waited out singly."""
WINDOW = 32


class Places:
    """At most `most` places; fewer while the endpoint says that it is busy, more again when it no longer does.

    Additive increase and multiplicative decrease, as in the congestion control of TCP (RFC 5681), but driven by the
    share of busy answers in a window, since a shared endpoint refuses single requests at any load.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._answers = self._busy = 0

    @property
    def limit(self) -> int:
        """How many places there are at present."""
        return max(1, int(self._limit))

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self._taken

    async def take(self, first: bool = False) -> None:
        """Take a place as soon as there is one; `first` goes before all that wait."""
        if self._taken < self.limit and not self._waiting:
            self._taken += 1
            return
        future = asyncio.get_running_loop().create_future()
        (self._waiting.appendleft if first else self._waiting.append)(future)
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self._give_back()
            raise

    def leave(self, busy: bool) -> None:
        """Give a place back, and say whether the endpoint was too busy to answer."""
        self._answers += 1
        self._busy += busy
        if self._answers >= max(WINDOW, self.limit):
            if self._busy > BUSY_SHARE * self._answers:
                self._limit = max(1.0, self._limit * 0.7)
            elif self._limit < self._most:
                self._limit = min(float(self._most), self._limit + max(1.0, self._most / 16))
            self._answers = self._busy = 0
        self._give_back()

    def _give_back(self) -> None:
        self._taken -= 1
        while self._waiting and self._taken < self.limit:
            future = self._waiting.popleft()
            if not future.done():
                self._taken += 1
                future.set_result(None)
