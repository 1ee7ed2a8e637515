"""Where the requests to one teacher pass: its places, its limits, its retries."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.shapes import schema_of
from hum_hub.contract.teachers import UNSAID, Completion, Teacher, Unanswered
from hum_hub.teacher.allowances import Allowances
from hum_hub.teacher.budget import MARGIN, Budget, Price
from hum_hub.teacher.patience import Patience, Tries
from hum_hub.teacher.places import Places
from hum_hub.teacher.usage import Usage

Arrived = Callable[[Completion], Awaitable[None]]
"""What is done with a completion as soon as it is there."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a teacher may be asked.

    `connections` at once, `requests_per_minute` and `tokens_per_minute`; `timeout` seconds in all for a request,
    `attempts` for each, `longest_wait` seconds that it may be told to wait, `dead_after` seconds without any answer.
    A teacher that `gathers` requests answers them much later, in a run after this one if need be.
    """

    connections: int = 64
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    timeout: float = 300.0
    attempts: int = 12
    longest_wait: float = 900.0
    dead_after: float = 60.0
    gathers: bool = False


@dataclass(slots=True)
class Measured:
    """How many tokens texts have turned out to have, for setting aside what a request may need."""

    input_per_byte: float = 1.0
    seen: int = 0
    output: float = field(default=0.0)

    def add(self, size: int, completion: Completion) -> None:
        """Learn from a completion whose prompt had `size` bytes."""
        if not completion.input_tokens:
            return
        ratio = completion.input_tokens / max(size, 1)
        self.input_per_byte = ratio if not self.seen else max(self.input_per_byte, ratio)
        self.seen += 1
        self.output += (completion.output_tokens - self.output) / min(self.seen, 50)

    def most_input(self, size: int) -> float:
        """The most tokens that a prompt of `size` bytes may have: one for each byte, or little more than any before."""
        return size + 64.0 if self.seen < 10 else min(size + 64.0, size * self.input_per_byte * MARGIN + 64.0)


class Desk:
    """Asks one teacher, as fast as it allows and no faster.

    A request that has to wait before it is sent again gives up its place, so that others go on meanwhile.
    """

    def __init__(
        self, name: str, teacher: Teacher, limits: Limits, price: Price, most_tokens: int, budget: Budget, usage: Usage
    ) -> None:
        self.name, self.teacher, self.price = name, teacher, price
        self._most_tokens, self._gathers = most_tokens, limits.gathers
        self._budget, self._usage = budget, usage
        self._places = Places(limits.connections)
        self._allowances = Allowances(limits.requests_per_minute, limits.tokens_per_minute)
        self._patience = Patience(f"teacher {name!r}", limits.attempts, limits.longest_wait, limits.dead_after)
        self._measured = Measured()
        self.sending: set[asyncio.Task[Any]] = set()

    def cost(self, completion: Completion) -> float:
        """What a completion has cost."""
        return self.price.cost(completion.input_tokens, completion.output_tokens) * completion.discount

    async def complete(self, prompt: Prompt, arrived: Arrived | None = None) -> Completion:
        """The completion of a prompt, however often it has to be asked for.

        `arrived` is awaited with it before the request gives up its place: there are never more requests whose
        replies could be lost than there are places.

        Raises:
            Unanswered: the request is given up.
            TeacherError: the teacher is broken.
            BudgetError: the request could go beyond the budget.
        """
        if not self.teacher.kept:
            return await self.teacher.complete(prompt)
        tries = Tries()
        size = _size_of(prompt)
        while True:
            try:
                return await self._once(prompt, size, bool(tries.number), arrived)
            except Unanswered as error:
                self._usage.failures[error.reason] += 1
                seconds = self._patience.wait(error, tries)
                if seconds is None:
                    raise
            self._usage.waiting += 1
            try:
                await asyncio.sleep(seconds)
            finally:
                self._usage.waiting -= 1

    async def _once(self, prompt: Prompt, size: int, again: bool, arrived: Arrived | None) -> Completion:
        """Ask once, when there is a place and it is allowed."""
        self._patience.check()
        await self._places.take(first=again)
        busy, task = False, asyncio.current_task()
        try:
            self._patience.check()
            async with self._allowed(prompt, size) as used:
                if task is not None and not self._gathers:
                    self.sending.add(task)
                    task.add_done_callback(self.sending.discard)
                completion = await self.teacher.complete(prompt)
                used.append(completion)
            self._patience.answered()
            self._measured.add(size, completion)
            if arrived is not None:
                await arrived(completion)
            return completion
        except Unanswered as error:
            busy = error.busy
            if task is not None:
                self.sending.discard(task)
            raise
        finally:
            self._places.leave(busy)

    @asynccontextmanager
    async def _allowed(self, prompt: Prompt, size: int) -> AsyncIterator[list[Completion]]:
        """A time when a request may be sent; the completion is put into the list that this gives."""
        output = min(prompt.most_tokens or self._most_tokens, self._most_tokens)
        most = self.price.cost(self._measured.most_input(size), output)
        tokens = size * min(1.0, self._measured.input_per_byte if self._measured.seen else 0.3) + self._measured.output
        await self._budget.reserve(most)
        cost = used = 0.0
        requests = of_tokens = UNSAID
        entered, got = False, list[Completion]()
        try:
            await self._allowances.enter(tokens)
            entered = True
            self._usage.requests += 1
            self._usage.under_way += 1
            yield got
        except Unanswered as error:
            requests, of_tokens = error.requests, error.tokens
            raise
        finally:
            for completion in got:
                cost = self.cost(completion)
                used = completion.input_tokens + completion.output_tokens
                requests, of_tokens = completion.requests, completion.tokens
            self._budget.settle(most, cost)
            if entered:
                self._usage.under_way -= 1
                self._allowances.leave(tokens, used, requests, of_tokens)


def _size_of(prompt: Prompt) -> int:
    """The bytes of a request that become tokens: its messages, and the schema that it asks for."""
    messages = sum(len(message["content"].encode("utf-8", "replace")) for message in prompt.messages())
    return messages + (_schema_size(prompt.shape) if prompt.shape is not None else 0)


@cache
def _schema_size(shape: Any) -> int:
    return len(json.dumps(schema_of(shape)))
