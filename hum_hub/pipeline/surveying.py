"""What is known of a source once all of it is read, and what its rows depend on besides its examples."""

from dataclasses import dataclass, replace
from typing import Any

from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.records import digest
from hum_hub.contract.task import Element, Task
from hum_hub.craft.codec import dump
from hum_hub.craft.groups import Near
from hum_hub.craft.guidelines import read_guidelines
from hum_hub.craft.mix import Mix
from hum_hub.errors import SourceError
from hum_hub.pipeline.keys import code_of
from hum_hub.pipeline.labels import Labels
from hum_hub.quality.secrets import secret_in
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source
from hum_hub.registry.loading import Registry


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows of a source are made with; `key` is the content of all of it, and of the code."""

    source: Source
    task: Task[Any]
    plugin: str
    inventory: dict[str, tuple[Element, ...]]
    guidelines: tuple[Guideline, ...]
    near: dict[str, Near]
    key: str


def survey(
    workspace: Workspace, task: Task[Any], source: Source, labels: Labels, guidelines: tuple[Guideline, ...]
) -> Survey:
    """The survey of a source whose labels and guidelines are known."""
    inventory = labels.inventory()
    near: dict[str, Near] = dict(labels.near(guidelines, task))
    plugin = plugin_of(workspace.registry, task)
    key = digest(
        code_of("hum_hub"),
        plugin_code(task),
        plugin,
        dump(workspace.recipe.mix_of(source), Mix),
        list(workspace.recipe.splits.items()),
        [[name, [[element.key, list(element.parts)] for element in found]] for name, found in inventory.items()],
        [dump(guideline, Guideline) for guideline in guidelines],
        [[name, sorted(found.items())] for name, found in near.items()],
    )
    return Survey(source, task, plugin, inventory, guidelines, near, key)


def plugin_of(registry: Registry, task: Task[Any]) -> str:
    """The plugin of a task, as a row names it: distribution and version, then the task's own version."""
    found = registry.provider(task.name)
    return f"{found or type(task).__module__} ({task.name} {task.version})"


def plugin_code(task: Task[Any]) -> str:
    """A hash of the code and the wordings of the package in which a task is written."""
    return code_of(type(task).__module__.split(".")[0])


def source_guidelines(workspace: Workspace, task: Task[Any], source: Source) -> tuple[Guideline, ...]:
    """The guidelines of a source, with the label names that the recipe gives laid over them.

    Raises:
        SourceError: a file cannot be read, or a guideline holds what looks like a secret.
    """
    found: list[Guideline] = []
    for file in source.guidelines:
        found += read_guidelines(workspace.registry.open(file.uri, workspace.recipe.base), file.select)
    for guideline in found:
        secret = secret_in(dump(guideline, Guideline))
        if secret is not None:
            raise SourceError(
                f"source {source.name!r}: the guideline {guideline.key!r} holds what looks like a {secret}"
            )
    kinds = sorted({kind for name in source.subtasks for kind in task.subtasks[name].guideline_kinds})
    known = {(guideline.kind, guideline.key) for guideline in found}
    found += [Guideline(key, kind) for key in source.labels for kind in kinds if (kind, key) not in known]
    languages = workspace.recipe.mix.languages
    return tuple(
        replace(guideline, name={**guideline.name, **dict.fromkeys(languages, source.labels[guideline.key])})
        if guideline.key in source.labels
        else guideline
        for guideline in found
    )
