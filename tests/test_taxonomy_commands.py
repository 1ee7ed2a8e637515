"""`hum taxonomy` as its users meet it, and every command that its page shows."""

import json
import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from test_taxonomy_proposing import proposed
from test_taxonomy_trees import SMALL

from hum_hub import Prompt
from hum_hub.cli.taxonomy import taxonomy
from hum_hub.errors import HumError
from hum_hub.sources.readers.taxonomy import READERS
from hum_hub.sources.schemes import hum_open_source
from hum_hub.taxonomy.parsing import read_tree, write_tree
from hum_hub.taxonomy.tree import Tree

PAGE = (Path(__file__).parent.parent / "docs" / "taxonomy.md").read_text(encoding="utf-8")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `hum taxonomy` in a folder with a small tree; an error is raised as the group above would meet it."""
    monkeypatch.chdir(tmp_path)
    Path("tree.jsonl").write_bytes(write_tree(SMALL))

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(taxonomy, arguments)
        if isinstance(result.exception, HumError):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_command_of_the_page_prints_what_the_page_shows(run):
    Path("tree.jsonl").write_text(blocks("json")[0], encoding="utf-8")
    Path("more.txt").write_text(blocks("text")[0], encoding="utf-8")
    for block in blocks("console"):
        for command, output in re.findall(r"^\$ hum taxonomy (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            result = run(*shlex.split(command))
            assert (result.exit_code, result.stdout) == (0, output), command
        if Path("votes.csv").exists() and not Path("later.csv").exists():
            assert Path("votes.csv").read_text(encoding="utf-8") == blocks("csv")[0]


def test_the_page_names_every_command():
    assert {name for name in taxonomy.commands if f"hum taxonomy {name} " not in PAGE} == set()


def test_show_as_json_tells_standings_and_counts(run):
    run("vote", "tree.jsonl", "--votes", "v.csv", "--node", "science", "--in", "--reviewer", "Ann")
    shown = json.loads(run("show", "tree.jsonl", "--votes", "v.csv", "--json").stdout)
    assert [(node["id"], node["standing"]) for node in shown["nodes"]] == [("science", "in"), ("trades", "undecided")]
    assert shown["nodes"][0]["below"][0]["below"][0]["names"] == {"en": "Mechanics", "zh": "mechanics学"}
    assert shown["counts"]["field"] == {"in": 1, "out": 0, "undecided": 1}


def test_validate_tells_all_faults_of_both_files_and_ends_with_one(run):
    Path("tree.jsonl").write_text('{"id": "a", "level": "field", "names": {"en": "A"}}\nnonsense\n', encoding="utf-8")
    Path("v.csv").write_text("node,vote,reviewer,reason\nb,in,Ann,\n", encoding="utf-8")
    result = run("validate", "tree.jsonl", "--votes", "v.csv")
    assert result.exit_code == 1
    assert [line[:13] for line in result.stdout.splitlines()] == ["tree.jsonl:2:", "v.csv:2: node"]
    found = json.loads(run("validate", "tree.jsonl", "--votes", "v.csv", "--json").stdout)
    assert (len(found["faults"]), found["standings"]) == (2, None)


def test_validate_finds_names_that_are_missing_in_a_language(run):
    with Path("tree.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "arts", "level": "field", "names": {"en": "Arts"}}\n')
    result = run("validate", "tree.jsonl")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "tree.jsonl:9: names.zh: 'arts' has no name in this language; add one",
        "9 nodes: 9 in, 0 out, 0 undecided",
    ]


def test_an_import_begins_a_tree_and_what_is_shown_can_be_imported(run):
    Path("o.txt").write_text(run("show", "tree.jsonl", "--plain").stdout, encoding="utf-8")
    assert run("import", "o.txt", "--to", "new.jsonl").stdout == "8 new nodes in new.jsonl\n"
    assert run("show", "new.jsonl").stdout == run("show", "tree.jsonl").stdout
    assert run("import", "o.txt", "--to", "new.jsonl").stdout == "0 new nodes in new.jsonl\n"


def test_an_import_leaves_what_stands_in_the_file(run):
    before = Path("tree.jsonl").read_bytes()
    Path("p.csv").write_text("field,discipline\nArts,Dance\nTrades,Welding\n", encoding="utf-8")
    assert run("import", "p.csv", "--to", "tree.jsonl", "--format", "csv").stdout == "3 new nodes in tree.jsonl\n"
    assert Path("tree.jsonl").read_bytes().startswith(before)
    assert [node.id for node in read_tree(Path("tree.jsonl")).nodes[8:]] == ["arts", "dance", "welding"]


def test_diff_as_json(run):
    Path("later.jsonl").write_bytes(write_tree(SMALL.only({node.id for node in SMALL.nodes} - {"joinery"})))
    assert json.loads(run("diff", "tree.jsonl", "later.jsonl", "--json").stdout) == [
        {"kind": "removed", "id": "joinery", "level": "skill", "before": "", "after": "", "below": []}
    ]
    assert run("diff", "tree.jsonl", "tree.jsonl").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("show", "tree.jsonl", "--under", "phyiscs"), "--under: there is no node 'phyiscs'; did you mean 'physics'?"),
        (
            ("vote", "tree.jsonl", "--votes", "v.csv", "--node", "x", "--in", "--reviewer", "Ann"),
            "node: there is no node 'x' in the tree",
        ),
        (("import", "tree.jsonl", "--to", "tree.jsonl", "--format", "csv"), "tree.jsonl:1: expected a header"),
    ],
)
def test_errors_say_what_to_do(run, arguments, expected):
    with pytest.raises(HumError) as caught:
        run(*arguments)
    assert expected in str(caught.value)
    assert Path("tree.jsonl").read_bytes() == write_tree(SMALL)
    assert not Path("v.csv").exists()


def test_a_vote_needs_a_side(run):
    result = run("vote", "tree.jsonl", "--votes", "v.csv", "--node", "physics", "--reviewer", "Ann")
    assert result.exit_code == 2
    assert "say --in or --out" in result.output


@pytest.mark.parametrize("command", taxonomy.commands.values(), ids=sorted(taxonomy.commands))
def test_every_command_and_option_explains_itself(command):
    assert command.help.endswith(".")
    assert all(each.help.endswith(".") for each in command.params if isinstance(each, click.Option))


def test_the_source_that_the_page_shows_can_be_read(run):
    (source,) = tomllib.loads(blocks("toml")[0])["tasks"]["generalist"]["sources"]
    Path("taxonomy").mkdir()
    Path("taxonomy", "tree.jsonl").write_text(blocks("json")[0], encoding="utf-8")
    Path("taxonomy", "votes.csv").write_text(blocks("csv")[0], encoding="utf-8")
    material = hum_open_source(*source["uri"].split(":"), Path())
    options = {key: value for key, value in source["reader"].items() if key != "type"}
    (reader,) = READERS
    assert source["reader"]["type"] == reader.name
    seed = json.loads(blocks("json")[1])
    assert list(reader.read(material, reader.options(**options), source["language"])) == [
        {**seed, "queries": 2, "subjects": 20, "questions": 10}
    ]


RECIPE = """
[dataset]
repo = "org/toy"
version = "1.0.0"
licenses = ["cc0-1.0"]
[plugins]
only = []
[teachers.strong]
uri = "recorded:file:strong.jsonl"
[teachers.silent]
uri = "recorded:file:silent.jsonl"
[tasks]
"""


@pytest.fixture
def record(run: Run) -> Callable[..., None]:
    """Write a recipe whose teacher has recorded what a proposal asks; another one has recorded nothing."""

    def write(tree: Tree, *arguments: object) -> None:
        _, prompts = proposed(tree, _answer, *arguments)
        replies = [{"key": each.key(), "model": "scripted-1", "text": _answer(each)} for each in prompts]
        Path("strong.jsonl").write_text("".join(json.dumps(reply) + "\n" for reply in replies))
        Path("silent.jsonl").write_text("")
        Path("hum.toml").write_text(RECIPE)

    return write


def _answer(prompt: Prompt) -> str:
    if prompt.shape is None:
        return "- Acoustics (声学): sound.\n- Optics (光学): light."
    return '{"entries": [{"en": "Acoustics", "zh": "声学"}, {"en": "Optics", "zh": "光学"}]}'


def test_extend_writes_what_the_teacher_proposes_as_new_lines(run, record):
    record(SMALL, "physics")
    before = Path("tree.jsonl").read_bytes()
    result = run("extend", "tree.jsonl", "--recipe", "hum.toml", "--under", "physics", "--teacher", "strong")
    assert result.stdout.splitlines() == [
        "discipline acoustics: Acoustics",
        "1 new nodes in tree.jsonl; vote on them with hum taxonomy vote",
    ]
    assert result.stderr == "dropped: node-already-in-tree: disciplines of physics: Optics / 光学\n"
    assert (
        Path("tree.jsonl").read_bytes()
        == before
        + (
            '{"id": "acoustics", "under": "physics", "level": "discipline", '
            '"names": {"en": "Acoustics", "zh": "声学"}, "note": "proposed by scripted-1"}\n'
        ).encode()
    )


def test_a_teacher_without_replies_changes_nothing_and_is_told(run, record):
    record(SMALL, "physics")
    before = Path("tree.jsonl").read_bytes()
    result = run("extend", "tree.jsonl", "--under", "physics", "--teacher", "silent")
    assert Path("tree.jsonl").read_bytes() == before
    assert result.stdout.startswith("0 new nodes")
    assert "dropped: no-reply: disciplines of physics" in result.stderr


def test_extend_begins_a_tree_and_prints_json(run, record):
    record(Tree(), None, None, "field")
    found = json.loads(run("extend", "new.jsonl", "--down-to", "field", "--teacher", "strong", "--json").stdout)
    assert found == {"proposed": ["acoustics", "optics"], "dropped": []}
    assert [node.level for node in read_tree(Path("new.jsonl")).nodes] == ["field", "field"]
