"""`hum teacher` and the options of `hum build` that concern teachers, as their users meet them."""

import json
import re
from pathlib import Path

import pytest
from chained import KEY, SEEDED, Project, topics, usage
from click.testing import CliRunner
from serving.running import ScriptedServer

from hum_hub.cli import main

pytest_plugins = ("serving.fixtures",)


@pytest.fixture
def project(tmp_path: Path, scripted: ScriptedServer) -> Project:
    """A project of six topics."""
    scripted.play(key=KEY)
    return Project(tmp_path / "one", scripted)


def test_replies_are_listed_by_teacher_and_stage(project):
    manifest = project.build()
    found = project.json("teacher", "replies")
    assert [(each["teacher"], each["stage"]) for each in found] == [
        ("critic", "judge"),
        ("critic", "outline"),
        ("writer", "write"),
    ]
    assert [(each["stage"], each["replies"], each["input_tokens"], each["output_tokens"]) for each in found] == [
        (each["stage"], each["replies"], each["input_tokens"], each["output_tokens"]) for each in manifest["usage"]
    ]
    assert [each["stage"] for each in project.json("teacher", "replies", "--teacher", "critic")] == ["judge", "outline"]
    assert [each["stage"] for each in project.json("teacher", "replies", "--stage", "write")] == ["write"]
    assert project.json("teacher", "replies", "--failed") == []
    printed = project.hum("teacher", "replies").stdout.splitlines()
    assert printed[0].split() == ["teacher", "stage", "model", "ended", "replies", "input", "output"]
    assert printed[2].split()[:5] == ["critic", "outline", "critic-1", "stop", "6"]


def test_show_prints_prompts_and_replies(project):
    project.build()
    result = project.hum("teacher", "show", "--stage", "outline", "--count", "2", "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["key"] < second["key"]
    assert first["prompt"]["system"] == "You plan texts."
    printed = project.hum("teacher", "show", first["key"][:12]).stdout
    assert printed.startswith(f"{first['key']}  critic outline critic-1 stop\n--- system\nYou plan texts.\n--- user\n")
    assert f"--- reply\n{first['text']}\n" in printed
    assert second["key"] not in printed
    assert project.hum("teacher", "show", "zz").stdout == ""
    assert project.hum("teacher", "show", "%").stdout == "", "a key is no pattern"


def test_a_terminal_obeys_no_reply(project, scripted):
    scripted.play(
        key=KEY, replies=[{"contains": "Write a few", "text": "A harbour.\x1b]0;title\x07\x9b2J\u202e\tEnd\n。"}]
    )
    project.build()
    shown = project.hum("teacher", "show", "--stage", "write", "--count", "1").stdout
    assert "A harbour.\ufffd]0;title\ufffd\ufffd2J\ufffd\tEnd\n。" in shown


def test_prune_makes_what_was_made_of_the_replies_again(project, scripted):
    before = project.build()
    sums = project.sums()
    said = project.hum("teacher", "prune", "--stage", "judge").stdout
    (judged,) = [each["replies"] for each in before["usage"] if each["stage"] == "judge"]
    assert said == f"{judged} replies removed\n"
    scripted.reset(key=KEY)
    offline = project.hum("build", "--offline")
    assert "no row was made" in offline.stderr
    project.build()
    assert scripted.counts()["requests"] == judged
    assert project.sums() == sums
    key = project.json("teacher", "show", "--count", "1")["key"]
    assert project.hum("teacher", "prune", "--key", key).stdout == "1 replies removed\n"
    project.build()
    assert scripted.counts()["requests"] == judged + 1


def test_prune_wants_to_be_told_which(project):
    project.build()
    result = project.hum("teacher", "prune")
    assert result.exit_code == 2
    assert "or --all for all of them" in result.stderr
    assert re.match(r"\d\d+ replies removed", project.hum("teacher", "prune", "--all").stdout)
    assert project.json("teacher", "replies") == []


def test_failed_replies_are_found_and_asked_for_again(project, scripted):
    faults = [{"kind": "refusal", "contains": "Write a few"}, {"kind": "refused", "contains": "lanterns"}]
    scripted.play(key=KEY, faults=faults)
    project.hum("build")
    failed = {(each["stage"], each["finish"]) for each in project.json("teacher", "replies", "--failed")}
    assert failed == {("write", "refusal"), ("outline", "rejected")}
    shown = project.hum("teacher", "show", "--failed", "--stage", "outline").stdout
    assert "rejected" in shown and "the request is not valid" in shown
    scripted.play(key=KEY)
    assert "no row was made" in project.hum("build").stderr, "what was refused is not asked again by itself"
    project.hum("teacher", "prune", "--failed")
    assert project.build()["sources"][0]["failed"] == {}


def test_an_endpoint_that_repeats_the_key_leaves_it_nowhere(project, scripted, tmp_path):
    """In a reply, in an error that is final, in one that passes, in one that breaks."""
    scripted.play(
        key=KEY,
        faults=[
            {"kind": "text", "text": f"Your key {KEY} is fine and the harbour is quiet.", "contains": "Write a few"},
            {"kind": "refused", "code": KEY, "contains": "lanterns"},
            {"kind": "failing", "code": KEY, "numbers": [2, 3]},
        ],
    )
    project.recipe(f'{SEEDED}\nheaders_of_nobody = "x"')
    assert "headers_of_nobody" in project.hum("build").stderr
    project.recipe()
    outputs = [
        project.hum("build", "--progress", "json").output,
        project.hum("teacher", "show", "--count", "99").output,
    ]
    scripted.play(key=KEY, faults=[{"kind": "unauthorized", "code": KEY}])
    project.seeds(topics(8))
    outputs += [project.hum("build").output, project.hum("teacher", "probe", "critic").output]
    scripted.play(key=KEY, faults=[{"kind": "refused", "code": KEY}])
    outputs += [project.hum("teacher", "probe", "critic").output]
    assert "Your key [key] is fine" in outputs[1]
    assert "refuses the key" in outputs[2]
    project.hum("teacher", "record", str(project.folder / "all.jsonl"))
    project.hum("teacher", "export", str(project.folder / "open.jsonl"), "--teacher", "critic")
    held = [path for path in project.folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert held == []
    assert not [output for output in outputs if KEY in output]


def test_progress_is_events_for_programs_and_plain_lines_for_logs(project, scripted, tmp_path):
    scripted.play(key=KEY, latency=0.25)
    other = Project(tmp_path / "two", scripted)
    for each in (project, other):
        each.recipe(f"{SEEDED}\nprice = {{ input = 1.0, output = 1.0 }}")
    programs = project.start("build", "--progress", "json", "--workers", "1", "--json")
    logs = other.start("build", "--progress", "plain", "--workers", "1")
    output, printed = programs.communicate(timeout=60)[0], logs.communicate(timeout=60)[0]
    assert programs.returncode == logs.returncode == 0, output + printed
    *events, result = map(json.loads, output.splitlines())
    asked = [each for each in events if each["event"] == "progress" and each.get("usage")]
    assert asked, "a build of more than two seconds tells how far it is"
    assert {"requests", "replies", "stored", "cost", "under_way", "waiting", "failures"} <= asked[-1]["usage"].keys()
    assert asked[-1]["stage"] == "ask topics"
    assert events[-1]["event"] == "ended"
    replies = usage(result["manifest"])["replies"]
    assert 0 < asked[-1]["usage"]["replies"] <= replies == scripted.counts()["answered"] / 2
    line = next(line for line in printed.splitlines() if line.startswith("ask topics: "))
    assert re.search(
        r"\); [\d,]+ replies \([\d.]+/s, \d+ under way, \d+ stored\), [\d,]+ \+ [\d,]+ tokens, cost 0", line
    )
    assert "\x1b" not in printed


def test_a_build_that_stops_ends_its_events_with_the_reason(project, scripted):
    result = project.hum("build", "--progress", "json", "--max-requests", "3")
    *events, said = result.stderr.splitlines()
    assert said.startswith("error: the budget is spent")
    assert json.loads(events[-1])["event"] == "stopped"
    assert "the budget is spent" in json.loads(events[-1])["why"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('uri = "openai:', 'uri = "openai:ftp://', "is no http or https URL"),
        ("http://127.0.0.1", "http://203.0.113.9", "use https, or allow this address with --allow-endpoint"),
        ("http://127.0.0.1", "http://169.254.169.254", "it is never a teacher"),
        ("http://127.0.0.1", "http://user:secret@127.0.0.1", "password"),
        ('uri = "openai:', 'uri = "elsewhere:', "no plugin makes one from elsewhere:"),
        ('model = "writer-1"', "", "needs a model"),
        ('key = "CHAIN_KEY"', 'key = "sk-123"', "the name of an environment variable"),
        ('teacher = "writer"', 'teacher = "nobody"', "nobody"),
        ('judge = "critic"', 'judge = "nobody"', "nobody"),
        ('judge = "critic"', 'jugde = "critic"', "jugde"),
        ("connections = 4", 'mode = "later"', "mode"),
        ("connections = 4", "connections = 0", "connections"),
        ("connections = 4", "price = { input = -1.0 }", "price"),
    ],
)
def test_a_wrong_teacher_is_one_line_that_says_what_to_do(project, scripted, old, new, said):
    path = project.folder / "hum.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    result = project.hum("build")
    assert result.exit_code == 1, result.output
    assert said in result.stderr
    assert result.stderr.startswith("error: ")
    assert "secret" not in result.output
    assert scripted.counts()["requests"] == 0


def test_an_address_that_was_allowed_by_hand_needs_no_leave_where_nothing_is_sent(project, scripted):
    path = project.folder / "hum.toml"
    path.write_text(path.read_text().replace("http://127.0.0.1", "http://203.0.113.9"))
    result = project.hum("build", "--offline")
    assert "use https" not in result.stderr and "no row was made; hum sources shows" in result.stderr
    assert scripted.counts()["requests"] == 0


def test_a_missing_key_is_said_before_anything_is_asked(project, scripted, monkeypatch):
    monkeypatch.setenv("CHAIN_KEY", " ")
    for command in (("build",), ("teacher", "probe", "critic"), ("build", "--estimate")):
        result = project.hum(*command)
        assert result.exit_code == 1
        assert "the environment variable CHAIN_KEY holds no key; set it and run again" in result.stderr
    assert scripted.counts()["requests"] == 0
    assert project.hum("sources").exit_code == 0, "reading asks nobody and needs no key"


@pytest.mark.parametrize("command", ["probe", "replies", "show", "prune", "record", "export", "import"])
def test_every_command_explains_itself(project, command):
    result = CliRunner().invoke(main, ["teacher", command, "--help"])
    assert result.exit_code == 0
    told = result.stdout.split("\n\n")[1].strip()
    assert told.endswith("."), told
    unknown = project.hum("teacher", command, *({"import": ["hum.toml"]}.get(command, [])), "--nonsense")
    assert unknown.exit_code == 2


def test_a_server_that_is_not_there_is_said_at_once(project, scripted):
    with ScriptedServer() as gone:
        address = gone.url
    project.uris = dict.fromkeys(("critic", "writer"), f"openai:{address}")
    project.recipe()
    result = project.hum("build")
    assert result.exit_code == 1
    assert "teacher 'critic' does not answer: no-connection" in result.stderr
    assert "check its address and that it runs" in result.stderr
