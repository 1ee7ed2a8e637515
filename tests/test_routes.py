"""The ways to install: as wheels outside the tree, and through uv."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def run(command: list[str], folder: Path, **environment: str) -> str:
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=600, env={**os.environ, **environment}
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def sources(folder: Path) -> Path:
    """A copy of what git would ship, so that building wheels leaves the checkout as it is."""
    copy = folder / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "build", ".hum", "*.egg-info", "__pycache__", ".*_cache", "tests")
    shutil.copytree(ROOT, copy, ignore=ignored)
    return copy


def test_wheels_work_outside_the_tree_without_a_plugin_folder(tmp_path):
    copy, wheels = sources(tmp_path), tmp_path / "wheels"
    projects = [".", *(f"./plugins/{path.name}" for path in sorted((copy / "plugins").iterdir()) if path.is_dir())]
    run([*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), *projects], copy)
    assert len(list(wheels.glob("*.whl"))) == 5
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = str(environment / "bin" / "python")
    target = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    run(
        [*PIP, "install", "--quiet", "--no-deps", "--no-index", "--target", target, *map(str, wheels.glob("*.whl"))],
        tmp_path,
    )
    (Path(target) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    project = tmp_path / "project"
    project.mkdir()
    recipe = (ROOT / "hum.toml").read_text(encoding="utf-8").split("[plugins]\n")
    installed = recipe[0] + recipe[1].split("\n", 1)[1]
    few = installed.replace('\nlicense = "cc0-1.0"\n', '\nlicense = "cc0-1.0"\nlimit = 6\n')
    (project / "hum.toml").write_text(few, encoding="utf-8")
    (project / "craft").symlink_to(copy / "craft")
    place = run([python, "-c", "import hum_hub; print(hum_hub.__file__)"], project).strip()
    assert place.startswith(str(environment)), place
    plugins = run([python, "-m", "hum_hub", "plugins"], project)
    assert plugins.count("installed") == 4
    run([python, "-m", "hum_hub", "build"], project)
    assert "0 not" in run([python, "-m", "hum_hub", "verify", "build/hum"], project)


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_uv_runs_a_build_in_a_checkout(tmp_path):
    copy = sources(tmp_path)
    run(["uv", "run", "--quiet", "hum", "build"], copy)
    assert (copy / "build" / "hum" / "README.md").is_file()
