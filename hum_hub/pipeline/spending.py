"""What the replies that a build is made of have cost, each counted once however often it is used."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hum_hub.pipeline.collecting import USE, USED
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadPart

PASSES = 16
"""Replies are counted in so many passes, each over those whose keys begin alike, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The replies of one teacher's model to one stage of a task, and their tokens.

    `paid_input` and `paid_output` are the tokens times the discount at which they were had.
    """

    task: str
    stage: str
    teacher: str
    model: str
    replies: int
    input_tokens: int
    output_tokens: int
    paid_input: float
    paid_output: float


def spending(parts: Sequence[ReadPart], tasks: dict[str, str], store: PartStore) -> list[Spent]:
    """What the replies in some parts have cost, by task, stage, teacher and model; `tasks` names each source's task."""
    totals: dict[tuple[str, str, str, str], list[float]] = {}
    parts = [part for part in parts if part.by]
    for number in range(PASSES if len(parts) > PASSES else 1):
        for of, sums in _of_pass(parts, tasks, store, number, PASSES if len(parts) > PASSES else 1).items():
            held = totals.setdefault(of, [0.0] * 5)
            totals[of] = [one + other for one, other in zip(held, sums, strict=True)]
    return [
        Spent(*of, int(replies), int(given), int(taken), round(paid_in, 1), round(paid_out, 1))
        for of, (replies, given, taken, paid_in, paid_out) in sorted(totals.items())
    ]


def _of_pass(
    parts: Sequence[ReadPart], tasks: dict[str, str], store: PartStore, number: int, passes: int
) -> dict[tuple[str, str, str, str], list[float]]:
    names: dict[tuple[str, str, str, str], int] = {}
    held = []
    for part in parts:
        used = np.load(store.path(part.key, USED))
        own = np.array(used[used["key"][:, 0] % passes == number])
        places = [
            names.setdefault((tasks[part.source], stage, teacher, model), len(names))
            for teacher, model, stage in part.by
        ]
        own["by"] = np.array(places, dtype="u4")[own["by"]] if len(own) else own["by"]
        held.append(own)
    whole = np.concatenate(held) if held else np.empty(0, USE)
    _, first = np.unique(whole["key"], axis=0, return_index=True)
    whole = whole[np.sort(first)]
    return {
        of: [
            float(len(own)),
            float(own["input"].sum()),
            float(own["output"].sum()),
            float((own["input"] * own["discount"]).sum()),
            float((own["output"] * own["discount"]).sum()),
        ]
        for of, place in names.items()
        if len(own := whole[whole["by"] == place])
    }
