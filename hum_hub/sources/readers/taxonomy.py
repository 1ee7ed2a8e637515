"""The tree of knowledge: a seed for each discipline and skill that people voted in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hum_hub.contract.hooks import Material, Reader, SourceFile
from hum_hub.contract.records import Note, Problem
from hum_hub.errors import SourceError
from hum_hub.sources.mapping import mapping
from hum_hub.taxonomy.parsing import LARGEST_FILE, parse_tree
from hum_hub.taxonomy.tree import Node
from hum_hub.taxonomy.votes import kept, parse_votes

TREE, VOTES = ".jsonl", ".csv"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`select` is a jq program that a recipe adds fields with; `votes` names the file of votes, which must be there.

    Without `votes`, the one `.csv` file beside the tree is used; where there is none, all nodes are in.
    """

    select: str = "."
    votes: str | None = None


def _read(material: Material, options: Taxonomy, language: str) -> Iterator[dict[str, Any] | Problem | Note]:
    trees, ballots = _files(material, options)
    tree = parse_tree(_content(trees), trees.name)
    votes = parse_votes(_content(ballots), ballots.name, tree) if ballots is not None else None
    inside = kept(tree, votes)
    for node in inside.leaves():
        if language not in node.names:
            yield Problem("node-without-name", f"{node.id}: no name in {language}")
            continue
        above = inside.above(node)
        for each in above:
            if language not in each.names:
                yield Note("name-above-missing", f"{node.id}: {each.id} has no name in {language}")
        yield from mapping(options.select).apply(_fields(node, above, language), f"{trees.name}: {node.id}")


def _fields(node: Node, above: list[Node], language: str) -> dict[str, Any]:
    path = [each.names[language] for each in above if language in each.names]
    return {"id": node.id, "discipline": node.names[language], "path": path}


def _files(material: Material, options: Taxonomy) -> tuple[SourceFile, SourceFile | None]:
    """The file of the tree and, if there is one, that of the votes.

    Raises:
        SourceError: it is not clear which file is which; the message says what to name.
    """
    trees = [file for file in material.files if file.name.endswith(TREE)]
    if len(material.files) == 1:
        trees = [*material.files]
    if len(trees) != 1:
        raise SourceError(f"a taxonomy needs one {TREE} file, found {_named(trees)}; let the uri match one")
    ballots = [file for file in material.files if file.name.endswith(VOTES) and file not in trees]
    if options.votes is not None:
        ballots = [file for file in ballots if file.name == options.votes or file.name.endswith(f"/{options.votes}")]
        if not ballots:
            raise SourceError(f"no votes {options.votes!r} beside {trees[0].name}; let the uri name their folder")
    if len(ballots) > 1:
        raise SourceError(f"a taxonomy takes one file of votes, found {_named(ballots)}; name it with votes")
    return trees[0], next(iter(ballots), None)


def _named(files: list[SourceFile]) -> str:
    return ", ".join(file.name for file in files[:10]) or "none"


def _content(file: SourceFile) -> bytes:
    with file.open() as stream:
        return stream.read(LARGEST_FILE + 1)


READERS = (Reader("taxonomy", Taxonomy, _read),)
