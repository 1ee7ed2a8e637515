"""Where a long sequence is cut, decided by what stands there and not by how much came before.

Two versions of a sequence are cut alike but for the pieces in which they differ, wherever something was put in or
taken out. The principle is that of content-defined chunking (Muthitacharoen, Chen and Mazières: A Low-bandwidth Network
File System, SOSP 2001), with the keys of elements in the place of bytes.
"""

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Cutting:
    """Pieces of about `target` elements: at least three quarters of it, the last piece apart, and at most twice it.

    `name` tells apart two cuttings by the same keys.
    """

    name: str
    target: int

    def ends(self, length: int, key: str) -> bool:
        """Whether a piece that has some length with the element of this key ends there."""
        if length < self.target - self.target // 4:
            return False
        return length >= 2 * self.target or self._number(key) % max(self.target // 4, 1) == 0

    def _number(self, key: str) -> int:
        return int.from_bytes(blake2b(key.encode(), digest_size=8, person=self.name.encode()).digest(), "big")
