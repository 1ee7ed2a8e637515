"""The tree and its file: what is written is read again, and everything that is wrong is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.errors import SourceError
from hum_hub.taxonomy.naming import new_id, same, written
from hum_hub.taxonomy.parsing import add_nodes, examine_tree, gaps, line_of, parse_tree, read_tree, write_tree
from hum_hub.taxonomy.tree import LEVELS, Node, Tree
from hum_hub.testing.strategies import HOSTILE


def _may_be_written(name: str) -> bool:
    try:
        return len(written(name)) <= 200
    except ValueError:
        return False


NAMES = (st.sampled_from(HOSTILE) | st.text(max_size=12) | st.text("aB 物理|,\"'", max_size=6)).filter(_may_be_written)


@st.composite
def trees(draw: Any, names: st.SearchStrategy[str] = NAMES, skipping: bool = True) -> Tree:
    """A tree with names in English and Chinese; lines stand in any order, levels are left out if `skipping`."""
    nodes: list[Node] = []
    used = set()
    for number in range(draw(st.integers(0, 12))):
        under = draw(st.sampled_from([None, *(node for node in nodes if node.level != "skill")]))
        depth = LEVELS.index(under.level) + 1 if under else 0
        level = LEVELS[depth] if under is None or not skipping else draw(st.sampled_from(LEVELS[depth:]))
        above = under.id if under else None
        fresh = {"en": draw(names), "zh": draw(names)}
        keys = {(above, language, same(name)) for language, name in fresh.items()}
        if keys & used:
            continue
        used |= keys
        nodes.append(Node(f"n{number}", level, fresh, above, draw(st.none() | names)))
    return Tree(tuple(draw(st.permutations(nodes)) if skipping else nodes))


def tree_of(*lines: str) -> Tree:
    """A tree from `id level under` lines; the name of a node is its id."""
    nodes = []
    for line in lines:
        id, level, *under = line.split()
        name = id.replace("-", " ").capitalize()
        nodes.append(Node(id, level, {"en": name, "zh": f"{id}学"}, under[0] if under else None))
    return parse_tree(write_tree(Tree(tuple(nodes))), "tree.jsonl")


SMALL = tree_of(
    "science field",
    "physics subfield science",
    "mechanics discipline physics",
    "optics discipline physics",
    "trades field",
    "woodwork subfield trades",
    "carpentry discipline woodwork",
    "joinery skill carpentry",
)


def faults(*entries: object) -> list[str]:
    lines = [entry if isinstance(entry, str) else json.dumps(entry) for entry in entries]
    return list(examine_tree("\n".join(lines).encode(), "t").faults)


def node(id: str, level: str = "field", under: str | None = None, **names: str) -> dict[str, object]:
    return {"id": id, **({"under": under} if under else {}), "level": level, "names": names or {"en": id}}


@given(trees())
def test_what_is_written_is_read_again(tree):
    assert parse_tree(write_tree(tree), "t") == tree
    assert write_tree(tree).count(b"\n") == len(tree.nodes)


@given(trees())
def test_every_node_hangs_below_the_top_once_and_after_what_it_hangs_below(tree):
    met = [node.id for node in tree.below(None)]
    assert sorted(met) == sorted(node.id for node in tree.nodes)
    assert all(met.index(above.id) < met.index(node.id) for node in tree.nodes for above in tree.above(node))


def test_a_line_holds_its_keys_in_a_fixed_order():
    written = line_of(Node("a", "discipline", {"zh": "甲", "en": "A"}, "b", "why"))
    assert written.decode() == (
        '{"id": "a", "under": "b", "level": "discipline", "names": {"en": "A", "zh": "甲"}, "note": "why"}\n'
    )


def test_path_children_and_leaves():
    assert [node.id for node in SMALL.above(SMALL.node("joinery"))] == ["trades", "woodwork", "carpentry"]
    assert [node.id for node in SMALL.children("physics")] == ["mechanics", "optics"]
    assert [node.id for node in SMALL.leaves()] == ["mechanics", "optics", "carpentry", "joinery"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([node("A")], "t:1: id: expected up to 64 lower-case letters, digits and hyphens"),
        ([node("a" * 65)], "t:1: id: expected up to 64"),
        ([node("a\n")], "t:1: id: expected"),
        ([node("a", "branch")], "t:1: level: input should be 'field', 'subfield', 'discipline' or 'skill'"),
        ([{"id": "a", "level": "field"}], "t:1: names: this key is required"),
        ([{**node("a"), "nmaes": 1}], "t:1: nmaes: unknown key; use id, under, level, names, note"),
        ([{**node("a"), "names": {}}], "t:1: names: "),
        ([{**node("a"), "names": "A"}], "t:1: names: "),
        ([{**node("a"), "names": {"english": "A"}}], "t:1: names.english: expected a language code"),
        ([{**node("a"), "names": {"en": 5}}], "t:1: names.en: input should be a valid string, got '5'"),
        ([node("a", en=" A")], "t:1: names.en: has blanks at its edges"),
        ([node("a", en="")], "t:1: names.en: is blank"),
        ([node("a", en="\u200d")], "t:1: names.en: is blank"),
        ([node("a", en="Phy\u200bsics")], "t:1: names.en: holds the invisible sign U+200B"),
        ([node("a", en="A\u202eB")], "t:1: names.en: holds the invisible sign U+202E"),
        ([node("a", en="A\x1b[2J")], "t:1: names.en: holds the invisible sign U+001B"),
        ([node("a", en="x" * 201)], "t:1: names.en: "),
        ([node("a"), node("b", en="a"), node("a", en="c")], "t:3: id: 'a' is also the id of line 1"),
        (
            [node("a", en="Law"), node("b", en="ＬＡＷ")],
            "t:2: names.en: 'ＬＡＷ' is also the name of line 1 at the top",
        ),
        ([node("a", "subfield", "b")], "t:1: under: there is no node 'b'"),
        ([node("a", "subfield")], "t:1: level: a subfield hangs below something"),
        ([node("a"), node("b", "field", "a")], "t:2: level: a field cannot hang below the field 'a'"),
        (
            [node("a"), node("b", "skill", "a"), node("c", "discipline", "b")],
            "t:3: level: a discipline cannot hang below the skill 'b'",
        ),
        ([node("a", "subfield", "a")], "t:1: under: 'a' hangs below itself"),
        ([node("a", "subfield", "b"), node("b", "discipline", "a")], "t:1: under: 'a' hangs below itself by 'b'"),
        (["nonsense"], "t:1: the line is not a JSON object"),
        (["[1]"], "t:1: the line: "),
        (['{"id": "a", "id": "b"}'], "a key stands twice"),
        (["[" * 50_000], "t:1: the line is not a JSON object in UTF-8: nested too deeply"),
        (['{"id": "a", "level": "field", "names": {"en": "\\ud800"}}'], "t:1: "),
        (["x" * 70_000], "t:1: the line has more than 65536 bytes"),
    ],
)
def test_a_fault_names_line_and_key(entries, expected):
    found = faults(*entries)
    assert any(expected in fault for fault in found), found
    with pytest.raises(SourceError):
        parse_tree("\n".join(json.dumps(e) if not isinstance(e, str) else e for e in entries).encode(), "t")


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    found = faults(node("a", "x"), node("b", "subfield", "a"), node("c", "subfield", "d"), "nonsense")
    assert [fault.split(": ")[0:2] for fault in found] == [
        ["t:1", "level"],
        ["t:3", "under"],
        ["t:4", "the line is not a JSON object in UTF-8"],
    ]


def test_a_message_does_not_list_thousands_of_faults():
    with pytest.raises(SourceError) as caught:
        parse_tree(b"nonsense\n" * 1000, "t")
    assert str(caught.value).splitlines()[-1] == "and 960 more"


def test_blank_lines_a_byte_order_mark_and_crlf_are_let_pass():
    content = b"\xef\xbb\xbf" + b"\n\n".join(line_of(each).replace(b"\n", b"\r\n") for each in SMALL.nodes)
    assert parse_tree(content, "t") == SMALL
    assert parse_tree(b"", "t") == Tree()


def test_bytes_that_are_no_text_are_a_fault_of_their_line():
    assert "t:2: the line is not a JSON object in UTF-8" in "".join(
        examine_tree(line_of(SMALL.nodes[0]) + b"\xff\xfe\n", "t").faults
    )


def test_a_name_may_stand_again_elsewhere_and_a_level_may_be_left_out():
    assert not faults(node("a"), node("b", "discipline", "a", en="x"), node("c"), node("d", "skill", "c", en="x"))


def test_a_missing_language_is_a_gap():
    tree = Tree((Node("a", "field", {"en": "A", "zh": "甲"}), Node("b", "field", {"en": "B"})))
    assert [(node.id, language) for node, language in gaps(tree)] == [("b", "zh")]


def test_new_nodes_leave_the_lines_of_a_file_as_they_are(tmp_path):
    path = tmp_path / "t.jsonl"
    before = b'{"level":"field", "names": {"en": "A"},   "id":"a"}'  # in its own style, without a line end
    path.write_bytes(before)
    add_nodes(path, [Node("b", "subfield", {"en": "B"}, "a")])
    assert path.read_bytes().startswith(before + b"\n")
    assert [node.id for node in read_tree(path).nodes] == ["a", "b"]


def test_a_file_is_left_alone_when_the_new_nodes_do_not_fit(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(write_tree(SMALL))
    with pytest.raises(SourceError, match="there is no node 'nowhere'"):
        add_nodes(path, [Node("b", "subfield", {"en": "B"}, "nowhere")])
    assert path.read_bytes() == write_tree(SMALL)
    assert [each.name for each in tmp_path.iterdir()] == ["t.jsonl"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"en": "Computer science & AI"}, "computer-science-ai"),
        ({"zh": "物理学", "en": "Physics"}, "physics"),
        ({"de": "Häfen"}, "hafen"),
        ({"en": "Ship's cook"}, "ships-cook"),
    ],
)
def test_an_id_is_a_slug_of_the_english_name(names, expected):
    assert new_id(names, None, ()) == expected


def test_a_chinese_name_gets_a_digest_that_depends_on_its_place():
    first, second = new_id({"zh": "物理学"}, "a", ()), new_id({"zh": "物理学"}, "b", ())
    assert first == new_id({"zh": "物理学"}, "a", ())
    assert first != second
    assert first.startswith("n-")
    assert len(first) == 10


def test_an_id_that_is_taken_gets_the_one_above_in_front():
    assert new_id({"en": "Ethics"}, "medicine", {"ethics"}) == "medicine-ethics"
    third = new_id({"en": "Ethics"}, "medicine", {"ethics", "medicine-ethics"})
    assert third.startswith("ethics-")


@given(st.dictionaries(st.sampled_from(("en", "zh", "de")), NAMES, min_size=1), st.sets(st.text("ab-", max_size=3)))
def test_a_new_id_is_one_and_is_not_taken(names, taken):
    made: set[str] = set(taken)
    for _ in range(6):
        id = new_id(names, "a", made)
        assert id not in made
        made.add(id)
        assert not faults({**node("x"), "id": id})


def test_a_broken_line_does_not_make_what_hangs_below_it_a_fault():
    assert len(faults(node("a", "x"), node("b", "subfield", "a"))) == 1


def test_a_chain_of_any_length_is_walked():
    chain = [node(f"a{number}", "skill", f"a{number + 1}", en="x") for number in range(5000)]
    found = faults(*chain)
    assert len(found) == 5000
    assert "there is no node 'a5000'" in found[-1]
