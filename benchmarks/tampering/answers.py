"""Changes of an answer, most of them made in the answer and written again, so that they stay in the format."""

import re
from collections.abc import Callable
from dataclasses import replace

from hum_hub.contract.records import Placed
from hum_hub.contract.values import Answer, Cell, Record, Value, values, wordings
from hum_hub.craft.rules.nothing import PHRASES
from hum_hub.proof.rows import Row
from tampering.scene import Scene, spliced, texts

_WORD = {"zh": re.compile(r"[\u4e00-\u9fff]{2}"), "en": re.compile(r"\w+")}
_JSON_BLANKS = ("json", "yaml", "html", "turtle")
"""Formats in which blanks between signs mean nothing."""


def answer_label(scene: Scene) -> Row | None:
    """A record is called by another of the labels shown: the wrong kind."""
    names = [label.name for label in scene.schema.labels]
    spots = [
        (number, place)
        for number, record in enumerate(scene.answer)
        for place, field in enumerate(scene.schema.fields)
        if field.kind == "label" and isinstance(record[place], Value)
    ]
    spot = scene.picked(spots)
    if spot is None:
        return None
    number, place = spot
    record = scene.answer[number]
    other = scene.picked(name for name in names if Value(name) != record[place])
    if other is None:
        return None
    return scene.answered(_set(scene.answer, number, (*record[:place], Value(other), *record[place + 1 :])))


def answer_drop(scene: Scene) -> Row | None:
    """A record is left out although the gold has it and no rule takes it away."""
    if not scene.answer:
        return None
    number = scene.dice.randrange(len(scene.answer))
    return scene.answered(scene.answer[:number] + scene.answer[number + 1 :])


def answer_add(scene: Scene) -> Row | None:
    """A record is added, of a word of the input or of a label that does not hold: nothing in the gold speaks for it."""
    if scene.answer and not scene.schema.many:
        return None
    for _ in range(4):
        record = _invented(scene)
        if record is not None and record not in scene.answer:
            number = scene.dice.randrange(len(scene.answer) + 1)
            added = (*scene.answer[:number], record, *scene.answer[number:])
            row = scene.answered(scene.case.format.normal(added, scene.schema))
            if row is not None:
                return row
    return None


def answer_boundary(scene: Scene) -> Row | None:
    """A wording that is copied from the input loses or gains a word or a character at its edge: another span."""
    for _ in range(4):
        spot = scene.picked(
            (number, value) for number, record in enumerate(scene.answer) for value in wordings(record, scene.schema)
        )
        if spot is None:
            return None
        number, value = spot
        moved = _shifted(scene, value)
        if moved is not None and moved.text not in {value.text, ""}:
            row = scene.answered(_set(scene.answer, number, _with(scene.answer[number], value, moved)))
            if row is not None:
                return row
    return None


def answer_order(scene: Scene) -> Row | None:
    """Two records change places, so that they stand neither in the order of the rule nor in that of the text.

    Pairs that the rule on order holds for equal are left alone: the builder's own sorting has to move them back.
    """
    orders = [choice for choice in scene.row.rules if scene.rules[choice.rule].stage == "order"]
    for _ in range(4):
        if len(scene.answer) < 2:
            return None
        number = scene.dice.randrange(len(scene.answer) - 1)
        first, second = scene.answer[number : number + 2]
        swapped = (*scene.answer[:number], second, first, *scene.answer[number + 2 :])
        again: Answer = swapped
        for choice in orders:
            again = scene.rules[choice.rule].transform(again, scene.case, choice.option)
        if first != second and (not orders or again != swapped):
            row = scene.answered(swapped)
            if row is not None:
                return row
    return None


def answer_case(scene: Scene) -> Row | None:
    """A letter of a wording or a label changes its case: no longer as the input, the list or the rule has it."""
    spots = [(n, v) for n, record in enumerate(scene.answer) for v in values(record) if v.text != v.text.swapcase()]
    for number, value in scene.dice.sample(spots, len(spots))[:3]:
        other = replace(value, text=_other_case(scene, value.text))
        row = scene.answered(_set(scene.answer, number, _with(scene.answer[number], value, other)))
        if row is not None:
            return row
    changed = _other_case(scene, scene.message)
    return scene.said(changed)


def phrase(scene: Scene) -> Row | None:
    """The phrase for nothing is written otherwise than dictated, or stands where there is something to say."""
    nothing = scene.conventions.nothing
    if nothing is None:
        return None
    if scene.message != nothing:
        return scene.said(nothing)
    others = [*PHRASES["en"], *PHRASES["zh"], nothing.swapcase(), nothing.rstrip(".。"), nothing + ".", "[]", "{}", ""]
    return scene.said(scene.picked(other for other in others if other != nothing))


def phrase_in_another_language(scene: Scene) -> Row | None:
    """The phrase for nothing is that of the other language, in the answer or in the sentence that dictates it."""
    nothing = scene.conventions.nothing
    if nothing is None:
        return None
    language = "en" if scene.case.language == "zh" else "zh"
    other = scene.picked(each for each in PHRASES[language] if each not in PHRASES[scene.case.language])
    if scene.message == nothing:
        return scene.said(other)
    opening, closing = ("“", "”") if scene.case.language == "zh" else ('"', '"')
    place = scene.found([f"{opening}{nothing}{closing}"])
    return None if place is None else spliced(scene.row, *place, f"{opening}{other}{closing}")


def format_detail(scene: Scene) -> Row | None:
    """A sign of the format is wrong: a quote, comma or bracket, a blank too many, or words around the answer.

    Blanks between signs are left alone in formats where they mean nothing.
    """
    text = scene.message
    broken = [text + " ", text + "\n", " " + text, text + "\n\nI hope this helps.", f"```\n{text}\n```"]
    broken += [text.replace(old, new, 1) for old, new in (('"', "'"), (",", ""), ("[", "("), ("]", ""), (":", " -"))]
    broken += [text[:-1], text.replace("\n", "\n\n", 1), text.replace("“", '"', 1), text.replace("，", ",", 1)]
    if not scene.row.format.startswith(_JSON_BLANKS):
        broken.append(text.replace(" ", "  ", 1))
    return scene.said(scene.picked(each for each in broken if each != text))


def mark_moved(scene: Scene) -> Row | None:
    """In a format that repeats the text, a mark stands around another word than the one that was found."""
    if not scene.case.format.verbatim or not scene.answer:
        return None
    text = scene.inputs[0][1]
    for _ in range(6):
        number = scene.dice.randrange(len(scene.answer))
        (value,) = wordings(scene.answer[number], scene.schema)
        word = _word(scene)
        if word is not None and (word.start, word.end) != (value.start, value.end):
            answer = _set(scene.answer, number, _with(scene.answer[number], value, word))
            message = scene.written(scene.case.format.normal(answer, scene.schema))
            if message is not None and message != scene.message and text:
                return scene.said(message)
    return None


def shot_answer(scene: Scene) -> Row | None:
    """The answer of a worked example is wrong: a record lost, a letter of the wrong case, or another phrase."""
    shot = scene.picked(scene.row.shots)
    if shot is None:
        return None
    place: Placed = shot.answer
    ((_, text),) = texts(scene.row, [place])
    inputs = texts(scene.row, shot.inputs)
    try:
        parsed = scene.case.format.parse(text, scene.schema, scene.conventions, inputs[0][1])
    except ValueError:
        return None
    shorter = scene.written(parsed[1:], inputs=inputs) if parsed else None
    wrong = scene.picked(each for each in (shorter, _other_case(scene, text), text + " ") if each and each != text)
    return None if wrong is None else spliced(scene.row, place.message, place.start, place.end, wrong, inside=place)


def _set(answer: Answer, number: int, record: Record) -> Answer:
    return (*answer[:number], record, *answer[number + 1 :])


def _with(record: Record, old: Value, new: Value) -> Record:
    """The record with one of its values, that very object, replaced."""

    def of(value: Value) -> Value:
        return new if value is old else value

    return tuple(_each(cell, of) for cell in record)


def _each(cell: Cell, of: Callable[[Value], Value]) -> Cell:
    if isinstance(cell, Value):
        return of(cell)
    return tuple(of(part) if isinstance(part, Value) else (part[0], of(part[1])) for part in cell)  # type: ignore[return-value]  # a cell is of one kind


def _invented(scene: Scene) -> Record | None:
    """A record of the right shape that nothing speaks for."""
    cells: list[Cell] = []
    for field in scene.schema.fields:
        word, label = _word(scene), scene.picked(scene.schema.labels)
        if field.kind == "label":
            if label is None:
                return None
            cells.append(Value(label.name))
        elif word is None:
            return None
        elif field.kind == "roles":
            role = scene.picked(name for label in scene.schema.labels for _, name in label.parts)
            cells.append(((role, word),) if role else ())
        else:
            cells.append((word,) if field.kind == "texts" else word)
    return tuple(cells)


def _word(scene: Scene) -> Value | None:
    """A word of the first input, with its place."""
    name, text = scene.inputs[0]
    words = list(_WORD["zh" if scene.row.input_language == "zh" else "en"].finditer(text))
    match = scene.picked(words)
    return None if match is None else Value(match[0], match.start(), match.end(), name)


def _shifted(scene: Scene, value: Value) -> Value | None:
    """The value with one of its edges a word or a character further in or out."""
    text = dict(scene.inputs).get(value.input, "")
    if value.start is None or value.end is None or text[value.start : value.end] != value.text:
        inner = value.text[1:] if scene.dice.random() < 0.5 else value.text[:-1]
        return Value(inner.strip(), input=value.input) if inner.strip() else None
    start, end = value.start, value.end
    step = re.compile(r"\S") if scene.row.input_language == "zh" else re.compile(r"\s*\S+\s*")
    way = scene.dice.randrange(4)
    if way == 0 and (match := step.match(text, start, end)):
        start = match.end()
    elif way == 1:
        end = max((match.start() for match in step.finditer(text, start, end)), default=start)
    elif way == 2 and (match := step.match(text, end)):
        end = match.end()
    elif way == 3 and start:
        start = max((match.start() for match in step.finditer(text, 0, start)), default=start)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    return Value(text[start:end], start, end, value.input) if start < end else None


def _other_case(scene: Scene, text: str) -> str:
    places = [place for place, letter in enumerate(text) if letter != letter.swapcase()]
    place = scene.picked(places)
    return text if place is None else text[:place] + text[place].swapcase() + text[place + 1 :]
