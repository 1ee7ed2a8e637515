"""What a teacher's replies must be JSON of: texts, and the numbers of labels."""

from dataclasses import dataclass
from typing import Annotated

from hum_hub import length, within

MOST_TEXTS = 16
"""The most texts that one request asks for."""
MOST_LABELS = 200
"""The most labels that one request shows."""


@dataclass(frozen=True, slots=True)
class Written:
    """Texts for a label."""

    texts: Annotated[tuple[Annotated[str, length(1, 2000)], ...], length(0, MOST_TEXTS)]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The number of the label that a reader gives to a text; 0 where none fits."""

    label: Annotated[int, within(0, MOST_LABELS)]


@dataclass(frozen=True, slots=True)
class AllLabelled:
    """The numbers of all labels that a reader gives to a text."""

    labels: Annotated[
        tuple[Annotated[int, within(1, MOST_LABELS)], ...],
        length(0, MOST_LABELS),
    ]
