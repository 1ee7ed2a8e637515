"""What a teacher's replies must be JSON of: texts, and the numbers of labels."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

MOST_TEXTS = 16
"""The most texts that one request asks for."""
MOST_LABELS = 200
"""The most labels that one request shows."""


@dataclass(frozen=True, slots=True)
class Written:
    """Texts for a label."""

    texts: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=2000)], ...], Field(max_length=MOST_TEXTS)]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The number of the label that a reader gives to a text; 0 where none fits."""

    label: Annotated[int, Field(ge=0, le=MOST_LABELS)]


@dataclass(frozen=True, slots=True)
class AllLabelled:
    """The numbers of all labels that a reader gives to a text."""

    labels: Annotated[
        tuple[Annotated[int, Field(ge=1, le=MOST_LABELS)], ...],
        Field(max_length=MOST_LABELS),
    ]
