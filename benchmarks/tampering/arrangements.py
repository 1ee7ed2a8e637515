"""Changes of where things stand: every word is there, but beside another thing than it was about."""

import itertools
import re
from dataclasses import replace

from hum_hub.contract.guidelines import Illustrated
from hum_hub.contract.records import Message, Placed
from hum_hub.craft import phrases
from hum_hub.proof.rows import Row
from tampering.scene import Scene, own, spliced, texts, without_line


def headings_exchanged(scene: Scene) -> Row | None:
    """Two inputs stand under each other's headings: what is called the premise is the hypothesis."""
    placed = list(zip(scene.row.inputs, scene.task.subtasks[scene.row.subtask].inputs, strict=True))
    found = []
    for place, (_, headings) in placed:
        before = scene.row.messages[place.message].content[: place.start]
        heading = max((h for h in headings[scene.case.language] if h and before.endswith(h)), key=len, default=None)
        if heading is not None:
            found.append((place, heading, headings[scene.case.language]))
    if len(found) < 2:
        return None
    (first, one, mine), (second, two, theirs) = scene.dice.sample(found, 2)
    if one in theirs or two in mine:
        return None
    row = scene.row
    for place, old, new in sorted([(first, one, two), (second, two, one)], key=lambda each: -each[0].start):
        row = spliced(row, place.message, place.start - len(old), place.start, new)
    return row


def examples_exchanged(scene: Scene) -> Row | None:
    """The text to work on stands in the worked example, and that of the example stands last: the answer is the other's."""
    if not scene.row.shots:
        return None
    number, row = scene.dice.randrange(len(scene.row.shots)), scene.row
    for which in range(len(row.inputs)):
        mine, theirs = row.inputs[which], row.shots[number].inputs[which]
        (_, said), (_, shown) = texts(row, [mine, theirs])
        row = spliced(row, mine.message, mine.start, mine.end, shown, inside=mine)
        row = spliced(row, theirs.message, theirs.start, theirs.end, said, inside=theirs)
    shots = list(row.shots)
    shots[number] = replace(shots[number], inputs=row.inputs)
    return replace(row, inputs=row.shots[number].inputs, shots=tuple(shots))


def labels_reordered(scene: Scene) -> Row | None:
    """Two labels change places where they are shown, though the answer follows the order in which they are shown."""
    kinds = [field.kind for field in scene.schema.fields]
    if not (scene.case.grouped or (kinds == ["label"] and scene.schema.many)) or scene.schema.listed:
        return None
    comma = phrases.COMMA[scene.case.language]
    pairs = list(itertools.pairwise(scene.schema.labels))
    for one, two in scene.dice.sample(pairs, len(pairs)):
        for number, start, end in own(scene.row):
            lines = scene.row.messages[number].content[start:end].split("\n")
            for at, (first, second) in enumerate(itertools.pairwise(lines)):
                if _names(first, one.name) and _names(second, two.name):
                    before = start + sum(len(line) + 1 for line in lines[:at])
                    after = before + len(first) + 1 + len(second)
                    return spliced(scene.row, number, before, after, f"{second}\n{first}")
        place = scene.found([f"{one.name}{comma}{two.name}"])
        if place is not None:
            return spliced(scene.row, *place, f"{two.name}{comma}{one.name}")
    return None


def illustration_moved(scene: Scene) -> Row | None:
    """An illustration of one label stands under another: a text that shows what that label is not."""
    spots = [(e, each) for e in scene.row.guidelines for each in e.illustrations]
    if not spots or len(scene.row.guidelines) < 2:
        return None
    explanation, each = scene.dice.choice(spots)
    other = scene.picked(e for e in scene.row.guidelines if e.label != explanation.label)
    place = scene.found([_shown(each, scene.case.language)])
    if place is None:
        return None
    row = without_line(scene.row, *place)
    moved = Scene(row, scene.task, scene.formats, scene.rules, scene.others, scene.dice)
    name = next(label.name for label in scene.schema.labels if label.key == other.label)
    line = moved.whole(rf"(?P<x>^- {re.escape(name)}.*$)")
    if line is None:
        return None
    number, _, end = line
    return spliced(row, number, end, end, f"\n{_shown(each, scene.case.language)}")


def input_as_a_turn(scene: Scene) -> Row | None:
    """The text to work on is said by the assistant, as though it were an answer."""
    if scene.row.shots or len(scene.row.inputs) != 1:
        return None
    (place,) = scene.row.inputs
    content = scene.row.messages[place.message].content
    before, text, after = content[: place.start], content[place.start : place.end], content[place.end :]
    turns = [Message("user", before), Message("assistant", text), Message("user", after)]
    messages = (*scene.row.messages[: place.message], *turns, *scene.row.messages[place.message + 1 :])
    return replace(scene.row, messages=messages, inputs=(Placed(place.name, place.message + 1, 0, len(text)),))


def _names(line: str, name: str) -> bool:
    return line.startswith(f"- {name}") and not line[len(name) + 2 : len(name) + 3].isalnum()


def _shown(each: Illustrated, language: str) -> str:
    frame = (phrases.FITS if each.fits else phrases.FITS_NOT)[language]
    return frame.format(mention=each.mention, text=each.text, reason=each.reason)
