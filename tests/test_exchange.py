"""Requests handed to an offline engine and replies taken in, in whatever order and state they come back; recordings."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from chained import KEY, SEEDED, Project, counted, topics, usage
from serving.replies import Refused, asked, written
from serving.running import ScriptedServer
from serving.script import Script

pytest_plugins = ("serving.fixtures",)


@pytest.fixture
def project(tmp_path: Path, scripted: ScriptedServer) -> Project:
    """A project of eight topics; its server is only asked where a test compares with a live build."""
    scripted.play(key=KEY)
    made = Project(tmp_path / "one", scripted)
    made.seeds(topics(8))
    return made


@pytest.fixture
def live(tmp_path: Path, scripted: ScriptedServer, project: Project) -> Project:
    """The same project built live."""
    made = Project(tmp_path / "live", scripted)
    made.seeds(topics(8))
    made.build()
    return made


def answer(line: dict[str, Any], status: int = 200) -> dict[str, Any]:
    """The line of an engine that answers a request as the scripted server would."""
    assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
    try:
        body = json.loads(written(asked(json.dumps(line["body"]).encode(), Script()), Script()).body())
    except Refused as refused:
        status, body = refused.status, {"error": {"message": refused.message}}
    body = body if status == 200 else {"error": {"message": "something is wrong", "code": str(status)}}
    response = {"status_code": status, "request_id": "r", "body": body}
    return {"id": f"vllm-{line['custom_id']}", "custom_id": line["custom_id"], "response": response, "error": None}


def exported(project: Project, teacher: str, *more: str) -> list[dict[str, Any]]:
    """The lines that a teacher is to answer now."""
    file = project.folder / f"{teacher}.jsonl"
    result = project.hum("teacher", "export", str(file), "--teacher", teacher, *more)
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert re.match(rf"{len(found):,} requests in ", result.stdout)
    assert KEY not in file.read_text(encoding="utf-8")
    return found


def imported(project: Project, teacher: str, lines: list[Any]) -> dict[str, int]:
    """What becomes of lines; texts among them are written as they are."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file = project.folder / "answers.jsonl"
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    found: dict[str, int] = project.json("teacher", "import", str(file), "--teacher", teacher)
    return found


def test_rounds_of_export_and_import_come_to_the_rows_of_a_live_build(project, live, scripted):
    requests = scripted.counts()["requests"]
    chance, rounds, seen = random.Random(5), 0, set[str]()
    while True:
        rounds += 1
        stored = 0
        for teacher in ("critic", "writer"):
            lines = exported(project, teacher)
            assert not seen & {line["custom_id"] for line in lines}, "a request is exported until it is answered"
            seen |= {line["custom_id"] for line in lines}
            answers = [answer(line) for line in lines]
            chance.shuffle(answers)
            assert imported(project, teacher, answers) == ({"stored": len(lines)} if lines else {})
            stored += len(lines)
        if not stored:
            break
    assert rounds == 3, "outlines and texts, then verdicts, then nothing more"
    manifest = project.build("--offline")
    assert project.data() == live.data()
    assert scripted.counts()["requests"] == requests == usage(manifest)["replies"]
    assert usage(manifest) == counted(scripted), "the card tells the tokens of replies from elsewhere, too"


def test_every_kind_of_line_is_counted_and_only_answers_are_kept(project):
    lines = exported(project, "critic")
    assert len(lines) == 8
    good = [answer(line) for line in lines[:4]]
    unknown = {**answer(lines[0]), "custom_id": "0" * 32}
    failed = {**answer(lines[4]), "response": None, "error": {"code": "engine_died", "message": "it died"}}
    bad = [
        answer(lines[5], 500),
        answer(lines[6], 400),
        failed,
        unknown,
        good[0],
        "{not json",
        "5",
        "null",
        "",
        "[]",
        '{"custom_id": "\\ud800"}',
    ]
    found = imported(project, "critic", [*bad, *good])
    assert found == {
        "stored": 4,
        "stored already": 1,
        "not asked for": 1,
        "rejected by the engine": 1,
        "not answered: status-500": 1,
        "not answered: batch-line-failed": 1,
        "not answered: line-not-json": 1,
        "not answered: line-without-id": 4,
    }
    again = imported(project, "critic", good)
    assert again == {"stored already": 4}
    left = {line["custom_id"] for line in exported(project, "critic")}
    assert left == {lines[4]["custom_id"], lines[5]["custom_id"], lines[7]["custom_id"]}
    ended = {each["finish"]: each["replies"] for each in project.json("teacher", "replies")}
    assert ended == {"stop": 4, "rejected": 1}
    said = project.hum("teacher", "import", str(project.folder / "answers.jsonl"), "--teacher", "critic").stdout
    assert said == f"{'stored already':32}{4:>10}\n"


def test_imported_replies_count_as_nothing_spent(project):
    lines = exported(project, "critic")
    answers = [answer(line) for line in lines]
    for _ in range(3):
        imported(project, "critic", answers)
    result = project.hum("build", "--max-requests", "8")
    assert "8 requests, cost 0.0000" in result.stderr, result.output
    assert result.exit_code == 1


def test_a_part_of_the_requests_can_be_written(project):
    first = exported(project, "critic", "--most", "3")
    assert len(first) == 3
    imported(project, "critic", [answer(line) for line in first])
    rest = exported(project, "critic")
    assert len(rest) == 5
    assert not {line["custom_id"] for line in first} & {line["custom_id"] for line in rest}


def test_an_import_for_another_teacher_stores_nothing(project):
    answers = [answer(line) for line in exported(project, "critic")]
    assert imported(project, "writer", answers) == {"not asked for": 8}


def test_neither_way_needs_a_key_or_a_server(project, monkeypatch):
    monkeypatch.setenv("CHAIN_KEY", "")
    project.uris = dict.fromkeys(("critic", "writer"), "openai:https://nowhere.invalid/v1")
    project.recipe(f'{SEEDED}\nmode = "batch"')
    lines = exported(project, "critic")
    assert imported(project, "critic", [answer(line) for line in lines]) == {"stored": 8}
    assert project.hum("build", "--offline").exit_code == 1
    assert "holds no key" in project.hum("build").stderr


def test_a_recording_stands_in_for_its_teachers(project, live, tmp_path, scripted):
    requests = scripted.counts()["requests"]
    for teacher in ("critic", "writer"):
        project.uris[teacher] = f"recorded:file:{tmp_path}/{teacher}.jsonl"
        result = live.hum("teacher", "record", f"{tmp_path}/{teacher}.jsonl", "--teacher", teacher)
        assert re.match(r"\d+ replies in ", result.stdout), result.output
        assert KEY not in (tmp_path / f"{teacher}.jsonl").read_text(encoding="utf-8")
    recipe = (project.folder / "hum.toml").read_text()
    project.recipe("")
    (project.folder / "hum.toml").write_text((project.folder / "hum.toml").read_text().replace('key = "CHAIN_KEY"', ""))
    manifest = project.build()
    assert project.data() == live.data()
    assert usage(manifest) == counted(scripted)
    for command in ("export", "import"):
        result = project.hum("teacher", command, f"{tmp_path}/critic.jsonl", "--teacher", "critic")
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.output
    (project.folder / "hum.toml").write_text(recipe)
    for teacher in ("critic", "writer"):
        (own,) = project.json("teacher", "import", f"{tmp_path}/{teacher}.jsonl", "--teacher", teacher).items()
        assert own == ("stored", len((tmp_path / f"{teacher}.jsonl").read_text(encoding="utf-8").splitlines()))
        twice = project.json("teacher", "import", f"{tmp_path}/{teacher}.jsonl", "--teacher", teacher)
        assert list(twice) == ["stored already"]
    project.build("--offline")
    assert project.data() == live.data()
    assert scripted.counts()["requests"] == requests
    shown = project.json("teacher", "show", "--count", "1")
    assert shown["prompt"] is None


@pytest.mark.parametrize(
    "odd",
    [
        '{"key": "k", "model": "m", "text": "t", "input_tokens": 1e999}',
        '{"key": "k", "model": "m", "text": "t", "output_tokens": 1000000000000000000000000}',
        '{"key": "k", "model": "m", "text": "t", "input_tokens": -5}',
        '{"key": "k", "model": "m", "text": "half \\ud800 a character"}',
        '{"key": "k\\ud800", "model": "m", "text": "t"}',
        '{"key": "k", "model": "m", "text": 5}',
        "[" * 5000,
    ],
)
def test_odd_lines_of_a_recording_break_nothing(project, odd):
    sound = {"key": "other", "model": "m", "text": "a sound one", "stage": "write"}
    found = imported(project, "writer", [odd, sound])
    assert found["stored"] >= 1
    assert sum(found.values()) == 2
    assert sum(each["replies"] for each in project.json("teacher", "replies")) == found["stored"]
    assert all(each["input_tokens"] >= 0 for each in project.json("teacher", "replies"))


def test_a_file_that_is_no_text_is_one_line_of_error(project):
    (project.folder / "picture").write_bytes(b"\x89PNG\xff\xfe")
    result = project.hum("teacher", "import", str(project.folder / "picture"), "--teacher", "writer")
    assert result.exit_code == 1
    assert "is not UTF-8 text" in result.stderr
