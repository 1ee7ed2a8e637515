"""What the Hub server knows: its script, repositories and stored bytes, and the log of all that was asked of it."""

import asyncio
import hashlib
import hmac
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hub.repository import Repository
from hub.script import Account, Script

HUB, STORAGE, CAS = "hub", "storage", "cas"


@dataclass(slots=True)
class Stored:
    """Bytes outside git: whole files by their sha256, parts of files, xorbs, and files made of these.

    `terms` are those of files by their Xet hashes, `chunks` the xorbs of chunks; `tokens` those of the Xet storage.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    xorbs: dict[str, bytes] = field(default_factory=dict)
    terms: dict[str, list[tuple[str, int, int, int]]] = field(default_factory=dict)
    chunks: dict[str, bytes] = field(default_factory=dict)
    xet_hashes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def keep(self, content: bytes) -> str:
        """Store a file; its sha256."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.files[sha256] = content
        return sha256


class Hub:
    """The state of a server; `ports` are those of the Hub, of the storage and of the CAS."""

    def __init__(self, script: Script) -> None:
        self.ports: dict[str, int] = {}
        self.goes_on = asyncio.Event()
        self.secret = b"of this server only"
        self.reset()
        self.play(script)

    def play(self, script: Script) -> None:
        """Follow another script from the next request on; how often its faults have happened starts anew.

        Requests that hang go on.
        """
        self.script = script
        self.happened: Counter[int] = Counter()
        self.goes_on.set()
        self.goes_on, self.hangs = asyncio.Event(), asyncio.Event()

    def reset(self) -> None:
        """Forget all that has happened, every repository and everything stored."""
        self.repositories: dict[str, Repository] = {}
        self.stored = Stored()
        self.issued: dict[str, Account] = {}
        self.expired: set[str] = set()
        self.forget()

    def forget(self) -> None:
        """Forget what has been counted; repositories stay."""
        self.log: list[dict[str, Any]] = []
        self.numbers: Counter[str] = Counter()
        self.times: dict[str, list[float]] = {}

    def address(self, place: str) -> str:
        """The address of one of the servers."""
        return f"http://127.0.0.1:{self.ports[place]}"

    def account(self, token: str) -> Account | None:
        """Who a token belongs to; no one if it is not valid, or not any more."""
        return None if token in self.expired else self.issued.get(token) or self.script.tokens.get(token)

    def tokens(self) -> set[str]:
        """The Hub's tokens, valid or not: no one but the Hub may see them."""
        return {*self.script.tokens, *self.issued, *self.expired} - {""}

    def signature(self, method: str, key: str, until: str) -> str:
        """What makes an address of the storage good."""
        return hmac.new(self.secret, f"{method} {key} {until}".encode(), hashlib.sha256).hexdigest()

    def signed(self, method: str, key: str) -> str:
        """An address of the storage that is good for a while without any token."""
        until = str(int(time.time() + self.script.deadline))
        query = f"X-Amz-Expires={until}&X-Amz-Signature={self.signature(method, key, until)}"
        return f"{self.address(STORAGE)}/{key}?{query}"

    def within(self, quota: str, limit: int, window: float) -> tuple[bool, int, int]:
        """Count a request; whether it was within a quota, how many are left, and seconds until there are again."""
        now = time.monotonic()
        times = self.times[quota] = [at for at in self.times.get(quota, ()) if at > now - window]
        if len(times) >= limit:
            return False, 0, int((times[0] if times else now) + window - now) + 1
        times.append(now)
        return True, limit - len(times), int(times[0] + window - now) + 1

    def counts(self) -> dict[str, Any]:
        """What has been counted since the last time this was forgotten."""
        by_port: Counter[str] = Counter()
        received: Counter[str] = Counter()
        for entry in self.log:
            by_port[entry["port"]] += 1
            received[entry["port"]] += entry["received"]
        return {
            "requests": len(self.log),
            "by_kind": dict(Counter(entry["kind"] for entry in self.log)),
            "by_status": dict(Counter(str(entry["status"]) for entry in self.log if entry["status"])),
            "by_fault": dict(Counter(entry["fault"] for entry in self.log if entry["fault"])),
            "by_port": dict(by_port),
            "received": dict(received),
        }
