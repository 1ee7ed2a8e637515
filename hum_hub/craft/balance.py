"""Shares kept while rows are made one after the other: what is most wanting is the likeliest to come next."""

import math
import random
from collections.abc import Mapping

from hum_hub.craft.dice import Dice

SLACK = 20
"""How many rows ahead a balance plans: the larger, the freer the draws and the looser the shares."""


class Balance:
    """Draws options so that their counts follow given shares, yet in no fixed pattern.

    An option is drawn with a weight that is its share of the draws so far, and of a few to come, less what it has
    had. One that could not be had stays wanting and is caught up with later; the others keep their proportions.
    """

    def __init__(self, shares: Mapping[str, float], dice: Dice) -> None:
        self._shares = {option: share for option, share in shares.items() if share > 0}
        self._taken = dict.fromkeys(self._shares, 0)
        self._dice = dice
        self._draws = 0

    def order(self) -> list[str]:
        """All options, in the order in which they should be tried for the next row."""
        self._draws += 1
        ahead = sum(self._taken.values()) + SLACK
        draw = random.Random(self._dice.number(str(self._draws)))
        keys = {}
        for option, share in self._shares.items():
            weight = max(share * ahead - self._taken[option], share * 0.001)
            keys[option] = math.log(1 - draw.random()) / weight
        return sorted(keys, key=keys.__getitem__, reverse=True)

    def lack(self, option: str) -> float:
        """How many draws an option is behind its share; below zero where it is ahead."""
        return self._shares.get(option, 0) * sum(self._taken.values()) - self._taken.get(option, 0)

    def took(self, option: str) -> None:
        """Count an option that a row was made with; one that is unknown here is not counted."""
        if option in self._taken:
            self._taken[option] += 1
