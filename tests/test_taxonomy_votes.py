"""Votes: what is in, out and undecided, and what differs between two trees or two votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_taxonomy_trees import NAMES, SMALL, tree_of, trees

from hum_hub.errors import SourceError
from hum_hub.taxonomy.diffing import diff
from hum_hub.taxonomy.tree import Tree
from hum_hub.taxonomy.votes import Vote, kept, parse_votes, standings, with_vote, write_votes

HEADER = "node,vote,reviewer,reason\n"


def ids(tree: Tree) -> list[str]:
    return [node.id for node in tree.nodes]


def ballot(*cast: str) -> list[Vote]:
    """Votes from `+node` and `-node`, each by a person of their own."""
    return [Vote(each[1:], each[0] == "+", f"person {number}") for number, each in enumerate(cast)]


@st.composite
def voted(draw):
    """A tree with votes on it."""
    tree = draw(trees())
    votes: dict[tuple[str, str], Vote] = {}
    for _ in range(draw(st.integers(0, 15)) if tree.nodes else 0):
        vote = Vote(draw(st.sampled_from(ids(tree))), draw(st.booleans()), draw(NAMES), draw(st.just("") | NAMES))
        votes[vote.key] = vote
    return tree, list(votes.values())


def test_without_a_file_of_votes_every_node_is_in_and_with_an_empty_one_none():
    assert kept(SMALL, None) == SMALL
    assert ids(kept(SMALL, [])) == []


def test_a_node_is_in_when_more_vote_in_than_out():
    assert standings(SMALL, ballot("+science", "+science", "-science"))["science"] == "in"
    assert standings(SMALL, ballot("+science", "-science"))["science"] == "undecided"
    assert standings(SMALL, ballot("+science", "-science", "-science"))["science"] == "out"


def test_removing_a_node_removes_what_hangs_below():
    everything = [f"+{id}" for id in ids(SMALL)]
    found = standings(SMALL, ballot(*everything, "-woodwork", "-woodwork"))
    assert {id for id, standing in found.items() if standing == "out"} == {"woodwork", "carpentry", "joinery"}
    assert ids(kept(SMALL, ballot(*everything, "-trades", "-trades"))) == ["science", "physics", "mechanics", "optics"]


def test_below_an_undecided_node_nothing_is_in():
    found = standings(SMALL, ballot("+science", "+mechanics", "-optics"))
    assert (found["physics"], found["mechanics"], found["optics"]) == ("undecided", "undecided", "out")


@given(voted(), st.data())
def test_one_more_vote_in_takes_nothing_away_and_one_out_gives_nothing(pair, data):
    tree, votes = pair
    if not tree.nodes:
        return
    node = data.draw(st.sampled_from(ids(tree)))
    before = set(ids(kept(tree, votes)))
    assert before <= set(ids(kept(tree, [*votes, Vote(node, True, "one more")])))
    assert before >= set(ids(kept(tree, [*votes, Vote(node, False, "one more")])))


@given(voted())
def test_what_is_kept_hangs_together(pair):
    tree, votes = pair
    inside = kept(tree, votes)
    assert all(node.under is None or node.under in inside for node in inside.nodes)


@given(voted())
def test_votes_that_are_written_are_read_again_sorted(pair):
    tree, votes = pair
    read = parse_votes(write_votes(votes), "v", tree)
    assert read == sorted(votes, key=lambda vote: (vote.node, vote.reviewer))
    assert write_votes(read) == write_votes(votes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "v:1: expected the header node,vote,reviewer,reason"),
        ("node,vote\n", "v:1: expected the header"),
        (HEADER + "physcis,in,Ann,\n", "v:2: node: there is no node 'physcis'; did you mean 'physics'?"),
        (HEADER + "science,yes,Ann,\n", "v:2: vote: expected in or out, got 'yes'"),
        (HEADER + "science,in,,\n", "v:2: reviewer: is blank"),
        (HEADER + "science,in,Ann\n", "v:2: expected the four cells"),
        (HEADER + 'science,in,"Ann,\nscience,out,Bo,\n', "v:2: expected the four cells"),
        (HEADER + "science,in,Ann,\n\nscience,out,ＡＮＮ,\n", "v:4: reviewer: 'ＡＮＮ' voted on 'science' in line 2"),
        (HEADER + f"science,in,{'A' * 101},\n", "v:2: reviewer: more than 100 characters"),
        (HEADER + "science,in,A\x1b[2J,\n", "v:2: reviewer: holds the invisible sign"),
        (HEADER + f"science,in,Ann,{'x' * 70_000}\n", "v:2: expected the four cells"),
        (HEADER + f"{'x' * 5000},in,Ann,\n", "v:2: node: there is no node"),
    ],
)
def test_a_fault_in_votes_names_the_line(text, expected):
    with pytest.raises(SourceError) as caught:
        parse_votes(text.encode(), "v", SMALL)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 500


def test_all_faults_of_votes_are_told_at_once():
    with pytest.raises(SourceError) as caught:
        parse_votes((HEADER + "nowhere,in,Ann,\nscience,maybe,Ann,\n").encode(), "v", SMALL)
    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [["v:2", "node"], ["v:3", "vote"]]


def test_a_second_vote_of_the_same_person_replaces_the_first():
    votes = with_vote([], Vote("science", True, "Ann", "broad"), SMALL)
    votes = with_vote(votes, Vote("science", False, "ann"), SMALL)
    votes = with_vote(votes, Vote("physics", True, "Ann"), SMALL)
    assert write_votes(votes).decode() == HEADER + "physics,in,Ann,\nscience,out,ann,\n"
    with pytest.raises(SourceError, match="there is no node 'sciences'; did you mean 'science'"):
        with_vote(votes, Vote("sciences", True, "Ann"), SMALL)


def described(before: Tree, after: Tree) -> list[tuple[object, ...]]:
    return [(change.kind, change.node.id, change.below) for change in diff(before, after)]


@given(trees())
def test_a_tree_does_not_differ_from_itself(tree):
    assert diff(tree, tree) == []
    assert diff(tree, Tree(tree.nodes[::-1])) == []


@given(trees(), trees())
def test_a_difference_seen_from_the_other_side_is_the_opposite(first, second):
    there, back = diff(first, second), diff(second, first)
    for kind, opposite in (("added", "removed"), ("renamed", "renamed"), ("moved", "moved")):
        ones = sorted((c.node.id, c.before, c.after) for c in there if c.kind == kind)
        assert ones == sorted((c.node.id, c.after, c.before) for c in back if c.kind == opposite)


@given(trees(), trees())
def test_every_node_that_comes_or_goes_is_listed_once(first, second):
    for kind, one, other in (("removed", first, second), ("added", second, first)):
        listed = [id for c in diff(first, second) if c.kind == kind for id in (c.node.id, *c.below)]
        assert sorted(listed) == sorted(set(ids(one)) - set(ids(other)))


def test_what_goes_with_a_node_is_listed_below_it():
    assert described(SMALL, kept(SMALL, ballot(*[f"+{id}" for id in ids(SMALL) if id != "woodwork"]))) == [
        ("removed", "woodwork", ("carpentry", "joinery"))
    ]


def test_renaming_and_moving_reach_all_below():
    after = tree_of(
        "science field",
        "physics subfield trades",
        "mechanics discipline physics",
        "optics skill physics",
        "trades field",
        "woodwork subfield trades",
        "carpentry discipline woodwork",
        "joinery skill carpentry",
    )
    assert described(SMALL, after) == [("moved", "physics", ("mechanics", "optics")), ("moved", "optics", ())]
    change = diff(SMALL, after)[0]
    assert (change.before, change.after) == ("subfield below science", "subfield below trades")


def test_the_votes_on_one_tree_are_compared_by_what_they_keep():
    earlier, later = ballot("+science"), ballot("+science", "+physics", "+optics")
    assert described(kept(SMALL, earlier), kept(SMALL, later)) == [("added", "physics", ("optics",))]


def test_a_node_that_moves_below_a_new_one_does_not_come_with_it():
    before = tree_of("science field", "optics discipline science")
    after = tree_of("science field", "physics subfield science", "optics discipline physics")
    assert described(before, after) == [("added", "physics", ()), ("moved", "optics", ())]
    assert described(after, before) == [("removed", "physics", ()), ("moved", "optics", ())]
