"""What a command is doing, step by step, and every now and then that it still is."""

import threading
import time
from types import TracebackType
from typing import Self

import click

FIRST_SECONDS, LONGEST_SECONDS = 5.0, 60.0


class Steps:
    """Says each step on stderr when it begins; of one that lasts, after ever longer waits for how long it has."""

    def __init__(self, first: float = FIRST_SECONDS) -> None:
        self._first = first
        self._step, self._begun = "", 0.0
        self._changed = threading.Condition()
        self._ended = False
        self._watch = threading.Thread(target=self._remind, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._watch.join()

    def tell(self, step: str) -> None:
        """Begin a step."""
        with self._changed:
            click.echo(step, err=True)
            self._step, self._begun = step, time.monotonic()
            self._changed.notify()

    def _remind(self) -> None:
        with self._changed:
            while not self._ended:
                wait = self._first
                while not self._changed.wait(wait):
                    if self._step:
                        click.echo(f"still {self._step}: {time.monotonic() - self._begun:,.0f} s", err=True)
                    wait = min(2 * wait, LONGEST_SECONDS)
