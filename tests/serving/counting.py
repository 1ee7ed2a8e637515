"""What the scripted server has seen and done, counted exactly, and the log of requests."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from serving.replies import Written


@dataclass(slots=True)
class Counts:
    """Counts since the start or the last reset.

    Those by area are of all requests there; all others are of requests for completions. `answered` are those with
    status 200 and a whole completion, also a refused or a cut one; `input_tokens` and `output_tokens` are what these
    told in their usage. `by_status` counts answers sent as a whole, `by_fault` the faults done (those on the wire have
    no status), `limited` answers beyond a
    limit, and `gone` clients that left before they were answered. `batch` holds the same counts of lines of batches
    that were answered.
    """

    areas: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    answered: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    by_fault: Counter[str] = field(default_factory=Counter)
    limited: int = 0
    gone: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    at_once: int = 0
    most_at_once: int = 0
    connections: int = 0
    batch: Counter[str] = field(default_factory=Counter)

    def entered(self) -> None:
        """A request for a completion has come."""
        self.requests += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)

    def sent(self, status: int, written: Written | None, times: int = 1) -> None:
        """A request is answered; with `times` -1, it turned out that it could not be."""
        self.by_status[status] += times
        if written is not None:
            self.answered += times
            self.input_tokens += times * written.input_tokens
            self.output_tokens += times * written.output_tokens

    def plain(self) -> dict[str, Any]:
        """The counts as JSON."""
        return {
            name: {str(key): count for key, count in value.items() if count} if isinstance(value, Counter) else value
            for name, value in ((name, getattr(self, name)) for name in self.__slots__)
        }


@dataclass(slots=True)
class Log:
    """Every request with what was answered, kept only while the script says so; `status` stays none until then."""

    started: float
    entries: list[dict[str, Any]] = field(default_factory=list)

    def opened(self, number: int, method: str, path: str, headers: dict[str, str], connection: int) -> dict[str, Any]:
        """The entry of a request that has come."""
        at = asyncio.get_running_loop().time() - self.started
        entry: dict[str, Any] = {"number": number, "method": method, "path": path, "headers": headers, "body": None}
        entry |= {"status": None, "fault": None, "at": at, "until": None, "connection": connection}
        self.entries.append(entry)
        return entry
