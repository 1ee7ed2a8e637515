"""Loads plugins through pluggy and hands out tasks, readers, sources and teachers, always in the order of their names."""

import importlib
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pluggy

from hum_hub.contract import hooks
from hum_hub.contract.hooks import PROJECT, Material, Reader
from hum_hub.contract.records import Example, Problem
from hum_hub.contract.task import Task
from hum_hub.contract.teachers import Teacher, TeacherSettings
from hum_hub.craft import formats, rules
from hum_hub.errors import PluginError, SourceError, TeacherError
from hum_hub.quality import secrets
from hum_hub.registry.checking import faults
from hum_hub.registry.finding import Found, find
from hum_hub.sources import readers, schemes
from hum_hub.teacher import recorded, scripted
from hum_hub.teacher import schemes as teachers

CORE = {"readers": readers, "schemes": schemes, "secrets": secrets}
CORE |= {"teachers": teachers, "recorded": recorded, "scripted": scripted}
Offer = TypeVar("Offer")


class Registry:
    """All that the core and the plugins of one recipe offer."""

    def __init__(self, plugins: Sequence[Found], manager: pluggy.PluginManager) -> None:
        self._plugins = {found.name: found for found in plugins}
        self._manager = manager
        self.tasks: dict[str, Task[Any]] = self._named("hum_register_tasks", "task", Task)
        self.readers: dict[str, Reader] = self._named("hum_register_readers", "reader", Reader)
        self._makers = {task.name: self._provider(task) for task in self.tasks.values()}
        for task in self.tasks.values():
            for fault in faults(task, rules.SHARED, formats.SHARED):
                raise PluginError(f"task {task.name!r} of {self._makers[task.name] or type(task).__module__}: {fault}")

    def provider(self, task: str) -> Found | None:
        """The plugin that offers a task; `None` for one that was handed in by a test."""
        return self._makers.get(task)

    def open(self, uri: str, base: Path) -> Material:
        """The material of a source.

        Raises:
            SourceError: no plugin opens the scheme, or the source is not there.
        """
        scheme, colon, rest = uri.partition(":")
        if not colon:
            raise SourceError(f"{uri!r} has no scheme; write file:, package: or hf: before it")
        material: Material | None = self._manager.hook.hum_open_source(scheme=scheme, rest=rest, base=base)
        if material is None:
            raise SourceError(f"no plugin opens {scheme}: sources")
        return material

    def teacher(self, settings: TeacherSettings) -> Teacher:
        """The teacher that a recipe describes.

        Raises:
            TeacherError: no plugin makes such a teacher, or its settings are wrong.
        """
        teacher: Teacher | None = self._manager.hook.hum_make_teacher(settings=settings)
        if teacher is None:
            raise TeacherError(
                f"teacher {settings.name!r}: no plugin makes one from {settings.scheme}:; "
                "try openai:https://host/v1, or recorded:file:replies.jsonl"
            )
        return teacher

    def objection(self, example: Example[Any]) -> Problem | None:
        """The first objection, by code, that any plugin has to an example."""
        found: list[Problem] = self._manager.hook.hum_object_to_example(example=example)
        return min(found, key=lambda problem: problem.code, default=None)

    def _named(self, hook: str, kind: str, type: Any) -> dict[str, Any]:
        offered: dict[str, tuple[Any, str]] = {}
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            who = self._who(implementation.plugin_name)
            for offer in _call(implementation.function, who):
                if not isinstance(offer, type):
                    raise PluginError(f"{who} fails in {hook}: {offer!r} is no {kind}")
                if offer.name in offered:
                    raise PluginError(
                        f"{kind} {offer.name!r} is offered by {offered[offer.name][1]} and {who}; uninstall one"
                    )
                offered[offer.name] = (offer, who)
        return {key: offered[key][0] for key in sorted(offered)}

    def _provider(self, task: Task[Any]) -> Found | None:
        module = type(task).__module__.split(".")[0]
        return next((found for found in self._plugins.values() if found.module.split(".")[0] == module), None)

    def _who(self, name: str) -> str:
        return str(self._plugins[name]) if name in self._plugins else "hum-hub"


def load(folders: Iterable[Path], only: Sequence[str] | None = None) -> Registry:
    """Load the plugins that are installed or in a plugin folder, or `only` those of these names.

    Raises:
        PluginError: a plugin is missing, fails to import, misspells a hook, or offers what another one offers.
    """
    every = find(folders)
    for name in only or ():
        if all(found.name != name for found in every):
            raise PluginError(
                f"plugin {name!r} is neither installed nor in a plugin folder; install it, or name its folder"
            )
    chosen = [found for found in every if only is None or found.name in only]
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hooks)
    for name, module in CORE.items():
        manager.register(module, name=f"hum-hub {name}")
    for found in chosen:
        _register(manager, found)
    return Registry(chosen, manager)


def _register(manager: pluggy.PluginManager, found: Found) -> None:
    if found.folder is not None and str(found.folder) not in sys.path:
        sys.path.insert(0, str(found.folder))
    try:
        module = importlib.import_module(found.module)
    except Exception as error:  # a plugin may fail in any way; the user needs to know which one
        raise PluginError(f"{found} cannot be imported: {type(error).__name__}: {error}") from error
    try:
        manager.register(module, name=found.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:  # the latter: another plugin has the same module
        raise PluginError(f"{found} does not fit the hooks of hum-hub: {error}") from error


def _call(function: Callable[[], Iterable[Offer]], who: str) -> list[Offer]:
    try:
        return list(function())
    except Exception as error:  # see above
        raise PluginError(f"{who} fails in {function.__name__}: {type(error).__name__}: {error}") from error
