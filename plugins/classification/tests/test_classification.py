"""Text classification: what is read, what is dropped and why."""

from typing import Any

import pytest
from hum_hub_plugin_classification.gold import Aspect, Classes
from hum_hub_plugin_classification.task import TextClassification
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Example, Label, Note, Problem, Schema, Seed, Value
from hum_hub.testing import HOSTILE, check_task, examples_of

TASK = TextClassification()
TEXT = {"en": "The soup was cold, but the staff were kind.", "zh": "汤是凉的，但服务员很和气。"}
TERMS = {"en": ("soup", "staff"), "zh": ("汤", "服务员")}
ALONE = ("topic", "sentiment", "intent", "rating", "label", "question-type", "citation", "acceptability", "path")
BESIDE = {
    "inference": ("premise", "hypothesis"),
    "aspect-polarity": ("text", "aspect"),
    "dialogue-act": ("previous", "text"),
    "out-of-scope": ("text", "services"),
    "stance": ("text", "target"),
}
SINGLE = (*ALONE, *BESIDE)
SEVERAL = ("emotion", "labels")


def seed(fields: dict[str, Any], *subtasks: str, language: str = "en") -> Seed:
    return Seed("s", "test", language, "cc0-1.0", "o", {"text": TEXT[language], **fields}, subtasks)


def texts(language: str) -> dict[str, str]:
    return {
        "premise": TEXT[language],
        "hypothesis": TEXT[language][::-1],
        "aspect": TERMS[language][0],
        "previous": {"en": "How was it?", "zh": "味道怎么样？"}[language],
        "services": {"en": "weather, music, alarms", "zh": "天气、音乐、闹钟"}[language],
        "target": {"en": "cold soup", "zh": "凉汤"}[language],
    }


def codes(fields: dict[str, Any], *subtasks: str) -> list[str]:
    found, problems = examples_of(TASK, [seed(fields, *subtasks)])
    assert bool(problems) != bool(found)
    return [problem.code for problem in problems]


def aspect(term: Any, polarity: Any = "negative", **more: Any) -> dict[str, Any]:
    return {"term": term, "polarity": polarity, **more}


def test_the_lists_of_subtasks_are_complete():
    assert {*SINGLE, *SEVERAL, "aspects"} == set(TASK.subtasks)
    assert {name: subtask.window for name, subtask in TASK.subtasks.items() if subtask.window} == {
        "emotion": 6,
        "labels": 6,
    }


@pytest.mark.parametrize("subtask", BESIDE)
def test_two_texts_are_shown_in_their_order(subtask):
    (example,), _ = examples_of(TASK, [seed({**texts("en"), "label": "good"}, subtask)])
    assert tuple(name for name, _ in example.inputs) == BESIDE[subtask]
    assert tuple(name for name, _ in TASK.subtasks[subtask].inputs) == BESIDE[subtask]


def test_every_subtask_can_be_asked_for_and_headed_in_both_languages():
    for subtask in TASK.subtasks.values():
        assert all(len(set(subtask.statements[language])) >= 14 for language in ("en", "zh")), subtask.name
        for _, headings in subtask.inputs:
            assert all(len(set(headings[language])) >= 2 for language in ("en", "zh")), subtask.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_are_system_messages(language):
    assert len(set(TASK.system_messages[language])) == len(TASK.system_messages[language]) >= 10
    assert "system" not in TASK.subtasks


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", SINGLE)
def test_one_label_keeps_the_laws(subtask, language):
    seeds = [
        seed({**texts(language), "labels": [label]}, subtask, language=language) for label in ("good", "so_so", "bad")
    ]
    rows = check_task(TASK, seeds)
    assert {(row.subtask, row.input_language) for row in rows} == {(subtask, language)}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", SEVERAL)
def test_several_labels_keep_the_laws(subtask, language):
    seeds = [seed({"labels": labels}, subtask, language=language) for labels in (["joy", "fear"], ["joy"], ["anger"])]
    assert {row.subtask for row in check_task(TASK, seeds)} == {subtask}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_aspects_keep_the_laws(language):
    bad, good = TERMS[language]
    fields = {"aspects": [aspect(good, "positive"), aspect(bad, start=TEXT[language].index(bad))]}
    rows = check_task(TASK, [seed(fields, "aspects", language=language)])
    assert {(row.subtask, row.input_language) for row in rows} == {("aspects", language)}


def test_a_text_without_any_label_has_an_empty_answer():
    assert check_task(TASK, [seed({"labels": []}, "labels"), seed({"labels": ["joy"]}, "labels")])


def test_a_single_label_may_stand_under_label():
    (example,), problems = examples_of(TASK, [seed({"label": "food"}, "topic")])
    assert (example.gold, problems) == (Classes(("food",)), [])


def test_aspects_are_answered_in_the_order_of_the_text():
    (example,), _ = examples_of(TASK, [seed({"aspects": [aspect("staff", "positive"), aspect("soup")]}, "aspects")])
    schema = Schema("en", (), (Label("positive", "good"), Label("negative", "bad")), by=1)
    answer = TASK.answer(example, "aspects", schema)
    assert answer == ((Value("soup"), Value("bad")), (Value("staff"), Value("good")))


def test_more_general_labels_answer_for_those_they_cover():
    labels = (Label("pleasant", "pleasant", covers=("joy", "love")), Label("fear", "fear"), Label("anger", "anger"))
    schema = Schema("en", (), labels)
    (example,), _ = examples_of(TASK, [seed({"labels": ["love", "fear", "joy"]}, "emotion")])
    assert TASK.answer(example, "emotion", schema) == ((Value("pleasant"),), (Value("fear"),))
    (example,), _ = examples_of(TASK, [seed({"label": "love"}, "topic")])
    assert TASK.answer(example, "topic", schema) == ((Value("pleasant"),),)


def test_more_general_polarities_answer_for_those_they_cover():
    schema = Schema("en", (), (Label("judged", "judged", covers=("positive", "negative")),), by=1)
    aspects = [aspect("staff", "positive"), aspect("soup"), aspect("cold", "neutral")]
    (example,), _ = examples_of(TASK, [seed({"aspects": aspects}, "aspects")])
    answer = TASK.answer(example, "aspects", schema)
    assert answer == ((Value("soup"), Value("judged")), (Value("staff"), Value("judged")))


def test_labels_that_are_not_shown_are_not_answered():
    (example,), _ = examples_of(TASK, [seed({"labels": ["joy", "fear"]}, "emotion")])
    assert TASK.answer(example, "emotion", Schema("en", (), (Label("fear", "fright"),))) == ((Value("fright"),),)


def test_each_question_of_a_seed_is_an_example_of_its_own():
    fields = {"questions": [{"label": "food"}, {"label": "work", "text": "The staff were kind."}, {"label": 5}]}
    found, problems = examples_of(TASK, [seed(fields, "topic")])
    assert [example.source_id for example in found] == ["s/0", "s/1"]
    assert [example.text() for example in found] == [TEXT["en"], "The staff were kind."]
    assert [problem.code for problem in problems] == ["label-is-no-string"]


@pytest.mark.parametrize("subtask", SINGLE)
@pytest.mark.parametrize("labels", [[], ["good", "bad"]])
def test_a_single_label_has_to_be_one(subtask, labels):
    assert codes({**texts("en"), "labels": labels}, subtask) == ["not-one-label"]


@pytest.mark.parametrize("labels", [None, 5, "good", {"good": 1}, [5], [None], [["good"]], ["good", " "], [""]])
@pytest.mark.parametrize("subtask", ["topic", "labels"])
def test_labels_have_to_be_strings(subtask, labels):
    assert codes({"labels": labels}, subtask) == ["label-is-no-string"]


def test_a_label_that_stands_twice_is_a_problem():
    assert codes({"labels": ["joy", "joy"]}, "emotion") == ["label-twice"]


@pytest.mark.parametrize(
    ("aspects", "code"),
    [
        ([aspect("fish")], "aspect-not-at-offset"),
        ([aspect("soup", start=5)], "aspect-not-at-offset"),
        ([aspect("soup", start=-1)], "aspect-not-at-offset"),
        ([aspect("")], "aspect-not-at-offset"),
        ([aspect("he")], "aspect-occurs-again"),
        ([aspect("soup "), aspect("staff")], "aspect-not-in-text"),
        ([aspect("soup"), aspect("soup", "positive")], "aspect-twice"),
        ([aspect("soup", 5)], "label-is-no-string"),
        ([aspect("soup", None)], "label-is-no-string"),
        ([aspect("soup", ["negative"])], "label-is-no-string"),
        ([aspect("soup", " ")], "label-is-no-string"),
        ([aspect("he", start=True)], "fields-of-wrong-type"),
        ([aspect("soup", start="4")], "fields-of-wrong-type"),
        ([aspect("soup", start=4.0)], "fields-of-wrong-type"),
        ([aspect("soup", start=None)], "fields-of-wrong-type"),
        ([aspect(None)], "fields-of-wrong-type"),
        ([{"term": "soup"}], "fields-of-wrong-type"),
        ([None], "fields-of-wrong-type"),
        (["soup"], "fields-of-wrong-type"),
        ([["soup", "negative"]], "fields-of-wrong-type"),
        (None, "fields-of-wrong-type"),
        (5, "fields-of-wrong-type"),
    ],
)
def test_an_aspect_that_does_not_fit_is_a_problem(aspects, code):
    assert codes({"aspects": aspects}, "aspects") == [code]


@pytest.mark.parametrize("missing", [None, "", " \n", 5, ["a"]])
@pytest.mark.parametrize(
    ("subtask", "field"),
    [("topic", "text"), *((subtask, field) for subtask, fields in BESIDE.items() for field in fields)],
)
def test_every_text_has_to_be_there(subtask, field, missing):
    assert codes({**texts("en"), "label": "good", field: missing}, subtask) == ["no-text"]


def test_a_field_that_is_not_there_is_a_problem():
    assert codes({}, "topic") == ["fields-of-wrong-type"]
    assert codes({"label": "neutral", "premise": "It rained."}, "inference") == ["fields-of-wrong-type"]
    assert codes({}, "aspects") == ["fields-of-wrong-type"]


@pytest.mark.parametrize("questions", [None, 5, True, [None], [5], ["a"], [[]], "abc", {"label": "good"}])
def test_questions_of_the_wrong_type_are_a_problem(questions):
    assert set(codes({"questions": questions}, "topic")) == {"fields-of-wrong-type"}


@pytest.mark.parametrize(("start", "end"), [(-4, -1), (4, 4), (8, 4), (3, 8), (40, 99)])
def test_gold_has_to_stand_in_the_text(start, end):
    example = seed({}, "aspects").example({"text": TEXT["en"]}, Classes(aspects=(Aspect(start, end, "positive"),)))
    assert [problem.code for problem in TASK.validate(example)] == ["aspect-not-in-text"]


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 50), st.floats(0, 9), st.sampled_from(("soup", "he", "", *HOSTILE))
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ("text", "label", "labels", "aspects", "term", "polarity", "start", "premise", "hypothesis")
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)
INPUTS = ("text", "aspect", "premise", "hypothesis", "previous", "services", "target")
FIELDS = (*INPUTS, "labels", "label", "aspects", "questions")


@settings(max_examples=300, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(FIELDS), st.one_of(JUNK, st.lists(JUNK, max_size=3)), max_size=6))
def test_no_fields_make_the_reader_fail(fields):
    for step in TASK.read(seed(fields, *TASK.subtasks)):
        assert isinstance(step, Example | Problem | Note)
        if isinstance(step, Example) and not list(TASK.validate(step)):
            for subtask in step.subtasks:
                assert all(isinstance(element.key, str) for element in TASK.elements(step, subtask))
