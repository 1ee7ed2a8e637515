"""New nodes proposed by a teacher: a generator without any I/O, in the style of a synthesis."""

import unicodedata
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.records import Problem
from hum_hub.taxonomy import wording
from hum_hub.taxonomy.naming import new_id, same, written
from hum_hub.taxonomy.tree import LEVELS, Level, Node, Tree, levels_below

Proposal = Generator[Prompt | tuple[Prompt, ...] | Node | Problem, Any, None]
"""Yields prompts, and receives replies, as a `Synthesis` does; yields new nodes, and problems for what is dropped."""
_MARKUP = frozenset("<>{}[]|\\`*=")
"""Signs of code and of list marks, which no name holds ("C#" and "C++" are names)."""
_MOST_NAME_OF_MODEL = 100


@dataclass(slots=True)
class Growing:
    """A tree while it grows: what is known, and in which languages new nodes get names."""

    tree: Tree
    language: str
    named_in: tuple[str, ...]
    ids: set[str] = field(default_factory=set)
    names: set[tuple[str | None, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in self.tree.nodes:
            self.learn(node)

    def learn(self, node: Node) -> None:
        """Remember a node by id, and its names both on its level and below the node above it."""
        self.ids.add(node.id)
        for language, name in node.names.items():
            self.names |= {(None, node.level, same(name)), (node.under or "", language, same(name))}

    def knows(self, level: Level, under: str, names: dict[str, str]) -> bool:
        """Whether a node of this level, or one that hangs at the same place, has one of these names."""
        return any(
            (None, level, same(name)) in self.names or (under, language, same(name)) in self.names
            for language, name in names.items()
        )


def extend(
    tree: Tree, under: str | None = None, language: str | None = None, deepest: Level = "discipline"
) -> Proposal:
    """Propose what could hang below one node, or at the top, and below each new node, level by level.

    Goes down to `deepest`, but at least one level. Nothing is proposed below nodes that are there already, other
    than `under` itself. New nodes have no votes: with a votes file they are undecided. `language` is that of the
    prompts; names are given in those of English and Chinese that the tree uses, in an empty tree in both.
    """
    start = tree.node(under) if under is not None else None
    levels = levels_below(start)
    if not levels:
        yield Problem("nothing-hangs-below-a-skill", str(under))
        return
    used = tuple(code for code in wording.LANGUAGES if code in tree.languages() or not tree.nodes)
    language = language or next(iter(used), "")
    if not used or language not in wording.LANGUAGES:
        yield Problem("language-without-prompts", language or ", ".join(tree.languages()))
        return
    growing = Growing(tree, language, used)
    last = max(LEVELS.index(deepest), LEVELS.index(levels[0]))
    parents: Sequence[Node | None] = [start]
    for level in levels:
        if LEVELS.index(level) <= last and parents:
            parents = yield from _level(growing, level, parents)


def _level(growing: Growing, level: Level, parents: Sequence[Node | None]) -> Generator[Any, Any, list[Node]]:
    """Propose the nodes of a level below each parent; all are asked at once, first for text, then for structure."""
    asked = tuple(_listing(growing, level, parent) for parent in parents)
    drafts: list[tuple[Node | None, Reply]] = []
    for parent, reply in zip(parents, (yield asked), strict=True):
        problem = _unusable(reply, level, parent, growing.language)
        if problem is not None:
            yield problem
        else:
            drafts.append((parent, reply))
    if not drafts:
        return []
    replies = yield tuple(wording.structure(level, draft.text, growing.language) for _, draft in drafts)
    found: list[Node] = []
    for (parent, draft), reply in zip(drafts, replies, strict=True):
        for result in _nodes(growing, level, parent, draft, reply):
            yield result
            if isinstance(result, Node):
                found.append(result)
    growing.tree = Tree((*growing.tree.nodes, *found))
    return found


def _listing(growing: Growing, level: Level, parent: Node | None) -> Prompt:
    place = [*growing.tree.above(parent), parent] if parent is not None else []
    known = [child.name(growing.language) for child in growing.tree.children(parent.id if parent else None)]
    return wording.listing(level, [node.name(growing.language) for node in place], known, growing.language)


def _unusable(reply: Reply | None, level: Level, parent: Node | None, language: str) -> Problem | None:
    """Why a draft cannot be put in order."""
    place = f"{wording.stage(level)} of {parent.id}" if parent else wording.stage(level)
    if reply is None:
        return Problem("no-reply", place)
    if not reply.text.strip():
        return Problem("blank-reply", place)
    text = same(reply.text)
    if any(same(said) in text for said in wording.instructions(level, language)):
        return Problem("reply-echoes-prompt", place)
    return None


def _nodes(
    growing: Growing, level: Level, parent: Node | None, draft: Reply, reply: Reply | None
) -> Iterator[Node | Problem]:
    """The new nodes in a structured reply, and why the others are none."""
    place = f"{wording.stage(level)} of {parent.id}" if parent else wording.stage(level)
    if reply is None:
        yield Problem("no-structure", place)
        return
    entries = reply.read(wording.Listing).entries
    if not entries:
        yield Problem("nothing-proposed", place)
    text, said = same(draft.text), [same(each) for each in wording.instructions(level, growing.language)]
    for entry in entries:
        names = {"en": " ".join(unicodedata.normalize("NFKC", entry.en).split()), "zh": " ".join(entry.zh.split())}
        code = _code(names, text, said)
        under = parent.id if parent else None
        if code is None and growing.knows(level, under or "", names):
            code = "node-already-in-tree"
        if code is not None:
            yield Problem(code, f"{place}: {names['en'][:60]} / {names['zh'][:60]}")
            continue
        kept = {language: names[language] for language in growing.named_in}
        node = Node(new_id(names, under, growing.ids), level, kept, under, _signed(draft.model))
        growing.learn(node)
        yield node


def _code(names: dict[str, str], text: str, said: Sequence[str]) -> str | None:
    """What is wrong with names that a reply gives for a node."""
    for name in names.values():
        try:
            written(name)
        except ValueError:
            return "name-cannot-be-written"
        if _MARKUP & set(name) or not any(sign.isalpha() for sign in name):
            return "name-is-no-name"
        if len(name) >= 12 and any(same(name) in each for each in said):
            return "reply-echoes-prompt"
    if not all(_script(sign) == "LATIN" for sign in names["en"] if sign.isalpha()):
        return "name-in-wrong-language"
    if not any(_script(sign) == "CJK" for sign in names["zh"]):
        return "name-in-wrong-language"
    if not any(same(name) in text for name in names.values()):
        return "name-not-in-text"
    return None


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ")[0]


def _signed(model: str) -> str:
    """The remark that says who proposed a node."""
    try:
        return f"proposed by {written(model)}" if len(model) <= _MOST_NAME_OF_MODEL else "proposed by a model"
    except ValueError:
        return "proposed by a model"
