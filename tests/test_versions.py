"""Rows are proven by the versions that made them."""

from pathlib import Path

from conftest import Hum


def test_rows_of_another_version_are_said_to_be_so(project: Path, hum: Hum):
    assert hum("build").returncode == 0
    plugin = project / "plugins" / "toy" / "toy.py"
    code = plugin.read_text(encoding="utf-8")
    code = code.replace("Which word is the longest?", "What word is longest?").replace('= "1"', '= "2"')
    plugin.write_text(code, encoding="utf-8")
    result = hum("verify", "build/toy")
    assert result.returncode == 1
    assert "statement-not-in-instruction" in result.stdout
    assert "(toy 1) is not installed here; rows are proven by the versions that made them" in result.stderr


def test_rows_of_this_version_that_fail_are_not_excused(project: Path, hum: Hum):
    assert hum("build").returncode == 0
    plugin = project / "plugins" / "toy" / "toy.py"
    code = plugin.read_text(encoding="utf-8").replace("Which word is the longest?", "What word is longest?")
    plugin.write_text(code, encoding="utf-8")
    result = hum("verify", "build/toy")
    assert result.returncode == 1
    assert "not installed here" not in result.stderr
