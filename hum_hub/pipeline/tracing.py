"""One seed followed through every stage, for people who want to know why a row looks as it does."""

import json
from collections.abc import Iterator

from hum_hub.contract.records import Example
from hum_hub.errors import SourceError
from hum_hub.pipeline.batches import read_fields
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.reading import examples_from
from hum_hub.pipeline.rendering import Renderer
from hum_hub.pipeline.surveying import plugin_of, source_guidelines
from hum_hub.proof.rows import Row, example_id, gold_json
from hum_hub.recipe.loading import Workspace

Step = tuple[str, str]
"""The name of a stage, and what came out of it as text."""


def trace(workspace: Workspace, source_name: str, seed_id: str) -> Iterator[Step | Row]:
    """The fields of a seed, its examples or what became of them, and the rows made of them.

    The labels shown are those of this seed alone; in a build they are those of its whole source.

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
    choice = workspace.recipe.teacher
    needed = source.mode == "synthesize" and choice is not None
    teacher = workspace.registry.teacher(choice.uri, workspace.recipe.base) if needed and choice is not None else None
    ledger = Ledger()
    for example in examples_from(fields, source, task, workspace.registry, teacher, ledger):
        yield (
            "example",
            json.dumps(_shown(example, json.loads(gold_json(example, task.gold))), ensure_ascii=False, indent=2),
        )
        inventory = {name: tuple(task.elements(example, name)) for name in example.subtasks}
        guidelines = source_guidelines(workspace, task, source)
        mix = workspace.recipe.mix.mix(source.renderings)
        renderer = Renderer(task, plugin_of(workspace, task), mix, inventory, guidelines)
        yield from renderer.rows(example, example_id(task.name, example.inputs, gold_json(example, task.gold)), ledger)
    for entry in ledger.to_json():
        if entry["kind"] in ("dropped", "noted", "refused"):
            yield entry["kind"], f"{entry['code']} {'; '.join(entry['samples'])}"


def _shown(example: Example[object], gold: object) -> dict[str, object]:
    shown = {name: getattr(example, name) for name in Example.__dataclass_fields__ if name not in ("gold", "inputs")}
    return {"inputs": dict(example.inputs), "gold": gold, **shown}
