"""The generalist as a task: questions that are read, the laws of its rows, and the starter."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hum_hub_plugin_generalist import shapes
from scripted_generalist import LANGUAGES, TASK, Script, discipline, seed

from hum_hub import Seed
from hum_hub.testing import check_task, examples_of, synthesized

HERE = Path(__file__).parent.parent
STARTER = HERE / "hum_hub_plugin_generalist" / "starter"


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [("en", "Why is the sky blue?", "It scatters light.\n\nBlue most."), ("zh", "天为什么是蓝的？", "因为散射。")],
)
def test_questions_with_answers_keep_the_laws(language, question, answer):
    rows = check_task(TASK, [seed({"question": question, "answer": answer}, language)])
    for row in rows:
        *_, asked, answered = row.messages
        assert question in asked.content.split("\n\n")
        assert answered.content == answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_choice_questions_keep_the_laws(language):
    fields = {"question": "2 + 2?" if language == "en" else "2＋2得几？", "choices": ["3", "4", "5"], "answer": "4"}
    rows = check_task(TASK, [seed(fields, language)])
    assert {row.subtask for row in rows} == {"choice"}
    (example,), _ = examples_of(TASK, [seed(fields, language, ("response",))])
    assert example.text("question").endswith("A. 3\nB. 4\nC. 5")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_stands_alone_or_is_introduced(language):
    seeds = [seed({"question": f"{number}?", "answer": "So."}, language) for number in range(40)]
    seeds = [replace(made, id=f"s{number}", origin=f"o{number}") for number, made in enumerate(seeds)]
    rows = check_task(TASK, seeds)
    alone = [row for row in rows if row.messages[-2].content.endswith("?") and "\n\n" not in row.messages[-2].content]
    assert 0 < len(alone) < len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthesized_examples_keep_the_laws(language):
    rows = check_task(TASK, [discipline(language, questions=15)], Script(language))
    assert {row.subtask for row in rows} == {"response", "choice"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "no-question-or-answer"),
        ({"question": "Why?"}, "no-question-or-answer"),
        ({"question": None, "answer": "So."}, "no-question-or-answer"),
        ({"question": "Why?", "answer": ["So."]}, "no-question-or-answer"),
        ({"question": 5, "answer": {}}, "no-question-or-answer"),
        ({"question": 5, "choices": ["a", "b"]}, "no-question-or-answer"),
        ({"question": "Why?", "choices": 5}, "no-question-or-answer"),
        ({"question": "Why?", "choices": ["a", 5], "correct": 0}, "no-right-choice"),
        ({"question": "Why?", "choices": ["a", "b"], "answer": "c"}, "no-right-choice"),
        ({"question": "Why?", "choices": ["a", "b"], "correct": True}, "no-right-choice"),
        ({"question": "Why?", "choices": ["a", "b"], "correct": 2}, "no-right-choice"),
        ({"question": "Why?", "choices": ["a", "a "], "correct": 0}, "equal-choices"),
        ({"question": "Why?", "choices": ["a"], "correct": 0}, "too-few-or-many-options"),
        ({"question": " ", "answer": "So."}, "blank-question-or-answer"),
        ({"question": "Why?", "answer": ""}, "blank-question-or-answer"),
        ({"question": "Why?", "answer": " Why?\n"}, "answer-repeats-question"),
    ],
)
def test_a_seed_that_is_no_question_with_an_answer_is_dropped(fields, code):
    found, problems = examples_of(TASK, [seed(fields)])
    assert (found, [problem.code for problem in problems]) == ([], [code])


def recorded() -> dict[str, str]:
    """What `record.py` makes of the curriculum."""
    place = HERE / "record.py"
    if not place.is_file() or not list((HERE / "curriculum").glob("*.json")):
        pytest.skip("record.py and the curriculum are beside the plugin's code, and are not shipped with it")
    spec = importlib.util.spec_from_file_location("generalist_record", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    content: dict[str, str] = module.record()
    return content


def test_the_starter_files_are_what_the_curriculum_gives():
    for name, content in recorded().items():
        assert (STARTER / name).read_text(encoding="utf-8") == content, "run plugins/generalist/record.py"


@pytest.mark.parametrize("subtasks", [("response",), ("response", "choice")])
def test_the_recording_answers_every_prompt_of_its_taxonomy(subtasks):
    recording, taxonomy = (
        [json.loads(line) for line in (STARTER / name).read_text(encoding="utf-8").splitlines()]
        for name in ("recording.jsonl", "taxonomy.jsonl")
    )
    replies = {entry["key"]: entry["text"] for entry in recording}
    forms = Counter[tuple[str, str]]()
    for fields in taxonomy:
        made = Seed(f"other-{fields['id']}", "starter", fields["language"], "cc0-1.0", "o", fields, subtasks)
        found = synthesized(TASK, [made], lambda prompt: replies[prompt.key()])
        assert found.problems == found.notes == []
        asked = [example for example in found.examples if example.subtasks == ("response",)]
        assert len(asked) == fields["questions"] == len(fields["wanted"])
        forms.update((fields["language"], example.gold.form) for example in asked)
    assert sum(forms.values()) >= 190
    assert all(forms[language, form] for language in LANGUAGES for form in shapes.FORMS)
