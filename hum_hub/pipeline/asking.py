"""Requests outside of a build: a generator of prompts answered on its own, and the requests of a build written out."""

import asyncio
from collections.abc import Callable, Generator
from pathlib import Path
from typing import IO, Any

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.records import Problem
from hum_hub.errors import RecipeError
from hum_hub.pipeline.examples import synthesized
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.teachers import OFFLINE, Asking, make_teacher, open_engine, replies_file
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Recipe
from hum_hub.teacher.desk import Desk
from hum_hub.teacher.endpoint import Endpoint
from hum_hub.teacher.engine import Engine
from hum_hub.teacher.exchange import request_line
from hum_hub.teacher.kept import Asked
from hum_hub.teacher.store import ReplyStore

GROUP = 500
Synthesis = Generator[Any, Any, None]


def ask(
    workspace: Workspace,
    synthesis: Synthesis,
    report: Callable[[int, int | None], None],
    *,
    teacher: str | None = None,
    asking: Asking | None = None,
) -> list[Any]:
    """All that a generator yields besides prompts, once its prompts are answered by a teacher of the recipe.

    `report` is told how many replies have come. A prompt without a usable reply is answered by `None`, and a problem
    is added to what is returned.

    Raises:
        RecipeError: the recipe has no such teacher, or several and none is named.
        TeacherError: the teacher is broken.
        BudgetError: the budget is spent.
    """
    name = teacher_of(workspace.recipe, teacher)
    with ReplyStore(replies_file(workspace.recipe)) as replies:
        return asyncio.run(_ask(workspace, synthesis, report, name, asking or Asking(), replies))


def teacher_of(recipe: Recipe, name: str | None) -> str:
    """The name of a teacher of the recipe; the only one when none is named.

    Raises:
        RecipeError: there is no such teacher, or more than one to choose from.
    """
    known = recipe.teachers
    if name is None and len(known) == 1:
        return next(iter(known))
    if name not in known:
        listed = ", ".join(known) or "none"
        what = "name one with --teacher" if name is None else f"there is no teacher {name!r}"
        raise RecipeError(f"teachers: {what}; the recipe has {listed}")
    return name


async def _ask(
    workspace: Workspace,
    synthesis: Synthesis,
    report: Callable[[int, int | None], None],
    name: str,
    asking: Asking,
    replies: ReplyStore,
) -> list[Any]:
    engine = open_engine(workspace, [name], replies, asking)
    found, received, done = list[Any](), None, 0
    try:
        while True:
            try:
                step = synthesis.send(received)
            except StopIteration:
                return found
            received = None
            if not isinstance(step, Prompt | tuple):
                found.append(step)
                continue
            prompts = step if isinstance(step, tuple) else (step,)
            came = await asyncio.gather(*(_reply(engine, prompt, name, found) for prompt in prompts))
            done += len(prompts)
            report(done, None)
            received = tuple(came) if isinstance(step, tuple) else came[0]
    finally:
        await engine.close()


async def _reply(engine: Engine, prompt: Prompt, name: str, found: list[Any]) -> Reply | None:
    outcome = await engine.outcome(prompt, name)
    if outcome.reply is None:
        found.append(Problem(f"{prompt.stage}-{outcome.reason}", " ".join(outcome.raw.split())[:120]))
    return outcome.reply


def export(workspace: Workspace, name: str, file: Path, most: int | None = None) -> int:
    """Write the requests that a build would send to a teacher now, as lines of the Batch API; how many there are.

    Requests that depend on replies which are still missing follow in a later round. The requests are remembered, so
    that `take_in` can join the replies to them.

    Raises:
        RecipeError: the teacher is not one that is asked over the network.
    """
    teacher = make_teacher(workspace, name, OFFLINE)
    if not isinstance(teacher, Endpoint):
        raise RecipeError(f"{workspace.path}: teachers.{name}: only openai: teachers have requests to export")
    draft = file.with_name(f"{file.name}.draft")
    with ReplyStore(replies_file(workspace.recipe)) as replies, draft.open("w", encoding="utf-8") as stream:
        writer = _Writer(name, teacher, replies, stream, most)
        sources = [(task, source) for task, source in workspace.sources() if source.mode == "synthesize"]
        synthesized(workspace, lambda progress: None, Ledger(), sources, OFFLINE, writer.take)
        writer.flush()
    draft.replace(file)
    return len(writer.seen)


class _Writer:
    """Writes each request once, and remembers it."""

    def __init__(self, name: str, teacher: Endpoint, replies: ReplyStore, stream: IO[str], most: int | None) -> None:
        self._name, self._teacher, self._replies, self._stream, self._most = name, teacher, replies, stream, most
        self._held = list[Asked]()
        self.seen = set[str]()

    def take(self, key: str, prompt: Prompt, desk: Desk) -> None:
        if desk.name != self._name or key in self.seen or len(self.seen) == self._most:
            return
        self.seen.add(key)
        self._held.append(Asked(key, prompt.key(), self._name, prompt.stage, prompt.content()))
        self._stream.write(request_line(key, prompt, self._teacher.settings, self._teacher.structure))
        if len(self._held) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Remember what was written since."""
        self._replies.ask_for(self._held)
        self._held.clear()
