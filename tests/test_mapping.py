"""The mapping language: what a program may use, and what becomes of its results."""

import json

import pytest

from hum_hub import Problem, SourceError
from hum_hub.craft.guidelines import read_guidelines
from hum_hub.errors import RecipeError
from hum_hub.registry.loading import load
from hum_hub.sources.mapping import layouts, mapping, text_id

REGISTRY = load([], only=())

LAYOUTS = ["@chunks", "@event-ontology", "@event-roles", "@property-names", "@squad", "@squad-flat"]


def applied(program, item=None):
    return list(mapping(program).apply(item, "a:1"))


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("env", "env"),
        ("{home: env.HOME}", "env"),
        ("{a: 1, home: env}", "env"),
        ("$ENV", "$ENV"),
        ("{home: $ENV.HOME}", "$ENV"),
        ("input", "input"),
        ("[inputs]", "inputs"),
        ("{a: input_filename}", "input_filename"),
        ("{a: now}", "now"),
        ('{a: "\\(now)"}', "now"),
        ('{a: "x\\("\\(now)")y"}', "now"),
        ("def f: now; {a: f}", "now"),
        ("{a: (0 | localtime)}", "localtime"),
        ("debug", "debug"),
        ("{a: 1} | stderr", "stderr"),
        ("halt", "halt"),
        ('"x" | halt_error', "halt_error"),
        ('import "a" as a; .', "import"),
        ('include "a"; .', "include"),
    ],
)
def test_a_program_may_not_look_at_anything_but_its_item(program, word):
    with pytest.raises(RecipeError) as error:
        mapping(program)
    assert word in str(error.value)
    assert "depends on its inputs alone" in str(error.value)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("{a: .env}", {"a": 1}),
        ("{a: .now.input}", {"a": 2}),
        ("{env: 1, now : 2, input:3}", {"env": 1, "now": 2, "input": 3}),
        ('{a: "env now input $ENV"}', {"a": "env now input $ENV"}),
        ('{a: .["env"], "now": 2}', {"a": 1, "now": 2}),
        ('{a: ."env"}', {"a": 1}),
        ("{a: .environment, inputs_seen: .nowhere}", {"a": None, "inputs_seen": None}),
        ("# now and then\n{a: .env}", {"a": 1}),
        (".env as $env | {a: $env}", {"a": 1}),
    ],
)
def test_keys_and_strings_may_be_called_like_what_is_forbidden(program, expected):
    assert applied(program, {"env": 1, "now": {"input": 2}}) == [expected]


def test_a_program_that_does_not_compile_says_why():
    with pytest.raises(RecipeError, match=r"does not compile: .*syntax error"):
        mapping("{a: ")


def test_all_objects_are_results_and_what_is_none_is_a_problem():
    assert applied(".[]", [{"t": "渡"}, 5, {"t": "x"}]) == [
        {"t": "渡"},
        Problem("select-gave-no-object", "a:1: 5"),
        {"t": "x"},
    ]


def test_nothing_is_no_problem():
    assert applied("empty") == []


@pytest.mark.parametrize(
    "program", [".a.b", 'error("no")', "error(null)", "{a: (.x | tonumber)}", ".[0]", "{a: (1 / .zero)}"]
)
def test_a_program_that_fails_is_a_problem_with_its_place(program):
    (problem,) = applied(program, {"a": 1, "x": "no number", "zero": 0})
    assert problem.code == "select-failed"
    assert problem.detail.startswith("a:1: ")


def test_results_before_a_failure_are_kept():
    found = applied('{a: 1}, error("no")')
    assert found == [{"a": 1}, Problem("select-failed", "a:1: no")]


@pytest.mark.parametrize(
    "item",
    [object(), {1, 2}, {"a": object()}, {b"a": 1}, {"a": b"\xff"}],
    ids=["object", "set", "inside", "key", "bytes"],
)
def test_an_item_that_is_no_json_is_a_problem(item):
    (problem,) = applied(".", item)
    assert problem.code == "select-failed"


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\ude00\ud83d"])
def test_a_lone_surrogate_is_a_problem_and_never_replaced(text):
    (problem,) = applied(".", {"text": text})
    assert problem.code == "lone-surrogate"


@pytest.mark.parametrize("text", ["😀", "\x00\x1f\x7f", "\u2028\ufeff", "\\u0041", '"'])
def test_text_passes_unchanged(text):
    assert applied(".", {text: [text]}) == [{text: [text]}]


@pytest.mark.parametrize(
    ("value", "id"),
    [
        ("渡", "渡"),
        (5, "5"),
        (2**53 - 1, str(2**53 - 1)),
        (2**53, None),
        (-(2**53), None),
        (1e300, None),
        (True, None),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_an_id_that_jq_may_have_changed_is_no_text(value, id):
    assert text_id(value) == id


@pytest.mark.parametrize("name", ["@squid", "@../layouts/squad", "@./squad", "@"])
def test_an_unknown_layout_names_those_there_are(name):
    with pytest.raises(RecipeError, match=f"there is no layout '{name}'; hum-hub ships {', '.join(LAYOUTS)}$"):
        mapping(name)
    assert layouts() == LAYOUTS


def test_the_layout_of_squad():
    questions = [
        {"id": "q1", "question": "Who?", "answers": [{"text": "Ada", "answer_start": 0}]},
        {"id": 2, "question": "Where?", "answers": []},
        {"id": "q3", "question": "Why?", "is_impossible": True, "answers": []},
    ]
    assert applied("@squad", {"data": [{"paragraphs": [{"context": "Ada left.", "qas": questions}]}]}) == [
        {
            "id": "q1",
            "origin": "q1",
            "passage": "Ada left.",
            "questions": [
                {"id": "q1", "question": "Who?", "type": "span", "answers": [{"text": "Ada", "start": 0}]},
                {"id": "2", "question": "Where?", "type": "unanswerable", "answers": []},
                {"id": "q3", "question": "Why?", "type": "unanswerable", "answers": []},
            ],
        }
    ]


def test_the_flat_layout_of_squad():
    question = {"query_id": "P1Q1", "query_text": "建于哪一年？", "answers": ["1890年"]}
    assert applied("@squad-flat", [{"context_id": 1, "context_text": "建于1890年。", "qas": [question]}]) == [
        {
            "id": "1",
            "origin": "1",
            "passage": "建于1890年。",
            "questions": [{"id": "P1Q1", "question": "建于哪一年？", "type": "span", "answers": ["1890年"]}],
        }
    ]


def test_the_layout_of_chunks():
    utterance = {"data": [{"text": "wake me at "}, {"text": "seven", "entity": "time"}]}
    assert applied("@chunks", {"SetAlarm": [utterance, {"data": []}]}) == [
        {
            "id": "SetAlarm-0",
            "label": "SetAlarm",
            "chunks": [{"text": "wake me at ", "label": None}, {"text": "seven", "label": "time"}],
        },
        {"id": "SetAlarm-1", "label": "SetAlarm", "chunks": []},
    ]


def test_the_layout_of_property_names():
    spouse, first, child = (
        {"kind": "relation", "definition": {}, "symmetric": False, "inverse": {}, **known}
        for known in (
            {"key": "P26", "name": {"en": "spouse"}, "definition": {"en": ["married to"]}, "symmetric": True},
            {"key": "P735", "name": {"en": "given name"}},
            {"key": "P40", "name": {"en": "child"}, "inverse": {"en": "is a child of"}},
        )
    )
    table = {
        "P26": ["spouse", "married to"],
        "P735": ["given name", "No description defined"],
        "P40": ["child", "No description defined"],
    }
    assert sorted(applied("@property-names", table), key=lambda one: one["key"]) == [spouse, child, first]


def test_the_layout_of_an_event_ontology():
    roles = {
        "Agent": {"arg_name": "Acting_person", "arg_desc": "Who does it."},
        "Time": {"arg_name": "Time", "arg_desc": ""},
    }
    ontology = {"Arriving": {"frames": [{"description": "Something arrives."}], "arguments": roles}}
    event, agent, time = applied("@event-ontology", ontology)
    assert (event["key"], event["kind"]) == ("Arriving", "event")
    assert event["definition"] == {"en": ["Something arrives."]}
    assert event["roles"]["Agent"] == {"name": {"en": "Acting person"}, "definition": {"en": "Who does it."}}
    assert agent == {
        "key": "Arriving/Agent",
        "kind": "role",
        "name": {"en": "Acting person"},
        "definition": {"en": ["Who does it."]},
    }
    assert (time["key"], time["definition"]) == ("Arriving/Time", {})


def test_the_layout_of_the_roles_of_our_own_events():
    roles = {
        "buyer": {"name": {"en": "buyer", "zh": "买方"}, "definition": {"en": "Who buys.", "zh": "买入的一方。"}},
        "date": {"name": {"en": "date"}},
    }
    elements = [{"key": "acquisition", "kind": "event", "roles": roles}, {"key": "person", "kind": "entity"}]
    assert applied("@event-roles", {"element": elements}) == [
        {
            "key": "acquisition/buyer",
            "kind": "role",
            "name": {"en": "buyer", "zh": "买方"},
            "definition": {"en": ["Who buys."], "zh": ["买入的一方。"]},
        },
        {"key": "acquisition/date", "kind": "role", "name": {"en": "date"}, "definition": {}},
    ]


OTHERS = [None, 5, "x", [5], {"data": 5}, {"data": [{"paragraphs": [{"qas": 5}]}]}]


@pytest.mark.parametrize("layout", ["@squad", "@squad-flat", "@chunks"])
@pytest.mark.parametrize("item", OTHERS, ids=str)
def test_a_layout_on_another_file_ends_as_a_problem_or_nothing(layout, item):
    assert all(isinstance(one, Problem) for one in applied(layout, item))


@pytest.mark.parametrize("layout", ["@event-ontology", "@event-roles", "@property-names"])
@pytest.mark.parametrize("item", OTHERS, ids=str)
def test_a_layout_of_guidelines_on_another_file_is_an_error_or_gives_none(tmp_path, layout, item):
    (tmp_path / "other.json").write_text(json.dumps(item))
    try:
        assert read_guidelines(REGISTRY.open("file:other.json", tmp_path), layout) == []
    except SourceError as error:
        assert str(error).startswith("other.json: ")
