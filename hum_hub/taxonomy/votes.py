"""What people voted of the nodes: a CSV file, one line for each node and reviewer, sorted, so that it diffs well."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hum_hub.errors import SourceError
from hum_hub.taxonomy.naming import ID, written
from hum_hub.taxonomy.naming import same as same_name
from hum_hub.taxonomy.parsing import LARGEST_FILE, LONGEST_LINE, lines_of, read_bytes, refuse
from hum_hub.taxonomy.tree import Tree

HEADER = ("node", "vote", "reviewer", "reason")
LONGEST_REVIEWER, LONGEST_REASON = 100, 2000
MOST_HINTS = 5
"""Unknown nodes for which the one that was meant is looked for: that takes long in a large tree."""
Standing = Literal["in", "out", "undecided"]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person says of one node, and why."""

    node: str
    inside: bool
    reviewer: str
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What there may be only one vote for: the node, and the reviewer however the name is written."""
        return self.node, same_name(self.reviewer)


def parse_votes(content: bytes, name: str, tree: Tree) -> list[Vote]:
    """The votes in the content of a file.

    Raises:
        SourceError: a line is no vote, a node is unknown, or a person voted twice on one; the message names the line.
    """
    votes, faults = examine_votes(content, name, {node.id for node in tree.nodes})
    refuse(faults)
    return votes


def read_votes(path: Path, tree: Tree) -> list[Vote]:
    """The votes in a file; see `parse_votes`."""
    return parse_votes(read_bytes(path), path.name, tree)


def examine_votes(content: bytes, name: str, known: set[str]) -> tuple[list[Vote], list[str]]:
    """The votes in the content of a file, and everything that is wrong with it."""
    if len(content) > LARGEST_FILE:
        return [], [f"{name}: the file has more than {LARGEST_FILE} bytes"]
    lines = list(lines_of(content))
    if not lines or _cells(lines[0][1]) != list(HEADER):
        return [], [f"{name}:1: expected the header {','.join(HEADER)}; write it as the first line"]
    votes, faults, seen = list[Vote](), list[str](), dict[tuple[str, str], int]()
    for number, line in lines[1:]:
        vote = _vote(line, known, len(faults) < MOST_HINTS)
        if isinstance(vote, str):
            faults.append(f"{name}:{number}: {vote}")
            continue
        first = seen.setdefault(vote.key, number)
        if first != number:
            faults.append(
                f"{name}:{number}: reviewer: {vote.reviewer!r} voted on {vote.node!r} in line {first}; keep one"
            )
        votes.append(vote)
    return votes, faults


def write_votes(votes: Iterable[Vote]) -> bytes:
    """The file of some votes, sorted by node, then reviewer."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for vote in sorted(votes, key=lambda vote: (vote.node, vote.reviewer)):
        writer.writerow((vote.node, "in" if vote.inside else "out", vote.reviewer, vote.reason))
    return text.getvalue().encode("utf-8")


def with_vote(votes: Iterable[Vote], vote: Vote, tree: Tree) -> list[Vote]:
    """The votes with one more; it replaces an earlier one of the same person on the same node.

    Raises:
        SourceError: there is no such node, or reviewer or reason cannot stand in the file.
    """
    fault = _fault(vote, {node.id for node in tree.nodes})
    if fault is not None:
        raise SourceError(fault)
    return [*(other for other in votes if other.key != vote.key), vote]


def standings(tree: Tree, votes: Iterable[Vote] | None) -> dict[str, Standing]:
    """Whether each node is in, out, or undecided; without votes at all, every node is in.

    A node is in when more people vote in than out, and out when more vote out. What hangs below a node that is
    out is out; what hangs below an undecided one is in no case in.
    """
    if votes is None:
        return {node.id: "in" for node in tree.nodes}
    balance: dict[str, int] = {}
    for vote in votes:
        balance[vote.node] = balance.get(vote.node, 0) + (1 if vote.inside else -1)
    found: dict[str, Standing] = {}
    for node in tree.below(None):
        count = balance.get(node.id, 0)
        own: Standing = "in" if count > 0 else "out" if count < 0 else "undecided"
        above = found[node.under] if node.under is not None else "in"
        found[node.id] = own if above == "in" else "out" if "out" in (own, above) else "undecided"
    return found


def kept(tree: Tree, votes: Iterable[Vote] | None) -> Tree:
    """The tree of the nodes that are in."""
    return tree.only(id for id, standing in standings(tree, votes).items() if standing == "in")


def unknown_node(id: str, known: Iterable[str]) -> str:
    """That there is no such node, with the one that was probably meant."""
    close = difflib.get_close_matches(id, list(known), 1, 0.6)
    return f"there is no node {id[:64]!r}" + (f"; did you mean {close[0]!r}?" if close else " in the tree")


def _vote(line: bytes, known: set[str], hinting: bool) -> Vote | str:
    """The vote of a line, or what is wrong with it."""
    cells = _cells(line)
    if cells is None or len(cells) != len(HEADER):
        return f"expected the four cells {','.join(HEADER)} in UTF-8; put a cell with commas between double quotes"
    node, choice, reviewer, reason = cells
    if choice not in ("in", "out"):
        return f"vote: expected in or out, got {choice[:60]!r}"
    vote = Vote(node, choice == "in", reviewer, reason)
    return _fault(vote, known, hinting) or vote


def _fault(vote: Vote, known: set[str], hinting: bool = True) -> str | None:
    return next(_faults(vote, known, hinting), None)


def _faults(vote: Vote, known: set[str], hinting: bool) -> Iterator[str]:
    if vote.node not in known:
        yield f"node: {unknown_node(vote.node, sorted(known) if hinting and re.match(ID, vote.node) else ())}"
    for key, text, longest in (
        ("reviewer", vote.reviewer, LONGEST_REVIEWER),
        ("reason", vote.reason, LONGEST_REASON),
    ):
        if len(text) > longest:
            yield f"{key}: more than {longest} characters; shorten it"
        try:
            if text or key == "reviewer":
                written(text)
        except ValueError as error:
            yield f"{key}: {error}"


def _cells(line: bytes) -> list[str] | None:
    """The cells of a line; `None` when it is not one whole line of CSV in UTF-8."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        rows = list(csv.reader([line.decode("utf-8")], strict=True))
    except (csv.Error, UnicodeDecodeError):
        return None
    return rows[0] if len(rows) == 1 else None
