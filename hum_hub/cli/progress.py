"""Progress on stderr: a live line on a terminal, a plain line every few seconds elsewhere."""

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

EVERY_SECONDS = 5.0


class Ticker:
    """Shows the newest line of progress; quiet for what is over within two seconds."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stderr)
        self._live = (
            Live(console=self._console, refresh_per_second=8, transient=True) if self._console.is_terminal else None
        )
        self._begun = self._last = time.monotonic()

    def __enter__(self) -> "Ticker":
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, stage: str, done: int, total: int | None = None, unit: str = "") -> None:
        """Show how far a stage has come, with the rate and, when the total is known, the time left."""
        now = time.monotonic()
        if self._live is None and now - self._last < EVERY_SECONDS:
            return
        self._last = now
        rate = done / max(now - self._begun, 0.001)
        of = f" of {total:,}" if total is not None else ""
        left = f", {(total - done) / rate:,.0f} s left" if total is not None and rate > 0 else ""
        line = f"{stage}: {done:,}{of} {unit} ({rate:,.0f}/s{left})"
        if self._live is not None:
            self._live.update(Text(line))
        else:
            print(line, file=sys.stderr, flush=True)

    def begin(self) -> None:
        """Start counting the rate of a new stage."""
        self._begun = time.monotonic()
