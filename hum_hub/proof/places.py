"""Where things stand in the messages of a row: inputs and worked examples cut out, and what is left."""

from collections.abc import Iterable

from hum_hub.contract.records import Placed
from hum_hub.proof.rows import Row

GAP = "\x00"
"""What stands in the instruction where an input or the answer of a worked example was cut out."""


def cut(row: Row, places: Iterable[Placed]) -> tuple[tuple[str, str], ...] | None:
    """The texts at some places of the messages, by name; `None` when a place is outside, or in the final answer."""
    found = []
    for placed in places:
        if not 0 <= placed.message < len(row.messages) - 1:
            return None
        content = row.messages[placed.message].content
        if not 0 <= placed.start <= placed.end <= len(content):
            return None
        found.append((placed.name, content[placed.start : placed.end]))
    return tuple(found)


def remainder(row: Row) -> str | None:
    """The messages before the answer, but for the system message, with gaps where inputs and answers were cut out.

    `None` when two places overlap, when worked examples do not stand one after the other, each with its answer behind
    it, and the inputs last, or when an assistant's turn is not wholly the answer of a worked example.
    """
    answers = {shot.answer for shot in row.shots}
    places = [*(placed for shot in row.shots for placed in (*shot.inputs, shot.answer)), *row.inputs]
    if places != sorted(places, key=lambda placed: (placed.message, placed.start)):
        return None
    pieces = []
    for number, message in enumerate(row.messages[:-1]):
        if message.role == "system":
            continue
        position, kept = 0, list[str]()
        for placed in (placed for placed in places if placed.message == number):
            if placed.start < position or (message.role == "assistant" and placed not in answers):
                return None
            kept += [message.content[position : placed.start], GAP]
            position = placed.end
        kept.append(message.content[position:])
        if message.role == "assistant" and kept != ["", GAP, ""]:
            return None
        pieces.append("".join(kept))
    return "\n".join(pieces)
