"""The file of a tree: JSON lines, one node a line, keys in a fixed order, so that a new node is one new line."""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hum_hub.errors import SourceError
from hum_hub.taxonomy.naming import ID, same
from hum_hub.taxonomy.tree import LEVELS, Node, Tree

LARGEST_FILE, LONGEST_LINE, MOST_NODES = 32 * 2**20, 2**16, 50_000
"""Bytes of a file and of a line, and nodes of a tree, above which it is refused."""
MOST_FAULTS = 40
"""Faults that a message lists before it only counts the rest."""
_NODE: TypeAdapter[Node] = TypeAdapter(Node)
_WORDED = {
    ID: "up to 64 lower-case letters, digits and hyphens, beginning with a letter or digit",
    r"^[a-z]{2}$": "a language code of two letters, such as en or zh",
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds: its nodes with their line numbers as far as they can be read, and all that is wrong."""

    nodes: tuple[tuple[int, Node], ...]
    faults: tuple[str, ...]

    def tree(self) -> Tree:
        """The tree.

        Raises:
            SourceError: the file has faults; the message lists them.
        """
        refuse(self.faults)
        return Tree(tuple(node for _, node in self.nodes))


def parse_tree(content: bytes, name: str) -> Tree:
    """The tree in the content of a file; `name` is the one that messages say.

    Raises:
        SourceError: the message names line, key and next step of each fault.
    """
    return examine_tree(content, name).tree()


def read_tree(path: Path) -> Tree:
    """The tree in a file; see `parse_tree`."""
    return parse_tree(read_bytes(path), path.name)


def examine_tree(content: bytes, name: str) -> Examined:
    """The nodes of a file and everything that is wrong with it."""
    nodes, faults, claimed = list[tuple[int, Node]](), list[tuple[int, str]](), set[str]()
    if len(content) > LARGEST_FILE:
        return Examined((), (f"{name}: the file has more than {LARGEST_FILE} bytes; split the tree",))
    for number, line in lines_of(content):
        node = _node(line)
        if isinstance(node, Node):
            nodes.append((number, node))
        else:
            claimed |= _claimed(line)
            faults += [(number, fault) for fault in node]
    if len(nodes) > MOST_NODES:
        return Examined((), (f"{name}: {len(nodes)} nodes are more than {MOST_NODES}; split the tree",))
    faults += _disorder(nodes, claimed)
    return Examined(tuple(nodes), tuple(f"{name}:{number}: {fault}" for number, fault in sorted(faults)))


def gaps(tree: Tree) -> Iterator[tuple[Node, str]]:
    """The nodes without a name in a language that other nodes of the tree have one in."""
    languages = tree.languages()
    return ((node, language) for node in tree.nodes for language in languages if language not in node.names)


def write_tree(tree: Tree) -> bytes:
    """The file of a tree; reading it gives the same tree."""
    return b"".join(map(line_of, tree.nodes))


def line_of(node: Node) -> bytes:
    """The line of a node: keys in the order id, under, level, names, note; names in the order of their languages."""
    entry: dict[str, Any] = {"id": node.id}
    if node.under is not None:
        entry["under"] = node.under
    entry |= {"level": node.level, "names": dict(sorted(node.names.items()))}
    if node.note is not None:
        entry["note"] = node.note
    return (json.dumps(entry, ensure_ascii=False) + "\n").encode("utf-8")


def add_nodes(path: Path, nodes: Sequence[Node]) -> Tree:
    """Write nodes behind the lines of a file, which stay as they are; a file that is not there is begun.

    Raises:
        SourceError: file and nodes together are no tree; the file is then left alone.
    """
    before = read_bytes(path) if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    after = before + b"".join(map(line_of, nodes))
    tree = parse_tree(after, path.name)
    if nodes:
        replace_file(path, after)
    return tree


def read_bytes(path: Path) -> bytes:
    """The content of a file of reasonable size.

    Raises:
        SourceError: there is none, or it is far too large.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise SourceError(f"{path} has more than {LARGEST_FILE} bytes; split it")
    return content


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in place of a file at once, so that nobody meets half of it.

    Raises:
        SourceError: it cannot be written.
    """
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".hum-") as folder:
            fresh = Path(folder, "fresh")
            fresh.write_bytes(content)
            fresh.chmod(mode)
            fresh.replace(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror}") from error


def lines_of(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The numbered lines that are not blank; a byte-order mark is no part of the first."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line.removesuffix(b"\r")


def refuse(faults: Sequence[str]) -> None:
    """Go no further when there are faults.

    Raises:
        SourceError: the message lists them, a line each.
    """
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise SourceError("\n".join([*faults[:MOST_FAULTS], *more]))


def _node(line: bytes) -> Node | list[str]:
    """The node of a line, or what is wrong with the line."""
    if len(line) > LONGEST_LINE:
        return [f"the line has more than {LONGEST_LINE} bytes; shorten the note"]
    try:
        json.loads(line.decode("utf-8"), object_pairs_hook=_each_once)
        return _NODE.validate_json(line)
    except ValidationError as error:
        return [_worded(fault) for fault in error.errors(include_url=False)]
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return [f"the line is not a JSON object in UTF-8: {reason[:120]}; write one node a line"]


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _worded(fault: Any) -> str:
    """A fault of a line as key, what is wrong, and next step."""
    key = re.sub(r"\.\[key\]$", "", ".".join(str(part)[:60] for part in fault["loc"])) or "the line"
    kind, given = fault["type"], f", got {str(fault['input'])[:60]!r}"
    if kind in ("missing", "missing_argument"):
        return f"{key}: this key is required; add it"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{key}: unknown key; use id, under, level, names, note"
    if kind == "string_pattern_mismatch":
        return f"{key}: expected {_WORDED[fault['ctx']['pattern']]}{given}"
    if kind == "value_error":
        return f"{key}: {fault['ctx']['error']}"
    return f"{key}: {fault['msg'][0].lower()}{fault['msg'][1:]}{given}"


def _claimed(line: bytes) -> set[str]:
    """The id that a broken line states, if one can be made out."""
    found = re.search(rb'"id"\s*:\s*"([a-z0-9-]{1,64})"', line[:LONGEST_LINE])
    return {found[1].decode("ascii")} if found else set()


def _disorder(nodes: Sequence[tuple[int, Node]], claimed: set[str]) -> Iterator[tuple[int, str]]:
    """What is wrong between nodes, with the line; ids that broken lines claim count as known."""
    known: dict[str, tuple[int, Node]] = {}
    for number, node in nodes:
        if node.id in known:
            yield number, f"id: {node.id!r} is also the id of line {known[node.id][0]}; choose another"
        else:
            known[node.id] = number, node
    yield from _names_twice(nodes)
    circling = _circling({id: node for id, (_, node) in known.items()})
    for number, node in nodes:
        if node.id in circling:
            yield (
                number,
                f"under: {node.id!r} hangs below itself by {circling[node.id]!r}; hang one of them elsewhere",
            )
        elif node.under is None and node.level != LEVELS[0]:
            yield number, f"level: a {node.level} hangs below something; say under what, or make it a field"
        elif node.under is not None and node.under not in known:
            if node.under not in claimed:
                yield number, f"under: there is no node {node.under!r}; add it or hang {node.id!r} elsewhere"
        elif node.under is not None:
            above = known[node.under][1].level
            if LEVELS.index(node.level) <= LEVELS.index(above):
                order = ", ".join(LEVELS)
                yield (
                    number,
                    f"level: a {node.level} cannot hang below the {above} {node.under!r}; the order is {order}",
                )


def _names_twice(nodes: Iterable[tuple[int, Node]]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str | None, str, str], int] = {}
    for number, node in nodes:
        for language, name in node.names.items():
            first = seen.setdefault((node.under, language, same(name)), number)
            if first != number:
                where = f"below {node.under!r}" if node.under else "at the top"
                yield number, f"names.{language}: {name!r} is also the name of line {first} {where}; keep one"


def _circling(nodes: dict[str, Node]) -> dict[str, str]:
    """The nodes that stand on a circle, each with the node that it hangs below."""
    found: dict[str, str] = {}
    done: set[str] = set()
    for start in nodes:
        way: dict[str, None] = {}
        id: str | None = start
        while id is not None and id in nodes and id not in done and id not in way:
            way[id] = None
            id = nodes[id].under
        if id is not None and id in way:
            ring = list(way)[list(way).index(id) :]
            found |= {each: str(nodes[each].under) for each in ring}
        done.update(way)
    return found
