"""A changed row is not proven, also when its ids are made to fit the change."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hum_hub_plugin_ie.task import InformationExtraction
from hum_hub_plugin_mrc.task import ReadingComprehension

from hum_hub import Label, Message, Seed, Task
from hum_hub.contract.records import Instruction
from hum_hub.craft.codec import dump
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.mix import Mix
from hum_hub.craft.rules import SHARED as RULES
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row, Shown, example_id, row_id
from hum_hub.testing import examples_of, prove_rows

TEXT = "The Bank of Ayr hired Ann Lee in Ayr."
MENTIONS = [
    {"label": "organization", "start": 4, "end": 15},
    {"label": "place", "start": 12, "end": 15},
    {"label": "person", "start": 22, "end": 29},
    {"label": "place", "start": 33, "end": 36},
]
PASSAGE = "The old ferry was sold in 1998. A bridge now crosses the strait."
QUESTIONS = [
    {"id": "1", "type": "span", "question": "When was it sold?", "answer": "1998"},
    {"id": "2", "type": "unanswerable", "question": "Who bought it?"},
    {
        "id": "3",
        "type": "choice",
        "question": "What crosses it?",
        "choices": ["a ferry", "a bridge"],
        "answer": "a bridge",
    },
]


def seed(fields: dict[str, Any], *subtasks: str) -> Seed:
    return Seed("s1", "test", "en", "cc0-1.0", "o1", fields, subtasks)


def rows_of(task: Task[Any], made: Seed) -> list[Row]:
    return prove_rows(task, examples_of(task, [made])[0], Mix(compound=0.8, renderings=40, cross_language=0.3))


IE, MRC = InformationExtraction(), ReadingComprehension()
ROWS = {
    "ie": rows_of(IE, seed({"text": TEXT, "mentions": MENTIONS}, "entities")),
    "mrc": rows_of(MRC, seed({"passage": PASSAGE, "questions": QUESTIONS}, "span", "choice")),
}
PROVERS = {"ie": Prover(IE, FORMATS, RULES), "mrc": Prover(MRC, FORMATS, RULES)}
EVERY = [(task, row) for task, rows in ROWS.items() for row in rows]


def refitted(task: str, row: Row) -> Row:
    """The row with its ids made again, so that only its content can give it away."""
    inputs = tuple((p.name, row.messages[p.message].content[p.start : p.end]) for p in row.inputs)
    identity = example_id(task, inputs, row.gold)
    return replace(row, example_id=identity, id=row_id(identity, Instruction(row.messages)))


def with_answer(row: Row, text: str) -> Row:
    return replace(row, messages=(*row.messages[:-1], Message("assistant", text)))


def with_prompt(row: Row, text: str) -> Row:
    return replace(row, messages=(Message("user", text), row.messages[-1]))


def caught(task: str, row: Row) -> bool:
    return bool(PROVERS[task].problems(refitted(task, row)))


def test_the_rows_are_proven_and_use_many_formats_and_rules():
    assert not any(PROVERS[task].problems(row) for task, row in EVERY)
    assert len({row.format for _, row in EVERY}) >= 8
    assert len({choice.rule for _, row in EVERY for choice in row.rules}) >= 6


@pytest.mark.parametrize("change", ["swap", "drop", "case", "add", "blank"])
def test_a_changed_answer_is_caught(change):
    for task, row in EVERY:
        answer = row.messages[-1].content
        tampered = {
            "swap": answer.replace("Ann", "Ayr").replace("1998", "1989").replace("bridge", "ferry").replace("B", "A"),
            "drop": answer.replace("Ann Lee", "Ann").replace("1998", "199").replace("bridge", "bridg"),
            "case": answer.swapcase(),
            "add": answer + "\nplace: Ayr",
            "blank": answer + " ",
        }[change]
        if tampered != answer:
            assert caught(task, with_answer(row, tampered)), (row.format, answer, tampered)


def test_an_answer_that_lacks_a_record_is_caught():
    dropped = 0
    for task, row in EVERY:
        answer = row.messages[-1].content
        if row.format == "json-records" and task == "ie" and len(json.loads(answer)) > 1:
            shorter = json.dumps(json.loads(answer)[:-1], ensure_ascii=False)
        elif row.format == "json-by-label" and (name := _first_filled(answer)) is not None:
            found = json.loads(answer)
            shorter = json.dumps({**found, name: found[name][1:] or None}, ensure_ascii=False)
        elif row.format in ("markdown-table", "sentences") and task == "ie" and answer.count("\n") > 2:
            shorter = answer.rsplit("\n", 1)[0]
        else:
            continue
        dropped += 1
        assert caught(task, with_answer(row, shorter)), (row.format, answer, shorter)
    assert dropped > 10


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("kind", {"basic": "compound", "compound": "basic"}, "kind-does-not-fit"),
        ("instruction_language", {"en": "zh", "zh": "en"}, "language-does-not-fit"),
    ],
)
def test_a_row_that_calls_itself_what_it_is_not_is_caught(column, value, code):
    for task, row in EVERY[::5]:
        changed = replace(row, **{column: value[getattr(row, column)]})
        assert code in [problem.code for problem in PROVERS[task].problems(changed)]


def test_guidelines_for_labels_that_are_not_shown_are_caught():
    for task, row in EVERY[::5]:
        changed = replace(row, guidelines=("river",), kind="compound")
        assert "guideline-without-label" in [problem.code for problem in PROVERS[task].problems(changed)]


def test_what_only_the_input_says_is_no_part_of_the_instruction():
    made = seed({"text": "A person from a place met an organization.", "mentions": MENTIONS[:0]}, "entities")
    (row,) = prove_rows(IE, examples_of(IE, [made])[0], Mix(compound=0))
    label = Label("person", "person")
    shown = replace(row.shown(), schema=replace(row.shown().schema, labels=(label,)))
    forged = replace(row, schema=dump(shown, Shown), messages=(row.messages[0], Message("assistant", '{"person": []}')))
    assert "label-not-in-instruction" in [problem.code for problem in PROVERS["ie"].problems(refitted("ie", forged))]


def _first_filled(answer: str) -> str | None:
    return next((name for name, found in json.loads(answer).items() if found and len(found) > 1), None)


def test_an_example_id_that_is_not_the_content_is_caught():
    for task, row in EVERY[::7]:
        other = "0" * 32
        forged = replace(row, example_id=other, id=row_id(other, Instruction(row.messages)))
        assert [problem.code for problem in PROVERS[task].problems(forged)] == ["example-id-does-not-fit"]


def test_a_changed_input_is_caught():
    for task, row in EVERY:
        prompt = row.messages[0].content
        tampered = prompt.replace("Ann Lee in", "Ann Loo in").replace("in 1998", "in 1989")
        if row.subtask != "choice" and row.gold != "{}":
            assert caught(task, with_prompt(row, tampered)), row.format


def test_a_changed_text_around_the_answer_breaks_the_id():
    for task, row in EVERY:
        prompt = row.messages[0].content.replace("hired", "fired").replace("ferry", "tunnel")
        assert PROVERS[task].problems(with_prompt(row, prompt))


def test_a_changed_option_is_caught():
    for task, row in EVERY:
        for choice in row.rules:
            rule = PROVERS[task].rules[choice.rule]
            for other in (
                "upper",
                "lower",
                "as-written",
                "each",
                "once",
                "outermost",
                "all",
                "text",
                "reverse",
                "span",
                "sentence",
            ):
                if other != choice.option and choice.option != "as-written":
                    changed = tuple(replace(c, option=other) if c is choice else c for c in row.rules)
                    assert caught(task, replace(row, rules=changed)), (rule.id, choice.option, other)


def test_an_instruction_that_does_not_state_a_rule_is_caught():
    for task, row in EVERY:
        for choice in row.rules:
            rule = PROVERS[task].rules[choice.rule]
            prompt = row.messages[0].content
            for lines in [rule.wordings(choice.option, case) for case in [_case(task, row)]]:
                for line in lines:
                    prompt = prompt.replace(line, "")
            shorter = with_prompt(replace(row, inputs=_moved(row, prompt)), prompt)
            assert caught(task, shorter)


def _case(task: str, row: Row) -> Any:
    from hum_hub.contract.rules import Case

    shown, format = row.shown(), PROVERS[task].formats[row.format]
    inputs = tuple((p.name, row.messages[p.message].content[p.start : p.end]) for p in row.inputs)
    return Case(inputs, row.input_language, shown.schema, row.subtask, format)


def _moved(row: Row, prompt: str) -> tuple[Any, ...]:
    texts = [row.messages[p.message].content[p.start : p.end] for p in row.inputs]
    starts = [prompt.index(text) for text in texts]
    return tuple(
        replace(p, start=start, end=start + len(text)) for p, start, text in zip(row.inputs, starts, texts, strict=True)
    )


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
    for task, row in EVERY[::9]:
        if getattr(row, column) == value:
            continue
        try:
            problems = PROVERS[task].problems(replace(row, **{column: value}))
        except (KeyError, IndexError):
            problems = ["caught by verify as check-failed"]
        assert problems


def test_gold_with_another_label_is_caught():
    for task, row in EVERY:
        gold = json.loads(row.gold)
        if task == "ie":
            gold["mentions"][2]["label"] = "place"
            assert caught(task, replace(row, gold=json.dumps(gold))), row.format
