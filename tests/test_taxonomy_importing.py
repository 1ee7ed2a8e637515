"""Outlines, nested JSON and paths become new nodes; what is there already is found again."""

import json

import pytest
from hypothesis import given
from test_taxonomy_trees import NAMES, SMALL, trees

from hum_hub.errors import SourceError
from hum_hub.taxonomy.importing import imported
from hum_hub.taxonomy.naming import same
from hum_hub.taxonomy.parsing import parse_tree, write_tree
from hum_hub.taxonomy.showing import outline
from hum_hub.taxonomy.tree import Tree

OUTLINE = "Science\n  Physics\n    Mechanics\n    Optics\nTrades\n  Woodwork\n    Carpentry\n      Joinery\n"
NESTED = {"Science": {"Physics": ["Mechanics", "Optics"]}, "Trades": {"Woodwork": {"Carpentry": {"Joinery": None}}}}
PATHS = (
    "field,subfield,discipline,skill\n"
    "Science,Physics,Mechanics,\nScience,Physics,Optics\nTrades,Woodwork,Carpentry,Joinery\n"
)


def grown(content: str, layout: str = "outline", tree: Tree | None = None, **options: object) -> Tree:
    """The tree after an import, checked as its file would be."""
    tree = tree or Tree()
    fresh = imported(content.encode("utf-8", "surrogatepass"), "f", layout, tree, **options)
    return parse_tree(write_tree(Tree((*tree.nodes, *fresh))), "t")


def shown(tree: Tree, *languages: str, under: str | None = None) -> str:
    return "".join(f"{line}\n" for line, _ in outline(tree, languages or ("en",), under))


@pytest.mark.parametrize(("content", "layout"), [(OUTLINE, "outline"), (json.dumps(NESTED), "json"), (PATHS, "csv")])
def test_the_three_layouts_give_the_same_tree(content, layout):
    tree = grown(content, layout)
    assert shown(tree) == OUTLINE
    assert [(node.id, node.level) for node in tree.leaves()] == [
        ("mechanics", "discipline"),
        ("optics", "discipline"),
        ("carpentry", "discipline"),
        ("joinery", "skill"),
    ]


@given(trees(skipping=False))
def test_an_outline_that_is_shown_is_imported_as_the_same_tree(tree):
    text = shown(tree)
    again = grown(text)
    assert shown(again) == text
    assert sorted((node.level, node.names["en"]) for node in again.nodes) == sorted(
        (node.level, node.names["en"]) for node in tree.nodes
    )


@given(trees(NAMES.filter(lambda name: " | " not in name and name[0] != "|" and name[-1] != "|"), skipping=False))
def test_an_outline_in_two_languages_keeps_both(tree):
    text = shown(tree, "en", "zh")
    again = grown(text, languages=("en", "zh"))
    assert shown(again, "en", "zh") == text
    assert shown(again, "zh") == shown(tree, "zh")


@given(trees(skipping=False))
def test_importing_twice_adds_nothing(tree):
    again = grown(shown(tree))
    assert imported(shown(tree).encode(), "f", "outline", again) == []


def test_what_is_there_already_is_found_by_its_name_however_it_is_written():
    tree = grown("SCIENCE\n\tＰhysics\n\t\tAcoustics\n", tree=SMALL)
    assert tree.nodes[: len(SMALL.nodes)] == SMALL.nodes
    assert [(node.id, node.under) for node in tree.nodes[len(SMALL.nodes) :]] == [("acoustics", "physics")]


def test_nodes_can_be_hung_below_one():
    tree = grown("Welding\n  Arc welding\n", tree=SMALL, under="trades")
    assert shown(tree, under="trades").endswith("Welding\n  Arc welding\n")
    assert [node.level for node in tree.nodes[-2:]] == ["subfield", "discipline"]


def test_the_levels_of_depths_can_be_named_and_empty_cells_leave_a_level_out():
    tree = grown("Trades\n  Welding\n", levels=("field", "discipline"))
    assert [node.level for node in tree.nodes] == ["field", "discipline"]
    tree = grown("field,subfield,discipline\nTrades,,Welding\n", "csv")
    assert [node.level for node in tree.nodes] == ["field", "discipline"]


def test_chinese_names_get_the_english_slug_or_a_digest():
    tree = grown("Physics | 物理学\n", languages=("en", "zh"))
    assert (tree.nodes[0].id, tree.nodes[0].names) == ("physics", {"en": "Physics", "zh": "物理学"})
    assert grown("物理学\n", languages=("zh",)).nodes[0].id.startswith("n-")


def test_the_same_name_in_two_places_gets_two_ids():
    tree = grown("Law\n  Ethics\nMedicine\n  Ethics\n")
    assert [node.id for node in tree.nodes] == ["law", "ethics", "medicine", "medicine-ethics"]


@pytest.mark.parametrize(
    ("content", "layout", "options", "expected"),
    [
        ("  a\nb\n", "outline", {}, "f:1: uneven indentation"),
        ("a\n   b\n  c\n", "outline", {}, "f:2: uneven indentation"),
        ("a\n \tb\n", "outline", {}, "f:2: uneven indentation"),
        ("a\n  b\n      c\n", "outline", {}, "f:3: uneven indentation"),
        ("a\n b\n  c\n   d\n    e\n", "outline", {}, "f:5: 'e' hangs too deep; the levels here are field, subfield"),
        ("a | b | c\n", "outline", {"languages": ("en", "zh")}, "f:1: 3 names for 2 languages"),
        ("a\u202eb\n", "outline", {}, "f:1: the name 'a\\u202eb' holds the invisible sign U+202E"),
        ("x" * 201, "outline", {}, "f:1: the name"),
        ("a\n", "outline", {"under": "joinery"}, "f:1: 'a' hangs too deep; the levels here are none"),
        ("a\n", "outline", {"levels": ("discipline", "field")}, "levels: expected some of field"),
        (
            "Trades\n  Woodwork\n",
            "outline",
            {"levels": ("field", "discipline")},
            "'Woodwork' is a discipline here, but",
        ),
        ("a\n", "outline", {"levels": ("discipline",)}, "f:1: 'a' is a discipline and hangs below nothing"),
        ("field,discipline\n,a\n", "csv", {}, "f:2: 'a' is a discipline and hangs below nothing"),
        ("{", "json", {}, "f: not JSON"),
        ('{"a": 5}', "json", {}, "f: a: expected an object of names"),
        ('{"a": null, "a": null}', "json", {}, "a name stands twice in one object"),
        ('["\\ud800"]', "json", {}, "f: the top: the name"),
        ("[" * 100_000, "json", {}, "f: JSON that is nested too deeply"),
        ('{"a":{"b":{"c":{"d":{"e":null}}}}}', "json", {}, "f: a / b / c / d: 'e' hangs too deep"),
        ("", "csv", {}, "f:1: expected a header"),
        ("name\na\n", "csv", {}, "f:1: expected a header"),
        ("discipline,field\na,b\n", "csv", {}, "f:1: expected a header"),
        ("field\na,b\n", "csv", {}, "f:2: 2 cells for 1 columns"),
        ('field\n"a\n', "csv", {}, "f:2: not CSV"),
        ("a\ud800", "outline", {}, "f: not UTF-8"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(content, layout, options, expected):
    with pytest.raises(SourceError) as caught:
        grown(content, layout, SMALL, **options)
    assert expected in str(caught.value)
    assert len(str(caught.value)) < 500


@given(NAMES)
def test_any_name_can_be_imported_from_json_and_csv(name):
    assert grown(json.dumps([name]), "json").nodes[0].names == {"en": name}
    quoted = name.replace('"', '""')
    assert same(grown(f'field\n"{quoted}"\n', "csv").nodes[0].names["en"]) == same(name)
