"""The contestants: each asks one request after another for as many workers as it is given, and gives the text back."""

import asyncio
import json
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from teaching.asked import MODEL, MOST_TOKENS, body, prompt

Ask = Callable[[int], Awaitable[str]]
"""Asks the request with a number; the text of its reply."""
ATTEMPTS = 8
"""How often the clients of others ask again where there is trouble."""


@asynccontextmanager
async def engine(url: str, connections: int) -> AsyncIterator[Ask]:
    """The engine as a build has it: desk, verdicts, and a store on disk, in which each reply is before it is used."""
    from hum_hub.contract.teachers import TeacherSettings
    from hum_hub.teacher.budget import Budget, Price
    from hum_hub.teacher.desk import Desk, Limits
    from hum_hub.teacher.endpoint import Endpoint
    from hum_hub.teacher.engine import Engine
    from hum_hub.teacher.store import ReplyStore
    from hum_hub.teacher.usage import Usage

    with tempfile.TemporaryDirectory(prefix="hum-teacher-") as folder, ReplyStore(Path(folder) / "r.sqlite") as store:
        settings = TeacherSettings(
            "bench", "openai", url, Path(folder), MODEL, most_tokens=MOST_TOKENS, connections=connections
        )
        usage = Usage()
        limits = Limits(connections)
        desk = Desk("bench", Endpoint(settings), limits, Price(1.0, 2.0), MOST_TOKENS, Budget(max_cost=1e9), usage)
        asking = Engine({"bench": desk}, store, usage)

        async def ask(number: int) -> str:
            outcome = await asking.outcome(prompt(number), "bench")
            return outcome.reply.text if outcome.reply is not None else ""

        yield ask
        await asking.close()


@asynccontextmanager
async def aiohttp(url: str, connections: int) -> AsyncIterator[Ask]:
    """The floor: a request with its JSON written and read, and nothing else; trouble is an error."""
    import aiohttp as library

    async with library.ClientSession(connector=library.TCPConnector(limit=connections)) as session:

        async def ask(number: int) -> str:
            async with session.post(f"{url}/chat/completions", json=body(number)) as response:
                return _text(json.loads(await response.read()))

        yield ask


@asynccontextmanager
async def openai_defaults(url: str, connections: int) -> AsyncIterator[Ask]:
    """The `openai` package as its documentation shows it; under trouble it asks again as often as it is told."""
    from openai import AsyncOpenAI

    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=ATTEMPTS) as client:

        async def ask(number: int) -> str:
            completion = await client.chat.completions.create(**body(number))
            return completion.choices[0].message.content or ""

        yield ask


@asynccontextmanager
async def openai_leanest(url: str, connections: int) -> AsyncIterator[Ask]:
    """The leanest use of the `openai` package: its aiohttp back end, and no objects made of the answer.

    Under trouble it waits in its place, as most do: for what Retry-After says, or twice as long each time.
    """
    import httpx2
    from openai import APIError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient

    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0, http_client=DefaultAioHttpClient()) as client:

        async def ask(number: int) -> str:
            for attempt in range(ATTEMPTS + 1):
                try:
                    response = await client.post("/chat/completions", body=body(number), cast_to=httpx2.Response)
                    return _text(json.loads(response.content))
                except APIError as error:
                    said = error.response.headers.get("retry-after") if isinstance(error, APIStatusError) else None
                    wait = 0.5 * 2**attempt * random.uniform(0.75, 1)
                await asyncio.sleep(float(said) if said else wait)
            return ""

        yield ask


CLIENTS = {
    "engine": engine,
    "aiohttp": aiohttp,
    "openai_defaults": openai_defaults,
    "openai_leanest": openai_leanest,
}
WORKERS = {"engine": 2}
"""How many requests are wanted at once for each connection, where it is more than one: a build has two seeds each."""


def _text(value: dict[str, Any]) -> str:
    text: str = value["choices"][0]["message"]["content"]
    return text
