"""What differs between two trees, and what hangs below each difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hum_hub.taxonomy.tree import Node, Tree

Kind = Literal["added", "removed", "renamed", "moved"]


@dataclass(frozen=True, slots=True)
class Change:
    """A difference: the node as it is after the change (before it, if removed), what was and is, and the ids below.

    `below` are the nodes that the change reaches: with an added or removed node those that come or go with it,
    with a renamed or moved one all that hang below it now, since their path is another.
    """

    kind: Kind
    node: Node
    before: str = ""
    after: str = ""
    below: tuple[str, ...] = ()


def diff(before: Tree, after: Tree) -> list[Change]:
    """All changes from one tree to the other; a node is the same as long as its id is.

    What comes or goes together with the node above it is listed below that one only. A node whose level changes
    counts as moved; notes and the order of lines count for nothing.
    """
    return [
        *_appearing(before, after, "removed"),
        *_appearing(after, before, "added"),
        *(change for node in after.nodes if node.id in before for change in _changed(node, before, after)),
    ]


def _appearing(tree: Tree, other: Tree, kind: Kind) -> Iterator[Change]:
    """The nodes of a tree that the other does not have, those at the top of each cluster."""
    for node in tree.nodes:
        if node.id not in other and (node.under is None or node.under in other):
            yield Change(kind, node, below=tuple(_cluster(node.id, tree, other)))


def _cluster(id: str, tree: Tree, other: Tree) -> Iterator[str]:
    for child in tree.children(id):
        if child.id not in other:
            yield child.id
            yield from _cluster(child.id, tree, other)


def _changed(node: Node, before: Tree, after: Tree) -> Iterator[Change]:
    old = before.node(node.id)
    below = tuple(each.id for each in after.below(node.id))
    if dict(old.names) != dict(node.names):
        yield Change("renamed", node, _names(old), _names(node), below)
    if (old.under, old.level) != (node.under, node.level):
        yield Change("moved", node, _place(old), _place(node), below)


def _names(node: Node) -> str:
    return ", ".join(f"{language}: {name}" for language, name in sorted(node.names.items()))


def _place(node: Node) -> str:
    return f"{node.level} below {node.under}" if node.under else f"{node.level} at the top"
