"""Plugins are found without being imported, and what is wrong with one names it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hum_hub import PluginError
from hum_hub.registry.finding import find
from hum_hub.registry.loading import Registry, load

TASK = """
from typing import ClassVar
from hum_hub import Subtask, Task, hookimpl

class Made(Task[str]):
    name: ClassVar[str] = "{task}"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = str
    subtasks = {{}}

    def validate(self, example): return ()
    def elements(self, example, subtask): return ()
    def answer(self, example, subtask, schema): return ()

@hookimpl
def hum_register_tasks():
    return [Made()]
"""
PROJECT = '[project]\nname = "{}"\nversion = "{}"\n[project.entry-points.hum_hub]\n{} = "{}"\n'
Plugin = Callable[..., Path]


@pytest.fixture
def plugin(tmp_path: Path) -> Iterator[Plugin]:
    """Make a plugin folder; what is imported from it is forgotten after the test."""
    path, modules = list(sys.path), set(sys.modules)

    def make(name: str, code: str, version: str = "1.0", module: str = "") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        module = module or f"registry_test_{name}"
        (folder / "pyproject.toml").write_text(PROJECT.format(f"acme-{name}", version, name, module))
        (folder / f"{module}.py").write_text(code)
        return folder

    yield make
    sys.path[:] = path
    for module in set(sys.modules) - modules:
        if module.startswith("registry_test_"):
            del sys.modules[module]


def loaded(*folders: Path) -> Registry:
    return load(folders, [folder.name for folder in folders])


def test_a_plugin_in_a_folder_offers_its_task(plugin):
    registry = loaded(plugin("a", TASK.format(task="sorting"), "2.1"))
    assert list(registry.tasks) == ["sorting"]
    assert str(registry.provider("sorting")) == "acme-a 2.1"


def test_tasks_are_in_the_order_of_their_names(plugin):
    folders = [plugin("a", TASK.format(task="zebra")), plugin("b", TASK.format(task="ant"))]
    assert list(loaded(*folders).tasks) == list(loaded(*reversed(folders)).tasks) == ["ant", "zebra"]


def test_a_task_offered_twice_names_both_distributions(plugin):
    folders = plugin("a", TASK.format(task="same"), "1.0"), plugin("b", TASK.format(task="same"), "2.0")
    with pytest.raises(
        PluginError, match=r"task 'same' is offered by acme-\w \d.0 and acme-\w \d.0; uninstall one"
    ) as error:
        loaded(*folders)
    assert "acme-a 1.0" in str(error.value)
    assert "acme-b 2.0" in str(error.value)


def test_a_misspelt_hook_is_named(plugin):
    folder = plugin("a", TASK.format(task="sorting").replace("hum_register_tasks", "hum_register_taks"))
    with pytest.raises(PluginError, match=r"acme-a 1\.0 does not fit the hooks of hum-hub: .*hum_register_taks"):
        loaded(folder)


def test_a_hook_with_an_unknown_argument_is_named(plugin):
    folder = plugin("a", TASK.format(task="sorting").replace("hum_register_tasks()", "hum_register_tasks(recipe)"))
    with pytest.raises(PluginError, match=r"acme-a 1\.0 does not fit the hooks of hum-hub: [\s\S]*recipe"):
        loaded(folder)


def test_a_plugin_that_cannot_be_imported_is_named(plugin):
    folder = plugin("a", "raise RuntimeError('out of luck')", "3.2")
    with pytest.raises(PluginError, match=r"^acme-a 3\.2 cannot be imported: RuntimeError: out of luck$"):
        loaded(folder)


def test_a_plugin_without_its_module_is_named(plugin):
    folder = plugin("a", "")
    (folder / "registry_test_a.py").unlink()
    with pytest.raises(PluginError, match=r"^acme-a 1\.0 cannot be imported: ModuleNotFoundError"):
        loaded(folder)


@pytest.mark.parametrize("body", ["raise RuntimeError('out of luck')", "return None", "return 1 / 0"])
def test_a_hook_that_fails_is_named(plugin, body):
    folder = plugin("a", TASK.format(task="sorting").replace("return [Made()]", body))
    with pytest.raises(PluginError, match=r"^acme-a 1\.0 fails in hum_register_tasks: \w+: "):
        loaded(folder)


@pytest.mark.parametrize("offer", ["Made", "'sorting'", "None"])
def test_a_hook_that_offers_something_else_is_named(plugin, offer):
    folder = plugin("a", TASK.format(task="sorting").replace("[Made()]", f"[{offer}]"))
    with pytest.raises(PluginError, match=r"^acme-a 1\.0 fails in hum_register_tasks: "):
        loaded(folder)


def test_two_plugins_with_one_module_are_named(plugin):
    code = TASK.format(task="sorting")
    folders = [plugin(name, code, module="registry_test_shared") for name in "ab"]
    with pytest.raises(PluginError, match=r"acme-b 1\.0 does not fit the hooks of hum-hub: .*registry_test_shared"):
        loaded(*folders)


def test_a_folder_without_a_project_file_is_named(tmp_path):
    with pytest.raises(PluginError, match=r"plugin folder .* has no pyproject\.toml"):
        find([tmp_path])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[project",
        '[project]\nname = "a"\nversion = "1"\n',
        '[project]\nname = "a"\n[project.entry-points.hum_hub]\na = "a"\n',
    ],
)
def test_a_project_file_that_is_not_that_of_a_plugin_is_named(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(PluginError, match=r"pyproject\.toml is not that of a plugin .* needs name, version and \["):
        find([tmp_path])


def test_finding_imports_nothing(plugin):
    folder = plugin("a", "raise RuntimeError('imported')", "3.2")
    found = {found.name: found for found in find([folder])}["a"]
    assert (found.module, found.folder, str(found)) == ("registry_test_a", folder, "acme-a 3.2")
    assert found.module not in sys.modules
    assert str(folder) not in sys.path


def test_a_plugin_name_offered_twice_names_both_distributions(plugin, tmp_path):
    first = plugin("a", "")
    second = tmp_path / "second"
    second.mkdir()
    (second / "pyproject.toml").write_text(PROJECT.format("other", "9", "a", "registry_test_other"))
    with pytest.raises(PluginError, match=r"plugin 'a' is offered by acme-a 1\.0 and other 9; uninstall one"):
        find([first, second])


def test_only_the_plugins_asked_for_are_loaded(plugin):
    folders = [plugin("a", TASK.format(task="sorting")), plugin("b", "raise RuntimeError('imported')")]
    assert list(load(folders, ["a"]).tasks) == ["sorting"]
    assert list(load(folders, []).tasks) == []
    assert "registry_test_b" not in sys.modules


def test_a_plugin_asked_for_that_is_not_there_is_named(plugin):
    with pytest.raises(PluginError, match="'b'"):
        load([plugin("a", TASK.format(task="sorting"))], ["a", "b"])
