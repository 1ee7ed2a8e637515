"""A tree of knowledge in memory: its nodes in the order of the file, and how they hang together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from hum_hub.taxonomy.naming import ID, LONGEST_NAME, written

Level = Literal["field", "subfield", "discipline", "skill"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""From the top down: what hangs below a node has a lower level than the node."""
LEAVES: tuple[Level, ...] = ("discipline", "skill")
"""The levels that corpora are made from."""

Id = Annotated[str, StringConstraints(pattern=ID)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Written = Annotated[str, Field(max_length=LONGEST_NAME), AfterValidator(written)]
Remark = Annotated[str, Field(max_length=2000), AfterValidator(written)]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree: what it hangs below (`None` for the top), its level, and its names by language code."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)
    id: Id
    level: Level
    names: Annotated[Mapping[Language, Written], Field(min_length=1, max_length=20)]
    under: Id | None = None
    note: Remark | None = None

    def name(self, *languages: str) -> str:
        """The name in the first of these languages that it has one in, else the first name, else the id."""
        known = [self.names[language] for language in languages if language in self.names]
        return next(iter([*known, *self.names.values()]), self.id)


@dataclass(frozen=True)
class Tree:
    """Nodes that form a tree; `hum_hub.taxonomy.parsing` checks that they do. The order is that of the file."""

    nodes: tuple[Node, ...] = field(default=())

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _children(self) -> dict[str | None, tuple[Node, ...]]:
        found: dict[str | None, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.under, []).append(node)
        return {under: tuple(nodes) for under, nodes in found.items()}

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def node(self, id: str) -> Node:
        """The node with this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[id]

    def children(self, id: str | None) -> tuple[Node, ...]:
        """The nodes directly below a node, or those at the top."""
        return self._children.get(id, ())

    def above(self, node: Node) -> list[Node]:
        """The nodes from the top down to, but not including, this one."""
        found: list[Node] = []
        while node.under is not None:
            node = self._by_id[node.under]
            found.append(node)
        return found[::-1]

    def below(self, id: str | None) -> Iterator[Node]:
        """Everything that hangs below a node (or the whole tree), each node before what hangs below it."""
        waiting = list(reversed(self.children(id)))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(self.children(node.id)))

    def leaves(self) -> Iterator[Node]:
        """The disciplines and skills, in the order of the file."""
        return (node for node in self.nodes if node.level in LEAVES)

    def languages(self) -> list[str]:
        """All languages that nodes have names in, English first, then Chinese, then the others."""
        found = {language for node in self.nodes for language in node.names}
        return sorted(found, key=lambda language: (language != "en", language != "zh", language))

    def only(self, ids: Iterable[str]) -> "Tree":
        """The tree of these nodes alone."""
        kept = frozenset(ids)
        return Tree(tuple(node for node in self.nodes if node.id in kept))


def levels_below(node: Node | None) -> tuple[Level, ...]:
    """The levels that may hang below a node, or that there are at all."""
    return LEVELS if node is None else LEVELS[LEVELS.index(node.level) + 1 :]
