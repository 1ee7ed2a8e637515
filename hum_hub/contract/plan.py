"""The plan of a row: all that is decided about how an example is shown."""

from dataclasses import dataclass
from typing import Literal

from hum_hub.contract.formats import Conventions
from hum_hub.contract.guidelines import Explanation
from hum_hub.contract.rules import Choice
from hum_hub.contract.values import Schema


@dataclass(frozen=True, slots=True)
class Plan:
    """What an example is shown with; drawn from a hash, so that the same example always gets the same plan.

    `wordings` is the number from which each wording is chosen, `guidelines` what is said about the labels, `system`
    whether there is a system message, `shots` how many worked examples are wanted. `usual_format` says that the format
    is the subtask's default. A row is `compound` when it carries guidelines, rules or a format other than that (the
    Hum paper, arXiv 2502.03843, speaks of basic and compound items).
    """

    subtask: str
    schema: Schema
    format: str
    conventions: Conventions
    rules: tuple[Choice, ...]
    guidelines: tuple[Explanation, ...]
    wordings: int
    kind: Literal["basic", "compound"]
    usual_format: bool = True
    system: bool = False
    shots: int = 0

    @property
    def language(self) -> str:
        """The language of the instruction."""
        return self.schema.language
