"""What becomes of the seeds of one part, gathered in their order and put on disk as one."""

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hum_hub.contract.records import Example, Problem, Seed, Topic
from hum_hub.contract.task import Task
from hum_hub.pipeline.covering import write_topics
from hum_hub.pipeline.labels import Labels
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.marks import MARK, marks
from hum_hub.pipeline.parts import PartStore
from hum_hub.proof.rows import example_id, gold_json
from hum_hub.registry.loading import Registry
from hum_hub.teacher.engine import Used

EXAMPLES, MARKS, SEEDS, USED = ".examples.jsonl", ".marks.npy", ".seeds.jsonl", ".used.npy"
USE = np.dtype([("key", "u8", 2), ("by", "u4"), ("input", "u4"), ("output", "u4"), ("discount", "f4")])
"""For each reply that a part is made of: its key, whose it is (a place in the head's `by`), its tokens, its discount."""


@dataclass(slots=True)
class Collected:
    """The examples of some seeds, what was counted, the seeds that follow from them, and the replies they took.

    `topics` are those that the seeds have been found to offer.

    `open` tells that a request may still be answered in this run's stead by a later one, `missing` that a run which
    asks no teacher had to do without a reply.
    """

    ledger: Ledger = field(default_factory=Ledger)
    examples: list[Example[Any]] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    used: list[tuple[str, Used]] = field(default_factory=list)
    open: bool = False
    missing: bool = False

    def add(self, other: "Collected") -> None:
        """Add what came of the seeds after these."""
        self.ledger.merge(other.ledger)
        self.examples += other.examples
        self.seeds += other.seeds
        self.topics += other.topics
        self.used += other.used
        self.open = self.open or other.open
        self.missing = self.missing or other.missing

    def example(self, example: Example[Any], task: Task[Any], registry: Registry) -> None:
        """Add an example, unless something is wrong with it."""
        source = example.source
        try:
            problem = problem_of(example, task, registry)
        except Exception as error:  # one example that a plugin cannot handle must not end the build of a corpus
            problem = Problem("plugin-failed", f"{type(error).__name__}: {error}")
        if problem is not None:
            self.ledger.add(source, "dropped", problem.code, f"{example.source_id}: {problem.detail}")
            return
        self.ledger.add(source, "example")
        self.examples.append(example)

    def write(self, key: str, task: Task[Any], store: PartStore) -> None:
        """Write the part; it counts as there once the last of its files is."""
        labels = Labels()
        for example in self.examples:
            labels.note(example, task)
        by = sorted({(use.teacher, use.model, stage) for stage, use in self.used})
        head = {
            "count": len(self.examples),
            "labels": labels.to_json(),
            "ledger": self.ledger.to_json(),
            "seeds": len(self.seeds),
            "by": by,
            "kinds": write_topics(self.topics, key, store),
        }
        if self.seeds:
            with store.writing(key, SEEDS) as path, path.open("w", encoding="utf-8") as text:
                text.writelines(seed_line(seed) + "\n" for seed in self.seeds)
        if self.used:
            self._write_used(key, store, by)
        with store.writing(key, MARKS) as path, path.open("wb") as stream:
            np.save(stream, np.array([marks(example, task) for example in self.examples], dtype=MARK))
        with store.writing(key, EXAMPLES) as path, path.open("w", encoding="utf-8") as text:
            text.write(json.dumps(head, ensure_ascii=True) + "\n")
            text.writelines(_line(example, task) for example in self.examples)

    def _write_used(self, key: str, store: PartStore, by: list[tuple[str, str, str]]) -> None:
        place = {of: number for number, of in enumerate(by)}
        rows = [
            (
                (int(use.key[:16], 16), int(use.key[16:32], 16)),
                place[use.teacher, use.model, stage],
                use.input_tokens,
                use.output_tokens,
                use.discount,
            )
            for stage, use in self.used
        ]
        with store.writing(key, USED) as path, path.open("wb") as stream:
            np.save(stream, np.array(rows, dtype=USE))


def seed_line(seed: Seed) -> str:
    """A seed that follows from another, as a line of JSON; what its source says of it is not repeated."""
    return json.dumps({"id": seed.id, "origin": seed.origin, "fields": seed.fields}, separators=(",", ":"))


def problem_of(example: Example[Any], task: Task[Any], registry: Registry) -> Problem | None:
    """The first thing that is wrong with an example."""
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
