"""When to ask again after a failure, and when to stop asking a teacher at all."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hum_hub.contract.teachers import Unanswered
from hum_hub.errors import TeacherError

FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
LEAST_WAIT = 0.0125
"""Doubled with every try, where a teacher says again and again to come back at once."""
ALIKE = 6
"""How often the same server error is taken for one that passes; some servers report a client's mistake this way."""
REFUSED = 3
"""How many refused connections in a row, before any answer, mean that nobody listens."""


@dataclass(slots=True)
class Tries:
    """The failures of one request so far."""

    number: int = 0
    seen: Counter[str] = field(default_factory=Counter)


class Patience:
    """Decides for one teacher. `attempts` bounds the tries of a request, `longest` the seconds it may be told to wait.

    The jitter comes from `random`: waiting never shows in what is built.
    """

    def __init__(
        self, who: str, attempts: int, longest: float, dead_after: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._who, self._attempts, self._longest, self._dead_after = who, attempts, longest, dead_after
        self._clock = clock
        self._failing_since: float | None = None
        self._in_a_row = 0
        self._rejected_in_a_row = 0
        self._answered = False
        self.broken: str | None = None

    def answered(self) -> None:
        """The teacher has answered."""
        self._answered, self._failing_since, self._in_a_row, self._rejected_in_a_row = True, None, 0, 0

    def check(self) -> None:
        """Raise what broke the teacher, if it is broken."""
        if self.broken is not None:
            raise TeacherError(self.broken)

    def wait(self, error: Unanswered, tries: Tries) -> float | None:
        """How many seconds to wait before asking again; `None` when the request is given up.

        Raises:
            TeacherError: the teacher is broken, and no request to it should be sent any more.
        """
        self._judge(error)
        tries.number += 1
        tries.seen[str(error)] += 1
        if error.verdict == "never" or tries.number >= self._attempts:
            return None
        if error.reason == "status-500" and tries.seen[str(error)] >= ALIKE:
            return None
        if error.reason == "schema-refused":
            return 0.0  # it is another request that is sent now
        if error.after is not None:
            if error.after > self._longest:
                self._break(f"asks to wait {error.after:,.0f} seconds; run again later, it goes on from here")
            least = LEAST_WAIT * 2.0**tries.number * random.uniform(0.5, 1.0) if tries.number > 2 else 0.0
            return max(error.after * random.uniform(1.0, 1.1) + random.uniform(0, 0.02), min(LONGEST_WAIT, least))
        return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (tries.number - 1)) * random.uniform(0.5, 1.0)

    def _judge(self, error: Unanswered) -> None:
        """Break when the failure means that no request will be answered."""
        if error.verdict == "broken":
            self._break(_ADVICE.get(error.reason, "{}").format(error))
        if error.verdict == "never":
            self._rejected_in_a_row += 1
            if self._rejected_in_a_row >= 20 and not self._answered:
                self._break(f"rejects every request: {error}; check its parameters, or try hum teacher probe")
            return
        if error.busy and error.reason != "timeout":
            return  # busy is not dead
        now = self._clock()
        self._in_a_row += 1
        self._failing_since = now if self._failing_since is None else self._failing_since
        refused = error.reason == "no-connection" and not self._answered
        if (refused and self._in_a_row >= REFUSED) or now - self._failing_since > self._dead_after:
            self._break(f"does not answer: {error}; check its address and that it runs, then run again")

    def _break(self, what: str) -> None:
        if self.broken is None:
            self.broken = f"{self._who} {what}"
        raise TeacherError(self.broken)


_ADVICE = {
    "key-refused": "refuses the key ({}); check the environment variable that the recipe names",
    "no-credit": "has no credit left ({}); run again when it has, it goes on from here",
    "redirected": "sends requests elsewhere ({}); name the address where it really is",
    "no-batch-api": 'has no Batch API ({}); take mode = "batch" out of the recipe',
    "batch-failed": "could not take or give back a batch ({}); run again, it goes on from here",
    "no-such-endpoint-or-model": "does not know the address or the model ({}); check uri and model",
}
