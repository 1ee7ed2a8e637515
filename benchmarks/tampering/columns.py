"""Changes of the columns beside the messages, and forgeries that change several places so that all fit together."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hum_hub.contract.records import Example
from hum_hub.craft.codec import dump, load
from hum_hub.proof.rows import Row, Shown
from tampering.instructions import _defined
from tampering.scene import Scene


def gold_only(scene: Scene) -> Row | None:
    """The gold says something else, of which the builder would make another answer."""
    for gold in _golds(scene):
        message = _message(scene, gold)
        if message is not None and message != scene.message:
            return replace(scene.row, gold=gold)
    return None


def gold_and_answer(scene: Scene) -> Row | None:
    """The gold says something else and the answer follows it: wrong about the text, but of one piece."""
    for gold in _golds(scene):
        if _is_valid(scene, gold) and (row := scene.said(_message(scene, gold))) is not None:
            return replace(row, gold=gold)
    return None


def gold_not_asked(scene: Scene) -> Row | None:
    """The gold says something else where this subtask, these labels and these rules do not ask."""
    for gold in _golds(scene):
        if _is_valid(scene, gold) and _message(scene, gold) == scene.message:
            return replace(scene.row, gold=gold)
    return None


def definition_everywhere(scene: Scene) -> Row | None:
    """A word of a definition is another one in the message and in the column."""
    changed = _defined(scene)
    if changed is None:
        return None
    row, old, new = changed
    explained = tuple(replace(e, definition=new) if e.definition == old else e for e in row.guidelines)
    return replace(row, guidelines=explained)


def provenance(scene: Scene) -> Row | None:
    """The row says that it comes from elsewhere: another source, licence, model or plugin."""
    column = scene.dice.choice(["source", "source_id", "license", "origin", "model", "plugin"])
    changes: dict[str, Any] = {column: "elsewhere"}
    return replace(scene.row, **changes)


def label_key(scene: Scene) -> Row | None:
    """A label stands for another key in the schema, so that all that the gold has of it is left out of the answer.

    Which name a key has is said by the row alone.
    """
    keys = [label.key for label in scene.schema.labels if not label.covers]
    key = scene.picked(keys)
    if key is None or not scene.schema.many:
        return None
    labels = tuple(replace(e, key=key + " of old") if e.key == key else e for e in scene.schema.labels)
    shown = Shown(replace(scene.schema, labels=labels), scene.conventions)
    forged = Scene(
        replace(scene.row, schema=dump(shown, Shown)), scene.task, scene.formats, scene.rules, scene.others, scene.dice
    )
    return forged.said(_message(forged, scene.row.gold))


def schema_column(scene: Scene) -> Row | None:
    """The schema says of the answer what the message does not: how many records, which fields, which phrase."""
    schema, conventions = scene.schema, scene.conventions
    first = schema.fields[0]
    shapes = [
        replace(schema, many=not schema.many),
        replace(schema, optional=not schema.optional),
        replace(schema, inline=not schema.inline),
        replace(schema, fields=(replace(first, name=first.name + "s"), *schema.fields[1:])),
    ]
    every = [Shown(shape, conventions) for shape in shapes]
    if conventions.nothing is not None:
        every.append(Shown(schema, replace(conventions, nothing=conventions.nothing + "!")))
    return replace(scene.row, schema=dump(scene.dice.choice(every), Shown))


def witness(scene: Scene) -> Row | None:
    """A rule's witness is another one than the builder found."""
    choice = scene.picked(each for each in scene.row.rules if each.witness is not None)
    if choice is None:
        return None
    return replace(
        scene.row, rules=tuple(replace(e, witness="elsewhere") if e is choice else e for e in scene.row.rules)
    )


def _golds(scene: Scene) -> Iterator[str]:
    """Up to eight golds that differ from the row's in one leaf or lack one entry, and can be read."""
    for _ in range(8):
        gold = json.loads(scene.row.gold)
        spots = list(_spots(gold))
        if not spots:
            return
        holder, key = scene.dice.choice(spots)
        old = holder[key]
        keys = [label.key for label in scene.schema.labels]
        if isinstance(old, bool):
            holder[key] = not old
        elif isinstance(old, int):
            holder[key] = old + scene.dice.choice([-1, 1])
        elif isinstance(old, str):
            others = [key for key in keys if key != old] if old in keys else [old + "s", old[1:]]
            holder[key] = scene.picked(others) or old + "s"
        elif isinstance(holder, list):
            del holder[key]
        text = json.dumps(gold, ensure_ascii=False, separators=(",", ":"))
        try:
            load(text, scene.task.gold)
        except ValueError:
            continue
        if text != scene.row.gold:
            yield text


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every entry of every list and object, as holder and key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield value, key
        yield from _spots(each)


def _message(scene: Scene, gold: str) -> str | None:
    try:
        return scene.written(scene.made(gold, scene.row.rules))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, StopIteration):
        return None


def _is_valid(scene: Scene, gold: str) -> bool:
    row = scene.row
    example = Example(
        scene.inputs,
        load(gold, scene.task.gold),
        (row.subtask,),
        row.input_language,
        row.source,
        row.source_id,
        row.license,
        row.origin,
        row.model,
    )
    try:
        return not list(scene.task.validate(example))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return False
