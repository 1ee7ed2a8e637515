"""Draws from hashes: the same words give the same number in every process."""

import hashlib


def hashed(*words: object) -> int:
    """A number of 64 bits."""
    text = "\0".join(str(word) for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def drawn(*words: object) -> float:
    """A number from 0 up to 1."""
    return hashed(*words) / 2**64
