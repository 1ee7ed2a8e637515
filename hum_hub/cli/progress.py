"""Progress on stderr: a live line on a terminal, a plain line every few seconds elsewhere, JSON events for programs."""

import json
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import IO, Literal

from rich.console import Console
from rich.live import Live
from rich.text import Text

from hum_hub.teacher.usage import Usage

QUIET_SECONDS, EVERY_SECONDS = 2.0, 5.0
Mode = Literal["auto", "plain", "json"]


class Ticker:
    """Shows the newest line of progress; says nothing of what is over within two seconds."""

    def __init__(
        self, mode: Mode = "auto", stream: IO[str] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._mode, self._stream, self._clock = mode, stream or sys.stderr, clock
        self._console = Console(file=self._stream)
        self._on_terminal = mode == "auto" and self._console.is_terminal
        self._live: Live | None = None
        self._started = self._begun = clock()
        self._last = self._started + QUIET_SECONDS - EVERY_SECONDS
        self._stage = ""

    def __enter__(self) -> "Ticker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
        if self._mode == "json":
            self._event("ended" if error is None else "stopped", **({"why": str(error)} if error is not None else {}))

    def show(self, stage: str, done: int, total: int | None = None, unit: str = "", usage: Usage | None = None) -> None:
        """Show how far a stage has come, with the rate and, when the total is known, the time left."""
        now = self._clock()
        name = stage.partition(" ")[0]
        if name != self._stage:
            self._stage, self._begun = name, now
        if not self._on_terminal and now - self._last < EVERY_SECONDS:
            return
        if self._on_terminal and now - self._started < QUIET_SECONDS:
            return
        self._last = now
        rate = done / max(now - self._begun, 0.001)
        left = (total - done) / rate if total is not None and rate > 0 else None
        if self._mode == "json":
            self._event("progress", stage=stage, done=done, total=total, unit=unit, seconds_left=left, **_facts(usage))
            return
        self._line(_line(stage, done, total, unit, rate, left) + _said(usage))

    def _line(self, line: str) -> None:
        if not self._on_terminal:
            print(line, file=self._stream, flush=True)
            return
        if self._live is None:
            self._live = Live(console=self._console, refresh_per_second=8, transient=True)
            self._live.start()
        self._live.update(Text(line))

    def _event(self, event: str, **facts: object) -> None:
        print(json.dumps({"event": event, **facts}, ensure_ascii=False), file=self._stream, flush=True)


def _line(stage: str, done: int, total: int | None, unit: str, rate: float, left: float | None) -> str:
    of = f" of {total:,}" if total is not None else ""
    rest = f", {left:,.0f} s left" if left is not None else ""
    return f"{stage}: {done:,}{of} {unit} ({rate:,.0f}/s{rest})"


def _said(usage: Usage | None) -> str:
    """What teachers have answered, in words."""
    if usage is None or not usage.requests + usage.stored:
        return ""
    parts = [
        f"{usage.replies:,} replies ({usage.rate():,.1f}/s, {usage.under_way} under way, {usage.stored:,} stored)",
        f"{usage.input_tokens:,} + {usage.output_tokens:,} tokens",
    ]
    parts += [f"cost {usage.cost:,.4f}"] if usage.cost else []
    parts += [f"{reason} {count:,}" for reason, count in usage.failures.most_common(3) if count]
    return "; " + ", ".join(parts)


def _facts(usage: Usage | None) -> dict[str, object]:
    """What teachers have answered, for a program."""
    if usage is None:
        return {}
    names = (
        "requests",
        "replies",
        "stored",
        "repairs",
        "input_tokens",
        "output_tokens",
        "cost",
        "under_way",
        "waiting",
    )
    counts = {name: getattr(usage, name) for name in names}
    return {"usage": {**counts, "replies_per_second": usage.rate(), "failures": dict(usage.failures)}}
