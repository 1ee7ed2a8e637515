"""The command line as its users meet it."""

import json
import subprocess
import sys

import pytest


def test_help_is_instant_and_imports_nothing_heavy():
    code = "import sys; sys.argv = ['hum', '--help']\nfrom hum_hub.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
    code += "print([m for m in ('datasets', 'pyarrow', 'pydantic', 'jq', 'numpy', 'rich') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert result.stdout.rstrip().endswith("[]"), result.stdout


@pytest.mark.parametrize("command", ["build", "check", "plugins", "show", "sources", "tasks", "verify"])
def test_every_command_explains_itself(hum, command):
    result = hum(command, "--help")
    assert result.returncode == 0
    assert result.stdout.splitlines()[2].strip().endswith(".")
    assert command in hum("--help").stdout


def test_an_error_is_one_line_and_exit_code_one(project, hum):
    (project / "hum.toml").write_text("[dataset]\nreop = 5\n")
    result = hum("build")
    assert result.returncode == 1
    assert "hum.toml: dataset.reop: unknown key; did you mean 'repo'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_plugins_are_listed_without_importing_them(project, hum):
    (project / "plugins" / "toy" / "toy.py").write_text("raise RuntimeError('imported')\n")
    result = hum("plugins", "--json", "--plugins", "plugins/toy")
    assert {"name": "toy", "version": "0.1.0"}.items() <= json.loads(result.stdout)[-1].items()
    result = hum("tasks", "--plugins", "plugins/toy")
    assert "hum-hub-plugin-toy 0.1.0 cannot be imported: RuntimeError: imported" in result.stderr


def test_tasks_lists_subtasks_formats_and_rules(hum):
    found = json.loads(hum("tasks", "--plugins", "plugins/toy", "--json").stdout)
    assert [task["subtasks"] for task in found["tasks"] if task["name"] == "toy"] == [["longest"]]
    assert {"json-by-label", "markdown-table", "sentences"} <= set(found["shared"]["formats"])
    assert {"order", "repeats", "nothing-found"} <= set(found["shared"]["rules"])


def test_show_prints_a_row_for_people_and_for_programs(hum):
    hum("build")
    shown = hum("show", "build/toy", "--where", "input_language=zh", "--where", "kind=compound")
    assert "哪个词最长？" in shown.stdout or "Which word" in shown.stdout or "Find the longest" in shown.stdout
    row = json.loads(hum("show", "build/toy", "--json", "--skip", "3").stdout)
    assert row["config"] == "toy"
    assert hum("show", "build/toy", "--where", "source=nowhere").returncode == 1
    assert "--where wants COLUMN=VALUE" in hum("show", "build/toy", "--where", "gold=1").stderr


def test_show_follows_a_seed_through_every_stage(hum):
    hum("build")
    result = hum("show", "--seed", "words-zh/zh-3")
    built = json.loads(hum("show", "build/toy", "--where", "source_id=zh-3", "--json").stdout.splitlines()[0])
    assert built["id"] in result.stdout
    for stage in ("seed", "example", "user", "assistant"):
        assert stage in result.stdout
    assert "has no seed 'nowhere'" in hum("show", "--seed", "words-zh/nowhere").stderr
    assert "no source 'x'" in hum("show", "--seed", "x/1").stderr


def test_sources_counts_for_programs(hum):
    entries = json.loads(hum("sources", "--json").stdout)
    assert {"source": "words-zh", "kind": "seed", "code": "", "count": 150, "samples": []} in entries
