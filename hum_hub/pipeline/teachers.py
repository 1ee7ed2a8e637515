"""The teachers of a recipe, made ready to answer: settings, limits, budget, and the store of their replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from pathlib import Path

from hum_hub.contract.records import digest
from hum_hub.contract.teachers import BatchSettings, Teacher, TeacherSettings
from hum_hub.recipe.loading import Workspace
from hum_hub.recipe.model import Recipe, Source, TeacherChoice
from hum_hub.teacher.budget import Budget, Price
from hum_hub.teacher.desk import Desk, Limits
from hum_hub.teacher.engine import Engine, Missed
from hum_hub.teacher.store import ReplyStore
from hum_hub.teacher.usage import Usage

WIDTH = 2
"""How many seeds are worked on for each connection, so that some wait while others are asked about."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a run may ask its teachers: not at all, within which limits instead of the recipe's, at which addresses.

    With `live`, teachers whose mode is batch are asked at once all the same.
    """

    offline: bool = False
    max_requests: int | None = None
    max_cost: float | None = None
    trusted: tuple[str, ...] = ()
    live: bool = False


OFFLINE = Asking(offline=True)
"""Only what is stored or recorded is used."""


def replies_file(recipe: Recipe) -> Path:
    """Where replies are kept: in `.hum` beside the recipe."""
    return recipe.base / ".hum" / "replies.sqlite"


def settings_of(
    workspace: Workspace, name: str, asking: Asking, obeys: dict[str, object] | None = None
) -> TeacherSettings:
    """What the recipe says of a teacher, for whoever makes it."""
    choice = workspace.recipe.teachers[name]
    scheme, _, rest = choice.uri.partition(":")
    return TeacherSettings(
        name=name,
        scheme=scheme,
        rest=rest,
        base=workspace.recipe.base,
        model=choice.model,
        key=choice.key,
        parameters=choice.parameters,
        without=choice.without,
        timeout=choice.timeout,
        most_tokens=choice.most_tokens,
        connections=choice.connections,
        obeys=obeys or {},
        trusted=asking.trusted,
        offline=asking.offline,
        batch=_batch(workspace, choice) if choice.mode == "batch" and not asking.live else None,
    )


def _batch(workspace: Workspace, choice: TeacherChoice) -> BatchSettings:
    linger = min(2.0, choice.batch_poll)
    return BatchSettings(
        replies_file(workspace.recipe), choice.batch_lines, choice.batch_poll, choice.price.batch, linger
    )


def make_teacher(workspace: Workspace, name: str, asking: Asking, store: ReplyStore | None = None) -> Teacher:
    """A teacher of the recipe, with what was learned of its endpoint.

    Raises:
        TeacherError: it cannot be made: unknown scheme, wrong address, no key.
    """
    choice = workspace.recipe.teachers[name]
    obeys = store.note(probe_name(choice)) if store is not None else None
    return workspace.registry.teacher(settings_of(workspace, name, asking, obeys))


def probe_name(choice: TeacherChoice) -> str:
    """Under which name the store remembers what was learned of an endpoint."""
    return f"probe {digest(choice.uri, choice.model)}"


def fingerprint(workspace: Workspace, source: Source, store: ReplyStore) -> str:
    """What the replies for a source depend on: each stage's teacher, and which replies were removed."""
    names = workspace.recipe.teachers_of(source)
    if not names:
        return ""
    prints = [[name, make_teacher(workspace, name, OFFLINE).fingerprint] for name in names]
    return digest(prints, source.teacher, sorted(source.stages.items()), store.generation())


def open_engine(
    workspace: Workspace, names: Iterable[str], store: ReplyStore, asking: Asking, missed: Missed | None = None
) -> Engine:
    """An engine with the teachers of some names. All runs of a project spend from one budget.

    Raises:
        TeacherError: a teacher cannot be made.
    """
    usage = Usage()
    budget = _budget(workspace, store, asking)
    desks = {}
    for name in names:
        choice = workspace.recipe.teachers[name]
        teacher = make_teacher(workspace, name, asking, store)
        desks[name] = Desk(name, teacher, _limits(choice, asking), price_of(choice), choice.most_tokens, budget, usage)
    return Engine(desks, store, usage, asking.offline, missed)


def _limits(choice: TeacherChoice, asking: Asking) -> Limits:
    if choice.mode == "batch" and not asking.live:
        return Limits(connections=choice.batch_lines, attempts=choice.attempts, dead_after=inf, gathers=True)
    return Limits(
        choice.connections,
        choice.requests_per_minute,
        choice.tokens_per_minute,
        choice.timeout,
        choice.attempts,
        choice.longest_wait,
        choice.dead_after,
    )


def price_of(choice: TeacherChoice) -> Price:
    """What a teacher's tokens cost."""
    return Price(choice.price.input, choice.price.output, choice.price.batch)


def width_of(workspace: Workspace, names: Iterable[str]) -> int:
    """How many seeds are worked on at once for some teachers."""
    choices = [workspace.recipe.teachers[name] for name in names]
    batch = [choice.batch_lines for choice in choices if choice.mode == "batch"]
    return max([64, *batch, *(choice.connections * WIDTH for choice in choices)])


def _budget(workspace: Workspace, store: ReplyStore, asking: Asking) -> Budget:
    limits = workspace.recipe.budget
    spent = store.spent()
    cost = sum(
        price_of(choice).cost(spent[name].input_tokens, spent[name].output_tokens)
        for name, choice in workspace.recipe.teachers.items()
        if name in spent
    )
    return Budget(
        asking.max_requests if asking.max_requests is not None else limits.max_requests,
        asking.max_cost if asking.max_cost is not None else limits.max_cost,
        sum(each.replies for each in spent.values()),
        cost,
    )
