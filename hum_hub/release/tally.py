"""Counts of what rows carry, by config: they grow with what there is to meet, not with the rows."""

from collections import Counter
from typing import TypeAlias

Tree: TypeAlias = "dict[str, Tree | int]"
BY_SUBTASK = frozenset(
    {"subtask", "rule", "format", "instruction", "input", "empty", "label", "name", "may-format", "may-rule"}
)
"""Kinds of counts whose first word is a sub-task."""


class Tally:
    """How often each kind of thing was met, by config and the words that tell things of a kind apart."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, ...]] = Counter()

    def add(self, kind: str, config: str, *words: str) -> None:
        """Count something once."""
        self.counts[(kind, config, *words)] += 1

    def of(self, config: str | None) -> "Counts":
        """What was counted in a config, or in all of them; sub-tasks are then called `config/sub-task`."""
        found = Counts()
        for (kind, name, *words), count in self.counts.items():
            if config in (None, name):
                if config is None and kind in BY_SUBTASK:
                    words[0] = f"{name}/{words[0]}"
                found.put(count, kind, *words)
        return found


class Counts:
    """The counts of one config, or of all, as a tree of words."""

    def __init__(self) -> None:
        self._tree: Tree = {}

    def put(self, count: int, *words: str) -> None:
        """Add a count under some words; those of one kind are always as many."""
        node = self._tree
        for word in words[:-1]:
            node = node.setdefault(word, {})  # type: ignore[assignment]  # only the last word leads to a number
        node[words[-1]] = _sum(node.get(words[-1], 0)) + count

    def total(self, *words: str) -> int:
        """How often things were met whose words, the kind first, begin with these."""
        return _sum(self._below(*words))

    def under(self, *words: str) -> dict[str, int]:
        """The counts whose words, the kind first, begin with these, by the word after them."""
        node = self._below(*words)
        return {word: _sum(child) for word, child in sorted(node.items())} if isinstance(node, dict) else {}

    def pairs(self, kind: str) -> dict[str, dict[str, int]]:
        """The counts of a kind that two words tell apart, by the one and then the other."""
        return {word: self.under(kind, word) for word in self.under(kind)}

    def _below(self, *words: str) -> "Tree | int":
        node: Tree | int = self._tree
        for word in words:
            node = node.get(word, {}) if isinstance(node, dict) else 0
        return node


def _sum(node: "Tree | int") -> int:
    return node if isinstance(node, int) else sum(_sum(child) for child in node.values())
