"""What the rows of a part have had of their shares so far: the one thing that rows of a part know of each other."""

from collections import deque
from collections.abc import Iterable
from typing import Any

from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example
from hum_hub.craft.balance import Balance
from hum_hub.craft.dice import Dice
from hum_hub.craft.mix import ENRICHMENTS, Mix

PATIENCE = 8
"""How many compound rows may be lacking before enrichments that are ahead of their share are taken all the same."""
REMEMBERED = 12
"""How many earlier examples of a subtask may serve as worked examples."""
LONGEST = 600
"""The most characters that the inputs of a worked example may have."""


class Quota:
    """Balances for the rows of one part, begun anew for each part, so that parts can be made in any order."""

    def __init__(self, mix: Mix, key: str, formats: Iterable[str], rules: Iterable[str]) -> None:
        dice = Dice(mix.seed, "quota", key)
        self._mix = mix
        self.kinds = Balance({"compound": mix.compound, "basic": 1 - mix.compound}, Dice(dice.number("kinds")))
        self.cells = Balance({"+".join(cell): share for cell, share in mix.cells().items()}, Dice(dice.number("cells")))
        self.counts = Balance(
            {str(number): share for number, share in enumerate(mix.rules_per_row, 1)}, Dice(dice.number("counts"))
        )
        names, families = list(formats), list(rules)
        self.formats = Balance(dict.fromkeys(names, 1 / max(1, len(names))), Dice(dice.number("formats")))
        self.rules = Balance(dict.fromkeys(families, 1 / max(1, len(families))), Dice(dice.number("rules")))
        self._uses = self._idle = 0
        self._empty = self._full = 0
        self._recent: dict[str, deque[Example[Any]]] = {}

    def may_idle(self, more: int) -> bool:
        """Whether one more rule without a witness stays within its share, beside `more` uses in the same row."""
        return self._idle + 1 <= self._mix.idle * (self._uses + more)

    def may_take(self, cell: str) -> bool:
        """Whether a compound row may carry just these enrichments.

        Where they are ahead of their share the row is better a basic one, and another row compound in its place;
        but only while there is such a row now and then, as otherwise compound rows themselves would be lacking.
        """
        replaceable = self._mix.compound < 1  # where no row is to be basic, none can stand in for another
        return not replaceable or self.cells.lack(cell) > -1 or self.kinds.lack("compound") > PATIENCE

    def may_be_empty(self) -> bool:
        """Whether one more answer that says nothing stays within the limit."""
        return self._empty + 1 <= self._mix.empty * self._full

    def took(self, plan: Plan, empty: bool) -> None:
        """Count a row."""
        self.kinds.took(plan.kind)
        if empty:
            self._empty += 1
        else:
            self._full += 1
        if plan.kind == "basic":
            return
        carried = (bool(plan.guidelines), bool(plan.rules), not plan.usual_format)
        self.cells.took("+".join(name for name, is_there in zip(ENRICHMENTS, carried, strict=True) if is_there))
        if plan.rules:
            self.counts.took(str(len(plan.rules)))
        if not plan.usual_format:
            self.formats.took(plan.format)
        for choice in plan.rules:
            self.rules.took(choice.rule)
            self._uses += 1
            self._idle += choice.witness is None

    def remember(self, example: Example[Any], subtask: str) -> None:
        """Keep an example of the training part, so that later rows can show it as a worked example; one of each origin."""
        recent = self._recent.setdefault(subtask, deque(maxlen=REMEMBERED))
        short = sum(len(text) for _, text in example.inputs) <= LONGEST
        if short and all(other.origin != example.origin for other in recent):
            recent.append(example)

    def shots(self, example: Example[Any], subtask: str) -> list[Example[Any]]:
        """Earlier examples that share neither origin nor text with this one."""
        texts = {text for _, text in example.inputs}
        return [
            other
            for other in self._recent.get(subtask, ())
            if other.origin != example.origin and not texts & {text for _, text in other.inputs}
        ]
