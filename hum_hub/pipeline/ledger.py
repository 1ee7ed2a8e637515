"""The ledger: what was read, kept, dropped and refused, counted by source and reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

SAMPLES = 3


class Ledger:
    """Counts by source, kind and code, with the first few details of each as samples.

    Kinds: `seed` (read), `dropped` (seeds and examples), `noted` (odd, but kept), `example` (kept), `row` (published),
    `refused` (a format or rule that a row could not be shown with), `usage` (replies by stage).
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.samples: dict[tuple[str, str, str], list[str]] = {}

    def add(self, source: str, kind: str, code: str = "", detail: str = "", count: int = 1) -> None:
        """Count something once, or `count` times."""
        key = (source, kind, code)
        self.counts[key] += count
        kept = self.samples.setdefault(key, [])
        if detail and len(kept) < SAMPLES:
            kept.append(detail[:200])

    def merge(self, other: "Ledger") -> None:
        """Add all that another ledger counted."""
        for key, count in other.counts.items():
            self.counts[key] += count
            kept = self.samples.setdefault(key, [])
            kept.extend(other.samples.get(key, [])[: SAMPLES - len(kept)])

    def total(self, kind: str, source: str | None = None) -> int:
        """How often things of a kind were counted, for one source or all."""
        return sum(count for (of, what, _), count in self.counts.items() if what == kind and source in (None, of))

    def of(self, source: str, kind: str) -> dict[str, int]:
        """The counts of a kind by code, for one source."""
        return {code: count for (of, what, code), count in sorted(self.counts.items()) if (of, what) == (source, kind)}

    def to_json(self) -> list[dict[str, Any]]:
        """All entries as plain data, sorted."""
        return [
            {
                "source": source,
                "kind": kind,
                "code": code,
                "count": count,
                "samples": self.samples.get((source, kind, code), []),
            }
            for (source, kind, code), count in sorted(self.counts.items())
        ]

    @staticmethod
    def from_json(entries: Iterable[Mapping[str, Any]]) -> "Ledger":
        """The ledger that `to_json` stated."""
        ledger = Ledger()
        for entry in entries:
            key = (entry["source"], entry["kind"], entry["code"])
            ledger.counts[key] += entry["count"]
            ledger.samples[key] = list(entry["samples"])
        return ledger
