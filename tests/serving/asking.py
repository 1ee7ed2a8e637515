"""The plainest of clients: sends requests and tells exactly what came back, or what broke."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from serving.running import Served


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: a status with headers and a body, or as far as it came, and the name of what broke."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    broke: str = ""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The content of the first choice."""
        content: str = self.json["choices"][0]["message"]["content"]
        return content


def chat(text: str = "hello", **more: Any) -> dict[str, Any]:
    """The body of a request for a completion."""
    return {"model": "scripted-1", "messages": [{"role": "user", "content": text}], **more}


def form(schema: dict[str, Any]) -> dict[str, Any]:
    """The response format that asks for JSON of a schema."""
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": True}}


def ask(server: Served, *bodies: Any, key: str = "", patience: float = 20.0, at_once: int = 1) -> list[Heard]:
    """Send requests for completions, one after the other or so many at once; one without any body is a greeting."""
    return asyncio.run(_asked(server, bodies or (chat(),), key, patience, at_once))


async def _asked(server: Served, bodies: tuple[Any, ...], key: str, patience: float, at_once: int) -> list[Heard]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    turns, timeout = asyncio.Semaphore(at_once), aiohttp.ClientTimeout(total=patience)

    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:

        async def one(body: Any) -> Heard:
            async with turns:
                return await _heard(session, f"{server.url}/chat/completions", body)

        return list(await asyncio.gather(*(one(body) for body in bodies)))


async def _heard(session: aiohttp.ClientSession, url: str, body: Any) -> Heard:
    status, headers, parts = 0, {}, []
    try:
        async with session.post(url, json=body, allow_redirects=False) as response:
            status, headers = response.status, {name.lower(): value for name, value in response.headers.items()}
            async for part in response.content.iter_any():
                parts.append(part)  # noqa: PERF401  # what came before a break is kept
    except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
        return Heard(status, headers, b"".join(parts), type(error).__name__)
    return Heard(status, headers, b"".join(parts))


def upload(server: Served, lines: list[Any]) -> str:
    """The id of a new file for a batch."""
    content = "".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return asyncio.run(_uploaded(server, content.encode()))


def download(server: Served, id: str | None) -> list[Any]:
    """The lines of a file; none of no file."""
    return [] if id is None else asyncio.run(_downloaded(server, id))


async def _uploaded(server: Served, content: bytes) -> str:
    sent = aiohttp.FormData({"purpose": "batch"})
    sent.add_field("file", content, filename="in.jsonl")
    async with aiohttp.ClientSession() as session, session.post(f"{server.url}/files", data=sent) as response:
        id: str = (await response.json())["id"]
        return id


async def _downloaded(server: Served, id: str) -> list[Any]:
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/files/{id}/content") as response:
        return [json.loads(line) for line in (await response.text()).removesuffix("\n").split("\n")]
