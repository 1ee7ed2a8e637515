"""The workflows of CI: what may run where, and that their steps, run here against a Hub, make a release that loads."""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import lines, texts
from hub.running import Client, HubServer

pytest_plugins = ("hub.fixtures",)

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOWS: dict[str, dict[Any, Any]] = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}
JOBS = {(name, job): body for name, flow in WORKFLOWS.items() for job, body in flow["jobs"].items()}
STEPS = [(*key, step) for key, body in JOBS.items() for step in body["steps"]]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
WITH_IDENTITY = {key for key, body in JOBS.items() if "id-token" in body["permissions"]}
SAFE = {"make release-sums", "make release-publish"}
"""What may run in a job with an identity: targets that load no plugin, as `test_a_release_is_made…` proves."""


def asked(program: str) -> list[str]:
    """The command of a linter that is installed beside this interpreter; skips where it is not."""
    found = shutil.which(program, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"{program} is not installed; it comes with the test extra")
    return [found]


def of(key: tuple[str, str]) -> Iterator[dict[str, Any]]:
    yield from JOBS[key]["steps"]


def test_zizmor_finds_nothing():
    command = [*asked("zizmor"), "--offline", "--no-progress", *map(str, FILES)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_are_what_their_schema_says():
    command = [*asked("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, FILES)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned_by_commit_and_say_their_version():
    pinned = re.compile(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
    used = [line.strip().removeprefix("- ") for path in FILES for line in path.read_text().splitlines()]
    used = [line for line in used if line.startswith("uses:")]
    assert used and [line for line in used if not pinned.fullmatch(line)] == []
    commits = {tuple(line.split("@")) for line in used}
    assert len({action for action, _ in commits}) == len(commits), "one version of each action"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_no_more_than_it_needs(name: str):
    flow = WORKFLOWS[name]
    assert flow["permissions"] == {}
    assert "group" in flow["concurrency"]
    assert set(flow[True]) <= {"push", "pull_request", "workflow_dispatch"}  # YAML reads `on` as true
    for job in flow["jobs"].values():
        assert job["runs-on"] == "ubuntu-24.04" and job["timeout-minutes"] <= 300
        assert job["permissions"]["contents"] == "read"
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"] == {"persist-credentials": False}
            assert "cache" not in step.get("with", {}) and "cache" not in step.get("uses", "")


def test_every_step_is_a_command_that_a_laptop_has():
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for _, _, step in STEPS:
        assert ("run" in step) != ("uses" in step)
        command = step.get("run", "make test").strip()
        assert "\n" not in command and "${{" not in command and command.split()[0] in ("make", "hum")
        assert "|" not in command and ";" not in command and "&" not in command
        assert command.split()[1] in targets or command == 'make "$ROUTE"' or command.startswith("hum ")


def test_secrets_are_in_the_protected_job_alone():
    for key, body in JOBS.items():
        whole = json.dumps(body)
        if key != ("release", "publish"):
            assert "secrets" not in whole and "environment" not in body
    publish = JOBS["release", "publish"]
    assert publish["environment"] == "huggingface"
    assert [step["run"] for step in publish["steps"] if "secrets" in json.dumps(step)] == ["make release-publish"]
    assert "secrets" not in json.dumps({**WORKFLOWS["release"], "jobs": {}})


def test_plugin_code_never_runs_where_the_identity_is():
    assert {("release", "attest"), ("release", "publish")} == WITH_IDENTITY
    for key in WITH_IDENTITY:
        assert {step["run"] for step in of(key) if "run" in step} <= SAFE
        assert JOBS[key]["permissions"]["id-token"] == "write"
    assert {scope for key in JOBS.keys() - WITH_IDENTITY for scope in JOBS[key]["permissions"]} == {"contents"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("release-sums", "release-publish"):
        needs = re.search(rf"^{target}:(.*?)(##|$)", makefile, re.M)
        assert needs is not None and needs[1].split() in ([], ["$(VENV)/core"]), "the core is installed, no plugin"


def test_the_workflows_release_what_the_recipe_says():
    dataset = tomllib.loads((ROOT / "hum.toml").read_text(encoding="utf-8"))["dataset"]
    for name in ("dataset", "release"):
        assert WORKFLOWS[name]["env"] == {"REPO": dataset["repo"], "NAME": dataset["repo"].split("/")[1]}
    paths = [step["with"]["path"] for *_, step in STEPS if "artifact@" in step.get("uses", "")]
    assert set(paths) == {f"build/{WORKFLOWS['release']['env']['NAME']}"}


SETTINGS = {
    "vars.PUBLISH_WITH != 'token' && format('datasets/{0}', env.REPO) || ''": "datasets/org/toy",
    "vars.PUBLISH_WITH == 'token' && secrets.HF_TOKEN || ''": "",
}
"""What the expressions of the publishing step mean where a trusted publisher is set; the client prefers it, and fails
without it rather than fall back, so that never both are given."""


class Runner:
    """Runs the steps of a workflow as a runner of CI does: each job in a fresh copy of the project, one by one."""

    def __init__(self, project: Path, hub: HubServer, work: Path, poison: Path) -> None:
        self.project, self.hub, self.work, self.poison = project, hub, work, poison
        self.summary = self.said = ""

    def run(self, name: str) -> dict[str, dict[str, str]]:
        """Run a workflow; the outputs of its jobs."""
        flow, outputs = WORKFLOWS[name], dict[str, dict[str, str]]()
        shutil.rmtree(self.work, ignore_errors=True)
        self.summary = ""
        for job, body in flow["jobs"].items():
            if self._holds(body.get("if"), outputs):
                outputs[job] = self._job(name, job, body, outputs)
        return outputs

    def _job(self, name: str, job: str, body: Mapping[str, Any], before: dict[str, dict[str, str]]) -> dict[str, str]:
        place = self.work / job
        shutil.copytree(self.project, place, symlinks=True, ignore=shutil.ignore_patterns(".hum", "build"))
        known: dict[str, dict[str, str]] = {}
        for step in body["steps"]:
            if not self._holds(step.get("if"), before | known):
                continue
            if "run" in step:
                known[step.get("id", "")] = self._step(place, step, (name, job) in WITH_IDENTITY)
            elif "-artifact@" in step["uses"]:
                self._artifact(place / "build" / "toy", step)
        return {key: self._value(value, known) for key, value in body.get("outputs", {}).items()}

    def _step(self, place: Path, step: Mapping[str, Any], has_identity: bool) -> dict[str, str]:
        files = {name: place.with_name(f"{place.name}.{name}") for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        own = {name: self._value(value, {}) for name, value in step.get("env", {}).items()}
        own |= {name: str(file) for name, file in files.items()} | {"REPO": "org/toy", "NAME": "toy"}
        if has_identity:
            own |= {"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of the runner"}
            own |= {"ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.hub.root}/actions/id-token"}
            own |= {"PYTHONPATH": str(self.poison)}
            (place / "plugins" / "toy" / "toy.py").write_text(_POISON)
        environment = self.hub.environment(self.work / f"{place.name}.home", None, **own)
        environment.pop("HF_HUB_OFFLINE", None)
        command = ["bash", "-e", "-c", step["run"]]
        done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{step['run']}\n{done.stdout}\n{done.stderr}"
        self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        self.said += done.stdout + done.stderr
        return dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())

    def would_notice_plugins(self, job: str) -> bool:
        """Whether a command that does load plugins fails where a job has run."""
        environment = self.hub.environment(self.work / "home", None, PYTHONPATH=str(self.poison))
        command = [".venv/bin/hum", "tasks"]
        done = subprocess.run(command, cwd=self.work / job, env=environment, capture_output=True, text=True)
        return done.returncode != 0 and "where the identity is" in done.stderr

    def keeps_no_token(self) -> bool:
        """Whether the tokens that jobs got for their identity went to the Hub alone, and are in no output or file."""
        places = [self.work / f"{job}{end}" for job in ("attest", "publish") for end in ("", ".home")]
        files = [path for place in places for path in place.rglob("*") if path.is_file() and ".venv" not in path.parts]
        said = [self.said.encode(), self.summary.encode(), *(path.read_bytes() for path in files)]
        tokens = [token.encode() for token in self.hub.issued()]
        strayed = [entry for entry in self.hub.requests() if entry["strayed"]]
        return bool(tokens) and not strayed and not any(token in text for token in tokens for text in said)

    def _artifact(self, folder: Path, step: Mapping[str, Any]) -> None:
        kept = self.work / "artifacts" / step["with"]["name"]
        source, target = (folder, kept) if "upload" in step["uses"] else (kept, folder)
        shutil.copytree(source, target)

    def _value(self, text: str, known: Mapping[str, Mapping[str, str]]) -> str:
        def meant(match: re.Match[str]) -> str:
            expression = match[1]
            if found := re.fullmatch(r"(?:steps|needs)\.(\w+)\.outputs\.(\w+)", expression):
                return known.get(found[1], {}).get(found[2], "")
            return SETTINGS[expression]

        return EXPRESSION.sub(meant, str(text))

    def _holds(self, condition: str | None, known: Mapping[str, Mapping[str, str]]) -> bool:
        if condition in (None, "github.ref == 'refs/heads/main'"):
            return True
        value, wanted = condition.split(" == ")
        return self._value(f"${{{{ {value} }}}}", known) == wanted.strip("'")


_POISON = 'raise SystemExit("a plugin was imported where the identity is")\n'


@pytest.fixture
def runner(project: Path, hub: HubServer, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """The toy project as a checkout, with an environment that holds what `make` would install, and a plugin that no
    job with an identity may import, installed there as a distribution and in the plugin folder."""
    if shutil.which("make") is None or importlib.util.find_spec("hum_hub") is None:
        pytest.skip("make or an installed hum is missing")
    shutil.copy(ROOT / "Makefile", project)
    for name in ("pyproject.toml", "constraints.txt"):
        (project / name).write_text("")
    (project / ".venv").mkdir()
    (project / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (project / ".venv" / "core").write_text("")
    poison = tmp_path_factory.mktemp("poison")
    (poison / "poison.py").write_text(_POISON)
    (poison / "poison-1.dist-info").mkdir()
    (poison / "poison-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1\n")
    (poison / "poison-1.dist-info" / "entry_points.txt").write_text("[hum_hub]\npoison = poison\n")
    hub.make("org/toy")
    publishers = {"id-token": {"repo": "org/toy"}}
    hub.play(publishers=publishers, id_token="id-token")
    return Runner(project, hub, tmp_path_factory.mktemp("runner") / "work", poison)


def test_a_release_is_made_from_a_pull_request_to_a_tag_that_loads(runner: Runner, hub: HubServer, client: Client):
    assert runner.run("release")["build"] == {"due": "true"}
    assert "published: org/toy v1.0.0" in runner.summary
    told = hub.repository("org/toy")
    assert told["tags"]["v1.0.0"] == told["history"][0] and set(told["branches"]) == {"main"}
    assert told["commits"][told["history"][0]]["title"] == "Release v1.0.0 [OIDC]"
    assert client.ask(_LOAD, None) == sum(told_rows(hub))
    assert runner.would_notice_plugins("publish") and runner.keeps_no_token()

    assert runner.run("release") == {"build": {"due": "false"}}, "the version is out, and nothing is left to do"

    (runner.project / "words.en.jsonl").write_text(lines(texts("en", 200)), encoding="utf-8")
    runner.run("dataset")
    assert "words-en" in runner.summary and "Proposed version after 1.0.0: 1.1.0 (minor)" in runner.summary
    assert all(line.startswith("    ") for line in runner.summary.splitlines()[1:] if line), "no text can be markup"


def told_rows(hub: HubServer) -> list[int]:
    """The rows that the published manifest states, by split."""
    manifest = json.loads(hub.file("org/toy", "manifest.json", "v1.0.0"))
    return [split["rows"] for config in manifest["configs"].values() for split in config["splits"].values()]


_LOAD = """
from datasets import load_dataset
told(sum(rows.num_rows for rows in load_dataset("org/toy", "toy", revision="v1.0.0").values()))
"""


def test_a_file_that_is_changed_or_added_on_the_way_stops_the_release(tmp_path: Path):
    if shutil.which("make") is None:
        pytest.skip("make is missing")
    folder = tmp_path / "build" / "toy"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", tmp_path)
    (folder / "manifest.json").write_text("{}")
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(b'{}').hexdigest()}  manifest.json\n")

    def passes() -> bool:
        return subprocess.run(["make", "release-sums", "NAME=toy"], cwd=tmp_path, capture_output=True).returncode == 0

    assert passes()
    (folder / "more").write_text("")
    assert not passes()
    (folder / "more").unlink()
    (folder / "manifest.json").write_text("[]")
    assert not passes()
