"""The seeds of later stages, for people who want to see what a synthesis has come to so far."""

from collections.abc import Iterator

from hum_hub.contract.records import Seed
from hum_hub.errors import SourceError
from hum_hub.pipeline.examples import synthesized
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import followed_seed, seed_lines
from hum_hub.pipeline.teachers import OFFLINE
from hum_hub.pipeline.workers import state_folder
from hum_hub.recipe.loading import Workspace


def followed(workspace: Workspace, name: str, stage: str | None = None) -> Iterator[Seed]:
    """The seeds that follow from those of a synthesized source with the replies that are there, stage by stage.

    Raises:
        SourceError: the recipe has no such source, or it is one that is read.
    """
    known = {source.name: (task, source) for task, source in workspace.sources() if source.mode == "synthesize"}
    if name not in known:
        listed = ", ".join(known) or "none"
        raise SourceError(f"the recipe has no synthesized source {name!r}; it has {listed}")
    task, source = known[name]
    store = PartStore(state_folder(workspace))
    for part in synthesized(workspace, lambda progress: None, Ledger(), [(task, source)], OFFLINE):
        for line in seed_lines(part, store):
            seed = followed_seed(line, source)
            if stage is None or seed.fields.get("stage") == stage:
                yield seed
