"""Recordings of a chain: what servers once said gives the same rows without them, and the starter's own is complete."""

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from chain import curriculum
from chain.project import KEY, ROOT, Project, facts, golds, replies
from serving.running import ScriptedServer

TEACHERS = ("strong", "cheap", "judge")
STARTER = ROOT / "plugins/generalist/hum_hub_plugin_generalist/starter/taxonomy.jsonl"
FORMS = {"free", "choice", "calculation", "code", "essay"}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was built with a server, which has gone since; its replies are recorded, by teacher and all."""
    pytest.importorskip("aiohttp")
    project = Project(tmp_path_factory.mktemp("live"))
    planted(project)
    with ScriptedServer(key=KEY, replies=curriculum.rules()) as server:
        project.recipe(
            dict.fromkeys(TEACHERS, f"openai:{server.url}"), curriculum.source("en"), curriculum.source("zh")
        )
        count = replies(project.build(), "teacher")
    assert "name one with --teacher" in project.hum("teacher", "record", "all.jsonl").output
    for name, of_teacher in count.items():
        told = project.hum("teacher", "record", f"{name[0]}.jsonl", "--teacher", name[0]).output
        assert told == f"{of_teacher} replies in {name[0]}.jsonl\n"
    whole = "".join((project.folder / f"{name}.jsonl").read_text(encoding="utf-8") for name in TEACHERS)
    project.write("all.jsonl", whole)
    return project


def planted(project: Project) -> None:
    project.write("tree/tree.jsonl", curriculum.tree())
    project.write("tree/votes.csv", curriculum.votes())


def again(live: Project, folder: Path, files: dict[str, str], more: str = "") -> Project:
    """The same project elsewhere, with recordings for teachers."""
    project = Project(folder)
    planted(project)
    for file in files.values():
        project.write(file, (live.folder / file).read_text(encoding="utf-8"))
    teachers = {name: f"recorded:file:{file}" for name, file in files.items()}
    project.recipe(teachers, curriculum.source("en"), curriculum.source("zh"), more=more)
    return project


@pytest.mark.parametrize("files", [{name: f"{name}.jsonl" for name in TEACHERS}, dict.fromkeys(TEACHERS, "all.jsonl")])
def test_a_recording_gives_the_same_rows_without_a_server(live, tmp_path, files):
    project = again(live, tmp_path, files)
    manifest = project.build()
    assert project.rows("generalist") == live.rows("generalist"), "messages, gold, ids, models, splits and all"
    assert project.proven() == len(live.rows("generalist"))
    before = json.loads((live.corpus / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["coverage"] == before["coverage"]
    assert [source["dropped"] for source in manifest["sources"]] == [source["dropped"] for source in before["sources"]]
    assert replies(manifest, "stage", "teacher", "model") == replies(before, "stage", "teacher", "model")


def test_what_a_recording_lacks_is_named_stage_by_stage_and_the_rest_is_built(live, tmp_path):
    project = again(live, tmp_path, {name: f"{name}.jsonl" for name in TEACHERS})
    said = [json.loads(line) for line in (live.folder / "strong.jsonl").read_text(encoding="utf-8").splitlines()]
    lost = next(entry["key"] for entry in said if entry["stage"] == "syllabus")
    project.write("strong.jsonl", "".join(json.dumps(entry) + "\n" for entry in said if entry["key"] != lost))
    manifest = project.build()
    missing = sum((Counter(source["dropped"]) for source in manifest["sources"]), Counter[str]())
    assert missing["no-reply-syllabus"] == 1 and not any(code.startswith("no-reply-q") for code in missing)
    left, whole = ({row["id"]: row["gold"] for row in each.rows("generalist")} for each in (project, live))
    assert 0 < len(left) < len(whole)
    subjects = [
        {(gold["discipline"], gold["subject"]) for gold in golds(each.rows("generalist"))} for each in (project, live)
    ]
    assert len(subjects[1] - subjects[0]) == 1


def test_the_starter_chain_is_recorded_whole(tmp_path):
    project = Project(tmp_path)
    recipe = (ROOT / "hum.toml").read_text(encoding="utf-8")
    head, generalist = recipe.index("[[tasks."), recipe.index("[[tasks.generalist.")
    project.write("hum.toml", recipe[:head] + recipe[generalist:])
    name = tomllib.loads(recipe)["dataset"]["repo"].split("/")[1]
    manifest = project.json("build")["manifest"]
    wanted = [json.loads(line) for line in STARTER.read_text(encoding="utf-8").splitlines()]
    assert len(wanted) == 28
    for source in manifest["sources"]:
        of = facts(manifest, source["name"])
        assert (of["dropped"], of["failed"], of["noted"], of["seeds"]) == ({}, {}, {}, 14)
    found = golds(project.rows("generalist", project.folder / "build" / name))
    assert {gold["discipline"] for gold in found} == {seed["discipline"] for seed in wanted}
    assert {gold["form"] for gold in found} == FORMS
    asked = Counter(gold["discipline"] for gold in found if not gold.get("choices"))
    assert asked == {seed["discipline"]: seed["questions"] for seed in wanted}
    assert {each["kind"]: each["met"] / each["topics"] for each in manifest["coverage"]}["subject"] == 1
