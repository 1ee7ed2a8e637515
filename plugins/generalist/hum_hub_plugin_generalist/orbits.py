"""Selections of key concepts without replacement, in families whose members touch every concept equally often.

Selections that a rotation carries into each other form a family: all members of one together hold each concept the
same number of times. A lane walks through the families of one kind of selection (this many concepts of this session,
and of that one) and takes, from the family at hand, the member whose concepts were hit least. It remembers the family
and which members are gone, one bit each, and never the selections themselves.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb, prod


def number(*parts: object) -> int:
    """A number that depends on the parts alone and looks drawn by chance."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")


def shuffled(key: str, size: int) -> tuple[int, ...]:
    """The positions of `size` things in an order drawn from the key."""
    return tuple(sorted(range(size), key=lambda position: number(key, position)))


@cache
def families(size: int, count: int) -> tuple[tuple[tuple[int, ...], int], ...]:
    """One member of each family of selections of `count` from `size` places, and how many members it has."""
    found = []
    for chosen in combinations(range(size), count):
        if chosen[0] != 0:
            break  # the least member of each family holds the first place
        turned = [tuple(sorted((place - by) % size for place in chosen)) for by in chosen]
        if chosen == min(turned):
            found.append((chosen, size // turned.count(chosen)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Part:
    """How many concepts of which session a lane selects; `order` is the circle on which its concepts stand."""

    session: int
    count: int
    order: tuple[int, ...]

    def member(self, family: int, turn: int) -> tuple[int, ...]:
        """The concepts of a member of a family: its first one, turned on."""
        chosen, _ = families(len(self.order), self.count)[family]
        return tuple(sorted(self.order[(place + turn) % len(self.order)] for place in chosen))


@dataclass(slots=True)
class Lane:
    """All selections of one kind; each is taken once."""

    parts: tuple[Part, ...]
    family: int = 0
    gone: int = 0
    taken: int = 0

    def left(self) -> int:
        """How many selections have not been taken."""
        return prod(comb(len(part.order), part.count) for part in self.parts) - self.taken

    def take(self, hits: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
        """Of the family at hand the member whose concepts were hit least often, for each part its concepts."""
        at = self._families()
        turns = [families(len(part.order), part.count)[family][1] for part, family in zip(self.parts, at, strict=True)]
        members = [
            [part.member(family, turn) for turn in range(most)]
            for part, family, most in zip(self.parts, at, turns, strict=True)
        ]
        costs = [
            [_cost(hits[part.session], member) for member in some]
            for part, some in zip(self.parts, members, strict=True)
        ]
        best = min((place for place in range(prod(turns)) if not self.gone >> place & 1), key=lambda p: _sum(costs, p))
        self.gone, self.taken = self.gone | 1 << best, self.taken + 1
        if self.gone.bit_count() == prod(turns):
            self.family, self.gone = self.family + 1, 0
        return tuple(some[place] for some, place in zip(members, _places(costs, best), strict=True))

    def _families(self) -> list[int]:
        return _mixed(self.family, [len(families(len(part.order), part.count)) for part in self.parts])


def _cost(hits: Sequence[int], member: Sequence[int]) -> int:
    """What it adds to the unevenness to hit these concepts once more: the growth of the sum of squares."""
    return sum(2 * hits[place] + 1 for place in member)


def _sum(costs: Sequence[Sequence[int]], place: int) -> int:
    return sum(some[part] for some, part in zip(costs, _places(costs, place), strict=True))


def _places(sized: Sequence[Sequence[object]], place: int) -> list[int]:
    return _mixed(place, [len(some) for some in sized])


def _mixed(value: int, sizes: Sequence[int]) -> list[int]:
    """The digits of a value in a system whose digits have these sizes, the last one turning fastest."""
    digits = []
    for size in reversed(sizes):
        value, digit = divmod(value, size)
        digits.append(digit)
    return digits[::-1]
