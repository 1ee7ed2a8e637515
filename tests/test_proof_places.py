"""A row in which every word is there, but beside another thing than it was about, is caught."""

from collections.abc import Iterator
from dataclasses import replace

from proof_rows import Proven, chosen, reworded, texts

from hum_hub import Message
from hum_hub.contract.records import Placed
from hum_hub.craft import phrases
from hum_hub.craft.codec import dump
from hum_hub.craft.composing import meaning
from hum_hub.proof.rows import Row, Shown


def language_of(row: Row) -> str:
    return "zh" if row.instruction_language == "zh" else "en"


def put(row: Row, old: Placed, text: str) -> tuple[Row, Placed]:
    """The row with another text at a place, which alone is moved, and that place."""
    content = row.messages[old.message].content
    message = replace(row.messages[old.message], content=content[: old.start] + text + content[old.end :])
    messages = (*row.messages[: old.message], message, *row.messages[old.message + 1 :])
    return replace(row, messages=messages), replace(old, end=old.start + len(text))


def test_an_input_and_a_worked_one_that_changed_places_are_caught():
    turned = 0
    for proven in chosen(lambda row: row.shots and len(row.inputs) == 1 and len(row.messages) > 3):
        row, shot = proven.row, proven.row.shots[0]
        mine, theirs = row.inputs[0], shot.inputs[0]
        if mine.message == theirs.message:
            continue
        shown = row.messages[theirs.message].content[theirs.start : theirs.end]
        forged, now_theirs = put(row, mine, shown)
        forged, now_mine = put(forged, theirs, texts(row)[0][1])
        shots = (replace(shot, inputs=(now_theirs,)), *row.shots[1:])
        turned += 1
        assert "places-overlap" in proven.codes(replace(forged, inputs=(now_mine,), shots=shots))
    assert turned


def test_an_input_in_a_turn_of_the_assistant_is_caught():
    for proven in chosen(lambda row: len(row.inputs) == 1 and not row.shots):
        row, (place,) = proven.row, proven.row.inputs
        content, ((_, text),) = row.messages[place.message].content, texts(row)
        turns = (
            Message("user", content[: place.start]),
            Message("assistant", text),
            Message("user", content[place.end :]),
        )
        messages = (*row.messages[: place.message], *turns, *row.messages[place.message + 1 :])
        moved = Placed(place.name, place.message + 1, 0, len(text))
        assert "places-overlap" in proven.codes(replace(row, messages=messages, inputs=(moved,)))


def _exchanged_headings(proven: Proven) -> Iterator[Row]:
    row, content = proven.row, proven.row.messages[-2].content
    (first, second), language = row.inputs, language_of(proven.row)
    for one in proven.prover.task.subtasks[row.subtask].inputs[0][1][language]:
        for two in proven.prover.task.subtasks[row.subtask].inputs[1][1][language]:
            if content[: first.start].endswith(one) and content[: second.start].endswith(two) and one != two:
                head, between = content[: first.start - len(one)], content[first.end : second.start - len(two)]
                texts_of = [content[each.start : each.end] for each in row.inputs]
                start = len(head + two)
                other = start + len(texts_of[0] + between + one)
                said = head + two + texts_of[0] + between + one + texts_of[1] + content[second.end :]
                places = (
                    replace(first, start=start, end=start + len(texts_of[0])),
                    replace(second, start=other, end=other + len(texts_of[1])),
                )
                yield replace(
                    row, messages=(*row.messages[:-2], Message("user", said), row.messages[-1]), inputs=places
                )


def test_headings_that_changed_places_are_caught():
    turned = 0
    for proven in chosen(lambda row: len(row.inputs) == 2 and not row.shots):
        for forged in _exchanged_headings(proven):
            turned += 1
            assert "input-without-its-heading" in proven.codes(forged)
    assert turned


def test_labels_that_are_explained_in_another_order_are_caught():
    turned = 0
    for proven in chosen(lambda row: len(row.guidelines) > 1):
        row, labels = proven.row, proven.row.shown().schema.labels
        if len(labels) != len(row.guidelines):
            continue
        blocks = ["\n".join(meaning(*pair, language_of(row))) for pair in zip(labels, row.guidelines, strict=True)]
        forged = reworded(row, "\n".join(blocks[:2]), "\n".join([blocks[1], blocks[0]]))
        assert forged is not None
        turned += 1
        assert "guideline-not-in-instruction" in proven.codes(forged)
    assert turned


def test_an_illustration_under_another_label_is_caught():
    turned = 0
    for proven in chosen(lambda row: row.guidelines and row.guidelines[0].illustrations):
        each, language = proven.row.guidelines[0].illustrations[0], language_of(proven.row)
        frame = (phrases.FITS if each.fits else phrases.FITS_NOT)[language]
        line = "\n" + frame.format(mention=each.mention, text=each.text, reason=each.reason)
        forged = reworded(proven.row, line, "")
        heading = next(f"\n{head}\n" for head in phrases.MEANINGS[language] if reworded(proven.row, f"\n{head}\n", ""))
        moved = reworded(forged, heading, heading.rstrip("\n") + line + "\n") if forged is not None else None
        assert moved is not None
        turned += 1
        assert "guideline-not-in-instruction" in proven.codes(moved)
    assert turned


def test_a_schema_that_is_not_that_of_the_subtask_is_caught():
    for proven in chosen(lambda row: row.subtask, most=60):
        row, shown = proven.row, proven.row.shown()
        schema, first = shown.schema, shown.schema.fields[0]
        for other in (
            replace(schema, many=not schema.many),
            replace(schema, optional=not schema.optional),
            replace(schema, inline=not schema.inline),
            replace(schema, fields=(replace(first, name=first.name + "s"), *schema.fields[1:])),
        ):
            forged = replace(row, schema=dump(Shown(other, shown.conventions), Shown))
            # a rule may not apply to such a schema, and then nothing else is looked at
            assert proven.codes(forged) & {"schema-is-not-that-of-the-subtask", "rule-does-not-apply"}


def test_a_phrase_for_nothing_that_is_not_the_option_is_caught_even_where_it_does_not_stand():
    for proven in chosen(lambda row: any(choice.rule == "nothing-found" for choice in row.rules)):
        row, shown = proven.row, proven.row.shown()
        forged = replace(row, schema=dump(Shown(shown.schema, replace(shown.conventions, nothing="zilch")), Shown))
        assert "conventions-do-not-fit" in proven.codes(forged)
