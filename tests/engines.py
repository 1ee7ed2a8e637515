"""An engine with one teacher at a server of the tests, put together from its parts as a build does."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.teachers import TeacherSettings
from hum_hub.teacher.budget import Budget, Price
from hum_hub.teacher.desk import Desk, Limits
from hum_hub.teacher.endpoint import Endpoint
from hum_hub.teacher.engine import Engine, Outcome
from hum_hub.teacher.store import ReplyStore
from hum_hub.teacher.usage import Usage

MODEL = "scripted-1"
EIGHT, FREE = Limits(8), Price()


@dataclass(frozen=True, slots=True)
class Fact:
    """A shape for replies."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    year: int


@dataclass(slots=True)
class Asked:
    """What came of prompts, in their order, and what the run counted; what was raised stands in the outcome's place."""

    outcomes: list[Outcome | BaseException]
    usage: Usage
    budget: Budget

    @property
    def texts(self) -> list[str]:
        """The texts of the replies."""
        return [each.reply.text for each in self.outcomes if isinstance(each, Outcome) and each.reply is not None]

    @property
    def reasons(self) -> list[str]:
        """Why there was no reply, for each prompt without one; errors by their text."""
        return [
            each.reason if isinstance(each, Outcome) else str(each)
            for each in self.outcomes
            if not isinstance(each, Outcome) or each.reply is None
        ]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the only prompt."""
        (found,) = self.outcomes
        if isinstance(found, BaseException):
            raise found
        return found


def prompt(text: str = "hello", **more: Any) -> Prompt:
    """A prompt."""
    return Prompt(user=text, **{"stage": "stage", **more})


def numbered(count: int, **more: Any) -> list[Prompt]:
    """So many different prompts."""
    return [prompt(f"Write a sentence. Number {number}", **more) for number in range(count)]


@asynccontextmanager
async def opened(
    url: str,
    folder: Path,
    limits: Limits = EIGHT,
    price: Price = FREE,
    budget: Budget | None = None,
    **settings: Any,
) -> AsyncIterator[tuple[Engine, Asked]]:
    """An engine whose only teacher, `t`, is at a URL; the second half of what is given counts."""
    asked = Asked([], Usage(), budget or Budget())
    wanted = {"model": MODEL, "timeout": limits.timeout, "most_tokens": 200, **settings}
    teacher = Endpoint(TeacherSettings("t", "openai", url, folder, connections=limits.connections, **wanted))
    desk = Desk("t", teacher, limits, price, wanted["most_tokens"], asked.budget, asked.usage)
    with ReplyStore(folder / "replies.sqlite") as store:
        engine = Engine({"t": desk}, store, asked.usage)
        try:
            yield engine, asked
        finally:
            await engine.close()


def ask(url: str, folder: Path, prompts: Iterable[Prompt], **more: Any) -> Asked:
    """Ask all prompts at once."""

    async def work() -> Asked:
        async with opened(url, folder, **more) as (engine, asked):
            waiting = (engine.outcome(each, "t") for each in prompts)
            asked.outcomes = list(await asyncio.gather(*waiting, return_exceptions=True))
        return asked

    return asyncio.run(work())


def stored(folder: Path) -> list[tuple[str, str]]:
    """The text and the end of each reply in the store."""
    with ReplyStore(folder / "replies.sqlite") as store:
        return [(kept.text, kept.finish) for kept in store.entries()]
