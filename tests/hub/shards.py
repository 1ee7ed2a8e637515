"""Shards and xorbs of Xet storage: which chunks make a file, and the bytes of chunks, as the clients send them.

Source: the specification of the Xet protocol (huggingface/xet-core, `spec/shard.md`, `spec/xorb.md`, `spec/api.md`).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

_HEADER, _LINE = 48, 48
_VERIFIED, _WITH_SHA256 = 1 << 31, 1 << 30
_END = b"\xff" * 32
_TAG = bytes.fromhex("48465265706f4d6574614461746100556967456a7b815783a5bdd95ccdd14aa9")
_FAR = 4_102_444_800
"""The year 2100: when what has been told of chunks is not good any more."""
Term = tuple[str, int, int, int]
"""A xorb, the bytes that the part of the file has, its first chunk there, and the one after its last."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Files by their hashes, with their terms and sha256; chunks by their hashes, with the lines of their xorb."""

    files: dict[str, tuple[str, list[Term]]] = field(default_factory=dict)
    chunks: dict[str, bytes] = field(default_factory=dict)


def named(raw: bytes) -> str:
    """A hash in the letters in which addresses have it: four numbers, each the wrong way round."""
    return "".join(f"{number:016x}" for number in struct.unpack("<4Q", raw))


def read_shard(content: bytes) -> Shard:
    """What a shard tells.

    Raises:
        ValueError: it is no shard.
    """
    if content[:32] != _TAG or len(content) % 8:
        raise ValueError("not a shard")
    shard = Shard()
    lines = (content[at : at + _LINE] for at in range(_HEADER, len(content), _LINE))
    for line in lines:
        if line[:32] == _END:
            break
        flags, count = struct.unpack_from("<2I", line, 32)
        terms = [_term(next(lines)) for _ in range(count)]
        if flags & _VERIFIED:
            for _ in range(count):
                next(lines)
        # The sha256 is told like a hash, in four numbers the wrong way round.
        sha256 = named(next(lines)[:32]) if flags & _WITH_SHA256 else ""
        shard.files[named(line[:32])] = (sha256, terms)
    for line in lines:
        if line[:32] == _END:
            break
        inside = [next(lines) for _ in range(struct.unpack_from("<I", line, 36)[0])]
        for chunk in inside:
            shard.chunks[named(chunk[:32])] = line + b"".join(inside)
    return shard


def _term(line: bytes) -> Term:
    size, start, end = struct.unpack_from("<3I", line, 36)
    return named(line[:32]), size, start, end


def shard_of_xorb(lines: bytes) -> bytes:
    """A shard that tells of one xorb only, as it answers the question for a chunk."""
    end = _END + bytes(16)
    body = _TAG + struct.pack("<2Q", 2, 200) + end + lines + end
    first, chunks = _HEADER + _LINE, len(lines) // _LINE - 1
    last = len(body)
    in_cas, on_disk = struct.unpack_from("<2I", lines, 40)
    footer = struct.pack("<3Q", 1, _HEADER, first)
    footer += struct.pack("<6Q", last, 0, last, 0, last, 0) + bytes(32)
    footer += struct.pack("<2Q", 0, _FAR) + bytes(48)
    footer += struct.pack("<4Q", on_disk, 0, in_cas, last)
    assert chunks > 0 and len(footer) == 200
    return body + footer


def chunks_of(xorb: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Where each chunk of a xorb starts and ends, header and all, how it is packed, and its size unpacked.

    Raises:
        ValueError: it is no xorb.
    """
    at = 0
    while at + 8 <= len(xorb) and xorb[at] == 0:
        packed = int.from_bytes(xorb[at + 1 : at + 4], "little")
        unpacked = int.from_bytes(xorb[at + 5 : at + 8], "little")
        if at + 8 + packed > len(xorb):
            raise ValueError("a chunk ends after its xorb")
        yield at, at + 8 + packed, xorb[at + 4], unpacked
        at += 8 + packed


def unpacked(xorb: bytes, start: int, end: int) -> bytes:
    """The bytes of some chunks of a xorb."""
    chunks = list(chunks_of(xorb))
    if end > len(chunks):
        raise ValueError("a term names a chunk that its xorb does not have")
    return b"".join(_unpacked(xorb[at + 8 : until], how, size) for at, until, how, size in chunks[start:end])


def _unpacked(packed: bytes, how: int, size: int) -> bytes:
    if how == 0:
        return packed
    plain: bytes = pa.decompress(packed, decompressed_size=size, codec="lz4", asbytes=True)
    if how == 1:
        return plain
    woven, at = bytearray(size), 0
    for group in range(4):
        count = len(range(group, size, 4))
        woven[group::4] = plain[at : at + count]
        at += count
    return bytes(woven)
