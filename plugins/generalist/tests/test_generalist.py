"""The generalist: questions read or asked for, the chain with scripted replies, and what is drawn."""

import importlib.util
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hum_hub_plugin_generalist.draws import MOST_CONCEPTS, draws
from hum_hub_plugin_generalist.task import Generalist
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Example, Note, Problem, Prompt, Reply, Seed
from hum_hub.testing import HOSTILE, check_task, examples_of

TASK = Generalist()
HERE = Path(__file__).parent.parent
STARTER = HERE / "hum_hub_plugin_generalist" / "starter"
SUBJECTS = [
    {"name": "Soil", "level": "basic", "subtopics": ["lime", "manure"]},
    {"name": "Crops", "level": "basic", "subtopics": []},
]
SESSIONS = [
    {"title": f"Session {number}", "description": "About it.", "concepts": [f"{number}a", f"{number}b", f"{number}c"]}
    for number in range(4)
]
REPLIES = {
    "subjects": "Soil and crops.",
    "subjects-structure": json.dumps(SUBJECTS),
    "syllabus": "First this, then that.",
    "syllabus-structure": json.dumps(SESSIONS),
    "question": "Why does {number} matter?",
    "answer": "Because of {number}.",
}


def seed(fields: Mapping[str, Any], language: str = "en") -> Seed:
    return Seed("s", "test", language, "cc0-1.0", "o", fields)


def discipline(language: str = "en", **more: Any) -> Seed:
    return seed({"discipline": "Agronomy" if language == "en" else "农学", "questions": 3, **more}, language)


def drive(made: Seed, teacher: Callable[[Prompt], Reply | None]) -> Iterator[Any]:
    """All that a synthesis yields, its prompts answered by the teacher."""
    synthesis, answer = TASK.synthesize(made), None
    while True:
        try:
            step = synthesis.send(answer)
        except StopIteration:
            return
        answer = teacher(step) if isinstance(step, Prompt) else None
        yield step


def driven(made: Seed, replies: Mapping[str, str | None]) -> tuple[list[Prompt], list[Any]]:
    """The prompts of a synthesis that is answered by stage, and everything else that it yields."""
    prompts: list[Prompt] = []

    def teacher(prompt: Prompt) -> Reply | None:
        prompts.append(prompt)
        text = replies.get(prompt.stage)
        return Reply(text.replace("{number}", str(len(prompts))), "teacher-1") if text is not None else None

    others = [step for step in drive(made, teacher) if not isinstance(step, Prompt)]
    return prompts, others


def codes(made: Seed, replies: Mapping[str, str | None]) -> list[str]:
    return [step.code for step in driven(made, replies)[1] if not isinstance(step, Example)]


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_stands_alone_or_is_introduced(language):
    seeds = [seed({"question": f"{number}?", "answer": "So."}, language) for number in range(40)]
    seeds = [replace(made, id=f"s{number}", origin=f"o{number}") for number, made in enumerate(seeds)]
    rows = check_task(TASK, seeds)
    alone = [row for row in rows if row.messages[-2].content.endswith("?") and "\n\n" not in row.messages[-2].content]
    assert 0 < len(alone) < len(rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_synthesized_examples_keep_the_laws(language):
    prompts, _ = driven(discipline(language), REPLIES)
    replies = {
        prompt.user: (REPLIES[prompt.stage] or "").replace("{number}", str(number))
        for number, prompt in enumerate(prompts, 1)
    }
    assert len(check_task(TASK, [discipline(language)], replies)) >= 3


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"question": "Why?"},
        {"question": None, "answer": "So."},
        {"question": "Why?", "answer": ["So."]},
        {"question": 5, "answer": {}},
    ],
)
def test_a_seed_without_question_or_answer_is_dropped(fields):
    assert [step.code for step in TASK.read(seed(fields))] == ["no-question-or-answer"]


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        (" ", "So.", "blank-question-or-answer"),
        ("Why?", "", "blank-question-or-answer"),
        ("Why?", " Why?\n", "answer-repeats-question"),
    ],
)
def test_a_question_needs_an_answer_of_its_own(question, answer, code):
    found, problems = examples_of(TASK, [seed({"question": question, "answer": answer})])
    assert (found, [problem.code for problem in problems]) == ([], [code])


def test_the_chain_asks_stage_by_stage():
    prompts, others = driven(discipline(queries=2, questions=2), REPLIES)
    assert [prompt.stage for prompt in prompts] == [
        *("subjects", "subjects-structure") * 2,
        *("syllabus", "syllabus-structure"),
        *("question", "answer") * 2,
    ]
    assert [type(step) for step in others] == [Example, Example]
    assert prompts[0].key() != prompts[2].key()


def test_an_answer_is_asked_for_with_nothing_but_the_question():
    prompts, (example, *_) = driven(discipline(questions=1), REPLIES)
    assert prompts[-1].user == example.text("question") == "Why does 5 matter?"
    assert prompts[-1].system == ""
    assert (example.gold.text, example.model) == ("Because of 6.", "teacher-1")
    assert (example.gold.discipline, example.gold.subject) == ("Agronomy", "Soil")


def test_each_example_has_an_id_of_its_own_and_knows_its_concepts():
    _, examples = driven(discipline(subjects=2, questions=4), REPLIES)
    assert len({example.source_id for example in examples}) == 8
    known = {concept for session in SESSIONS for concept in session["concepts"]}
    for example in examples:
        assert set(example.gold.concepts) <= known
        assert set(example.gold.sessions) <= {session["title"] for session in SESSIONS}


def test_no_prompt_leaves_a_slot_unfilled():
    for language in ("en", "zh"):
        for prompt in driven(discipline(language), REPLIES)[0]:
            assert not any(
                f"{{{name}}}" in prompt.user + prompt.system
                for name in ("discipline", "text", "name", "level", "syllabus", "sessions", "concepts")
            )


@pytest.mark.parametrize(
    "stage", ["subjects", "subjects-structure", "syllabus", "syllabus-structure", "question", "answer"]
)
def test_a_missing_reply_ends_its_branch_quietly(stage):
    prompts, others = driven(discipline(), {**REPLIES, stage: None})
    assert prompts[-1].stage == stage
    assert others == []


@pytest.mark.parametrize("stage", ["subjects-structure", "syllabus-structure"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "{",
        "{}",
        "5",
        "null",
        '"text"',
        "[5]",
        "[[]]",
        "[{}]",
        '[{"name": 5, "title": 5}]',
        "```json\n[\n```",
        "[" * 100_000,
    ],
)
def test_a_reply_without_the_structure_is_a_problem(stage, text):
    prompts, others = driven(discipline(), {**REPLIES, stage: text})
    assert prompts[-1].stage == stage
    assert [step.code for step in others] == ["reply-without-structure"]


@pytest.mark.parametrize(
    "sessions",
    [
        [],
        SESSIONS[:2],
        [*SESSIONS[:2], {**SESSIONS[0], "title": "session 0"}],
        [*SESSIONS[:2], {**SESSIONS[3], "concepts": []}],
        [*SESSIONS[:2], {**SESSIONS[3], "concepts": ["a", " a"]}],
        [*SESSIONS[:2], {**SESSIONS[3], "concepts": "abc"}],
        [*SESSIONS[:2], {**SESSIONS[3], "concepts": [None]}],
        [*SESSIONS[:2], {**SESSIONS[3], "title": " "}],
        [*SESSIONS[:2], {"title": "Session 3"}],
    ],
)
def test_a_syllabus_that_cannot_be_asked_about_is_a_problem(sessions):
    assert codes(discipline(), {**REPLIES, "syllabus-structure": json.dumps(sessions)}) == ["reply-without-structure"]


def test_a_broken_reply_does_not_end_the_other_queries():
    structures = iter(["broken", REPLIES["subjects-structure"]])

    def teacher(prompt: Prompt) -> Reply:
        return Reply(next(structures) if prompt.stage == "subjects-structure" else REPLIES[prompt.stage], "teacher-1")

    others = [step for step in drive(discipline(queries=2), teacher) if not isinstance(step, Prompt)]
    assert [type(step) for step in others] == [Problem, Example, Example, Example]


def test_a_fence_around_the_structure_is_taken_off():
    fenced = f"```json\n{json.dumps(SESSIONS)}\n```"
    assert codes(discipline(), {**REPLIES, "syllabus-structure": fenced}) == []


def test_a_subject_that_is_named_twice_is_gone_into_once():
    subjects = [{**SUBJECTS[0], "name": name} for name in ("Soil", "SOIL", "Crops")]
    prompts, _ = driven(discipline(subjects=5, queries=2), {**REPLIES, "subjects-structure": json.dumps(subjects)})
    assert [prompt.stage for prompt in prompts].count("syllabus") == 2


def test_fewer_draws_than_wanted_are_noted():
    few = [{**session, "concepts": session["concepts"][:1]} for session in SESSIONS[:3]]
    _, others = driven(discipline(questions=50), {**REPLIES, "syllabus-structure": json.dumps(few)})
    assert [step for step in others if not isinstance(step, Example)] == [Note("fewer-draws-than-wanted", "s: 6 of 50")]
    assert len(others) == 7


@pytest.mark.parametrize(
    "fields", [{}, {"discipline": None}, {"discipline": 5}, {"discipline": ["Law"]}, {"discipline": " "}]
)
def test_a_seed_without_discipline_is_dropped(fields):
    assert codes(seed(fields), REPLIES) == ["no-discipline"]


@pytest.mark.parametrize("field", ["queries", "subjects", "questions"])
@pytest.mark.parametrize("value", [None, "many", "", [2], {}, 1.5, True, -1])
def test_a_number_of_the_wrong_type_is_a_problem(field, value):
    assert codes(discipline(**{field: value}), REPLIES) == ["fields-of-wrong-type"]


def test_a_language_without_prompts_is_a_problem():
    assert codes(seed({"discipline": "Recht"}, "de"), REPLIES) == ["language-without-prompts"]


@settings(max_examples=200, deadline=None)
@given(
    stage=st.sampled_from(tuple(REPLIES)),
    text=st.one_of(
        st.text(max_size=20),
        st.sampled_from(HOSTILE),
        st.recursive(st.none() | st.text(max_size=3), st.lists).map(json.dumps),
    ),
)
def test_no_reply_makes_the_chain_fail(stage, text):
    for step in driven(discipline(questions=2), {**REPLIES, stage: text})[1]:
        assert isinstance(step, Example | Problem | Note)


SIZES = st.lists(st.integers(1, 8), min_size=3, max_size=8)


@given(key=st.text(max_size=5), sizes=SIZES, limit=st.integers(0, 40))
def test_no_draw_is_made_twice(key, sizes, limit):
    found = list(draws(key, sizes, limit))
    assert len(set(found)) == len(found) <= limit


@given(key=st.text(max_size=5), sizes=SIZES, limit=st.integers(0, 40))
def test_draws_depend_on_their_arguments_alone(key, sizes, limit):
    assert list(draws(key, sizes, limit)) == list(draws(key, tuple(sizes), limit))


@given(key=st.text(max_size=5), sizes=SIZES, small=st.integers(0, 20), more=st.integers(0, 20))
def test_a_larger_limit_only_adds_draws(key, sizes, small, more):
    found = list(draws(key, sizes, small))
    assert list(draws(key, sizes, small + more))[: len(found)] == found


@given(key=st.text(max_size=5), sizes=SIZES, limit=st.integers(1, 40))
def test_draws_stay_within_the_syllabus(key, sizes, limit):
    for draw in draws(key, sizes, limit):
        assert len(draw.sessions) == len(draw.concepts) == len(set(draw.sessions)) in (1, 2)
        assert draw.sessions == tuple(sorted(draw.sessions))
        assert len(draw.sessions) <= sum(map(len, draw.concepts)) <= MOST_CONCEPTS
        for session, places in zip(draw.sessions, draw.concepts, strict=True):
            assert 0 <= session < len(sizes)
            assert places
            assert list(places) == sorted(set(places))
            assert 0 <= places[0] <= places[-1] < sizes[session]


@given(key=st.text(max_size=5), sizes=SIZES)
def test_both_strategies_occur(key, sizes):
    assert {len(draw.sessions) for draw in draws(key, sizes, 3)} == {1, 2}


@given(key=st.text(max_size=5), sizes=SIZES)
def test_all_sessions_are_reached_in_turn(key, sizes):
    found = list(draws(key, sizes, 2 * len(sizes)))
    assert {session for draw in found for session in draw.sessions} == set(range(len(sizes)))


@given(key=st.text(max_size=5), small=st.integers(0, 4))
def test_a_session_with_nothing_new_does_not_hold_up_the_others(key, small):
    sizes = [6] * 5
    sizes[small] = 1
    assert len(list(draws(key, sizes, 40))) == 40


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


@pytest.mark.parametrize("name", ["taxonomy.jsonl", "recording.jsonl"])
def test_the_starter_files_are_what_the_curriculum_gives(name):
    assert (STARTER / name).read_text(encoding="utf-8") == recorded()[name], "run plugins/generalist/record.py"


def test_the_recording_answers_every_prompt_of_its_taxonomy():
    recording, taxonomy = (
        [json.loads(line) for line in (STARTER / name).read_text(encoding="utf-8").splitlines()]
        for name in ("recording.jsonl", "taxonomy.jsonl")
    )
    replies = {entry["key"]: Reply(entry["text"], entry["model"]) for entry in recording}
    for fields in taxonomy:
        made = Seed(fields["id"], "starter", fields["language"], "cc0-1.0", "o", fields)
        examples = [step for step in drive(made, lambda prompt: replies[prompt.key()]) if isinstance(step, Example)]
        assert len(examples) == fields["questions"]
        assert not [problem for example in examples for problem in TASK.validate(example)]
