"""Which sessions and key concepts each question of a subject is asked about.

The two strategies are those of GLAN (arXiv 2402.13064, section 2.4): one session with one to five of its key concepts,
or two sessions with two to five concepts, some from each. All combinations of both are drawn, each once, and those come
first that are about what was asked about least.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import comb

from hum_hub_plugin_generalist.orbits import Lane, Part, number, shuffled

MOST_CONCEPTS = 5


@dataclass(frozen=True, slots=True)
class Draw:
    """What one question is about: positions of sessions and, for each of them, of its key concepts."""

    sessions: tuple[int, ...]
    concepts: tuple[tuple[int, ...], ...]


def total_draws(sizes: Sequence[int]) -> int:
    """How many draws there are for a subject whose sessions have `sizes` key concepts."""
    return sum(map(_alone, sizes)) + sum(
        _together(left, right) for place, left in enumerate(sizes) for right in sizes[:place]
    )


def draws(key: str, sizes: Sequence[int], limit: int | None = None, first: Sequence[Draw] = ()) -> Iterator[Draw]:
    """Yield different draws, at most `limit`, for a subject whose sessions have `sizes` key concepts.

    Those in `first` come first. Then every third draw takes two sessions, the others one, while there are such; always
    the sessions and concepts that were hit least, ties decided by a hash. The result depends on the arguments alone,
    and a larger limit only adds draws at the end. Memory grows with the pairs of sessions, not with the draws.
    """
    plan, given = _Plan(key, sizes), dict.fromkeys(first)
    for made, draw in enumerate(plan.all(given)):
        if made == limit:
            return
        yield draw


def _alone(size: int) -> int:
    return sum(comb(size, count) for count in range(1, MOST_CONCEPTS + 1))


def _together(left: int, right: int) -> int:
    counts = range(2, MOST_CONCEPTS + 1)
    return sum(comb(left + right, count) - comb(left, count) - comb(right, count) for count in counts)


@dataclass(slots=True)
class _Plan:
    """What was drawn so far, as counts: hits of concepts, what is left of sessions and pairs, and the lanes at work."""

    key: str
    sizes: Sequence[int]
    hits: list[list[int]] = field(init=False)
    alone: list[int] = field(init=False)
    paired: list[int] = field(init=False)
    pairs: Counter[tuple[int, ...]] = field(default_factory=Counter)
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    lanes: dict[tuple[tuple[int, int], ...], Lane] = field(default_factory=dict)
    ranks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.ranks = [number(self.key, "session", session) for session in range(len(self.sizes))]
        self.hits = [[0] * size for size in self.sizes]
        self.alone = [_alone(size) for size in self.sizes]
        self.paired = [
            sum(_together(size, other) for there, other in enumerate(self.sizes) if there != here)
            for here, size in enumerate(self.sizes)
        ]

    def all(self, first: dict[Draw, None]) -> Iterator[Draw]:
        """The draws in `first`, then all others."""
        for draw in first:
            self._hit(draw)
            yield draw
        made = 0
        while any(self.alone) or any(self.paired):
            two = made % 3 == 2
            draw = self._drawn(self._pair() if (two and any(self.paired)) or not any(self.alone) else (self._one(),))
            made += 1
            if draw not in first:
                self._hit(draw)
                yield draw

    def _hit(self, draw: Draw) -> None:
        for session, places in zip(draw.sessions, draw.concepts, strict=True):
            for place in places:
                self.hits[session][place] += 1

    def _one(self) -> int:
        return min((here for here, left in enumerate(self.alone) if left), key=self._load)

    def _pair(self) -> tuple[int, int]:
        here = min((here for here, left in enumerate(self.paired) if left), key=self._load)
        there = min((there for there in range(len(self.sizes)) if self._open(here, there)), key=self._load)
        return (here, there) if here < there else (there, here)

    def _open(self, here: int, there: int) -> bool:
        pair = (min(here, there), max(here, there))
        return here != there and self.pairs[pair] < _together(self.sizes[here], self.sizes[there])

    def _load(self, session: int) -> tuple[float, int]:
        """How often the concepts of a session were hit, on average, and its place among those hit as often."""
        return sum(self.hits[session]) / max(self.sizes[session], 1), self.ranks[session]

    def _drawn(self, sessions: tuple[int, ...]) -> Draw:
        counts = min(
            (counts for counts in self._counts(sessions) if self._lane(sessions, counts).left()),
            key=lambda counts: (
                self.counts[len(sessions), sum(counts)],
                self._gap(sessions, counts),
                number(self.key, "counts", sessions, counts, sum(self.counts.values())),
            ),
        )
        concepts = self._lane(sessions, counts).take(self.hits)
        self.counts[len(sessions), sum(counts)] += 1
        if len(sessions) == 1:
            self.alone[sessions[0]] -= 1
        else:
            self.pairs[sessions] += 1
            for session in sessions:
                self.paired[session] -= 1
        return Draw(sessions, concepts)

    def _gap(self, sessions: tuple[int, ...], counts: tuple[int, ...]) -> int:
        """How far apart the mean hits of the sessions would be after a draw of these counts, in whole hits."""
        loads = [
            (sum(self.hits[session]) + count) / self.sizes[session]
            for session, count in zip(sessions, counts, strict=True)
        ]
        return int(max(loads) - min(loads))

    def _counts(self, sessions: tuple[int, ...]) -> list[tuple[int, ...]]:
        """The ways to share one to five concepts among these sessions."""
        if len(sessions) == 1:
            return [(count,) for count in range(1, min(MOST_CONCEPTS, self.sizes[sessions[0]]) + 1)]
        left, right = (self.sizes[session] for session in sessions)
        return [
            (one, other)
            for one in range(1, min(MOST_CONCEPTS - 1, left) + 1)
            for other in range(1, min(MOST_CONCEPTS - one, right) + 1)
        ]

    def _lane(self, sessions: tuple[int, ...], counts: tuple[int, ...]) -> Lane:
        kind = tuple(zip(sessions, counts, strict=True))
        if kind not in self.lanes:
            self.lanes[kind] = Lane(
                tuple(
                    Part(session, count, shuffled(f"{self.key}\x1f{kind}\x1f{session}", self.sizes[session]))
                    for session, count in kind
                )
            )
        return self.lanes[kind]
