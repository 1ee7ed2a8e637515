"""The wording of instructions: where things stand in them, system messages, layouts and worked examples."""

import itertools
import json
from collections import Counter
from dataclasses import replace

import pytest
from marking import KINDS, PRESENT, SIGNS, TASK, example, identity, renderer, rows
from pytest import approx

from hum_hub import Instruction
from hum_hub.craft import phrases
from hum_hub.craft.mix import Mix
from hum_hub.pipeline.ledger import Ledger
from hum_hub.proof.rows import row_id

BASIC = Mix(compound=0, cross_language=0)
COUNT = 600


def made(mix: Mix, count: int = COUNT, **more):
    return [row for found in rows(mix, (example(number, **more) for number in range(count))) for row in found]


def cut(row, placed) -> str:
    return row.messages[placed.message].content[placed.start : placed.end]


def question(row) -> str:
    return row.messages[-2].content


@pytest.mark.parametrize("language", ["en", "zh"])
def test_inputs_stand_where_the_row_says(language):
    for number, row in enumerate(made(replace(BASIC, shots=0.3), 200, language=language)):
        (placed,) = row.inputs
        assert placed.message == len(row.messages) - 2
        assert cut(row, placed) == example(number).text()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_system_messages_appear_as_often_as_the_mix_says(language):
    found = made(replace(BASIC, system=0.2), language=language)
    systems = Counter(row.messages[0].content for row in found if row.messages[0].role == "system")
    assert systems.keys() == set(TASK.system_messages[language])
    assert systems.total() / len(found) == approx(0.2, abs=0.05)


def test_a_system_message_comes_first_and_once():
    for row in made(replace(BASIC, system=0.5, shots=0.5), 300):
        roles = [message.role for message in row.messages]
        turns = roles[roles[0] == "system" :]
        assert turns == ["user", "assistant"] * (len(turns) // 2)


def test_without_the_mix_there_are_none():
    assert not any(message.role == "system" for row in made(replace(BASIC, system=0), 200) for message in row.messages)


def test_now_and_then_the_inputs_come_before_the_task():
    found = made(replace(BASIC, shots=0))
    first = [row.inputs[0].start < 15 for row in found]
    assert sum(first) / COUNT == approx(0.3, abs=0.05)
    for row, text_first in zip(found, first, strict=True):
        asks = [question(row).find(part) for part in ("Mark the words.", "Mark every ")]
        assert (max(asks) > row.inputs[0].end) == text_first


def test_texts_on_lines_of_their_own_stand_between_fences_at_times():
    found = Counter()
    for row in made(replace(BASIC, shots=0)):
        text, (placed,) = question(row), row.inputs
        before, after = text[: placed.start], text[placed.end :]
        fence = next(
            (f for f in phrases.FENCES[1:] if before.endswith(f"Text:\n{f[0]}") and after.startswith(f[1])), ""
        )
        found[fence or ("own line" if before.endswith("Text:\n") else "same line")] += 1
    assert found.keys() == {"own line", "same line", *phrases.FENCES[1:]}
    assert all(found[fence] > 10 for fence in phrases.FENCES[1:])


def test_every_statement_and_heading_is_used():
    asks = Counter("every" in question(row).split("words.")[0] for row in made(BASIC, 200))
    assert min(asks[True], asks[False]) > 50


def test_labels_are_named_once_in_the_statement_or_beside_it():
    for row in made(replace(BASIC, shots=0), 200):
        named = [label.name for label in row.shown().schema.labels]
        in_a_row = ", ".join(named)
        joined = ", ".join(named[:-1]) + " and " + named[-1]
        assert (in_a_row in question(row)) != (joined in question(row))


def test_a_phrase_for_nothing_is_told_where_the_format_has_no_way_of_its_own():
    mix = Mix(compound=1, guidelines=0, rules=0, formats=1, cross_language=0, allowed_formats=("json-lines", "csv"))
    found = {row.format: row for row in made(mix, 60)}
    assert "write exactly" not in question(found["csv"])
    phrase = found["json-lines"].shown().conventions.nothing
    assert phrase in ("none", "no answer")
    assert f'write exactly "{phrase}".' in question(found["json-lines"])


def test_several_rules_stand_in_a_list_and_one_alone_does_not():
    mix = Mix(compound=1, cross_language=0, allowed_rules=tuple(SIGNS), system=0, shots=0)
    for row in made(mix, 300):
        lines = question(row).split("\n")
        told = [f"The rule {choice.rule} is {choice.option}." for choice in row.rules]
        if len(told) > 1:
            start = lines.index(f"- {told[0]}")
            assert lines[start - 1] in phrases.RULES["en"]
            assert lines[start : start + len(told)] == [f"- {line}" for line in told]
        else:
            assert all(line in lines for line in told)


def test_explanations_stand_in_the_instruction_word_for_word():
    found = [row for row in made(Mix(compound=1, cross_language=0, shots=0), 300) if row.guidelines]
    assert any(each.illustrations for row in found for each in row.guidelines)
    for row in found:
        for each in row.guidelines:
            pieces = [each.definition, *each.typical, each.boundary]
            pieces += [piece for shown in each.illustrations for piece in (shown.text, shown.mention, shown.reason)]
            assert all(piece in question(row) for piece in pieces)


@pytest.mark.parametrize(("language", "other"), [("en", "zh"), ("zh", "en")])
def test_instructions_in_the_other_language_are_as_frequent_as_the_mix_says(language, other):
    found = made(Mix(cross_language=0.1), language=language)
    counts = Counter(row.instruction_language for row in found)
    assert counts.keys() == {language, other}
    assert counts[other] / len(found) == approx(0.1, abs=0.035)
    chinese = [("标记词语。" in "".join(m.content for m in row.messages)) for row in found]
    assert chinese == [row.instruction_language == "zh" for row in found]


SHOTS = Mix(compound=0.5, shots=1, most_shots=3, cross_language=0, contrast=0)


def test_worked_examples_appear_as_often_as_the_mix_says():
    found = made(replace(SHOTS, shots=0.3))
    assert sum(bool(row.shots) for row in found) / len(found) == approx(0.3, abs=0.05)
    assert not any(row.shots for row in made(replace(SHOTS, shots=0), 200))


def test_there_are_up_to_as_many_worked_examples_as_the_mix_says():
    counts = Counter(len(row.shots) for row in made(SHOTS)[20:])
    assert counts.keys() == {1, 2, 3}
    assert min(counts.values()) > 0.25 * counts.total()


def test_worked_examples_stand_in_turns_or_on_one_page():
    layouts = Counter()
    for row in made(replace(SHOTS, system=0))[20:]:
        turns = len(row.messages) // 2
        assert turns in (1, 1 + len(row.shots))
        layouts[turns > 1] += 1
        for number, shot in enumerate(row.shots):
            assert shot.answer.message == (2 * number + 1 if turns > 1 else 0)
            assert json.loads(cut(row, shot.answer)) if row.format == "json-records" else cut(row, shot.answer)
    assert layouts[True] / layouts.total() == approx(0.5, abs=0.06)


def test_the_task_is_told_once_and_before_the_worked_examples():
    for row in made(replace(SHOTS, system=0, compound=0), 200)[20:]:
        whole = "\n\n".join(message.content for message in row.messages)
        asks = [part for part in ("Mark the words.", "Mark every ") if part in whole]
        assert len(asks) == 1 == whole.count(asks[0])
        assert whole.index(asks[0]) == 0


def test_worked_examples_come_from_the_training_part_alone():
    teaches = [number % 4 == 0 for number in range(300)]
    found = rows(SHOTS, map(example, range(300)), teaches=teaches)
    shown = {int(shot.source_id) for (row,) in found for shot in row.shots}
    assert shown
    assert all(number % 4 == 0 for number in shown)


def test_worked_examples_come_from_earlier_examples_alone():
    for number, found in enumerate(rows(SHOTS, map(example, range(200)))):
        assert all(int(shot.source_id) < number for row in found for shot in row.shots)


def test_no_worked_example_has_the_origin_or_the_text_of_the_example():
    examples = [example(number, origin=f"origin {number % 3}", words=str(number % 5)) for number in range(300)]
    shown = 0
    for of, (row,) in zip(examples, rows(replace(SHOTS, empty=9), examples), strict=True):
        for shot in row.shots:
            shown += 1
            assert shot.origin != of.origin
            assert cut(row, shot.inputs[0]) != of.text()
    assert shown > 300


def test_questions_with_labels_of_their_own_have_no_worked_examples():
    found = made(SHOTS, 100, subtask="own")
    assert len(found) >= 100
    assert not any(row.shots for row in found)


def test_the_answers_of_worked_examples_follow_the_rules_and_are_proven():
    prover, followed = renderer(SHOTS).prover, 0
    for row in made(replace(SHOTS, compound=1, allowed_rules=tuple(SIGNS)), 300):
        assert prover.problems(row) == []
        signs = [SIGNS[choice.rule] for choice in row.rules if choice.option == "on"]
        for shot in row.shots:
            assert all(sign in cut(row, shot.answer) for sign in signs)
            followed += bool(signs)
    assert followed > 30


@pytest.mark.parametrize("change", ["w1a", "bell"])
def test_a_false_answer_of_a_worked_example_is_found(change):
    made = renderer(replace(SHOTS, compound=0, system=0))
    quota, ledger, of = made.planner.quota("part"), Ledger(), example(1)
    list(made.rows(of, identity(of), quota, ledger))
    (row,) = made.rows(example(2), identity(example(2)), quota, ledger)
    (shot,) = row.shots
    assert change in cut(row, shot.answer)
    where, message = shot.answer, row.messages[shot.answer.message]
    answer = cut(row, where).replace(change, "x" * len(change))
    false = replace(message, content=message.content[: where.start] + answer + message.content[where.end :])
    broken = replace(row, messages=tuple(false if each is message else each for each in row.messages))
    broken = replace(broken, id=row_id(broken.example_id, Instruction(broken.messages)))
    codes = {problem.code for problem in made.prover.problems(broken)}
    assert codes & {"answer-lacks", "answer-adds", "answer-not-in-format"}


def test_worked_examples_show_answers_under_the_labels_of_their_row():
    """Marks of labels that the row does not show are left out."""
    mix = replace(SHOTS, compound=0, grouped=1)
    keys = [element.key for element in KINDS]
    examples = [example(number, (keys[number % 12], keys[number % 5], "tool"), subtask="cut") for number in range(100)]
    made, ledger = renderer(mix, KINDS), Ledger()
    quota = made.planner.quota("part")
    left_out = 0
    for row in itertools.chain.from_iterable(made.rows(each, identity(each), quota, ledger) for each in examples):
        names = {label.name for label in row.shown().schema.labels}
        for shot in row.shots:
            marks = json.loads(cut(row, shot.answer))
            assert {mark[next(iter(mark))] for mark in marks} <= names
            left_out += len(marks) < 3
    assert left_out > 20
    assert ledger.total("refused") == 0


def test_an_empty_example_has_an_answer_too():
    row = made(replace(BASIC, empty=9), 1, kinds=PRESENT)[0]
    found = rows(replace(BASIC, empty=9), [example(0), example(1, ())])
    assert row == found[0][0]
    assert json.loads(found[1][0].messages[-1].content) == []
