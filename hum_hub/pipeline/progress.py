"""How far a run has come, for whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass

from hum_hub.teacher.usage import Usage


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` counts seeds or examples; `total` is `None` while it is not known.

    While teachers are asked, `usage` says what of.
    """

    stage: str
    source: str
    done: int
    total: int | None = None
    usage: Usage | None = None


Report = Callable[[Progress], None]
