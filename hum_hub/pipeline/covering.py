"""How much of their world examples cover: which topics there are, how many are met, and how evenly."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hum_hub.contract.records import Topic, digest
from hum_hub.pipeline.parts import PartStore

TOPICS = ".topics.npy"
TOPIC = np.dtype([("kind", "u2"), ("topic", "u8")])
"""A topic: the place of its kind in the head's list of kinds, and the hash of its path."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics that a part holds: its key, its task, and the kinds that its numbers stand for."""

    key: str
    task: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """How far the topics of a kind are covered: how many there are, how many are met, and how often in all.

    `evenness` is the entropy of the meetings over all topics that there are, as a share of the highest it could be
    (Pielou's J): 1 when each is met equally often.
    """

    task: str
    kind: str
    topics: int
    met: int
    meetings: int
    evenness: float

    @property
    def share(self) -> float:
        """The share of the topics that are met."""
        return self.met / self.topics if self.topics else 0.0


def write_topics(topics: Iterable[Topic], key: str, store: PartStore) -> list[str]:
    """Store the topics of a part; the kinds, in the order of their numbers."""
    kinds: dict[str, int] = {}
    rows = [(kinds.setdefault(topic.kind, len(kinds)), int(digest(list(topic.path))[:16], 16)) for topic in topics]
    if rows:
        with store.writing(key, TOPICS) as path, path.open("wb") as stream:
            np.save(stream, np.array(rows, dtype=TOPIC))
    return list(kinds)


def covering(offered: Sequence[Topics], met: Sequence[Topics], store: PartStore) -> list[Covered]:
    """How far the topics of each task and kind are covered, in the order in which the kinds were first named."""
    names = list(dict.fromkeys((part.task, kind) for part in (*offered, *met) for kind in part.kinds))
    return [_covered(task, kind, offered, met, store) for task, kind in sorted(names, key=lambda name: name[0])]


def _covered(task: str, kind: str, offered: Sequence[Topics], met: Sequence[Topics], store: PartStore) -> Covered:
    known = np.unique(_hashes(task, kind, offered, store))
    topics, counts = np.unique(_hashes(task, kind, met, store), return_counts=True)
    whole, total = len(np.union1d(known, topics)), int(counts.sum())
    shares = counts / total if total else counts
    entropy = float(-(shares * np.log(shares)).sum()) if total else 0.0
    evenness = entropy / math.log(whole) if whole > 1 else float(total > 0)
    return Covered(task, kind, whole, len(topics), total, round(evenness, 4))


def _hashes(task: str, kind: str, parts: Sequence[Topics], store: PartStore) -> npt.NDArray[np.uint64]:
    found = [np.empty(0, "u8")]
    for part in parts:
        if part.task == task and kind in part.kinds:
            rows = np.load(store.path(part.key, TOPICS))
            found.append(rows["topic"][rows["kind"] == part.kinds.index(kind)])
    return np.concatenate(found)
