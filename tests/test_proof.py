"""Rows of every plugin are proven; one that is not what its columns say is caught, also when its ids fit the change."""

import json
from dataclasses import replace

import pytest
from proof_rows import chosen, starter_rows, texts

from hum_hub import Message
from hum_hub.contract.records import Instruction
from hum_hub.proof.rows import Row, row_id


def test_the_rows_are_proven_and_hold_all_there_is():
    rows = starter_rows()
    assert not [problem for proven in rows for problem in proven.prover.problems(proven.row)]
    assert {proven.prover.task.name for proven in rows} == {"ie", "mrc", "classification", "generalist"}
    assert len({proven.row.format for proven in rows}) >= 24
    assert len({choice.rule for proven in rows for choice in proven.row.rules}) >= 30
    for has in ("guidelines", "shots", "rules"):
        assert sum(bool(getattr(proven.row, has)) for proven in rows) > 100


def test_a_row_that_is_stored_and_read_again_is_proven():
    for proven in chosen(lambda row: True):
        read = Row.of(json.loads(json.dumps(proven.row.to_dict())))
        assert read == proven.row


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("kind", {"basic": "compound", "compound": "basic"}, "kind-does-not-fit"),
        ("instruction_language", {"en": "zh", "zh": "en"}, "language-does-not-fit"),
    ],
)
def test_a_row_that_calls_itself_what_it_is_not_is_caught(column, value, code):
    for proven in chosen(lambda row: True):
        changed = replace(proven.row, **{column: value[getattr(proven.row, column)]})
        assert proven.codes(changed) == {code}


def test_ids_that_are_not_the_content_are_caught():
    for proven in chosen(lambda row: True):
        other = "0" * 32
        forged = replace(proven.row, example_id=other, id=row_id(other, Instruction(proven.row.messages)))
        assert [problem.code for problem in proven.prover.problems(forged)] == ["example-id-does-not-fit"]
        forged = replace(proven.row, id=other)
        assert [problem.code for problem in proven.prover.problems(forged)] == ["row-id-does-not-fit"]


def test_a_text_that_is_changed_breaks_the_id():
    for proven in chosen(lambda row: True):
        first, number = proven.row.inputs[0], proven.row.inputs[0].message
        if first.end > first.start:
            message = proven.row.messages[number]
            content = message.content[: first.end - 1] + "#" + message.content[first.end :]
            messages = (
                *proven.row.messages[:number],
                replace(message, content=content),
                *proven.row.messages[number + 1 :],
            )
            codes = [problem.code for problem in proven.prover.problems(replace(proven.row, messages=messages))]
            assert "example-id-does-not-fit" in codes


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("gold", "{}"),
        ("gold", "not json"),
        ("schema", "{}"),
        ("format", "morse"),
        ("subtask", "juggling"),
        ("inputs", ()),
        ("messages", ()),
    ],
)
def test_a_broken_column_is_a_problem_and_no_crash(column, value):
    for proven in chosen(lambda row: getattr(row, column) != value):
        assert proven.prover.problems(replace(proven.row, **{column: value}))


@pytest.mark.parametrize("column", ["gold", "schema"])
@pytest.mark.parametrize("change", [lambda text: text[:-1] + ',"more":1}', lambda text: text.replace(":", ": ", 1)])
def test_json_that_says_more_or_is_written_otherwise_is_caught(column, change):
    for proven in chosen(lambda row: getattr(row, column) != "{}", most=40):
        changed = replace(proven.row, **{column: change(getattr(proven.row, column))})
        assert proven.codes(changed) == {"unreadable-row"}


def test_gold_that_is_changed_is_caught():
    """Each label of the gold in turn is another one that the row shows."""
    tried = 0
    for proven in chosen(lambda row: row.subtask in ("entities", "sentiment", "topic") and not row.rules):
        keys = [label.key for label in proven.row.shown().schema.labels]
        for key in keys:
            other = next((each for each in keys if each != key), key)
            gold = proven.row.gold.replace(json.dumps(key, ensure_ascii=False), json.dumps(other, ensure_ascii=False))
            if gold != proven.row.gold:
                assert proven.codes(replace(proven.row, gold=gold)), (proven.row.format, gold)
                tried += 1
    assert tried > 10


def test_places_of_inputs_that_lie_outside_or_in_the_answer_are_caught():
    for proven in chosen(lambda row: True):
        first, *others = proven.row.inputs
        for wrong in (
            replace(first, end=10**6),
            replace(first, start=-5),
            replace(first, message=len(proven.row.messages) - 1, start=0, end=1),
            replace(first, message=99),
            replace(first, start=first.end, end=first.start - 1),
        ):
            problems = proven.prover.problems(replace(proven.row, inputs=(wrong, *others)))
            assert [problem.code for problem in problems] == ["input-not-in-message"]


def test_inputs_that_are_not_those_of_the_subtask_are_caught():
    for proven in chosen(lambda row: True):
        first, *others = proven.row.inputs
        renamed = replace(proven.row, inputs=(replace(first, name="nonesuch"), *others))
        twice = replace(proven.row, inputs=(*proven.row.inputs, first))
        for forged in (renamed, twice):
            assert proven.codes(forged) == {"not-the-inputs-of-the-subtask"}


def test_inputs_that_overlap_are_caught():
    tried = 0
    for proven in chosen(lambda row: len(row.inputs) > 1, most=80):
        first, second, *_ = sorted(proven.row.inputs, key=lambda placed: placed.start)
        swallowing = replace(first, end=second.start + 1)
        inputs = tuple(swallowing if each == first else each for each in proven.row.inputs)
        codes = proven.codes(replace(proven.row, inputs=inputs))
        assert codes
        tried += "places-overlap" in codes
    assert tried > 10


def test_a_place_that_holds_words_of_ours_is_caught():
    """An input that reaches beyond its text hides the statement; a bare question of the generalist needs none."""
    for proven in chosen(lambda row: len(row.inputs) == 1 and not row.shots and row.subtask != "response"):
        (only,) = proven.row.inputs
        if "\n\n" in proven.row.messages[only.message].content[: only.start]:
            wider = replace(proven.row, inputs=(replace(only, start=0),))
            assert proven.codes(wider), texts(proven.row)


@pytest.mark.parametrize(
    "roles",
    [
        lambda roles: ["assistant" if role == "user" else "user" for role in roles],
        lambda roles: ["user"] * len(roles),
        lambda roles: [*roles[:-1], "system"],
        lambda roles: ["developer", *roles[1:]],
        lambda roles: ["system" if role == "user" else role for role in roles],
    ],
)
def test_messages_of_other_roles_are_caught(roles):
    for proven in chosen(lambda row: True):
        messages = proven.row.messages
        changed = roles([message.role for message in messages])
        forged = tuple(Message(role, message.content) for role, message in zip(changed, messages, strict=True))
        assert "no-answer" in proven.codes(replace(proven.row, messages=forged))


def test_a_message_that_is_added_is_caught():
    for proven in chosen(lambda row: True):
        more = (*proven.row.messages[:-1], Message("assistant", "Sure."), Message("user", "Go on."))
        codes = proven.codes(replace(proven.row, messages=(*more, proven.row.messages[-1])))
        assert codes & {"places-overlap", "unexplained-words"}
