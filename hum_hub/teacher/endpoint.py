"""The `openai:` teacher: any endpoint that speaks the chat completions of the OpenAI API.

Batches and files go through the client of the `openai` package. Requests for completions are handed ready-made to the
transport below it, since each layer between costs as much CPU as a request (`benchmarks/teacher.py`).
"""

import asyncio
import json
import os
from typing import TYPE_CHECKING

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.records import digest
from hum_hub.contract.teachers import Completion, TeacherSettings, Unanswered
from hum_hub.errors import TeacherError
from hum_hub.teacher.addresses import base_url
from hum_hub.teacher.wire import Structure, body_of, completion_of

if TYPE_CHECKING:
    from httpx2 import URL, Response
    from openai import AsyncOpenAI

    from hum_hub.teacher.transport import Transport

NO_KEY = "none"
"""What is sent as the key of an endpoint that needs none; the client would otherwise take one from the environment."""
_JSON = {"Content-Type": "application/json", "Accept": "application/json"}
_LESS: dict[Structure, Structure] = {"json_schema": "json_object", "json_object": "told"}


class Endpoint:
    """Asks one endpoint. Its key goes there and nowhere else, and stands in nothing that it gives back."""

    kept = True

    def __init__(self, settings: TeacherSettings) -> None:
        who = f"teacher {settings.name!r}"
        self.settings = settings
        trusted = (settings.rest,) if settings.offline else settings.trusted  # offline, nothing is sent there
        self.url = base_url(settings.rest, who, trusted)
        self._key = _key_of(settings, who)
        forms = {self._key, self._key.replace("/", "\\/")} - {NO_KEY}  # some write a slash in JSON that way
        self._forms = [form.encode() for form in forms]
        self._client: AsyncOpenAI | None = None
        self._transport: Transport | None = None
        self._urls: dict[str, URL] = {}
        self.structure: Structure = settings.obeys.get("structure", "json_schema")
        self._obeyed: set[Structure] = set()
        self._simpler: dict[str, tuple[Structure, Unanswered | None]] = {}
        sent = {**settings.parameters, "without": list(settings.without), "most_tokens": settings.most_tokens}
        self.fingerprint = digest("chat.completions", self.url, settings.model, sent)

    async def complete(self, prompt: Prompt) -> Completion:
        """See `Teacher.complete`; an endpoint that cannot enforce a schema is asked in a simpler way from then on.

        A request that was refused for its schema is to be sent again like any other, so that limits and budget hold.
        """
        structure, first = self._simpler.pop(prompt.key(), self._usual()) if self._simpler else self._usual()
        try:
            completion = await self._complete(prompt, structure)
        except Unanswered as error:
            if prompt.shape is None or not _may_be_structure(error):
                if first is not None:
                    self._simpler[prompt.key()] = structure, first
                raise
            if error.reason != "rejected" and structure in self._obeyed:
                raise  # a server error where the way is known to be obeyed is one that passes
            first = first or error
            if structure not in _LESS:
                raise first from error  # the way was not what was wrong
            self._simpler[prompt.key()] = _LESS[structure], first
            raise Unanswered("schema-refused", error.detail, after=0.0) from error
        if prompt.shape is not None:
            self._obeyed.add(structure)
            if first is not None and self.structure not in self._obeyed:
                self.structure = structure
        return completion

    def _usual(self) -> "tuple[Structure, Unanswered | None]":
        return self.structure, None

    async def close(self) -> None:
        """See `Teacher.close`."""
        if self._client is not None:
            await self._client.close()
            self._client = None
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    def client(self) -> "AsyncOpenAI":
        """The client of the `openai` package, with nothing taken from the environment."""
        if self._client is None:
            self._client = _client(self.url, self._key, self._way())
        return self._client

    def _way(self) -> "Transport":
        if self._transport is None:
            from hum_hub.teacher.transport import Transport  # slow to import: only where an endpoint is asked

            self._transport = Transport(self.url, self._key, self.settings.connections)
        return self._transport

    def without_key(self, text: str) -> str:
        """A text in which the key, should an endpoint repeat it, is blotted out."""
        return text.replace(self._key, "[key]") if self._key != NO_KEY and self._key in text else text

    def blotted(self, content: bytes) -> bytes:
        """The body of an answer without the key, in whatever way JSON spells it."""
        for form in self._forms:
            content = content.replace(form, b"[key]")
        return content

    async def _complete(self, prompt: Prompt, structure: Structure) -> Completion:
        body = json.dumps(body_of(prompt, self.settings, structure), ensure_ascii=False).encode("utf-8", "replace")
        response = await self.post(body)
        content = self.blotted(response.content)
        return completion_of(response.status_code, response.headers, content, self.settings.model)

    async def post(self, body: bytes) -> "Response":
        """Send the ready-made body of a request for a completion within the total deadline.

        Raises:
            Unanswered: no whole answer came.
        """
        return await self._send("POST", "/chat/completions", body)

    async def get(self, path: str) -> "Response":
        """Ask for what is at a path within the total deadline.

        Raises:
            Unanswered: no whole answer came.
        """
        return await self._send("GET", path)

    async def _send(self, method: str, path: str, body: bytes | None = None) -> "Response":
        from httpx2 import URL, ConnectError, HTTPError, Request  # with its client: only where an endpoint is asked

        from hum_hub.teacher.transport import TooLarge

        if path not in self._urls:
            self._urls[path] = URL(self.url + path)  # parsed once: it costs as much as a small request
        request = Request(method, self._urls[path], content=body, headers=_JSON)
        try:
            async with asyncio.timeout(self.settings.timeout):
                return await self._way().handle_async_request(request)
        except TimeoutError as error:
            raise Unanswered("timeout", f"no whole answer within {self.settings.timeout:g} s", busy=True) from error
        except TooLarge as error:
            raise Unanswered("answer-too-large", str(error)) from error
        except ConnectError as error:
            raise Unanswered("no-connection", self.without_key(str(error))[:200]) from error
        except HTTPError as error:
            raise Unanswered("connection-lost", self.without_key(str(error))[:200]) from error


def _key_of(settings: TeacherSettings, who: str) -> str:
    if settings.key is None or settings.offline:
        return NO_KEY
    key = os.environ.get(settings.key, "").strip()
    if not key:
        raise TeacherError(f"{who}: the environment variable {settings.key} holds no key; set it and run again")
    if not key.isascii() or not key.isprintable():
        raise TeacherError(f"{who}: the key in {settings.key} holds characters that no key has")
    return key


def _client(url: str, key: str, transport: "Transport") -> "AsyncOpenAI":
    from httpx2 import AsyncClient  # slow to import: only where batches are asked for
    from openai import AsyncOpenAI

    http = AsyncClient(transport=transport, trust_env=False, follow_redirects=False, timeout=None)
    return AsyncOpenAI(
        api_key=key, base_url=url, organization="", project="", max_retries=0, timeout=None, http_client=http
    )


def _may_be_structure(error: Unanswered) -> bool:
    """Whether it may be the wish for JSON that an endpoint refused; some say so with status 500."""
    return error.reason in ("rejected", "status-500", "status-501")
