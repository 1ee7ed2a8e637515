"""A worked example that is not right, or gives the row's own answer away, is caught."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from proof_rows import Proven, chosen, starter_rows, texts

from hum_hub.contract.records import Placed, Shot
from hum_hub.contract.values import wordings
from hum_hub.proof.rows import Row


def taught() -> list[Proven]:
    return chosen(lambda row: row.shots, most=80)


def with_shot(row: Row, number: int, shot: Shot) -> Row:
    return replace(row, shots=(*row.shots[:number], shot, *row.shots[number + 1 :]))


def every_place(row: Row) -> Iterator[Placed]:
    yield from row.inputs
    for shot in row.shots:
        yield from (*shot.inputs, shot.answer)


def replaced(row: Row, place: Placed, text: str) -> Row:
    """The row with another text at one of its places; the others move along."""
    content = row.messages[place.message].content
    by = len(text) - (place.end - place.start)

    def moved(each: Placed) -> Placed:
        if each.message != place.message or each.end <= place.start:
            return each
        if each == place:
            return replace(each, end=each.end + by)
        return replace(each, start=each.start + by, end=each.end + by)

    changed = replace(row.messages[place.message], content=content[: place.start] + text + content[place.end :])
    shots = tuple(replace(s, inputs=tuple(map(moved, s.inputs)), answer=moved(s.answer)) for s in row.shots)
    messages = (*row.messages[: place.message], changed, *row.messages[place.message + 1 :])
    return replace(row, messages=messages, inputs=tuple(map(moved, row.inputs)), shots=shots)


def at(row: Row, place: Placed) -> str:
    return row.messages[place.message].content[place.start : place.end]


def test_worked_examples_stand_on_one_page_and_in_turns():
    layouts = {len(proven.row.messages) > 3 for proven in taught()}
    assert layouts == {True, False}
    assert any(len(proven.row.shots) > 1 for proven in taught())
    assert any(proven.row.rules for proven in taught())
    assert len({proven.prover.task.name for proven in taught()}) == 4


@pytest.mark.parametrize(
    "change", [lambda text: text + " ", lambda text: text[:-2], lambda text: text.swapcase(), lambda text: "nonsense"]
)
def test_an_answer_that_is_changed_is_caught(change):
    for proven in taught():
        for shot in proven.row.shots:
            answer = at(proven.row, shot.answer)
            if change(answer) not in (answer, ""):
                codes = proven.codes(replaced(proven.row, shot.answer, change(answer)))
                assert codes & {"answer-not-in-format", "answer-lacks", "answer-adds"}, (proven.row.format, answer)


def test_a_text_that_is_changed_is_caught():
    """Where the answer holds wordings of the text: these are no longer what stands there."""
    tried = 0
    for proven in taught():
        row, format, shown = proven.row, proven.prover.formats[proven.row.format], proven.row.shown()
        for shot in row.shots:
            text = at(row, shot.inputs[0])
            parsed = format.parse(at(row, shot.answer), shown.schema, shown.conventions, text)
            said = [value.text for record in parsed for value in wordings(record, shown.schema)]
            if not row.rules and any(each in text and each != each.swapcase() for each in said):
                assert proven.codes(replaced(row, shot.inputs[0], text.swapcase())), row.format
                tried += 1
    assert tried > 10


def test_gold_that_is_changed_is_caught():
    tried = 0
    for proven in taught():
        task, schema = proven.prover.task, proven.row.shown().schema
        for number, shot in enumerate(proven.row.shots):
            for other in starter_rows():
                if other.prover.task is not task or other.row.subtask != proven.row.subtask:
                    continue
                pair = [
                    proven.prover._example(proven.row, gold, shot.inputs, shot.source_id, shot.origin)
                    for gold in (shot.gold, other.row.gold)
                ]
                if any(list(task.validate(each)) for each in pair):
                    continue
                right, wrong = (task.answer(each, proven.row.subtask, schema) for each in pair)
                if sorted(map(repr, right)) != sorted(map(repr, wrong)) and not proven.row.rules:
                    forged = with_shot(proven.row, number, replace(shot, gold=other.row.gold))
                    assert proven.codes(forged), (proven.row.format, right, wrong)
                    tried += 1
                    break
    assert tried > 10


def test_gold_that_cannot_be_is_caught():
    for proven in taught():
        shot = proven.row.shots[0]
        assert "unreadable-row" in proven.codes(with_shot(proven.row, 0, replace(shot, gold="{")))


def test_a_worked_example_of_the_same_origin_is_caught():
    for proven in taught():
        for number, shot in enumerate(proven.row.shots):
            forged = with_shot(proven.row, number, replace(shot, origin=proven.row.origin))
            assert proven.codes(forged) == {"worked-example-of-the-same-origin"}


def test_a_worked_example_with_the_same_text_is_caught():
    for proven in taught():
        place, text = proven.row.shots[0].inputs[0], texts(proven.row)[0][1]
        assert "worked-example-of-the-same-origin" in proven.codes(replaced(proven.row, place, text))


def test_a_place_of_a_worked_example_that_overlaps_or_lies_outside_is_caught():
    for proven in taught():
        row, shot = proven.row, proven.row.shots[0]
        outside = replace(shot.answer, end=10**6)
        elsewhere = replace(shot.answer, message=len(row.messages) - 1)
        for answer in (outside, elsewhere, replace(shot.answer, start=-1)):
            assert "input-not-in-message" in proven.codes(with_shot(row, 0, replace(shot, answer=answer)))
        for inputs in (row.inputs, (shot.answer, *shot.inputs[1:])):
            assert "places-overlap" in proven.codes(with_shot(row, 0, replace(shot, inputs=inputs)))


def test_a_worked_example_that_the_column_does_not_know_is_caught():
    for proven in taught():
        codes = proven.codes(replace(proven.row, shots=proven.row.shots[1:]))
        assert codes & {"unexplained-words", "places-overlap"}


def test_words_in_the_turn_of_a_worked_answer_are_caught():
    for proven in chosen(lambda row: row.shots and len(row.messages) > 3):
        place = proven.row.shots[0].answer
        message = proven.row.messages[place.message]
        changed = replace(message, content=message.content + "\nAnswer:")
        messages = (*proven.row.messages[: place.message], changed, *proven.row.messages[place.message + 1 :])
        assert "places-overlap" in proven.codes(replace(proven.row, messages=messages))
