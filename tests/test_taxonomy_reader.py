"""The reader: a seed for each discipline and skill that is in, which no other branch of the tree can change."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_taxonomy_trees import NAMES, SMALL, trees
from test_taxonomy_votes import ids, voted

from hum_hub.contract.hooks import Material, SourceFile
from hum_hub.contract.records import Note, Problem
from hum_hub.errors import SourceError
from hum_hub.sources.readers.taxonomy import READERS, Taxonomy
from hum_hub.sources.schemes import hum_open_source
from hum_hub.taxonomy.parsing import line_of, write_tree
from hum_hub.taxonomy.tree import LEVELS, Node, Tree
from hum_hub.taxonomy.votes import Vote, write_votes

(READER,) = READERS


def file(name: str, content: bytes) -> SourceFile:
    return SourceFile(name, lambda: io.BytesIO(content))


def read(tree: Tree, votes: list[Vote] | None = None, language: str = "en", **options: str) -> list[object]:
    files = (file("tree.jsonl", write_tree(tree)),)
    if votes is not None:
        files += (file("votes.csv", write_votes(votes)),)
    return list(READER.read(Material(files), Taxonomy(**options), language))


def seeds(found: list[object]) -> dict[str, bytes]:
    """The fields of each seed as bytes, by id."""
    return {each["id"]: json.dumps(each).encode() for each in found if isinstance(each, dict)}


EVERYTHING = [Vote(id, True, "Ann") for id in ids(SMALL)]


def test_each_discipline_and_skill_is_a_seed_in_the_order_of_the_file():
    assert read(SMALL) == [
        {"id": "mechanics", "discipline": "Mechanics", "path": ["Science", "Physics"]},
        {"id": "optics", "discipline": "Optics", "path": ["Science", "Physics"]},
        {"id": "carpentry", "discipline": "Carpentry", "path": ["Trades", "Woodwork"]},
        {"id": "joinery", "discipline": "Joinery", "path": ["Trades", "Woodwork", "Carpentry"]},
    ]
    assert read(SMALL, language="zh")[0] == {
        "id": "mechanics",
        "discipline": "mechanics学",
        "path": ["science学", "physics学"],
    }


def test_only_what_people_kept_is_a_seed():
    assert list(seeds(read(SMALL, EVERYTHING))) == ["mechanics", "optics", "carpentry", "joinery"]
    assert list(seeds(read(SMALL, [*EVERYTHING, Vote("carpentry", False, "Bo"), Vote("carpentry", False, "Cy")]))) == [
        "mechanics",
        "optics",
    ]
    assert read(SMALL, []) == []


def test_select_adds_what_a_recipe_wants():
    found = read(SMALL, select='select(.path[0] == "Trades") | . + {queries: 2, subjects: 5, questions: 10}')
    assert found[0] == {
        **{"id": "carpentry", "discipline": "Carpentry", "path": ["Trades", "Woodwork"]},
        **{"queries": 2, "subjects": 5, "questions": 10},
    }
    assert len(found) == 2


def test_a_missing_name_is_a_problem_and_one_missing_above_is_noted():
    tree = Tree(
        (
            Node("a", "field", {"en": "A"}),
            Node("b", "discipline", {"en": "B", "zh": "乙"}, "a"),
            Node("c", "discipline", {"en": "C"}, "a"),
        )
    )
    assert read(tree, language="zh") == [
        Note("name-above-missing", "b: a has no name in zh"),
        {"id": "b", "discipline": "乙", "path": []},
        Problem("node-without-name", "c: no name in zh"),
    ]


@given(voted(), st.data(), NAMES)
def test_a_new_node_leaves_every_other_seed_byte_for_byte(pair, data, name):
    tree, votes = pair
    under = data.draw(st.sampled_from([None, *(node for node in tree.nodes if node.level != "skill")]))
    level = LEVELS[LEVELS.index(under.level) + 1 if under else 0]
    grown = Tree((*tree.nodes, Node("fresh", level, {"en": f"{name} fresh"}, under.id if under else None)))
    for cast in (None, votes):
        before = seeds(read(tree, cast))
        after = seeds(read(grown, cast))
        assert {id: fields for id, fields in after.items() if id != "fresh"} == before
        voted_in = None if cast is None else [*cast, Vote("fresh", True, "one more")]
        assert before.items() <= seeds(read(grown, voted_in)).items()


@given(trees(), st.data())
def test_removing_a_node_removes_the_seeds_below_it_and_no_others(tree, data):
    if not tree.nodes:
        return
    gone = data.draw(st.sampled_from(ids(tree)))
    votes = [Vote(id, id != gone, "Ann") for id in ids(tree)]
    below = {gone, *(node.id for node in tree.below(gone))}
    assert seeds(read(tree, votes)) == {id: fields for id, fields in seeds(read(tree)).items() if id not in below}


def test_a_folder_or_a_glob_brings_the_votes(tmp_path: Path):
    (tmp_path / "tree.jsonl").write_bytes(write_tree(SMALL))
    (tmp_path / "votes.csv").write_bytes(write_votes([Vote("science", True, "Ann")]))
    (tmp_path / "README.md").write_text("A tree.")

    def found(rest: str, **options: str) -> list[object]:
        material = hum_open_source("file", rest, tmp_path)
        assert material is not None
        return list(READER.read(material, Taxonomy(**options), "en"))

    assert found(".") == found("*") == []  # the disciplines are undecided
    assert len(found("tree.jsonl")) == 4
    with pytest.raises(SourceError, match=r"no votes 'votes.csv' beside tree.jsonl"):
        found("tree.jsonl", votes="votes.csv")
    (tmp_path / "more.csv").write_bytes(write_votes(EVERYTHING))
    with pytest.raises(SourceError, match=r"one file of votes, found more.csv, votes.csv; name it with votes"):
        found(".")
    assert len(found(".", votes="more.csv")) == 4
    (tmp_path / "other.jsonl").write_bytes(b"")
    with pytest.raises(SourceError, match=r"needs one .jsonl file, found other.jsonl, tree.jsonl"):
        found(".")


def test_a_broken_tree_or_vote_stops_instead_of_losing_what_hangs_below():
    with pytest.raises(SourceError, match=r"tree.jsonl:1: under: there is no node 'physics'"):
        read(SMALL.only(["mechanics"]))
    with pytest.raises(SourceError, match=r"votes.csv:2: node: there is no node 'nowhere'"):
        read(SMALL, [Vote("nowhere", True, "Ann")])
    with pytest.raises(SourceError, match="the line is not a JSON object"):
        list(READER.read(Material((file("a.jsonl", b"\xff\x00" + line_of(SMALL.nodes[0])),)), Taxonomy(), "en"))


def test_rows_of_a_dataset_are_no_tree():
    with pytest.raises(SourceError, match=r"needs one .jsonl file, found none"):
        list(READER.read(Material(rows=[{}]), Taxonomy(), "en"))
