"""Reading comprehension: what else is asked about spans, numbers and dates, and questions on several documents."""

from typing import Any

import pytest
from hum_hub_plugin_mrc.gold import Reading, Wording
from hum_hub_plugin_mrc.task import ReadingComprehension

from hum_hub import Example, Field, Label, Note, Schema, Seed, Value
from hum_hub.testing import check_task, examples_of

TASK = ReadingComprehension()
PASSAGE = {
    "en": "The old ferry was sold in 1998. A bridge now crosses the strait, and the ferry is a cafe.",
    "zh": "老渡船于1998年卖掉了。如今一座桥跨过海峡，渡船成了咖啡馆。",
}
DOCUMENTS = [
    {"title": "Ferry", "text": "The old ferry was sold in 1998. A bridge now crosses the strait.", "supporting": True},
    {"title": "Bridge", "text": "The bridge was built by Ann Ray in 1998."},
    "The strait is deep.",
]


def seed(question: dict[str, Any], *subtasks: str, language: str = "en") -> Seed:
    place = {"documents": DOCUMENTS} if subtasks[0] == "hops" else {"passage": PASSAGE[language]}
    fields = {**place, "question": "What now?", **question}
    return Seed("s", "test", language, "cc0-1.0", "o", fields, subtasks)


def steps_of(question: dict[str, Any], *subtasks: str, language: str = "en") -> list[Any]:
    return list(TASK.read(seed(question, *subtasks, language=language)))


def codes(question: dict[str, Any], subtask: str) -> list[str]:
    found, problems = examples_of(TASK, [seed(question, subtask)])
    assert bool(problems) != bool(found)
    return [problem.code for problem in problems]


def gold(question: dict[str, Any], subtask: str) -> Reading:
    (example,) = (step for step in steps_of(question, subtask) if not isinstance(step, Note))
    assert isinstance(example, Example), example
    assert list(TASK.validate(example)) == []
    return example.gold


def schema(*names: str) -> Schema:
    return Schema("en", (Field("answer", "label"),), tuple(Label(key, key) for key in names))


AUXILIARY = ("span", "answerable", "evidence", "asking")


def test_a_source_may_ask_more_about_its_spans():
    found, problems = examples_of(TASK, [seed({"answer": "1998"}, *AUXILIARY)])
    assert problems == []
    assert [(example.source_id, example.subtasks) for example in found] == [
        ("s", ("span", "answerable", "evidence")),
        ("s/asking", ("asking",)),
    ]
    first, asking = found
    assert TASK.answer(first, "answerable", schema("yes", "no")) == ((Value("yes"),),)
    assert TASK.answer(first, "evidence", schema()) == ((Value("The old ferry was sold in 1998."),),)
    assert asking.inputs == (("passage", PASSAGE["en"]), ("answer", "1998"))
    assert TASK.answer(asking, "asking", schema()) == ((Value("What now?"),),)
    assert {row.subtask for row in check_task(TASK, [seed({"answer": "1998"}, "span", "evidence", "asking")])} == {
        "span",
        "evidence",
        "asking",
    }


def test_a_question_without_an_answer_is_only_asked_for_that():
    (example,) = steps_of({"type": "unanswerable"}, *AUXILIARY)
    assert example.subtasks == ("span", "answerable")
    assert TASK.answer(example, "answerable", schema("yes", "no")) == ((Value("no"),),)
    assert [element.key for element in TASK.elements(example, "answerable")] == ["yes", "no"]


def test_a_source_need_not_ask_for_the_spans_themselves():
    (answerable,) = steps_of({"type": "unanswerable"}, "answerable")
    assert answerable.subtasks == ("answerable",)
    (asking,) = steps_of({"answer": "1998"}, "asking")
    assert asking.subtasks == ("asking",)
    assert codes({"type": "unanswerable"}, "asking") == ["no-answer"]
    assert codes({"answer": "ferry"}, "evidence") == ["no-evidence-sentence"]


def test_only_spans_have_auxiliary_questions():
    (example,) = steps_of({"type": "free", "answer": "in 1998"}, "span", "evidence", "asking")
    assert example.subtasks == ("free",)


@pytest.mark.parametrize(
    "question",
    [
        {"answer": "ferry"},
        {"answer": "1998. A bridge"},
        {"answers": ["1998", "A bridge"]},
        {"answers": ["1998", "ferry"]},
    ],
)
def test_evidence_is_one_sentence_that_holds_every_answer(question):
    *notes, example = steps_of(question, "span", "evidence")
    assert notes[-1].code == "no-evidence-sentence"
    assert example.subtasks == ("span",)


def test_evidence_in_a_chinese_passage():
    (example,) = steps_of({"passage": PASSAGE["zh"], "answer": "一座桥"}, "evidence", language="zh")
    ((value,),) = TASK.answer(example, "evidence", schema())
    assert value == Value("如今一座桥跨过海峡，渡船成了咖啡馆。")
    assert PASSAGE["zh"][value.start : value.end] == value.text


@pytest.mark.parametrize(("answer", "text"), [(7, "7"), (2.5, "2.5"), ("1,200 ", "1,200"), ("三", "三")])
def test_a_number_is_written_as_given(answer, text):
    assert gold({"answer": answer}, "number").answers == (Wording(text),)


@pytest.mark.parametrize(
    ("answer", "code"), [(True, "fields-of-wrong-type"), ("", "no-answer"), ("many", "not-a-number")]
)
def test_what_is_no_number_is_dropped(answer, code):
    assert codes({"answer": answer}, "number") == [code]


def test_a_date_stands_in_the_passage():
    assert gold({"answer": "1998"}, "date").answers == (Wording("1998", 26, 30),)
    assert codes({"answer": "May 1998"}, "date") == ["answer-not-in-passage"]
    assert codes({"answers": []}, "date") == ["no-answer"]


JOINED = (
    "Ferry\nThe old ferry was sold in 1998. A bridge now crosses the strait.\n\n"
    "Bridge\nThe bridge was built by Ann Ray in 1998.\n\n"
    "The strait is deep."
)


def test_documents_are_joined_under_their_titles():
    (example,) = steps_of({"answer": "Ann Ray"}, "hops", "supports")
    assert example.inputs == (("documents", JOINED), ("question", "What now?"))
    assert example.subtasks == ("hops", "supports")
    assert example.gold.supports == (Wording("Ferry", 0, 5),)
    ((value,),) = TASK.answer(example, "hops", schema())
    assert (value.input, JOINED[value.start : value.end]) == ("documents", "Ann Ray")
    assert TASK.answer(example, "supports", schema()) == ((Value("Ferry"),),)


def test_an_answer_may_name_its_document():
    start = JOINED.index("1998", JOINED.index("Ann"))
    assert gold({"answer": {"text": "1998", "document": 1}}, "hops").answers == (Wording("1998", start, start + 4),)
    assert gold({"answer": {"text": "The", "document": 2, "start": 0}}, "hops").answers[0].start == JOINED.rindex("The")
    assert codes({"answer": {"text": "deep", "document": 1}}, "hops") == ["answer-not-in-passage"]
    assert codes({"answer": {"text": "The strait", "document": 1, "start": 42}}, "hops") == ["answer-not-at-offset"]
    assert codes({"answer": {"text": "deep", "document": 3}}, "hops") == ["no-such-document"]
    assert codes({"answer": {"text": "deep", "document": True}}, "hops") == ["no-such-document"]


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        (
            [{"title": "A", "text": "rain", "supporting": True}, {"title": "A", "text": "snow"}],
            "title-of-several-documents",
        ),
        ([{"text": "rain", "supporting": True}, "snow"], "supporting-document-without-title"),
    ],
)
def test_documents_that_no_title_tells_apart_are_not_asked_for(documents, code):
    first, note, example = steps_of({"documents": documents, "answer": "rain"}, "hops", "supports")
    assert [first.code, note.code] == [code, "no-supporting-title"]
    assert example.subtasks == ("hops",)


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        ([], "no-documents"),
        ("rain", "fields-of-wrong-type"),
        (None, "fields-of-wrong-type"),
        ([None], "fields-of-wrong-type"),
        ([{"title": "A"}], "fields-of-wrong-type"),
        ([{"title": 5, "text": "rain"}], "fields-of-wrong-type"),
        (["rain", " "], "blank-document"),
        ([{"title": "A\nB", "text": "rain"}], "title-of-several-lines"),
    ],
)
def test_documents_that_do_not_fit_are_a_problem(documents, code):
    assert codes({"documents": documents, "answer": "rain"}, "hops") == [code]


def test_a_question_needs_the_page_it_is_about():
    assert codes({"documents": ["1998"], "answer": "1998"}, "span") == ["no-passage"]
    assert [step.code for step in TASK.read(seed({"type": "hops", "answer": "1998"}, "span"))] == ["no-documents"]
    (example,) = steps_of({"type": "unanswerable"}, "hops")
    assert (example.subtasks, example.gold.answers) == (("hops",), ())
