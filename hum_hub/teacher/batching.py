"""The Batch API as another way to spend: requests are gathered into files, and their replies fetched hours later.

What was sent is remembered before it is sent, so that a run which ends meanwhile loses nothing: the next one finds
the batches that are open, under the mark that each carries, and waits for them instead of sending anything twice.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from hum_hub.contract.prompts import Prompt
from hum_hub.contract.records import digest
from hum_hub.contract.teachers import BatchSettings, Completion, Unanswered
from hum_hub.teacher.endpoint import Endpoint
from hum_hub.teacher.exchange import request_line, results
from hum_hub.teacher.kept import Asked, reply_key
from hum_hub.teacher.store import ReplyStore
from hum_hub.teacher.wire import refusal_of

MOST_BYTES = 190_000_000
"""The most that a file may hold; the API allows 200 MB."""
DEAD_AFTER = 3600.0
"""After how many seconds without an answer to any question about a batch the endpoint is given up."""
_ENDED = ("completed", "failed", "expired", "cancelled")


@dataclass(slots=True)
class Sent:
    """A batch as it is remembered: its mark, its id once the endpoint has given one, and the keys of its requests.

    `url` is the endpoint that has it: a recipe may name another one meanwhile.
    """

    mark: str
    teacher: str
    keys: list[str] = field(default_factory=list)
    id: str | None = None
    url: str = ""

    @property
    def name(self) -> str:
        """Under which name it is remembered."""
        return f"batch {self.teacher} {self.mark}"


class NotABatchError(Exception):
    """An answer is not what the Batch API says it is."""


class Batched:
    """Answers prompts through the Batch API of an endpoint."""

    kept = True

    def __init__(self, endpoint: Endpoint, settings: BatchSettings) -> None:
        self._endpoint, self._settings = endpoint, settings
        self.fingerprint = endpoint.fingerprint
        self._store = ReplyStore(settings.state)
        self._waiting: dict[str, asyncio.Future[Completion]] = {}
        self._queue: dict[str, tuple[Prompt, str]] = {}
        self._open: dict[str, Sent] = {}
        self._task: asyncio.Task[None] | None = None
        self._newest = time.monotonic()
        self._answered: float | None = None

    async def complete(self, prompt: Prompt) -> Completion:
        """See `Teacher.complete`; returns when the batch with this request has ended."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        key = reply_key(self.fingerprint, prompt.key())
        future: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._waiting[key] = future
        self._queue[key] = (prompt, request_line(key, prompt, self._endpoint.settings, self._endpoint.structure))
        self._newest = time.monotonic()
        try:
            return await future
        finally:
            self._waiting.pop(key, None)
            self._queue.pop(key, None)

    async def close(self) -> None:
        """See `Teacher.close`; open batches stay open, and the next run fetches their replies."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._endpoint.close()
        self._store.close()

    async def _run(self) -> None:
        """Send what is gathered and fetch what is done, until nobody waits."""
        is_adopted = False
        try:
            while self._waiting:
                try:
                    if not is_adopted:
                        await self._adopt()
                    is_adopted = True
                    await self._send_all()
                except Exception as error:
                    self._bear(error)
                    is_adopted = False  # what was being sent may have arrived
                await self._fetch_all()
                await asyncio.sleep(
                    min(self._settings.poll, self._settings.linger) if self._queue else self._settings.poll
                )
        except Exception as error:  # whoever waits must hear of it, whatever it is
            failure = error if isinstance(error, Unanswered) else self._failure(error)
            failure.verdict = "broken"
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(failure)

    def _bear(self, error: Exception) -> None:
        """Go on after an error that may pass; raise one that will not, or that nothing better has followed for long."""
        is_dead = self._answered is None or time.monotonic() - self._answered > DEAD_AFTER
        if is_dead or self._failure(error).verdict != "again":
            raise error

    def _failure(self, error: Exception) -> Unanswered:
        """What an error of the client means."""
        from openai import OpenAIError  # slow to import: only where batches are asked for

        response = getattr(error, "response", None)
        if response is None:
            passes = isinstance(error, OpenAIError | OSError | ValueError | NotABatchError)
            found = Unanswered("batch-failed", f"{type(error).__name__}: {error}"[:300])
            found.verdict = "again" if passes else "broken"
        else:
            content = self._endpoint.blotted(response.content)
            found = refusal_of(response.status_code, response.headers, content)
        reason, detail = found.reason, self._endpoint.without_key(found.detail)
        if reason == "no-such-endpoint-or-model":
            reason, detail = "no-batch-api", f'{detail}; use mode = "live", or hum teacher export'
        return Unanswered(reason, detail, verdict=found.verdict)

    async def _adopt(self) -> None:
        """Find the batches that an earlier run has sent; one whose id was never learned is looked up by its mark."""
        for value in self._store.notes(f"batch {self._endpoint.settings.name} ").values():
            sent = Sent(**value)
            if sent.url != self._endpoint.url:
                continue
            if sent.id is None:
                sent.id = await self._by_mark(sent.mark)
            if sent.id is None:
                self._store.forget(sent.name)  # it never arrived; its requests are sent again
            else:
                self._store.remember(sent.name, asdict(sent))
                self._open[sent.mark] = sent

    async def _by_mark(self, mark: str) -> str | None:
        async for batch in self._endpoint.client().batches.list(limit=100):
            if (batch.metadata or {}).get("hum-hub") == mark:
                return batch.id
        return None

    async def _send_all(self) -> None:
        """Send files, once they are full or no request has come for a while."""
        under_way = {key for sent in self._open.values() for key in sent.keys}
        quiet = time.monotonic() - self._newest >= self._settings.linger
        while fresh := [key for key in self._queue if key not in under_way]:
            if not quiet and len(fresh) < self._settings.lines:
                return
            chosen, size = list[str](), 0
            for key in fresh[: self._settings.lines]:
                size += len(self._queue[key][1].encode())
                if size > MOST_BYTES and chosen:
                    break
                chosen.append(key)
            await self._send(chosen)
            under_way.update(chosen)

    async def _send(self, keys: list[str]) -> None:
        name = self._endpoint.settings.name
        prompts = {key: self._queue[key][0] for key in keys}
        self._store.ask_for(
            [Asked(key, prompt.key(), name, prompt.stage, prompt.content()) for key, prompt in prompts.items()]
        )
        sent = Sent(digest("batch", name, keys, time.time_ns()), name, keys, url=self._endpoint.url)
        self._store.remember(sent.name, asdict(sent))  # before it is sent: it may arrive although no answer does
        content = "".join(self._queue[key][1] for key in keys).encode()
        client = self._endpoint.client()
        async with asyncio.timeout(self._endpoint.settings.timeout):
            file = await client.files.create(file=("requests.jsonl", content), purpose="batch")
            self._heard(file)
            batch = await client.batches.create(
                input_file_id=file.id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={"hum-hub": sent.mark},
            )
        sent.id = self._heard(batch)
        self._store.remember(sent.name, asdict(sent))
        self._open[sent.mark] = sent
        for key in keys:
            self._queue.pop(key, None)

    async def _fetch_all(self) -> None:
        for sent in list(self._open.values()):
            try:
                async with asyncio.timeout(self._endpoint.settings.timeout):
                    batch = await self._endpoint.client().batches.retrieve(sent.id or "")
                self._heard(batch)
                if batch.status in _ENDED:
                    await self._fetch(sent, batch)
            except Exception as error:
                if getattr(error, "status_code", None) == 404:
                    self._end(sent, {}, Unanswered("batch-gone", "the endpoint does not know the batch any more"))
                else:
                    self._bear(error)

    def _heard(self, answer: Any) -> str:
        """Note that the endpoint answers; gives the id of what it tells of.

        Raises:
            NotABatchError: the answer is something else, such as a page of HTML.
        """
        id = getattr(answer, "id", None)
        if not isinstance(id, str) or not id:
            raise NotABatchError(f"the answer is {type(answer).__name__} without an id")
        self._answered = time.monotonic()
        return id

    async def _fetch(self, sent: Sent, batch: Any) -> None:
        """Keep the replies of a batch that has ended, and hand them to whoever waits for them."""
        lines = list[str]()
        for file in (batch.output_file_id, batch.error_file_id):
            if file:
                async with asyncio.timeout(self._endpoint.settings.timeout):
                    content = await self._endpoint.client().files.content(file)
                text = self._endpoint.blotted(content.content).decode("utf-8", "replace")
                lines += text.split("\n")  # a reply may hold other ends of lines
        found = dict(results(lines, self._endpoint.settings.model, self._settings.discount))
        kept = []
        for key in sent.keys:
            asked, completion = self._store.asked(key), found.get(key)
            if asked is not None and isinstance(completion, Completion):
                kept.append(asked.kept(completion))
        self._store.put_all(kept)
        self._end(sent, found, Unanswered(f"batch-{batch.status}", _errors(batch)))

    def _end(self, sent: Sent, found: Mapping[str, Completion | Unanswered], otherwise: Unanswered) -> None:
        """Hand what was found to whoever waits for it, and forget the batch."""
        self._store.forget(sent.name)
        del self._open[sent.mark]
        for key in sent.keys:
            self._settle(key, found.get(key, otherwise))

    def _settle(self, key: str, found: Completion | Unanswered) -> None:
        future = self._waiting.get(key)
        if future is None or future.done():
            return
        if isinstance(found, Completion):
            future.set_result(found)
        else:
            future.set_exception(found)


def _errors(batch: Any) -> str:
    """What an endpoint says of why a batch failed."""
    found = batch.errors.data if batch.errors is not None and batch.errors.data else []
    return "; ".join(str(error.message) for error in found)[:300]
