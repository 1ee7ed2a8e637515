"""What a run has asked of its teachers so far: for the live view, and for programs."""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Usage:
    """Counts of one run. `requests` were sent, `replies` came, `stored` were had without asking.

    `failures` counts, by reason, answers that were none and replies that could not be used; `lost` counts requests
    that are still without a reply. Tokens and cost are those of this run's replies.
    """

    requests: int = 0
    replies: int = 0
    stored: int = 0
    repairs: int = 0
    lost: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    under_way: int = 0
    waiting: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    clock: Callable[[], float] = time.monotonic
    _recent: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=64))

    def __post_init__(self) -> None:
        self._recent.append((self.clock(), 0))

    def rate(self) -> float:
        """Replies a second, over the last few looks at it."""
        now = self.clock()
        self._recent.append((now, self.replies))
        while len(self._recent) > 2 and now - self._recent[0][0] > 10:
            self._recent.popleft()
        (then, before), (_, after) = self._recent[0], self._recent[-1]
        return (after - before) / (now - then) if now > then else 0.0
