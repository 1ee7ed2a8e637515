"""Which sessions and key concepts each question of a subject is asked about.

The two strategies are those of GLAN (arXiv 2402.13064, section 2.4): one session with one to five of its
key concepts, or two sessions with two to five concepts, some from each.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_CONCEPTS = 5
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Draw:
    """What one question is about: positions of sessions and, for each of them, of its key concepts."""

    sessions: tuple[int, ...]
    concepts: tuple[tuple[int, ...], ...]


def draws(key: str, sizes: Sequence[int], limit: int) -> Iterator[Draw]:
    """Yield at most `limit` different draws for a subject whose sessions have `sizes` key concepts.

    Every third draw takes two sessions, the others one. Sessions are visited in turn; one that has given nothing new
    `PATIENCE` times in a row is passed over. The result depends on the arguments alone, and a larger `limit`
    only adds draws at the end.
    """
    seen: set[Draw] = set()
    number = failed = 0
    for attempt in range(limit * 20):
        if len(seen) == limit:
            return
        draw = _draw(f"{key}\x1f{attempt}", sizes, number)
        if draw is not None and draw not in seen:
            seen.add(draw)
            number, failed = number + 1, 0
            yield draw
        else:
            failed += 1
            if failed == PATIENCE:
                number, failed = number + 1, 0


def _draw(key: str, sizes: Sequence[int], number: int) -> Draw | None:
    first = (number - number // 3) % len(sizes)
    if number % 3 != 2 or len(sizes) == 1:
        count = 1 + _number(key, "count") % min(MOST_CONCEPTS, sizes[first])
        return Draw((first,), (_choose(key, sizes[first], count),))
    second = (first + 1 + _number(key, "second") % (len(sizes) - 1)) % len(sizes)
    left, right = sorted((first, second))
    total = 2 + _number(key, "count") % (min(MOST_CONCEPTS, sizes[left] + sizes[right]) - 1)
    least = max(1, total - sizes[right])
    most = min(sizes[left], total - 1)
    if least > most:
        return None
    of_left = least + _number(key, "left") % (most - least + 1)
    chosen = (_choose(key + "l", sizes[left], of_left), _choose(key + "r", sizes[right], total - of_left))
    return Draw((left, right), chosen)


def _number(key: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{key}\x1f{name}".encode()).digest()[:8], "big")


def _choose(key: str, size: int, count: int) -> tuple[int, ...]:
    ranked = sorted(range(size), key=lambda position: _number(key, str(position)))
    return tuple(sorted(ranked[:count]))
