"""Which labels an instruction shows: all of a short list, or groups that hold those present and ones easily confused."""

from collections.abc import Mapping, Sequence

from hum_hub.contract.task import Element
from hum_hub.craft.dice import Dice
from hum_hub.craft.mix import Mix

Near = Mapping[str, Sequence[str]]
"""For each label the keys of those most easily taken for it, likest first."""


def groups(
    present: Sequence[Element], inventory: Sequence[Element], near: Near, window: int | None, mix: Mix, dice: Dice
) -> list[list[Element]]:
    """The groups of labels under which an example is shown, one row each.

    Without a `window`, or when all labels fit into it, there is one group. Else the labels present, the `mix`'s
    number of hard negatives for each and a few others are shuffled and cut into groups of that size, so that each
    label present stands in exactly one of them (as in IEPile, arXiv 2402.14710); now and then a longer list is
    shown in one piece, as users do.
    """
    cut = window is not None and len(inventory) > window and dice.share("grouped") < mix.grouped
    if not cut:
        return [_whole(present, inventory, near, mix, dice)]
    assert window is not None
    others = _negatives(present, inventory, near, mix.hard_negatives, mix.other_negatives, dice)
    chosen = [*_known(present, inventory), *others]
    for element in dice.shuffled("filling", inventory):
        if len(chosen) >= window:
            break
        if element not in chosen:
            chosen.append(element)
    return _windows(dice.shuffled("label order", chosen), window)


def _whole(present: Sequence[Element], inventory: Sequence[Element], near: Near, mix: Mix, dice: Dice) -> list[Element]:
    chosen = list(inventory)
    if len(inventory) > mix.labels_shown:
        room = max(mix.labels_shown - len(present), 2)
        hard = max(1, room // 2) // max(1, len(present)) or 1
        negatives = _negatives(present, inventory, near, hard, room, dice)[:room]
        wanted = {element.key for element in (*present, *negatives)}
        chosen = [element for element in inventory if element.key in wanted]
    return dice.shuffled("label order", chosen) if dice.share("label order") < 0.5 else chosen


def _negatives(
    present: Sequence[Element], inventory: Sequence[Element], near: Near, hard: int, other: int, dice: Dice
) -> list[Element]:
    """Labels that are truly absent: those likest to each label present, then any."""
    known = {element.key: element for element in inventory}
    chosen = {element.key for element in present}
    found: list[Element] = []
    for element in present:
        alike = [key for key in near.get(element.key, ()) if key in known and key not in chosen][:hard]
        found += [known[key] for key in alike]
        chosen.update(alike)
    rest = [element for element in inventory if element.key not in chosen]
    return found + dice.shuffled("negatives", rest)[:other]


def _known(present: Sequence[Element], inventory: Sequence[Element]) -> list[Element]:
    """The labels present with all parts that the source knows."""
    known = {element.key: element for element in inventory}
    return [known.get(element.key, element) for element in present]


def _windows(elements: list[Element], window: int) -> list[list[Element]]:
    """Groups of the size of the window; a last one of less than half that size is joined with the one before."""
    cut = [elements[start : start + window] for start in range(0, len(elements), window)]
    if len(cut) > 1 and len(cut[-1]) * 2 < window:
        cut[-2:] = [cut[-2] + cut[-1]]
    return cut
