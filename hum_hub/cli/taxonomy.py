"""`hum taxonomy`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from hum_hub.cli.options import asking_options, json_option, recipe_option
from hum_hub.errors import SourceError
from hum_hub.taxonomy.diffing import Change, diff
from hum_hub.taxonomy.importing import Layout, imported
from hum_hub.taxonomy.parsing import add_nodes, examine_tree, gaps, read_bytes, read_tree, replace_file
from hum_hub.taxonomy.showing import counts, nested, outline
from hum_hub.taxonomy.tree import LEVELS, Level, Node, Tree
from hum_hub.taxonomy.votes import (
    Vote,
    examine_votes,
    kept,
    read_votes,
    standings,
    unknown_node,
    with_vote,
    write_votes,
)

if TYPE_CHECKING:
    from hum_hub.pipeline.teachers import Asking

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_votes_option = click.option("--votes", type=_FILE, metavar="VOTES", help="What people voted of the nodes, as CSV.")
_languages_option = click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="The language of the names; several stand side by side, with | between them.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def taxonomy() -> None:
    """Show, check, compare, vote on and extend a tree of knowledge."""


@taxonomy.command()
@click.argument("file", type=_FILE)
@_votes_option
@click.option("--under", metavar="NODE", help="Only what hangs below this node.")
@_languages_option
@click.option("--plain", is_flag=True, help="The names alone, as hum taxonomy import reads them.")
@json_option
def show(
    file: Path, votes: Path | None, under: str | None, languages: tuple[str, ...], plain: bool, as_json: bool
) -> None:
    """Print a tree as an indented outline, with counts for each level."""
    tree = read_tree(file)
    _check_node(tree, under)
    standing = standings(tree, read_votes(votes, tree) if votes else None)
    found = counts(tree.below(under), standing)
    if as_json:
        click.echo(json.dumps({"nodes": nested(tree, standing, under), "counts": found}, ensure_ascii=False))
        return
    for line, node in outline(tree, languages or tree.languages()[:1], under):
        click.echo(line if plain else f"{line}  [{node.id}]{'' if votes is None else f' {standing[node.id]}'}")
    if not plain:
        click.echo()
        for level, numbers in found.items():
            click.echo(f"{level + 's:':13}{_told(numbers, votes is not None)}")


@taxonomy.command()
@click.argument("file", type=_FILE)
@_votes_option
@json_option
def validate(file: Path, votes: Path | None, as_json: bool) -> None:
    """Name everything that is wrong with a tree and its votes."""
    examined = examine_tree(read_bytes(file), file.name)
    faults = list(examined.faults)
    nodes = {node.id for _, node in examined.nodes}
    cast, wrong = examine_votes(read_bytes(votes), votes.name, nodes) if votes else (None, [])
    faults += wrong
    numbers: dict[str, int] | None = None
    if not examined.faults:
        tree = examined.tree()
        lines = {node.id: line for line, node in examined.nodes}
        faults += [
            f"{file.name}:{lines[node.id]}: names.{language}: {node.id!r} has no name in this language; add one"
            for node, language in gaps(tree)
        ]
        numbers = _summed(counts(tree.nodes, standings(tree, cast)))
    if as_json:
        click.echo(json.dumps({"faults": faults, "nodes": len(nodes), "standings": numbers}, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(fault)
        if numbers is not None:
            click.echo(f"{len(nodes):,} nodes: {', '.join(f'{count:,} {name}' for name, count in numbers.items())}")
    sys.exit(1 if faults else 0)


@taxonomy.command("diff")
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
@click.option(
    "--votes", type=_FILE, nargs=2, default=None, metavar="BEFORE AFTER", help="Compare only what the votes keep."
)
@json_option
def compare(before: Path, after: Path, votes: tuple[Path, Path] | None, as_json: bool) -> None:
    """List the nodes that differ between two trees, or between two votes on one tree, with what hangs below each."""
    old, new = read_tree(before), read_tree(after)
    if votes:
        old, new = kept(old, read_votes(votes[0], old)), kept(new, read_votes(votes[1], new))
    changes = diff(old, new)
    if as_json:
        click.echo(json.dumps([_change(change) for change in changes], ensure_ascii=False))
        return
    for change in changes:
        told = f": {change.before} -> {change.after}" if change.after else f": {change.node.name('en')}"
        click.echo(f"{change.kind:8} {change.node.level} {change.node.id}{told}")
        if change.below:
            click.echo(f"         below it: {', '.join(change.below)}")


@taxonomy.command("import")
@click.argument("source", metavar="FROM", type=_FILE)
@click.option(
    "--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The tree to add to."
)
@click.option(
    "--format",
    "layout",
    type=click.Choice(get_args(Layout)),
    default="outline",
    show_default=True,
    help="The layout of FROM.",
)
@click.option("--under", metavar="NODE", help="Hang everything below this node.")
@_languages_option
@click.option("--levels", metavar="LEVEL,…", default="", help="The levels of the depths, such as field,discipline.")
def import_(
    file: Path, source: Path, layout: Layout, under: str | None, languages: tuple[str, ...], levels: str
) -> None:
    """Add the nodes of an outline, of nested JSON or of a CSV of paths to a tree; its lines stay as they are."""
    tree = read_tree(file) if file.exists() else Tree()
    _check_node(tree, under)
    fresh = imported(
        read_bytes(source),
        source.name,
        layout,
        tree,
        under=under,
        languages=languages or ("en",),
        levels=_levels(levels),
    )
    add_nodes(file, fresh)
    click.echo(f"{len(fresh):,} new nodes in {file}")


@taxonomy.command()
@click.argument("file", type=_FILE)
@click.option("--votes", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file of votes.")
@click.option("--node", required=True, metavar="ID", help="What the vote is on.")
@click.option("--in/--out", "inside", default=None, help="Whether the node belongs in the tree.")
@click.option("--reviewer", required=True, metavar="NAME", help="Who votes.")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
def vote(file: Path, votes: Path, node: str, inside: bool | None, reviewer: str, reason: str) -> None:
    """Add a vote, or replace the one that the same person gave before; a file that is not there is begun."""
    if inside is None:
        raise click.UsageError("say --in or --out")
    tree = read_tree(file)
    cast = read_votes(votes, tree) if votes.exists() else []
    cast = with_vote(cast, Vote(node, inside, reviewer, reason), tree)
    replace_file(votes, write_votes(cast))
    standing = standings(tree, cast)
    click.echo(f"{node} is {standing[node]}")


@taxonomy.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@recipe_option
@click.option("--under", metavar="NODE", help="Propose only what hangs below this node.")
@click.option(
    "--down-to",
    "deepest",
    type=click.Choice(LEVELS),
    default="discipline",
    show_default=True,
    help="The last level to propose.",
)
@click.option("--language", metavar="CODE", help="The language to ask in, en or zh; by default one of the tree.")
@click.option("--teacher", metavar="NAME", help="The teacher of the recipe to ask.")
@asking_options
@json_option
def extend(
    file: Path,
    recipe: Path,
    asking: "Asking",
    under: str | None,
    deepest: Level,
    language: str | None,
    teacher: str | None,
    as_json: bool,
) -> None:
    """Let a teacher propose nodes, and write them to the tree as new lines for people to vote on."""
    from hum_hub.cli.progress import Ticker
    from hum_hub.pipeline.asking import ask
    from hum_hub.recipe.loading import open_recipe
    from hum_hub.taxonomy.proposing import extend as proposal

    tree = read_tree(file) if file.exists() else Tree()
    _check_node(tree, under)
    with Ticker() as ticker:
        found = ask(
            open_recipe(recipe),
            proposal(tree, under, language, deepest),
            lambda done, total: ticker.show("propose", done, total, "replies"),
            teacher=teacher,
            asking=asking,
        )
    fresh = [each for each in found if isinstance(each, Node)]
    add_nodes(file, fresh)
    problems = [each for each in found if not isinstance(each, Node)]
    if as_json:
        dropped = [{"code": problem.code, "detail": problem.detail} for problem in problems]
        click.echo(json.dumps({"proposed": [node.id for node in fresh], "dropped": dropped}, ensure_ascii=False))
        return
    for problem in problems:
        click.echo(f"dropped: {problem.code}: {problem.detail}", err=True)
    for node in fresh:
        click.echo(f"{node.level} {node.id}: {node.name('en')}")
    click.echo(f"{len(fresh):,} new nodes in {file}; vote on them with hum taxonomy vote")


def _check_node(tree: Tree, id: str | None) -> None:
    if id is not None and id not in tree:
        raise SourceError(f"--under: {unknown_node(id, (node.id for node in tree.nodes))}")


def _levels(text: str) -> list[Level]:
    found: list[Level] = []
    for part in filter(None, text.split(",")):
        level = next((level for level in LEVELS if level == part.strip()), None)
        if level is None:
            raise click.UsageError(f"--levels wants some of {','.join(LEVELS)}, got {part!r}")
        found.append(level)
    return found


def _summed(numbers: dict[str, Any]) -> dict[str, int]:
    return {name: sum(level[name] for level in numbers.values()) for name in ("in", "out", "undecided")}


def _told(numbers: Any, voted: bool) -> str:
    total = sum(numbers.values())
    parts = ", ".join(f"{count:,} {name}" for name, count in numbers.items())
    return f"{total:,}" + (f" ({parts})" if voted and total else "")


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.node.id,
        "level": change.node.level,
        "before": change.before,
        "after": change.after,
        "below": list(change.below),
    }
