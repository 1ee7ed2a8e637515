"""The first half of the way: a batch of seeds becomes a part of valid examples."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hum_hub.contract.hooks import Teacher
from hum_hub.contract.prompts import Prompt, Reply, Synthesis
from hum_hub.contract.records import Example, Note, Problem, Seed, digest
from hum_hub.contract.task import Task
from hum_hub.craft.codec import load
from hum_hub.errors import TeacherError
from hum_hub.pipeline.labels import Labels
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.proof.rows import example_id, gold_json
from hum_hub.recipe.model import Source
from hum_hub.registry.loading import Registry
from hum_hub.text.folding import folded

EXAMPLES, MARKS = ".examples.jsonl", ".marks.npy"
MARK = np.dtype([("question", "u8"), ("passage", "u8"), ("origin", "u8")])
"""For each example: hashes of all that it asks, of the first input, and of its origin."""
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
    """A finished part of examples: its key, how many it holds, what it shows of labels, and its ledger."""

    key: str
    source: str
    count: int
    labels: dict[str, Any]
    ledger: Ledger


def read_part(job: ReadJob, task: Task[Any], registry: Registry, teacher: Teacher | None, store: PartStore) -> ReadPart:
    """Read, validate and store the examples of a batch; a part that is there already is only looked up."""
    if not store.has(job.key, EXAMPLES) or not store.has(job.key, MARKS):
        _make(job, task, registry, teacher, store)
    return stored_part(job.key, job.source.name, store)


def stored_part(key: str, source: str, store: PartStore) -> ReadPart:
    """The part as its file states it."""
    with store.path(key, EXAMPLES).open(encoding="utf-8", errors="surrogatepass") as stream:
        head = json.loads(stream.readline())
    return ReadPart(key, source, head["count"], head["labels"], Ledger.from_json(head["ledger"]))


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


def _make(job: ReadJob, task: Task[Any], registry: Registry, teacher: Teacher | None, store: PartStore) -> None:
    ledger, kept, marks = Ledger(), list[str](), list[tuple[int, int, int]]()
    labels = Labels()
    for line in job.lines:
        for example in examples_from(json.loads(line), job.source, task, registry, teacher, ledger):
            labels.note(example, task)
            kept.append(_line(example, task))
            marks.append(_marks(example, task))
    head = {"count": len(kept), "labels": labels.to_json(), "ledger": ledger.to_json()}
    with store.writing(job.key, MARKS) as path, path.open("wb") as stream:
        np.save(stream, np.array(marks, dtype=MARK))
    with store.writing(job.key, EXAMPLES) as path, path.open("w", encoding="utf-8") as text:
        text.write(json.dumps(head, ensure_ascii=True) + "\n")
        text.writelines(kept)


def examples_from(
    fields: dict[str, Any], source: Source, task: Task[Any], registry: Registry, teacher: Teacher | None, ledger: Ledger
) -> Iterator[Example[Any]]:
    """The valid examples of one seed; everything else that becomes of it goes to the ledger."""
    seed = _seed(fields, source)
    ledger.add(source.name, "seed")
    for example in _examples(seed, source, task, teacher, ledger):
        try:
            problem = _problem(example, task, registry)
        except Exception as error:  # see `_examples`
            problem = Problem("plugin-failed", f"{type(error).__name__}: {error}")
        if problem is not None:
            ledger.add(source.name, "dropped", problem.code, f"{example.source_id}: {problem.detail}")
            continue
        ledger.add(source.name, "example")
        yield example


def _seed(fields: dict[str, Any], source: Source) -> Seed:
    return Seed(
        fields["id"],
        source.name,
        source.language,
        source.license,
        _origin(fields, source),
        fields,
        source.subtasks,
        source.model,
    )


def _origin(fields: dict[str, Any], source: Source) -> str:
    """What a seed shares a split with: the origin it states within its family, else all seeds with the same text."""
    stated = fields.get("origin")
    text = next((fields[name] for name in TEXTS if isinstance(fields.get(name), str)), None)
    if stated is not None or text is None:
        return f"{source.family or source.name}/{stated if stated is not None else fields['id']}"
    return f"text/{digest(folded(text))[:16]}"


def _examples(
    seed: Seed, source: Source, task: Task[Any], teacher: Teacher | None, ledger: Ledger
) -> Iterator[Example[Any]]:
    try:
        steps: Iterable[Any] = (
            task.read(seed) if source.mode == "read" else _driven(task.synthesize(seed), teacher, source.name, ledger)
        )
        for step in steps:
            if isinstance(step, Example):
                yield step
            elif isinstance(step, Problem):
                ledger.add(source.name, "dropped", step.code, f"{seed.id}: {step.detail}")
            elif isinstance(step, Note):
                ledger.add(source.name, "noted", step.code, f"{seed.id}: {step.detail}")
            else:
                ledger.add(source.name, "dropped", "plugin-gave-something-else", type(step).__name__)
    except TeacherError:  # no reply will be had for the other seeds either
        raise
    except Exception as error:  # one seed that a plugin cannot handle must not end the build of a corpus
        ledger.add(source.name, "dropped", "plugin-failed", f"{seed.id}: {type(error).__name__}: {error}")


def _driven(
    synthesis: Synthesis[Any], teacher: Teacher | None, source: str, ledger: Ledger
) -> Iterator[Example[Any] | Problem | Note]:
    """Drive a synthesis: its prompts are answered here, everything else is passed on."""
    reply: Reply | None = None
    while True:
        try:
            step = synthesis.send(reply)
        except StopIteration:
            return
        reply = None
        if not isinstance(step, Prompt):
            yield step
            continue
        reply = teacher.reply(step) if teacher is not None else None
        if reply is None:
            ledger.add(source, "dropped", f"no-reply-{step.stage}", step.user[:120])
        else:
            ledger.add(source, "usage", step.stage)


def _problem(example: Example[Any], task: Task[Any], registry: Registry) -> Problem | None:
    for text in (*(text for _, text in example.inputs), example.source_id):
        if not text.isascii():
            try:
                text.encode("utf-8")
            except UnicodeEncodeError:
                return Problem("lone-surrogate")
    try:
        gold_json(example, task.gold)
    except ValueError as error:
        return Problem("gold-not-unicode", str(error)[:80])
    return next(iter(task.validate(example)), None) or registry.objection(example)


def _line(example: Example[Any], task: Task[Any]) -> str:
    gold = gold_json(example, task.gold)
    entry = {name: getattr(example, name) for name in Example.__dataclass_fields__ if name != "gold"}
    identity = example_id(task.name, example.inputs, gold)
    return json.dumps({**entry, "gold": gold, "identity": identity}, ensure_ascii=False) + "\n"


def _marks(example: Example[Any], task: Task[Any]) -> tuple[int, int, int]:
    texts = [[name, folded(text)] for name, text in example.inputs]
    own = [
        [element.key for element in task.elements(example, subtask)]
        for subtask in example.subtasks
        if task.subtasks[subtask].labels == "example"
    ]
    return (_hash(task.name, sorted(example.subtasks), texts, own), passage_mark(texts[0][1]), _hash(example.origin))


def passage_mark(text: str) -> int:
    """The mark of an example whose first input is `text`."""
    return _hash(folded(text))


def _hash(*parts: object) -> int:
    return int(digest(*parts)[:16], 16)


def marks_of(key: str, store: PartStore) -> npt.NDArray[Any]:
    """The marks of a stored part, mapped from disk."""
    array: npt.NDArray[Any] = np.load(store.path(key, MARKS), mmap_mode="r")
    return array
