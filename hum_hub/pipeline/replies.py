"""What is done with the replies of a project: listed, removed, shipped as a recording, taken in from elsewhere."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hum_hub.contract.teachers import Completion, Unanswered
from hum_hub.errors import TeacherError
from hum_hub.pipeline.asking import teacher_of
from hum_hub.pipeline.teachers import OFFLINE, Asking, make_teacher, probe_name, replies_file
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Recipe
from hum_hub.teacher.endpoint import Endpoint
from hum_hub.teacher.exchange import results
from hum_hub.teacher.kept import Asked, Kept, reply_key
from hum_hub.teacher.probing import probe
from hum_hub.teacher.recorded import completion_of
from hum_hub.teacher.store import ReplyStore

GROUP = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some of the stored replies: of a teacher, to a stage, that failed, whose key begins in some way."""

    teacher: str | None = None
    stage: str | None = None
    failed: bool = False
    key: str = ""

    def condition(self) -> tuple[str, list[Any]]:
        """The choice as a condition of SQL, with its values."""
        parts, values = ["substr(key, 1, ?) = ?"], list[Any]([len(self.key), self.key])
        for column, value in (("teacher", self.teacher), ("stage", self.stage)):
            if value is not None:
                parts.append(f"{column} = ?")
                values.append(value)
        parts += ["finish <> 'stop'"] if self.failed else []
        return " AND ".join(parts), values


def counts(recipe: Recipe, which: Chosen) -> list[dict[str, Any]]:
    """How many replies are stored, and their tokens, by teacher, stage, model and how they ended."""
    names = ("teacher", "stage", "model", "finish")
    with ReplyStore(replies_file(recipe)) as store:
        rows = store.counts(*which.condition())
    return [
        {**dict(zip(names, row[:4], strict=True)), "replies": row[4], "input_tokens": row[5], "output_tokens": row[6]}
        for row in rows
    ]


def chosen(recipe: Recipe, which: Chosen) -> Iterator[Kept]:
    """Stored replies, in the order of their keys."""
    with ReplyStore(replies_file(recipe)) as store:
        yield from store.entries(*which.condition())


def remove(recipe: Recipe, which: Chosen) -> int:
    """Remove stored replies; how many there were."""
    with ReplyStore(replies_file(recipe)) as store:
        return store.remove(*which.condition())


def record(workspace: Workspace, name: str | None, file: Path) -> int:
    """Write the stored replies of a teacher as a recording, which stands in for it; how many there are.

    Replies that it gave under other settings, such as another model, stay out: they answer other requests.

    Raises:
        RecipeError: the recipe has no such teacher, or more than one to choose from.
    """
    which = Chosen(teacher_of(workspace.recipe, name))
    own = make_teacher(workspace, str(which.teacher), OFFLINE).fingerprint
    count, draft = 0, file.with_name(f"{file.name}.draft")
    with draft.open("w", encoding="utf-8") as stream:
        for kept in chosen(workspace.recipe, which):
            if kept.finish == "rejected" or kept.key != reply_key(own, kept.prompt_key):
                continue
            entry = {
                "key": kept.prompt_key,
                "stage": kept.stage,
                "model": kept.model,
                "text": kept.text,
                "finish": kept.finish,
                "input_tokens": kept.input_tokens,
                "output_tokens": kept.output_tokens,
            }
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
            count += 1
    draft.replace(file)
    return count


def take_in(workspace: Workspace, name: str | None, file: Path) -> dict[str, int]:
    """Store the replies in a file, joined to the requests that were written out; what became of its lines.

    Raises:
        RecipeError: the recipe has no such teacher.
        TeacherError: the file is no text, or the teacher's replies are not kept.
    """
    own = teacher_of(workspace.recipe, name)
    teacher = make_teacher(workspace, own, OFFLINE)
    if not teacher.kept:
        raise TeacherError(f"teacher {own!r} has its replies in a file of its own; there is nothing to store")
    model, discount = workspace.recipe.teachers[own].model, 0.0  # an engine of one's own costs nothing for each token
    counted, held = Counter[str](), dict[str, Kept]()
    with ReplyStore(replies_file(workspace.recipe)) as store, file.open(encoding="utf-8") as stream:
        try:
            for line in filter(str.strip, stream):
                what, kept = _recorded(line, own, teacher.fingerprint) or _answered(line, own, model, discount, store)
                if kept is not None and (kept.key in held or store.get(kept.key) is not None):
                    what, kept = "stored already", None
                counted[what] += 1
                if kept is not None:
                    held[kept.key] = kept
                if len(held) >= GROUP:
                    store.put_all([*held.values()])
                    held.clear()
        except UnicodeDecodeError as error:
            raise TeacherError(f"{file} is not UTF-8 text: {error}") from error
        finally:
            store.put_all([*held.values()])
    return dict(sorted(counted.items()))


Taken = tuple[str, Kept | None]
"""What became of a line, and the reply that it held."""


def _answered(line: str, teacher: str, model: str, discount: float, store: ReplyStore) -> Taken:
    """The reply in a line of an offline engine, joined to the request that was written out."""
    ((key, found),) = results([line], model, discount)
    asked = store.asked(key) if key else None
    if isinstance(found, Unanswered) and found.verdict != "never":
        return f"not answered: {found.reason}", None
    if asked is None or asked.teacher != teacher:
        return "stored already" if store.get(key) else "not asked for", None
    if isinstance(found, Completion):
        return "stored", asked.kept(found)
    return "rejected by the engine", asked.kept(Completion(str(found), ""), "rejected")


def _recorded(line: str, teacher: str, fingerprint: str) -> Taken | None:
    """The reply in a line of a recording; `None` for another line."""
    try:
        entry = json.loads(line)
        completion = completion_of(entry)
        prompt_key, stage = entry["key"], entry.get("stage", "")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(prompt_key, str) or not prompt_key.isascii() or not isinstance(stage, str):
        return None
    stage = stage.encode("utf-8", "replace").decode()
    asked = Asked(reply_key(fingerprint, prompt_key), prompt_key, teacher, stage, None)
    return "stored", replace(asked.kept(completion), discount=0.0)


def probe_teacher(workspace: Workspace, name: str | None, trusted: tuple[str, ...]) -> dict[str, Any]:
    """Ask an endpoint what it obeys, and remember it.

    Raises:
        RecipeError: the recipe has no such teacher.
        TeacherError: the teacher is no endpoint, or does not answer.
    """
    own = teacher_of(workspace.recipe, name)
    teacher = make_teacher(workspace, own, Asking(trusted=trusted, live=True))
    if not isinstance(teacher, Endpoint):
        raise TeacherError(f"teacher {own!r} is not asked over the network; there is nothing to probe")
    try:
        found = asyncio.run(_probed(teacher))
    except Unanswered as error:
        raise TeacherError(f"teacher {own!r} does not answer: {error}; check uri, model and key") from error
    with ReplyStore(replies_file(workspace.recipe)) as store:
        store.remember(probe_name(workspace.recipe.teachers[own]), found)
    return found


async def _probed(teacher: Endpoint) -> dict[str, Any]:
    try:
        return await probe(teacher)
    finally:
        await teacher.close()
