"""Trees in other layouts: an indented outline, nested JSON, or CSV of paths, merged into a tree as new nodes."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hum_hub.errors import SourceError
from hum_hub.taxonomy.naming import LONGEST_NAME, new_id, same, written
from hum_hub.taxonomy.parsing import LARGEST_FILE, MOST_NODES
from hum_hub.taxonomy.showing import BETWEEN_LANGUAGES, INDENTATION
from hum_hub.taxonomy.tree import LEVELS, Level, Node, Tree, levels_below

Layout = Literal["outline", "json", "csv"]


@dataclass(frozen=True, slots=True)
class Step:
    """A node as a foreign file states it: where, on which level, and its names as written there."""

    place: str
    level: Level
    text: str


Branch = tuple[Step, ...]
"""A node with all nodes above it, the top first."""


@dataclass(slots=True)
class Merging:
    """A tree that grows while paths are merged into it: the new nodes, and the names known below each node."""

    tree: Tree
    languages: Sequence[str]
    fresh: list[Node] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    known: dict[tuple[str | None, str, str], Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids |= {node.id for node in self.tree.nodes}
        for node in self.tree.nodes:
            self.learn(node)

    def learn(self, node: Node) -> None:
        """Remember a node by each of its names."""
        for language, name in node.names.items():
            self.known.setdefault((node.under, language, same(name)), node)

    def merge(self, path: Branch, under: Node | None) -> None:
        """Find each node of a path below the one before, or make it."""
        for step in path:
            names = _names(step, self.languages)
            found = next(
                (node for language, name in names.items() if (node := self._known(under, language, name))), None
            )
            under = self._checked(step, found) if found is not None else self._made(step, names, under)

    def _known(self, under: Node | None, language: str, name: str) -> Node | None:
        return self.known.get((under.id if under else None, language, same(name)))

    def _checked(self, step: Step, found: Node) -> Node:
        if found.level != step.level:
            raise SourceError(
                f"{step.place}: {step.text[:80]!r} is a {step.level} here, but {found.id!r} with this name is a "
                f"{found.level} in the tree; change the levels or the name"
            )
        return found

    def _made(self, step: Step, names: Mapping[str, str], under: Node | None) -> Node:
        above = under.id if under else None
        if above is None and step.level != LEVELS[0]:
            raise SourceError(
                f"{step.place}: {step.text[:80]!r} is a {step.level} and hangs below nothing; name its field, or say "
                "with --under what it hangs below"
            )
        node = Node(new_id(names, above, self.ids), step.level, names, above)
        self.ids.add(node.id)
        self.learn(node)
        self.fresh.append(node)
        return node


def imported(
    content: bytes,
    name: str,
    layout: Layout,
    tree: Tree,
    *,
    under: str | None = None,
    languages: Sequence[str] = ("en",),
    levels: Sequence[Level] = (),
) -> list[Node]:
    """The new nodes that a file adds to a tree; what is there already, by its name below the same node, is found again.

    `levels` are those of the depths of an outline or of nested objects, by default all below `under` in order.
    With several languages, ` | ` stands between the names of a node, in the order of `languages`.

    Raises:
        SourceError: the file is not of this layout, or a name cannot be one; the message names place and next step.
    """
    start = tree.node(under) if under is not None else None
    possible = levels_below(start)
    wrong = [level for level in levels if level not in possible]
    if wrong or list(levels) != sorted(levels, key=LEVELS.index):
        raise SourceError(
            f"levels: expected some of {', '.join(possible) or 'none'} in this order, got {', '.join(levels)}"
        )
    if len(content) > LARGEST_FILE:
        raise SourceError(f"{name}: the file has more than {LARGEST_FILE} bytes; split it")
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    merging = Merging(tree, languages)
    for path in _LAYOUTS[layout](text, name, tuple(levels) or possible):
        merging.merge(path, start)
        if len(merging.ids) > MOST_NODES:
            raise SourceError(f"{name}: more than {MOST_NODES} nodes; split the tree")
    return merging.fresh


def _names(step: Step, languages: Sequence[str]) -> dict[str, str]:
    """The names in a text, by language."""
    parts = step.text.split(BETWEEN_LANGUAGES) if len(languages) > 1 else [step.text]
    if len(parts) > len(languages):
        raise SourceError(
            f"{step.place}: {len(parts)} names for {len(languages)} languages; name the languages with --language"
        )
    for part in parts:
        try:
            if len(written(part)) > LONGEST_NAME:
                raise ValueError(f"has more than {LONGEST_NAME} characters; shorten it")
        except ValueError as error:
            raise SourceError(f"{step.place}: the name {part[:60]!r} {error}") from error
    return dict(zip(languages, parts, strict=False))


def _outline(text: str, name: str, levels: Sequence[Level]) -> Iterator[Branch]:
    """A line for each node; the indentation, by the smallest one used or by tabs, says how deep it hangs."""
    rows = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    indents = [len(line) - len(line.lstrip(" ")) for _, line in rows]
    unit = min((indent for indent in indents if indent), default=len(INDENTATION))
    path: list[Step] = []
    for number, line in rows:
        bare = line.lstrip(" \t")
        indent = line[: len(line) - len(bare)]
        depth = len(indent) if set(indent) == {"\t"} else len(indent) // unit
        if ("\t" in indent and " " in indent) or (" " in indent and len(indent) % unit) or depth > len(path):
            raise SourceError(
                f"{name}:{number}: uneven indentation; use the same number of blanks, or one tab, for each level"
            )
        path = [*path[:depth], _step(f"{name}:{number}", depth, levels, bare)]
        yield tuple(path)


def _json(text: str, name: str, levels: Sequence[Level]) -> Iterator[Branch]:
    """Objects whose keys are names and whose values hang below them; a list of names, or null, ends a branch."""
    try:
        document = json.loads(text, object_pairs_hook=_each_once)
        yield from _nested(document, name, levels, ())
    except RecursionError as error:
        raise SourceError(f"{name}: JSON that is nested too deeply; a tree has {len(levels)} levels here") from error
    except ValueError as error:
        raise SourceError(f"{name}: not JSON: {error}; or choose another --format") from error


def _nested(value: Any, name: str, levels: Sequence[Level], above: Branch) -> Iterator[Branch]:
    place = f"{name}: {' / '.join(step.text for step in above)[:200] or 'the top'}"
    if value is None:
        return
    pairs = value.items() if isinstance(value, dict) else ((entry, None) for entry in _listed(value, place))
    for text, below in pairs:
        path = (*above, _step(place, len(above), levels, text))
        yield path
        yield from _nested(below, name, levels, path)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _listed(value: Any, place: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise SourceError(f"{place}: expected an object of names, a list of names, or null; got {str(value)[:60]!r}")
    return value


def _csv(text: str, name: str, levels: Sequence[Level]) -> Iterator[Branch]:
    """Rows of names below a header of levels; an empty cell stands for no node on that level."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        columns = [level for level in levels if level in header]
        if not header or header != columns:
            raise SourceError(
                f"{name}:1: expected a header of some of {','.join(levels)} in this order; got {header!r:.80}"
            )
        for row in rows:
            if len(row) > len(columns):
                raise SourceError(
                    f"{name}:{rows.line_num}: {len(row)} cells for {len(columns)} columns; quote the commas"
                )
            cells = [(level, cell.strip()) for level, cell in zip(columns, row, strict=False)]
            if path := tuple(Step(f"{name}:{rows.line_num}", level, cell) for level, cell in cells if cell):
                yield path
    except csv.Error as error:
        raise SourceError(f"{name}:{rows.line_num}: not CSV: {error}; or choose another --format") from error


def _step(place: str, depth: int, levels: Sequence[Level], text: str) -> Step:
    if depth >= len(levels):
        raise SourceError(f"{place}: {text[:60]!r} hangs too deep; the levels here are {', '.join(levels) or 'none'}")
    return Step(place, levels[depth], text)


_LAYOUTS: Mapping[Layout, Callable[[str, str, Sequence[Level]], Iterator[Branch]]] = {
    "outline": _outline,
    "json": _json,
    "csv": _csv,
}
