"""One seed followed through every stage, for people who want to know why a row looks as it does."""

import json
from collections.abc import Iterator
from typing import Any

from hum_hub.contract.hooks import Teacher
from hum_hub.contract.records import Example
from hum_hub.contract.task import Task
from hum_hub.errors import SourceError
from hum_hub.pipeline.batches import read_fields
from hum_hub.pipeline.building import read_jobs, setting_of
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.reading import examples_from
from hum_hub.pipeline.rendering import Renderer
from hum_hub.pipeline.surveying import Labels, survey
from hum_hub.pipeline.workers import Worker
from hum_hub.proof.rows import Row, example_id, gold_json
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Source

Step = tuple[str, str]
"""The name of a stage, and what came out of it as text."""


def trace(workspace: Workspace, source_name: str, seed_id: str) -> Iterator[Step | Row]:
    """The fields of a seed, its examples or what became of them, and the rows made of them.

    The source is read as a build would read it, so that the rows are the ones that a build makes.

    Raises:
        SourceError: the recipe has no such source, or the source no such seed.
    """
    found = {source.name: (task, source) for task, source in workspace.sources()}
    if source_name not in found:
        raise SourceError(f"the recipe has no source {source_name!r}; it has {', '.join(found)}")
    task, source = found[source_name]
    ledger = Ledger()
    fields = next((each for each in read_fields(workspace, source, ledger) if each["id"] == seed_id), None)
    if fields is None:
        raise SourceError(f"source {source_name!r} has no seed {seed_id!r}")
    yield "seed", json.dumps(fields, ensure_ascii=False, indent=2)
    renderer = _renderer(workspace, task, source)
    ledger = Ledger()
    for example in examples_from(fields, source, task, workspace.registry, _teacher(workspace, source), ledger):
        gold = gold_json(example, task.gold)
        yield "example", json.dumps(_shown(example, json.loads(gold)), ensure_ascii=False, indent=2)
        yield from renderer.rows(example, example_id(task.name, example.inputs, gold), ledger)
    for entry in ledger.to_json():
        if entry["kind"] in ("dropped", "noted", "refused"):
            yield entry["kind"], f"{entry['code']} {'; '.join(entry['samples'])}"


def _renderer(workspace: Workspace, task: Task[Any], source: Source) -> Renderer:
    """The renderer with all that is known of the whole source."""
    worker, labels = Worker(setting_of(workspace), workspace.registry), Labels()
    for job in read_jobs(workspace, Ledger(), only=source.name):
        labels.add(worker.read(job).elements)
    known = survey(workspace, task, source, labels)
    mix = workspace.recipe.mix_of(source)
    return Renderer(task, known.plugin, mix, known.inventory, known.guidelines)


def _teacher(workspace: Workspace, source: Source) -> Teacher | None:
    choice = workspace.recipe.teacher
    if source.mode != "synthesize" or choice is None:
        return None
    return workspace.registry.teacher(choice.uri, workspace.recipe.base)


def _shown(example: Example[object], gold: object) -> dict[str, object]:
    shown = {name: getattr(example, name) for name in Example.__dataclass_fields__ if name not in ("gold", "inputs")}
    return {"inputs": dict(example.inputs), "gold": gold, **shown}
