"""The chain grows by a node, stops at a stage and goes on, and takes in what a teacher proposed and people voted in."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from chain import curriculum
from chain.curriculum import NODES, POTTERY, SETTINGS, SUBJECTS, rules
from chain.project import KEY, Project, facts, golds, lines
from serving.running import ScriptedServer

pytest_plugins = ("serving.fixtures",)
TEACHERS = ("strong", "cheap", "judge")
IN = ("beekeeping", "chess", "crafts", "games")
DRAFT = "Clay work (陶土工艺): pots and tiles. Woodwork (木工): furniture. Beekeeping (养蜂学): keeping bees."
LISTED = [("Clay work", "陶土工艺"), ("Woodwork", "木工"), ("Beekeeping", "养蜂学"), ("Dentistry", "牙科")]
POTS = "Pottery (陶艺): making vessels of clay."
"""What is proposed below crafts, and below clay work: one node is in the tree already, one is not in the text."""


class Asked:
    """The server, and which requests have come since one last looked."""

    def __init__(self, server: ScriptedServer, more: list[dict[str, str]]) -> None:
        self.server, self.script = server, {"key": KEY, "replies": [*more, *rules()], "log": True}
        self.new()

    @property
    def teachers(self) -> dict[str, str]:
        return dict.fromkeys(TEACHERS, f"openai:{self.server.url}")

    def new(self) -> Counter[str]:
        found = Counter(json.dumps(entry["body"], sort_keys=True) for entry in self.server.requests())
        self.server.reset(**self.script)
        return found


def entries(names: list[tuple[str, str]]) -> str:
    return json.dumps({"entries": [{"en": en, "zh": zh} for en, zh in names]})


@pytest.fixture
def asked(scripted: ScriptedServer) -> Asked:
    proposing = {
        "Which sub-fields does the field below": DRAFT,
        "Which disciplines does the sub-field below": POTS,
        f"<text>\n{DRAFT}": entries(LISTED),
        f"<text>\n{POTS}": entries([("Pottery", "陶艺")]),
    }
    return Asked(scripted, [{"contains": text, "text": reply} for text, reply in proposing.items()])


@pytest.fixture
def project(tmp_path: Path, asked: Asked) -> Project:
    return planted(tmp_path / "whole", asked)


def planted(folder: Path, asked: Asked, tree: str = curriculum.tree(), votes: str = curriculum.votes(IN)) -> Project:
    made = Project(folder)
    made.write("tree/tree.jsonl", tree)
    made.write("tree/votes.csv", votes)
    made.recipe(asked.teachers, curriculum.source("en"), curriculum.source("zh"))
    return made


def rows(project: Project) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in project.rows("generalist")}


def test_a_new_node_costs_what_hangs_below_it_and_leaves_all_other_rows_as_they_are(project, asked, tmp_path):
    project.build()
    before = rows(project)
    asked.new()
    alone = planted(tmp_path / "alone", asked, curriculum.tree(POTTERY), curriculum.votes(("crafts", "pottery")))
    alone.build()
    below = asked.new()
    project.write("tree/tree.jsonl", curriculum.tree(POTTERY))
    project.build()
    assert not asked.new(), "nobody has voted on it yet"
    assert rows(project) == before
    project.write("tree/votes.csv", curriculum.votes((*IN, "pottery")))
    project.build()
    assert asked.new() == below and len(below) > 50
    after = rows(project)
    assert {id: after[id] for id in before} == before
    fresh = golds(row for id, row in after.items() if id not in before)
    assert fresh and {gold["discipline"] for gold in fresh} == {"Pottery", "陶艺"}
    assert project.proven() == len(after)


def test_where_a_node_stands_in_the_file_changes_no_example(project, asked):
    project.write("tree/votes.csv", curriculum.votes((*IN, "pottery")))
    project.write("tree/tree.jsonl", curriculum.tree(POTTERY))
    project.build()
    before = {row["example_id"] for row in project.rows("generalist")}
    asked.new()
    project.write("tree/tree.jsonl", lines([NODES[0], POTTERY, *NODES[1:]]))
    project.build()
    assert not asked.new()
    assert {row["example_id"] for row in project.rows("generalist")} == before


def test_a_field_that_is_voted_out_takes_all_below_it_along_without_a_request(project, asked):
    project.build()
    before = {row["example_id"] for row in project.rows("generalist")}
    asked.new()
    project.write("tree/votes.csv", curriculum.votes(("beekeeping", "chess", "crafts"), ("games",)))
    manifest = project.build()
    left = project.rows("generalist")
    assert not asked.new()
    assert {gold["discipline"] for gold in golds(left)} == {"Beekeeping", "养蜂学"}
    assert {row["example_id"] for row in left} < before
    assert {each["kind"]: each["topics"] for each in manifest["coverage"]}["discipline"] == 2
    project.write("tree/votes.csv", curriculum.votes(("beekeeping",)))
    result = project.hum("build")
    assert result.exit_code == 1 and "no row was made" in result.stderr and result.stderr.count("\n") == 1
    project.write("tree/votes.csv", curriculum.votes(IN))
    project.build()
    assert not asked.new() and {row["example_id"] for row in project.rows("generalist")} == before


def test_each_stage_can_be_stopped_at_inspected_and_gone_on_from(project, asked, tmp_path):
    project.recipe(asked.teachers, curriculum.source("en"))
    project.build()
    whole, stages = asked.new(), list[Counter[str]]()
    steps = planted(tmp_path / "steps", asked)
    for until, seeds in (("subjects", "subject"), ("syllabus", "questions"), ("questions", "answer")):
        steps.recipe(asked.teachers, curriculum.source("en", f'{SETTINGS}, until: "{until}"'))
        result = steps.hum("build")
        assert result.exit_code == 1 and "no row was made" in result.stderr
        stages.append(asked.new())
        found = [seed for seed in steps.seeds() if seed["fields"]["stage"] == seeds]
        assert len({seed["id"] for seed in found}) == len(found) > 0
        assert all(seed["fields"]["until"] == until for seed in found)
        told = json.loads(steps.hum("sources", "--json").stdout)
        assert [each["count"] for each in told if (each["kind"], each["code"]) == ("stage", seeds)] == [len(found)]
    written = {seed["fields"]["subject"]: seed["fields"] for seed in steps.seeds() if "syllabus" in seed["fields"]}
    assert set(written) == {"Hive management", "Honey processing", "Endgames"}
    for subject, stage in written.items():
        concepts = [concept for session in stage["sessions"] for concept in session["concepts"]]
        assert stage["syllabus"].startswith(subject) and tuple(concepts) == SUBJECTS[stage["discipline"]][subject]
    steps.recipe(asked.teachers, curriculum.source("en"))
    steps.build()
    stages.append(asked.new())
    assert all(stages) and sum(stages, Counter[str]()) == whole, "nothing is asked twice, and nothing else"
    assert rows(steps) == rows(project)
    shown = steps.hum("teacher", "show", "--stage", "syllabus", "--count", "9")
    assert shown.exit_code == 0 and all(f"--- reply\n{subject}" in shown.output for subject in written)


def test_more_questions_ask_only_for_those_that_are_new(project, asked):
    project.recipe(asked.teachers, curriculum.source("en"))
    few = facts(project.build(), "tree-en")
    first, before = asked.new(), rows(project)
    project.recipe(asked.teachers, curriculum.source("en", SETTINGS.replace("questions: 6", "questions: 9")))
    many = facts(project.build(), "tree-en")
    more = asked.new()
    assert not first & more and more
    assert many["examples"] > few["examples"]
    assert {row["example_id"] for row in before.values()} <= {row["example_id"] for row in rows(project).values()}
    assert sum("Students work through" in body for body in more) == 3 * 3


def test_what_a_teacher_proposes_is_voted_on_and_then_generated(project, asked):
    project.build()
    before = rows(project)
    asked.new()
    found = project.json("taxonomy", "extend", "tree/tree.jsonl", "--under", "crafts", "--teacher", "strong")
    assert {problem["code"] for problem in found["dropped"]} == {"node-already-in-tree", "name-not-in-text"}
    assert asked.new().total() == 5, "one list for each of two sub-fields says the same, and is put in order once"
    written = (project.folder / "tree/tree.jsonl").read_text(encoding="utf-8")
    assert written.startswith(curriculum.tree()), "what stood there stands there as it was"
    fresh = {
        node["names"]["en"]: node for node in map(json.loads, written.removeprefix(curriculum.tree()).splitlines())
    }
    assert set(fresh) == {"Clay work", "Woodwork", "Pottery"} and [*found["proposed"]] == [
        node["id"] for node in fresh.values()
    ]
    assert fresh["Pottery"]["names"] == {"en": "Pottery", "zh": "陶艺"}
    assert all("proposed by strong-1" in node["note"] for node in fresh.values())
    assert project.hum("taxonomy", "validate", "tree/tree.jsonl", "--votes", "tree/votes.csv").exit_code == 0
    project.build()
    assert not asked.new() and rows(project) == before, "what nobody voted on is not generated"
    for name in ("Clay work", "Pottery"):
        vote = ("--node", fresh[name]["id"], "--in", "--reviewer", "Bo")
        assert project.hum("taxonomy", "vote", "tree/tree.jsonl", "--votes", "tree/votes.csv", *vote).exit_code == 0
    project.build()
    below, after = asked.new(), rows(project)
    assert below and {id: after[id] for id in before} == before
    added = golds(row for id, row in after.items() if id not in before)
    assert {tuple(gold["path"]) for gold in added} == {("Crafts", "Clay work"), ("手工艺", "陶土工艺")}
    assert project.proven() == len(after)
