"""The plan of a row: all that is decided about how an example is shown."""

from dataclasses import dataclass
from typing import Literal

from hum_hub.contract.formats import Conventions
from hum_hub.contract.rules import Choice
from hum_hub.contract.values import Schema


@dataclass(frozen=True, slots=True)
class Plan:
    """What an example is shown with; drawn from a hash, so that the same example always gets the same plan.

    `wordings` are the numbers from which each wording is chosen, `guidelines` the keys of the labels that are
    explained. A row is `compound` when it carries guidelines, rules or a format other than the subtask's default
    (the Hum paper, arXiv 2502.03843, speaks of basic and compound items).
    """

    subtask: str
    schema: Schema
    format: str
    conventions: Conventions
    rules: tuple[Choice, ...]
    guidelines: tuple[str, ...]
    wordings: int
    kind: Literal["basic", "compound"]

    @property
    def language(self) -> str:
        """The language of the instruction."""
        return self.schema.language
