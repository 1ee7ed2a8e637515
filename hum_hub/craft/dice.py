"""Choices drawn from a hash, so that the same example always gets the same plan."""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Named draws that depend on a key alone; a new name never disturbs the other draws."""

    __slots__ = ("_key",)

    def __init__(self, *key: object) -> None:
        self._key = "\x1f".join(map(str, key))

    def number(self, name: str) -> int:
        """A number of 64 evenly distributed bits."""
        return int.from_bytes(
            hashlib.sha256(f"{self._key}\x1e{name}".encode("utf-8", "surrogatepass")).digest()[:8], "big"
        )

    def share(self, name: str) -> float:
        """A number from 0 up to, but not including, 1."""
        return (self.number(name) >> 11) / 2**53

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of the options, each as likely as the others."""
        return options[self.number(name) % len(options)]

    def shuffled(self, name: str, options: Sequence[T]) -> list[T]:
        """The options in another order."""
        draw = random.Random(self.number(name))
        keys = [draw.random() for _ in options]  # its sequence is promised to stay the same; that of shuffle is not
        return [options[place] for place in sorted(range(len(options)), key=keys.__getitem__)]
