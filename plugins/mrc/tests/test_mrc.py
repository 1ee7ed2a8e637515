"""Reading comprehension: what is read, what is dropped and why."""

from typing import Any

import pytest
from hum_hub_plugin_mrc.gold import Reading, Wording
from hum_hub_plugin_mrc.task import ReadingComprehension
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Example, Field, Note, Problem, Schema, Seed
from hum_hub.testing import HOSTILE, check_task, examples_of

TASK = ReadingComprehension()
PASSAGE = {
    "en": "The old ferry was sold in 1998. A bridge now crosses the strait, and the ferry is a cafe.",
    "zh": "老渡船于1998年卖掉了。如今一座桥跨过海峡，渡船成了咖啡馆。",
}
ANSWERS = {"en": ("1998", "A bridge"), "zh": ("1998年", "一座桥")}
DOCUMENTS = [
    {"title": "Ferry", "text": "The old ferry was sold in 1998. A bridge now crosses the strait.", "supporting": True},
    {"title": "Bridge", "text": "The bridge was built by Ann Ray in 1998."},
    "The strait is deep.",
]


def seed(question: dict[str, Any], *subtasks: str, language: str = "en") -> Seed:
    place = {"documents": DOCUMENTS} if {"hops", "supports"} & set(subtasks) else {"passage": PASSAGE[language]}
    fields = {
        **place,
        "question": "What now?",
        "history": "Q: Hello?",
        "blank": "the ___",
        **question,
    }
    return Seed("s", "test", language, "cc0-1.0", "o", fields, subtasks)


def steps(question: dict[str, Any], subtask: str = "span") -> list[Any]:
    return list(TASK.read(seed(question, subtask)))


def codes(question: dict[str, Any], subtask: str = "span") -> list[str]:
    found, problems = examples_of(TASK, [seed(question, subtask)])
    assert bool(problems) != bool(found)
    return [problem.code for problem in problems]


def gold(question: dict[str, Any], subtask: str = "span") -> Reading:
    (example,) = (step for step in steps(question, subtask) if not isinstance(step, Note))
    assert isinstance(example, Example), example
    assert list(TASK.validate(example)) == []
    return example.gold


def asked(subtask: str, language: str) -> list[dict[str, Any]]:
    first, second = ANSWERS[language]
    if subtask in ("choice", "cloze"):
        return [{"choices": [first, second, "A. x"], "correct": 1}, {"choices": ["b", "a"], "answer": "b"}]
    if subtask == "boolean":
        return [{"answer": answer} for answer in ("yes", "no", "depends", True)]
    if subtask == "spans":
        return [{"answers": [second, first]}, {"answers": [first]}]
    if subtask == "number":
        return [{"answer": 7}, {"answer": "7.5"}, {"answers": ["七", "7"]}]
    if subtask in ("hops", "supports"):
        return [{"answer": "Ann Ray"}, {"answers": ["bridge", "A bridge"]}]
    if subtask in ("date", "evidence", "asking"):
        return [{"answer": first}, {"answers": [second, {"text": second}]}]
    return [{"answer": first}, {"answers": [second, {"text": first}]}, {"answers": []}]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", TASK.subtasks)
def test_every_subtask_keeps_the_laws(subtask, language):
    seeds = [seed(question, subtask, language=language) for question in asked(subtask, language)]
    rows = check_task(TASK, seeds)
    assert {(row.subtask, row.input_language) for row in rows} == {(subtask, language)}


def test_a_question_without_an_answer_in_the_passage_is_a_span_that_is_not_there():
    (example,) = steps({"type": "unanswerable"})
    assert (example.subtasks, example.gold) == (("span",), Reading())
    seeds = [seed({"answer": "1998"}, "span"), seed({"type": "unanswerable", "answer": "ignored"}, "span")]
    assert check_task(TASK, seeds)


def test_each_question_on_a_passage_is_an_example_of_its_own():
    questions = [
        {"id": "a", "question": "When?", "answer": "1998"},
        {"question": "Was it?", "type": "boolean", "answer": "no"},
        {"id": "c"},
    ]
    found, problems = examples_of(TASK, [seed({"questions": questions}, "span")])
    assert [(example.source_id, example.subtasks) for example in found] == [("s/a", ("span",)), ("s/1", ("boolean",))]
    assert [problem.code for problem in problems] == ["fields-of-wrong-type"]


def test_an_answer_knows_its_place():
    assert gold({"answer": "1998"}).answers == (Wording("1998", 26, 30),)
    assert gold({"answers": [{"text": "ferry", "start": 8}]}).answers == (Wording("ferry", 8, 13),)
    assert gold({"answer": "ferry", "occurrence": 2}).answers == (Wording("ferry", 73, 78),)


def test_several_spans_stand_in_the_order_of_the_passage():
    assert [wording.text for wording in gold({"answers": ["A bridge", "1998"]}, "spans").answers] == [
        "1998",
        "A bridge",
    ]


def test_the_first_of_the_accepted_wordings_is_the_answer():
    answers = ["A bridge", "bridge", "A bridge"]
    assert [wording.text for wording in gold({"answers": answers}).answers] == ["A bridge", "bridge"]


def test_an_answer_that_occurs_again_has_no_place():
    note, example = steps({"answer": "ferry"})
    assert isinstance(note, Note)
    assert note.code == "answer-occurs-again"
    assert example.gold.answers == (Wording("ferry"),)
    assert check_task(TASK, [seed({"answer": "ferry"}, "span")])


def test_blanks_around_an_answer_are_left_out_and_noted():
    note, example = steps({"answer": " 1998"})
    assert note.code == "blanks-around-answer"
    assert example.gold.answers == (Wording("1998", 26, 30),)


@pytest.mark.parametrize("subtask", ["span", "spans", "dialogue"])
@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"answer": "in 2005"}, "answer-not-in-passage"),
        ({"answer": "ferry", "occurrence": 3}, "answer-not-in-passage"),
        ({"answers": [{"text": "1998", "start": 25}]}, "answer-not-at-offset"),
        ({"answers": [{"text": "1998", "start": -4}]}, "answer-not-at-offset"),
        ({"answers": [{"text": "1998", "start": "26"}]}, "answer-not-at-offset"),
        ({"answers": [{"text": "he", "start": True}]}, "answer-not-at-offset"),
        ({"answer": " "}, "blank-answer"),
        ({"answer": ""}, "blank-answer"),
        ({"answers": "1998"}, "fields-of-wrong-type"),
        ({"answers": {"text": "1998"}}, "fields-of-wrong-type"),
        ({"answers": None}, "fields-of-wrong-type"),
        ({"answers": [5]}, "fields-of-wrong-type"),
        ({"answers": [["1998"]]}, "fields-of-wrong-type"),
        ({"answers": [{"start": 3}]}, "fields-of-wrong-type"),
        ({"answer": None}, "fields-of-wrong-type"),
        ({"answer": "ferry", "occurrence": "2"}, "fields-of-wrong-type"),
        ({"answer": "ferry", "occurrence": 1.5}, "fields-of-wrong-type"),
        ({}, "fields-of-wrong-type"),
    ],
)
def test_a_span_that_does_not_fit_is_a_problem(subtask, question, code):
    assert codes(question, subtask) == [code]


def test_several_spans_need_at_least_one():
    assert codes({"answers": []}, "spans") == ["no-answer"]


@pytest.mark.parametrize("subtask", ["choice", "cloze"])
@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"choices": ["a bridge", " "], "correct": 0}, "blank-choice"),
        ({"choices": ["a bridge", 5], "correct": 0}, "blank-choice"),
        ({"choices": ["a bridge", None], "correct": 0}, "blank-choice"),
        ({"choices": ["a bridge", "A  Bridge"], "correct": 0}, "equal-choices"),
        ({"choices": ["a bridge"], "correct": 0}, "too-few-or-many-choices"),
        ({"choices": [], "correct": 0}, "too-few-or-many-choices"),
        ({"choices": [f"choice {number}" for number in range(27)], "correct": 0}, "too-few-or-many-choices"),
        ({"choices": ["a", "b"], "correct": 2}, "answer-not-among-choices"),
        ({"choices": ["a", "b"], "correct": -1}, "answer-not-among-choices"),
        ({"choices": ["a", "b"], "correct": True}, "answer-not-among-choices"),
        ({"choices": ["a", "b"], "correct": "a"}, "answer-not-among-choices"),
        ({"choices": ["a", "b"], "answer": "c"}, "answer-not-among-choices"),
        ({"choices": ["a", "b"], "answer": ["a"]}, "answer-not-among-choices"),
        ({"choices": ["a", "b"]}, "fields-of-wrong-type"),
        ({"choices": "ab", "correct": 0}, "fields-of-wrong-type"),
        ({"choices": {"a": 1, "b": 2}, "correct": 0}, "fields-of-wrong-type"),
        ({"choices": None, "correct": 0}, "fields-of-wrong-type"),
        ({"correct": 0}, "fields-of-wrong-type"),
    ],
)
def test_choices_that_do_not_fit_are_a_problem(subtask, question, code):
    assert codes(question, subtask) == [code]


@pytest.mark.parametrize("answer", ["maybe", "", None, 1, ["yes"], {"yes": True}])
def test_a_boolean_is_yes_or_no_or_depends(answer):
    assert codes({"answer": answer}, "boolean") == ["not-yes-or-no"]


@pytest.mark.parametrize(
    ("question", "choices", "correct"),
    [
        ({"answer": True}, ("yes", "no"), 0),
        ({"answer": "No"}, ("yes", "no"), 1),
        ({"answer": "depends"}, ("yes", "no", "depends"), 2),
        ({"answer": False, "depends": True}, ("yes", "no", "depends"), 1),
    ],
)
def test_depends_is_offered_only_where_it_can_be_the_answer(question, choices, correct):
    assert gold(question, "boolean") == Reading(choices=choices, correct=correct)


@pytest.mark.parametrize("answers", [None, 5, "abc", [5], [None], [["a"]], [{}]])
def test_a_free_answer_of_the_wrong_type_is_a_problem(answers):
    assert codes({"answers": answers}, "free") == ["fields-of-wrong-type"]


@pytest.mark.parametrize("passage", [None, "", " \n", 5, ["a"]])
def test_a_seed_without_passage_is_dropped(passage):
    assert codes({"passage": passage, "answer": "1998"}) == ["no-passage"]


@pytest.mark.parametrize(("subtask", "field"), [("span", "question"), ("boolean", "question"), ("cloze", "blank")])
@pytest.mark.parametrize("text", [None, "", " ", 5, ["a"]])
def test_a_question_has_to_be_asked(subtask, field, text):
    assert codes({field: text, "answer": "1998"}, subtask) == ["no-question"]


def test_a_dialogue_may_begin_without_history():
    assert gold({"history": "", "answer": "1998"}, "dialogue").answers


@pytest.mark.parametrize("questions", [None, 5, True, [None], [5], ["a"], [[]], "abc", {"question": "When?"}])
def test_questions_of_the_wrong_type_are_a_problem(questions):
    assert set(codes({"questions": questions})) == {"fields-of-wrong-type"}


def test_a_question_of_an_unknown_type_is_a_problem():
    assert codes({"type": "riddle", "answer": "1998"}) == ["unknown-question-type"]
    assert [step.code for step in TASK.read(seed({"answer": "1998"}))] == ["unknown-question-type"]
    assert codes({"type": ["span"], "answer": "1998"}) == ["fields-of-wrong-type"]


@pytest.mark.parametrize(
    ("subtask", "reading", "code"),
    [
        ("span", Reading((Wording("1998", 25, 29),)), "answer-not-in-passage"),
        ("span", Reading((Wording("2005"),)), "answer-not-in-passage"),
        ("spans", Reading(), "no-answer"),
        ("date", Reading(), "no-answer"),
        ("date", Reading((Wording("2005"),)), "answer-not-in-passage"),
        ("number", Reading(), "no-answer"),
        ("number", Reading((Wording("many"),)), "not-a-number"),
        ("answerable", Reading((Wording("2005"),)), "answer-not-in-passage"),
        ("evidence", Reading(), "no-evidence-sentence"),
        ("evidence", Reading((Wording("ferry"),)), "no-evidence-sentence"),
        ("choice", Reading(choices=("a", "b"), correct=2), "no-right-choice"),
        ("choice", Reading(choices=("a", "b")), "no-right-choice"),
        ("choice", Reading(choices=("a", "a"), correct=0), "equal-choices"),
    ],
)
def test_gold_that_does_not_fit_is_a_problem(subtask, reading, code):
    example = seed({}, subtask).example({"passage": PASSAGE["en"], "question": "When?"}, reading)
    assert [problem.code for problem in TASK.validate(example)] == [code]


@pytest.mark.parametrize(
    ("inputs", "subtask", "reading", "code"),
    [
        ({"passage": "It rained.", "answer": "snow"}, "asking", Reading((Wording("What?"),)), "answer-not-in-passage"),
        ({"passage": "It rained.", "answer": "rained"}, "asking", Reading(), "no-answer"),
        (
            {"documents": "A\nIt rained.", "question": "?"},
            "hops",
            Reading((Wording("A", 1, 2),)),
            "answer-not-in-passage",
        ),
        ({"documents": "A\nIt rained.", "question": "?"}, "supports", Reading(), "no-supporting-title"),
        (
            {"documents": "A\nIt rained.", "question": "?"},
            "supports",
            Reading(supports=(Wording("B", 0, 1),)),
            "title-not-in-documents",
        ),
    ],
)
def test_gold_with_other_inputs_is_held_to_them(inputs, subtask, reading, code):
    example = seed({}, subtask).example(inputs, reading)
    assert [problem.code for problem in TASK.validate(example)] == [code]


SCHEMA = Schema("en", (Field("answer", "text"),), many=False)


def test_the_other_correct_answers_stand_beside_the_first():
    (example,) = steps({"answers": ["A bridge", "bridge", {"text": "ferry", "start": 8}]})
    ((value,),) = TASK.answer(example, "span", SCHEMA)
    assert (value.text, value.start, value.end, value.input) == ("A bridge", 32, 40, "passage")
    assert [(other.text, other.start, other.end, other.input) for other in value.also] == [
        ("bridge", 34, 40, "passage"),
        ("ferry", 8, 13, "passage"),
    ]


def test_of_several_spans_none_stands_in_for_another():
    (example,) = steps({"answers": ["1998", "A bridge"]}, "spans")
    assert all(value.also == () for (value,) in TASK.answer(example, "spans", SCHEMA))


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 90),
        st.floats(0, 9),
        st.sampled_from(("1998", "ferry", "yes", *TASK.subtasks, *HOSTILE)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ("id", "question", "type", "answers", "answer", "text", "start", "choices", "correct", "title")
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=12,
)
FIELDS = (
    "passage",
    "questions",
    "question",
    "type",
    "answers",
    "answer",
    "occurrence",
    "choices",
    "correct",
    "history",
    "blank",
    "depends",
    "documents",
)


@settings(max_examples=300, deadline=None)
@given(
    fields=st.dictionaries(st.sampled_from(FIELDS), st.one_of(JUNK, st.lists(JUNK, max_size=3)), max_size=6),
    subtask=st.sampled_from(tuple(TASK.subtasks)),
)
def test_no_fields_make_the_reader_fail(fields, subtask):
    for step in TASK.read(seed(fields, subtask)):
        assert isinstance(step, Example | Problem | Note)
        if isinstance(step, Example):
            assert {problem.code for problem in TASK.validate(step)} <= {"no-answer", "not-a-number"}
            for name in step.subtasks:
                assert all(isinstance(element.key, str) for element in TASK.elements(step, name))
