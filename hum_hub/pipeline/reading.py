"""The first half of the way: a batch of annotated seeds becomes a part of valid examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hum_hub.contract.records import Example, Note, Problem, Seed, digest
from hum_hub.contract.task import Task
from hum_hub.craft.codec import load
from hum_hub.pipeline.collecting import EXAMPLES, MARKS, SEEDS, Collected
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.recipe.model import Source
from hum_hub.registry.loading import Registry
from hum_hub.text.folding import folded

TEXTS = ("text", "passage", "premise", "question")
"""The fields that may hold the main text of a seed, in this order."""


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Make a part of examples from the JSON lines of a batch."""

    key: str
    lines: tuple[str, ...]
    task: str
    source: Source


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A finished part of examples: its key, how many it holds, what it shows of labels, and its ledger.

    `seeds` is the number of seeds that follow from it, and `by` lists teacher, model and stage of the replies used,
    `kinds` the kinds of topics that it offers.
    """

    key: str
    source: str
    count: int
    labels: dict[str, Any]
    ledger: Ledger
    seeds: int = 0
    by: tuple[tuple[str, str, str], ...] = ()
    kinds: tuple[str, ...] = ()


def read_part(job: ReadJob, task: Task[Any], registry: Registry, store: PartStore) -> ReadPart:
    """Read, validate and store the examples of a batch; a part that is there already is only looked up."""
    if not is_stored(job.key, store):
        collected = Collected()
        for line in job.lines:
            collected.add(read_seed(seed_of(json.loads(line), job.source), task, registry))
        collected.write(job.key, task, store)
    return stored_part(job.key, job.source.name, store)


def read_seed(seed: Seed, task: Task[Any], registry: Registry) -> Collected:
    """What becomes of one annotated seed."""
    found = Collected()
    found.ledger.add(seed.source, "seed")
    try:
        for step in task.read(seed):
            take(step, seed, task, registry, found)
    except Exception as error:  # one seed that a plugin cannot handle must not end the build of a corpus
        found.ledger.add(seed.source, "dropped", "plugin-failed", f"{seed.id}: {type(error).__name__}: {error}")
    return found


def take(step: object, seed: Seed, task: Task[Any], registry: Registry, found: Collected) -> None:
    """Take what a task gives of a seed: an example, a problem or a note."""
    if isinstance(step, Example):
        found.example(step, task, registry)
    elif isinstance(step, Problem):
        found.ledger.add(seed.source, "dropped", step.code, f"{seed.id}: {step.detail}")
    elif isinstance(step, Note):
        found.ledger.add(seed.source, "noted", step.code, f"{seed.id}: {step.detail}")
    else:
        found.ledger.add(seed.source, "dropped", "plugin-gave-something-else", type(step).__name__)


def is_stored(key: str, store: PartStore) -> bool:
    """Whether a part is there."""
    return store.has(key, EXAMPLES) and store.has(key, MARKS)


def stored_part(key: str, source: str, store: PartStore) -> ReadPart:
    """The part as its file states it."""
    with store.path(key, EXAMPLES).open(encoding="utf-8", errors="surrogatepass") as stream:
        head = json.loads(stream.readline())
    by = tuple((teacher, model, stage) for teacher, model, stage in head["by"])
    ledger, kinds = Ledger.from_json(head["ledger"]), tuple(head["kinds"])
    return ReadPart(key, source, head["count"], head["labels"], ledger, head["seeds"], by, kinds)


def examples_of(key: str, task: Task[Any], store: PartStore) -> Iterator[tuple[str, Example[Any]]]:
    """The examples of a stored part, each with its identity."""
    with store.path(key, EXAMPLES).open(encoding="utf-8") as stream:
        stream.readline()
        for line in stream:
            entry = json.loads(line)
            identity, gold = entry.pop("identity"), entry.pop("gold")
            entry["inputs"] = tuple((name, text) for name, text in entry["inputs"])
            entry["subtasks"] = tuple(entry["subtasks"])
            yield identity, Example(gold=load(gold, task.gold), **entry)


def seed_lines(part: ReadPart, store: PartStore) -> Iterator[str]:
    """The seeds that follow from a stored part, as lines of JSON."""
    if part.seeds:
        with store.path(part.key, SEEDS).open(encoding="utf-8") as stream:
            yield from (line.rstrip("\n") for line in stream)


def seed_of(fields: dict[str, Any], source: Source) -> Seed:
    """The seed with some fields, as its source describes it."""
    return _seed(fields["id"], _origin(fields, source), fields, source)


def followed_seed(line: str, source: Source) -> Seed:
    """The seed that a line of `seed_lines` states."""
    entry = json.loads(line)
    return _seed(entry["id"], entry["origin"], entry["fields"], source)


def _seed(id: str, origin: str, fields: dict[str, Any], source: Source) -> Seed:
    return Seed(id, source.name, source.language, source.license, origin, fields, source.subtasks, source.model)


def _origin(fields: dict[str, Any], source: Source) -> str:
    """What a seed shares a split with: the origin it states within its family, else all seeds with the same text."""
    stated = fields.get("origin")
    text = next((fields[name] for name in TEXTS if isinstance(fields.get(name), str)), None)
    if stated is not None or text is None:
        return f"{source.family or source.name}/{stated if stated is not None else fields['id']}"
    return f"text/{digest(folded(text))[:16]}"


def marks_of(key: str, store: PartStore) -> npt.NDArray[Any]:
    """The marks of a stored part, mapped from disk."""
    array: npt.NDArray[Any] = np.load(store.path(key, MARKS), mmap_mode="r")
    return array
