"""A recipe narrowed to some licences: a part of the corpus for those who may not use all of it."""

from collections.abc import Sequence
from dataclasses import replace

from hum_hub.errors import RecipeError
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import TaskSources


def narrowed(workspace: Workspace, licenses: Sequence[str]) -> Workspace:
    """The workspace with only those sources of rows that have one of the licences; references stay.

    The build folder gets a name of its own, `NAME-LICENCE-LICENCE`, so that it never stands in for the whole corpus.

    Raises:
        RecipeError: a licence is none that the recipe allows, or no source of rows has any of them.
    """
    recipe = workspace.recipe
    allowed = recipe.dataset.licenses
    wanted = tuple(sorted({license.strip() for license in licenses} - {""}))
    for license in wanted:
        if license not in allowed:
            raise RecipeError(
                f"{workspace.path}: dataset.licenses does not list {license!r}; choose among {', '.join(allowed)}"
            )
    tasks = {}
    for name, task in recipe.tasks.items():
        kept = tuple(each for each in task.sources if each.use == "reference" or each.license in wanted)
        if any(each.use == "rows" for each in kept):
            tasks[name] = TaskSources(kept)
    if not tasks:
        raise RecipeError(
            f"{workspace.path}: no source of rows has the licence {' or '.join(wanted) or '(none named)'}; "
            f"choose among {', '.join(sorted(_used(workspace)))}"
        )
    if set(wanted) == set(allowed):
        return workspace
    name = f"{recipe.dataset.folder}-{'-'.join(wanted)}"
    dataset = replace(recipe.dataset, licenses=wanted, name=name)
    return replace(workspace, recipe=replace(recipe, dataset=dataset, tasks=tasks))


def _used(workspace: Workspace) -> set[str]:
    return {source.license for _, source in workspace.sources() if source.use == "rows"}
