"""A tree for people: an indented outline, and counts by level."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hum_hub.taxonomy.tree import LEVELS, Node, Tree
from hum_hub.taxonomy.votes import Standing

BETWEEN_LANGUAGES = " | "
"""What stands between the names of a node in several languages."""
INDENTATION = "  "


def outline(tree: Tree, languages: Sequence[str], under: str | None = None) -> Iterator[tuple[str, Node]]:
    """The names, indented by how deep they hang, each with its node; `hum taxonomy import` reads such lines.

    With `under`, only what hangs below that node.
    """
    top = 0 if under is None else len(tree.above(tree.node(under))) + 1
    for node in tree.below(under):
        depth = len(tree.above(node)) - top
        yield INDENTATION * depth + label(node, languages), node


def label(node: Node, languages: Sequence[str]) -> str:
    """The names of a node in these languages; in one that it has none in, another stands for it."""
    if len(languages) == 1:
        return node.name(*languages)
    found = [node.names[language] for language in languages if language in node.names]
    return BETWEEN_LANGUAGES.join(found or [node.name()])


def counts(nodes: Iterable[Node], standings: Mapping[str, Standing]) -> dict[str, dict[Standing, int]]:
    """How many nodes of each level are in, out, and undecided."""
    found: dict[str, dict[Standing, int]] = {level: {"in": 0, "out": 0, "undecided": 0} for level in LEVELS}
    for node in nodes:
        found[node.level][standings[node.id]] += 1
    return found


def nested(tree: Tree, standings: Mapping[str, Standing], under: str | None = None) -> list[dict[str, Any]]:
    """The tree as nested objects: what is known of each node, and under `below` what hangs below it."""
    return [
        {
            "id": node.id,
            "level": node.level,
            "names": dict(sorted(node.names.items())),
            **({"note": node.note} if node.note is not None else {}),
            "standing": standings[node.id],
            "below": nested(tree, standings, node.id),
        }
        for node in tree.children(under)
    ]
