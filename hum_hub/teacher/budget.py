"""What a run may spend: no request is sent that could go beyond it."""

import asyncio
from dataclasses import dataclass

from hum_hub.errors import BudgetError

MARGIN = 1.3
"""By how much a request may have more tokens for each of its bytes than any before it."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, in the currency of the budget; `batch` is the factor for the Batch API."""

    input: float = 0.0
    output: float = 0.0
    batch: float = 0.5

    def cost(self, input_tokens: float, output_tokens: float) -> float:
        """The cost of so many tokens."""
        return (input_tokens * self.input + output_tokens * self.output) / 1_000_000


class Budget:
    """Requests and cost of a run, held against their limits, with what earlier runs have spent.

    Before a request is sent, the most that it can cost is set aside. While that does not fit, it waits for what is
    under way to cost less than was set aside; when nothing is under way any more, the budget is spent.
    """

    def __init__(
        self, max_requests: int | None = None, max_cost: float | None = None, requests: int = 0, cost: float = 0.0
    ) -> None:
        self._max_requests, self._max_cost = max_requests, max_cost
        self.requests, self.cost = requests, cost
        self._reserved = 0.0
        self._under_way = 0
        self._changed = asyncio.Event()
        self.spent: str | None = None

    async def reserve(self, most: float) -> None:
        """Set aside the most that a request can cost.

        Raises:
            BudgetError: the request could go beyond the budget.
        """
        while not self._fits(most):
            if not self._under_way:
                self._end()
            self._changed.clear()
            await self._changed.wait()
        if self.spent is not None:
            raise BudgetError(self.spent)
        self.requests += 1
        self._under_way += 1
        self._reserved += most

    def settle(self, reserved: float, cost: float) -> None:
        """Replace what was set aside by what a request did cost."""
        self._under_way -= 1
        self._reserved -= reserved
        self.cost += cost
        self._changed.set()

    def _fits(self, most: float) -> bool:
        if self.spent is not None:
            return True  # nothing more is sent; do not wait
        if self._max_requests is not None and self.requests >= self._max_requests:
            self._end()
        return self._max_cost is None or not most or self.cost + self._reserved + most <= self._max_cost

    def _end(self) -> None:
        limit = (
            f"max_requests = {self._max_requests}"
            if self._max_requests is not None and self.requests >= self._max_requests
            else f"max_cost = {self._max_cost:g}"
        )
        self.spent = (
            f"the budget is spent ({limit}): {self.requests:,} requests, cost {self.cost:.4f}; "
            "run again with a higher limit and it goes on from here, or with --offline to build from what there is"
        )
        self._changed.set()
        raise BudgetError(self.spent)
