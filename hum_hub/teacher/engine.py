"""The engine that every request to a model goes through: from the store, from whoever asks the same, or from a teacher."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.teachers import Completion, Unanswered
from hum_hub.teacher.desk import Desk
from hum_hub.teacher.kept import Asked, Kept, reply_key
from hum_hub.teacher.store import ReplyStore
from hum_hub.teacher.usage import Usage
from hum_hub.teacher.verdicts import Fault, fault_of, repair

REJECTED = "rejected"
"""The reason for having no reply when whoever was asked will never give one; the text that is kept says why."""
Missed = Callable[[str, Prompt, Desk], None]
"""Is told of each request whose reply is not stored: its key, the prompt, and whom to ask."""


@dataclass(frozen=True, slots=True)
class Used:
    """A reply that was paid for once: its request's key, teacher, model and tokens."""

    key: str
    teacher: str
    model: str
    input_tokens: int
    output_tokens: int
    discount: float = 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a prompt: a reply, or the reason why there is none.

    `used` lists the replies that it took, with repairs. `open` tells that the request may still be answered by a
    later run, so that nothing final may be made of its absence. `raw` is the text that could not be used.
    """

    reply: Reply | None
    reason: str = ""
    used: tuple[Used, ...] = ()
    open: bool = False
    raw: str = ""


class Engine:
    """Answers prompts from the teachers of a recipe.

    With `offline`, no teacher is asked: what the store does not hold is missing, and `missed` is told of it.
    """

    def __init__(
        self,
        desks: Mapping[str, Desk],
        store: ReplyStore,
        usage: Usage,
        offline: bool = False,
        missed: Missed | None = None,
    ) -> None:
        self._desks, self._store, self.usage, self._offline, self._missed = desks, store, usage, offline, missed
        self._asking: dict[str, asyncio.Task[Kept]] = {}

    async def close(self, grace: float | None = None) -> None:
        """Close all teachers, once what is being answered at this moment has arrived and is kept.

        That is waited for `grace` seconds, or for as long as the teachers' deadlines allow.
        """
        sending = set[Any]().union(*(desk.sending for desk in self._desks.values()))
        under_way = set(self._asking.values())
        for task in under_way - sending:
            task.cancel()
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for desk in self._desks.values():
            await desk.teacher.close()

    async def outcome(self, prompt: Prompt, teacher: str) -> Outcome:
        """The outcome of a prompt; a reply that cannot be used gets one more try, with the reason.

        Raises:
            TeacherError: the teacher is broken.
            BudgetError: the budget is spent.
        """
        desk = self._desks[teacher]
        used = list[Used]()
        first, fault, kept = await self._judged(prompt, desk, used)
        if fault is None:
            return Outcome(first, used=tuple(used))
        again = repair(prompt, _completion(kept), fault) if kept is not None and kept.finish != "rejected" else None
        if again is not None:
            self.usage.repairs += 1
            second, fault_then, kept_then = await self._judged(again, desk, used)
            if fault_then is None:
                return Outcome(second, used=tuple(used))
            if kept_then is not None:
                fault, kept = fault_then, kept_then
            elif desk.teacher.kept:  # what is wrong is not known before the repair has come
                fault, kept = fault_then, None
        is_open = kept is None and desk.teacher.kept and not self._offline
        self.usage.lost += is_open
        self.usage.failures[fault.reason] += not is_open
        return Outcome(None, fault.reason, tuple(used), is_open, kept.text if kept is not None else "")

    async def _judged(
        self, prompt: Prompt, desk: Desk, used: list[Used]
    ) -> tuple[Reply | None, Fault | None, Kept | None]:
        """A reply, what is wrong with it, and what the store holds of it."""
        try:
            kept = await self._kept(prompt, desk)
        except Unanswered as error:
            return None, Fault(error.reason), None
        if kept.finish == "rejected":
            return None, Fault(REJECTED), kept
        used.append(Used(kept.key, desk.name, kept.model, kept.input_tokens, kept.output_tokens, kept.discount))
        completion = _completion(kept)
        fault = fault_of(prompt, completion)
        return (Reply(kept.text, kept.model) if fault is None else None), fault, kept

    async def _kept(self, prompt: Prompt, desk: Desk) -> Kept:
        """The reply to a prompt as the store holds it, or comes to hold it."""
        prompt_key = prompt.key()
        key = reply_key(desk.teacher.fingerprint, prompt_key)
        if not desk.teacher.kept:
            return Asked(key, prompt_key, desk.name, prompt.stage, None).kept(await desk.complete(prompt))
        found = self._store.get(key)
        if found is not None:
            self.usage.stored += 1
            return found
        if self._offline:
            if self._missed is not None:
                self._missed(key, prompt, desk)
            raise Unanswered("not-stored", verdict="never")
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(
                self._asked(Asked(key, prompt_key, desk.name, prompt.stage, prompt.content()), prompt, desk)
            )
            task.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(task)

    async def _asked(self, asked: Asked, prompt: Prompt, desk: Desk) -> Kept:
        """Ask, and keep the reply before anyone sees it."""
        written = list[Kept]()

        async def write(completion: Completion) -> None:
            self._count(completion, desk)
            written.append(await self._store.write(asked.kept(completion)))

        try:
            await desk.complete(prompt, write)
        except Unanswered as error:
            if error.verdict != "never":
                raise
            refused = Completion(str(error), "")
            written.append(await self._store.write(asked.kept(refused, "rejected")))
        await self._store.sync()
        return written[-1]

    def _count(self, completion: Completion, desk: Desk) -> None:
        self.usage.replies += 1
        self.usage.input_tokens += completion.input_tokens
        self.usage.output_tokens += completion.output_tokens
        self.usage.cost += desk.cost(completion)

    def _forget(self, key: str, task: asyncio.Task[Kept]) -> None:
        del self._asking[key]
        if not task.cancelled():
            task.exception()  # whoever waits for it raises it; nobody may, when a run is stopped


def _completion(kept: Kept) -> Completion:
    finish = kept.finish if kept.finish != "rejected" else "stop"
    return Completion(kept.text, kept.model, finish, kept.input_tokens, kept.output_tokens)
