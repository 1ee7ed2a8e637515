"""What servers of several dialects obey, found out once, remembered, and used by the next build."""

from pathlib import Path
from typing import Any

import pytest
from chained import KEY, SEEDED, Project, topics, usage
from serving.llama import KEY as LLAMA_KEY
from serving.llama import NAME
from serving.running import ScriptedServer

from hum_hub.pipeline.teachers import probe_name, replies_file
from hum_hub.recipe.loading import read_recipe
from hum_hub.teacher.store import ReplyStore

pytest_plugins = ("serving.fixtures",)
PLAIN = {
    "usage": True,
    "max_tokens": True,
    "max_completion_tokens": True,
    "system": True,
    "developer": True,
    "structure": "json_schema",
    "n": True,
    "logprobs": False,
    "unknown_parameters": "ignored",
    "listed": True,
    "context": None,
    "batch": True,
}
"""What the scripted server obeys when its script says nothing."""


@pytest.fixture
def project(tmp_path: Path, scripted: ScriptedServer) -> Project:
    """A project of three topics."""
    made = Project(tmp_path / "one", scripted)
    made.seeds(topics(3))
    return made


def played(scripted: ScriptedServer, **script: Any) -> None:
    """Follow a script, and log what comes."""
    scripted.play(key=KEY, log=True, models=["critic-1", "writer-1"], **script)


def bodies(scripted: ScriptedServer) -> list[dict[str, Any]]:
    """The bodies of all requests for completions since the last reset."""
    return [each["body"] for each in scripted.requests() if each["path"] == "/v1/chat/completions"]


@pytest.mark.parametrize(
    ("script", "differs"),
    [
        ({}, {}),
        ({"refuses": {"json_schema": 400}}, {"structure": "json_object"}),
        ({"refuses": {"json_schema": 500}}, {"structure": "json_object"}),
        ({"refuses": {"json_schema": 400, "json_object": 400}}, {"structure": "told"}),
        ({"ignores": ["response_format"]}, {"structure": "told"}),
        ({"refuses": {"system": 400, "developer": 400}}, {"system": False, "developer": False}),
        ({"refuses": {"developer": 500}}, {"developer": False}),
        ({"refuses": {"max_tokens": 400}}, {"max_tokens": False}),
        ({"refuses": {"max_completion_tokens": 422}}, {"max_completion_tokens": False}),
        ({"ignores": ["n"]}, {"n": False}),
        ({"refuses": {"n": 400, "logprobs": 400}}, {"n": False}),
        ({"refuses": {"hum_hub_probe": 422}}, {"unknown_parameters": "refused"}),
        ({"faults": [{"kind": "model-gone", "area": "batches"}]}, {"batch": False}),
        ({"faults": [{"kind": "html", "area": "batches"}]}, {"batch": False}),
        ({"faults": [{"kind": "model-gone", "area": "models"}]}, {"listed": None}),
        ({"faults": [{"kind": "rate-limited", "after": 0.02, "said": "milliseconds", "numbers": [1, 4, 5, 7]}]}, {}),
        ({"faults": [{"kind": "reset", "numbers": [4]}]}, {}),
    ],
)
def test_each_dialect_is_told(project, scripted, script, differs):
    played(scripted, **script)
    assert project.json("teacher", "probe", "critic") == {**PLAIN, **differs}
    assert scripted.counts()["requests"] <= 18


@pytest.mark.parametrize(
    ("script", "refused", "sent"),
    [
        ({"refuses": {"json_schema": 400}}, "json_schema", "json_object"),
        ({"refuses": {"json_schema": 500}}, "json_schema", "json_object"),
        ({"refuses": {"json_schema": 400, "json_object": 400}}, "response_format", None),
        ({"refuses": {"system": 400}}, "system", None),
        ({"refuses": {"max_tokens": 400}}, "max_tokens", "max_completion_tokens"),
    ],
)
def test_the_next_build_asks_in_a_way_that_is_obeyed(project, scripted, script, refused, sent):
    outline, judged = '{"points": ["the harbour", "the old bridge"]}', '{"good": true, "reason": "clear"}'
    replies = [{"contains": "Name points", "text": outline}, {"contains": "any good?", "text": judged}]
    played(scripted, replies=replies, **script)
    for name in ("critic", "writer"):
        project.json("teacher", "probe", name)
    scripted.reset(key=KEY, log=True, models=["critic-1", "writer-1"], replies=replies, **script)
    manifest = project.build()
    asked = bodies(scripted)
    assert len(asked) == usage(manifest)["replies"] == scripted.counts()["answered"], "nothing was refused"
    assert not [body for body in asked if refused in _held(body)]
    if sent is not None:
        assert [body for body in asked if sent in _held(body)]


def _held(body: dict[str, Any]) -> set[str]:
    """The parameters, roles and formats in a request."""
    roles = {message["role"] for message in body["messages"]}
    return {*body, *roles, (body.get("response_format") or {}).get("type", "")}


def test_without_a_probe_a_refused_schema_costs_a_few_requests_and_no_reply(project, scripted):
    played(scripted, refuses={"json_schema": 400})
    found = project.hum("build", "--offline")
    assert found.exit_code == 1
    project.hum("build")
    refused = [each for each in scripted.requests() if each["status"] == 400]
    assert 0 < len(refused) <= 8
    assert scripted.counts()["answered"] == len(bodies(scripted)) - len(refused)


def test_what_was_learned_belongs_to_the_address_and_the_model(project, scripted):
    played(scripted, refuses={"json_schema": 400})
    project.json("teacher", "probe", "critic")
    recipe = read_recipe(project.folder / "hum.toml")
    with ReplyStore(replies_file(recipe)) as store:
        assert store.note(probe_name(recipe.teachers["critic"]))["structure"] == "json_object"
        assert store.note(probe_name(recipe.teachers["writer"])) is None
    played(scripted)
    project.json("teacher", "probe", "critic")
    with ReplyStore(replies_file(recipe)) as store:
        assert store.note(probe_name(recipe.teachers["critic"]))["structure"] == "json_schema"


def test_people_read_words(project, scripted):
    played(scripted)
    said = project.hum("teacher", "probe", "writer").stdout
    assert "structure               json_schema\n" in said
    assert "batch                   yes\n" in said
    assert "context                 not told\n" in said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"kind": "unauthorized"}, "check uri, model and key"),
        ({"kind": "model-gone"}, "check uri, model and key"),
        ({"kind": "refused"}, "does not answer: rejected"),
        ({"kind": "html"}, "does not answer: answer-not-json"),
        ({"kind": "redirect", "to": "http://203.0.113.1/"}, "redirects are not followed"),
    ],
)
def test_an_endpoint_that_answers_nothing_is_one_line_of_error(project, scripted, fault, said):
    played(scripted, faults=[fault])
    result = project.hum("teacher", "probe", "critic")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: teacher 'critic' ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_cannot_be_probed_is_said(project, scripted):
    played(scripted)
    assert "there is no teacher 'x'; the recipe has critic, writer" in project.hum("teacher", "probe", "x").stderr
    assert "name one with --teacher; the recipe has critic, writer" in project.hum("teacher", "probe").stderr
    (project.folder / "r.jsonl").write_text("")
    project.uris = {"critic": "recorded:file:r.jsonl"}
    project.recipe("", critic="parameters = {}")
    assert "there is nothing to probe" in project.hum("teacher", "probe", "critic").stderr
    project.uris = {}
    project.recipe(f'{SEEDED}\nmode = "batch"')
    assert project.json("teacher", "probe", "critic") == PLAIN, "a teacher of batches is probed live"


def test_a_real_server_is_known_for_what_it_is(project, llama, monkeypatch):
    monkeypatch.setenv("CHAIN_KEY", LLAMA_KEY)
    project.uris = {"critic": f"openai:{llama.url}"}
    project.recipe()
    recipe = (project.folder / "hum.toml").read_text()
    (project.folder / "hum.toml").write_text(recipe.replace('"critic-1"', f'"{NAME}"'))
    found = project.json("teacher", "probe", "critic")
    assert isinstance(found.pop("context"), int)
    assert found == {**{name: PLAIN[name] for name in found}, "logprobs": True, "batch": False}
