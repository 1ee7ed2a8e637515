"""What holds for the repository as a whole."""

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import hum_hub
import hum_hub.testing
from hum_hub.cli import progress, teacher
from hum_hub.contract import hooks
from hum_hub.contract.guidelines import Guideline
from hum_hub.craft.mix import Mix
from hum_hub.proof.rows import Row
from hum_hub.recipe import model
from hum_hub.registry.loading import load

ROOT = Path(__file__).parent.parent
PLUGINS = sorted(path for path in (ROOT / "plugins").iterdir() if path.is_dir())
_HOSTS = re.compile(r"p[y]pi\.org|python[h]osted|deb\.de[b]ian\.|registry\.n[p]mjs|--index[-]url|--extra-index[-]url")
_MACHINE = re.compile(r"(^|[^A-Za-z0-9_.<])/(?:work|farm|root|home|Users)/[A-Za-z]")


def tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if found.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in found.stdout.split("\0") if name]


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    for path in tracked():
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            assert not _HOSTS.search(line), f"{path}:{number}: {line}"
            assert not _MACHINE.search(line), f"{path}:{number}: {line}"


def test_no_lock_file_is_tracked():
    assert not [
        path for path in tracked() if path.name in ("uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json")
    ]


def test_the_constraints_pin_every_dependency():
    pinned = {re.split(r"==", line)[0].lower().replace("_", "-") for line in _lines(ROOT / "constraints.txt")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        assert re.split(r"[><=\[;]", requirement)[0].lower() in pinned, requirement


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def test_every_package_is_shipped():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "hum_hub").rglob("__init__.py")}
    assert found == set(settings["packages"]) - {"hum_hub_cards"}


def _place(name: str) -> tuple[int, str]:
    """Constants first, then classes, then functions, as the linter sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("module", [hum_hub, hum_hub.testing])
def test_the_public_face_is_sorted_complete_and_explained(module):
    assert module.__all__ == sorted(module.__all__, key=_place)
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert imported == set(module.__all__)
    for name in module.__all__:
        thing = getattr(module, name)
        if isinstance(thing, type) or inspect.isfunction(thing):
            assert thing.__doc__ and not thing.__doc__.startswith(f"{name}("), name


@pytest.mark.parametrize("plugin", [path.name for path in PLUGINS])
def test_a_plugin_has_no_privilege(plugin):
    folder = ROOT / "plugins" / plugin
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == ["hum-hub"]
    own = f"hum_hub_plugin_{plugin}"
    for path in (folder / own).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert not module.startswith("hum_hub.") and (
                    module == "hum_hub" or module.split(".")[0] == own or _standard(module)
                ), f"{path} imports {module}"


def _standard(module: str) -> bool:
    return module.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d", line), line


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_key_of_the_recipe_is_explained():
    page = _page("docs/recipe.md")
    tables = (model.Dataset, model.Plugins, model.TeacherChoice, model.PriceList, model.Spending, Mix)
    for table in (*tables, model.GuidelineFile, model.Source):
        for field in dataclasses.fields(table):
            assert f"`{field.name}`" in page, f"{table.__name__}.{field.name}"


def test_every_reader_with_its_options_is_explained():
    page = _page("docs/sources.md")
    for reader in load([]).readers.values():
        assert f"`{reader.name}`" in page
        for field in dataclasses.fields(reader.options):
            assert f"`{field.name}`" in page, f"{reader.name}.{field.name}"


def test_every_column_command_and_hook_is_explained():
    for field in dataclasses.fields(Row):
        assert f"`{field.name}`" in _page("docs/architecture.md"), field.name
    for path in (ROOT / "hum_hub" / "cli").glob("*.py"):
        if f"def {path.stem}(" in path.read_text(encoding="utf-8"):
            assert f"hum {path.stem}" in _page("README.md"), path.stem
    for name in dir(hooks):
        if name.startswith("hum_"):
            assert f"`{name}" in _page("docs/plugins.md"), name


def test_every_layout_and_guideline_key_is_explained():
    for path in (ROOT / "hum_hub" / "sources" / "layouts").glob("*.jq"):
        assert f"`@{path.stem}`" in _page("docs/sources.md"), path.stem
    for field in dataclasses.fields(Guideline):
        assert f"`{field.name}`" in _page("docs/guidelines.md"), field.name


def test_every_member_of_the_contract_is_explained():
    page = _page("docs/plugins.md")
    for field in dataclasses.fields(hum_hub.Subtask):
        assert f"`{field.name}`" in page, f"Subtask.{field.name}"
    for kind in (hum_hub.Rule, hum_hub.Format, hum_hub.Task):
        for name in [*vars(kind), *kind.__annotations__]:
            assert name.startswith("_") or re.search(rf"`{name}[`(]", page), f"{kind.__name__}.{name}"
    for name in hum_hub.testing.__all__:
        assert re.search(rf"`{name}[`(]", page), name


def test_every_subtask_is_explained():
    for task in load(PLUGINS).tasks.values():
        for name in task.subtasks:
            assert f"`{name}`" in _page("docs/sources.md"), name
            assert f"`{name}`" in _page(f"plugins/{task.name}/README.md"), name


def test_every_reason_to_drop_or_note_something_is_explained():
    page = _page("docs/sources.md")
    for path in [*(ROOT / "plugins").glob("*/hum_hub_plugin_*/*.py"), *(ROOT / "hum_hub" / "sources").rglob("*.py")]:
        readme = path.parent.parent / "README.md"
        explained = page + (readme.read_text(encoding="utf-8") if readme.is_file() else "")
        for code in re.findall(r'\b(?:Problem|Note|Unplaced)\("([a-z-]+)"', path.read_text(encoding="utf-8")):
            assert f"`{code}`" in explained, f"{path.name}: {code}"


def test_every_reason_not_to_keep_what_a_teacher_wrote_is_explained():
    for plugin in PLUGINS:
        page = _page(f"plugins/{plugin.name}/README.md")
        for path in plugin.glob("hum_hub_plugin_*/synthesis/*.py"):
            for code in re.findall(r'\b(?:Problem|Note)\("([a-z-]+)"', path.read_text(encoding="utf-8")):
                assert f"`{code}`" in page, f"{path}: {code}"


def test_every_stage_that_a_recipe_can_choose_a_teacher_for_is_explained():
    for task in load(PLUGINS).tasks.values():
        for stage in task.stages:
            assert f"`{stage}`" in _page(f"plugins/{task.name}/README.md"), f"{task.name}: {stage}"


def test_every_teacher_command_and_every_reason_for_no_usable_reply_is_explained():
    page = _page("docs/teachers.md")
    for path in (ROOT / "hum_hub" / "teacher").glob("*.py"):
        for code in re.findall(r'\b(?:Unanswered|Fault)\("([a-z0-9-]+)"', path.read_text(encoding="utf-8")):
            assert f"`{code}`" in page, f"{path.name}: {code}"
    for name in teacher.teacher.commands:
        assert f"hum teacher {name}" in page, name


def test_every_count_of_the_progress_events_is_explained():
    for name in re.findall(r'^        "([a-z_]+)",$', inspect.getsource(progress._facts), re.MULTILINE):
        assert f"`{name}`" in _page("docs/teachers.md"), name


def test_every_page_that_a_page_links_to_is_there():
    for path in tracked():
        if path.suffix == ".md" and "starter" not in path.parts:
            for target in re.findall(r"\]\(([\w./-]+\.md)", path.read_text(encoding="utf-8")):
                assert (path.parent / target).exists(), f"{path}: {target}"
