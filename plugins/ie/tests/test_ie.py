"""Information extraction: what is read, what is dropped and why."""

from typing import Any

import pytest
from hum_hub_plugin_ie.task import InformationExtraction
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Example, Note, Problem, Seed
from hum_hub.testing import HOSTILE, check_task, examples_of

TASK = InformationExtraction()
TEXT = {
    "en": "The Bank of Ayr hired Ann Lee in Ayr. The ferry left the Ayr pier.",
    "zh": "青禾县教育局任命顾明川为校长。他毕业于师范大学。",
}
WORDS = {
    "en": ("Bank of Ayr", "Ayr", "hired", "Ann Lee", "The ferry", "left", "the Ayr pier"),
    "zh": ("青禾县教育局", "青禾县", "任命", "顾明川", "他", "毕业于", "师范大学"),
}


def place(word: str, language: str = "en", **more: Any) -> dict[str, Any]:
    start = TEXT[language].index(word)
    return {"start": start, "end": start + len(word), "text": word, **more}


def seed(fields: dict[str, Any], *subtasks: str, language: str = "en") -> Seed:
    return Seed("s", "test", language, "cc0-1.0", "o", {"text": TEXT[language], **fields}, subtasks)


def annotated(language: str) -> dict[str, Any]:
    office, county, hired, person, subject, verb, thing = WORDS[language]
    return {
        "mentions": [
            place(office, language, id="a", label="organization"),
            place(county, language, id="b", label="place"),
            place(hired, language, id="t", label="!appointment"),
            place(person, language, id="c", label="person"),
        ],
        "relations": [
            ["c", "works for", "a"],
            ["c", "lives in", "b"],
            {"head": "a", "label": "located in", "tail": place(county, language)},
        ],
        "events": [{"trigger": "t", "arguments": [["employer", "a"], {"role": "employee", "mention": "c"}]}],
        "clusters": [["c", place(subject, language)], ["a"]],
        "tuples": [[subject, verb, thing]],
        "offered": {
            "entities": ["person", "ship", "place", "organization"],
            "relations": ["works for", "lives in", "located in", "owns"],
            "events": {"appointment": ["employer", "employee", "place"], "sale": []},
        },
    }


def steps(fields: dict[str, Any], *subtasks: str) -> list[Any]:
    return list(TASK.read(seed(fields, *subtasks)))


def codes(fields: dict[str, Any], *subtasks: str) -> list[str]:
    return [step.code for step in steps(fields, *subtasks) if not isinstance(step, Example)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", TASK.subtasks)
def test_every_subtask_keeps_the_laws(subtask, language):
    fields = annotated(language)
    if subtask == "slots":
        fields = {"mentions": [mention for mention in fields["mentions"] if mention["label"][0] != "!"]}
    if subtask in ("quantities", "aspect-terms"):
        label = {"quantities": "date", "aspect-terms": "aspect"}[subtask]
        fields = {"mentions": [{**mention, "label": label} for mention in fields["mentions"][:2]]}
    rows = check_task(TASK, [seed(fields, subtask, language=language)])
    assert {(row.subtask, row.input_language) for row in rows} == {(subtask, language)}


MAY_BE_EMPTY = ("entities", "mentions", "open-entities", "slots", "relations", "events", "triggers", "coreference")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", MAY_BE_EMPTY)
def test_a_text_without_annotations_has_an_empty_answer(subtask, language):
    assert check_task(
        TASK, [seed({}, subtask, language=language), seed(annotated(language), subtask, language=language)]
    )


def test_one_text_gives_one_example_for_all_that_asks_about_the_whole_of_it():
    found, problems = examples_of(TASK, [seed(annotated("en"), *TASK.subtasks)])
    assert problems == []
    whole, *parts = found
    assert set(whole.subtasks) == set(TASK.subtasks) - {part.subtasks[0] for part in parts}
    assert whole.inputs == (("text", TEXT["en"]),)
    assert [part.source_id for part in parts] == [
        "s/typing-0",
        "s/0",
        "s/1",
        "s/2",
        "s/typed-relations-0",
        "s/card-0",
        "s/arguments-0",
        "s/table-0",
    ]


def test_each_relation_of_a_text_is_asked_about_by_itself():
    found, _ = examples_of(TASK, [seed(annotated("en"), "pair-relation")])
    assert [(pair.text("subject"), pair.text("object")) for pair in found] == [
        ("Ann Lee", "Bank of Ayr"),
        ("Ann Lee", "Ayr"),
        ("Bank of Ayr", "Ayr"),
    ]


def test_the_trigger_of_an_event_is_no_entity():
    (example,) = steps(annotated("en"), "entities", "events")
    assert [mention.label for mention in example.gold.mentions] == ["organization", "place", "person"]
    assert [event.type for event in example.gold.events] == ["appointment"]


def test_layers_that_are_not_asked_for_are_not_kept():
    (example,) = steps(annotated("en"), "events")
    assert example.gold.events
    assert (example.gold.mentions, example.gold.relations, example.gold.tuples) == (None, None, None)
    assert example.gold.clusters is None


def test_clusters_stay_with_relations_where_the_seed_has_them():
    (example,) = steps(annotated("en"), "relations")
    assert [len(cluster) for cluster in example.gold.clusters] == [2]
    (other,) = steps({**annotated("en"), "clusters": []}, "relations")
    assert other.gold.clusters == ()


def test_an_annotation_that_stands_twice_counts_once():
    (example,) = steps({"mentions": [place("Ayr", label="place"), place("Ayr", label="place")]}, "entities")
    assert len(example.gold.mentions) == 1


@pytest.mark.parametrize(
    ("mention", "code"),
    [
        ({"label": "place", "start": 12, "end": 15, "text": "Bank"}, "mention-not-at-offset"),
        ({"label": "place", "start": 60, "end": 99}, "mention-outside-text"),
        ({"label": "place", "start": -3, "end": 4}, "mention-outside-text"),
        ({"label": "place", "start": 4, "end": 4}, "mention-outside-text"),
        ({"label": "place", "start": "4", "end": "8"}, "mention-outside-text"),
        ({"label": "place", "start": True, "end": 3}, "mention-outside-text"),
        ({"label": "place", "start": 3, "end": 8}, "blanks-at-edge-of-mention"),
        ({"label": "place", "start": 4, "end": 9}, "blanks-at-edge-of-mention"),
        ({"label": "place", "start": 4, "end": 8, "discontinuous": True}, "discontinuous-mention"),
        ({"label": "", "start": 4, "end": 8}, "mention-without-label"),
        ({"label": None, "start": 4, "end": 8}, "fields-of-wrong-type"),
        ({"start": 4, "end": 8}, "fields-of-wrong-type"),
        ({"label": "place"}, "fields-of-wrong-type"),
        ("Ayr", "fields-of-wrong-type"),
        (None, "fields-of-wrong-type"),
    ],
)
def test_a_mention_that_does_not_fit_drops_the_text(mention, code):
    assert codes({"mentions": [place("Ann Lee", label="person"), mention]}, "entities") == [code]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"relations": [["a", "near", "b"]]}, "unknown-mention-id"),
        ({"relations": [["a", "near"]]}, "fields-of-wrong-type"),
        ({"relations": ["near"]}, "fields-of-wrong-type"),
        ({"relations": [[["a"], "near", "b"]]}, "fields-of-wrong-type"),
        ({"relations": [[place("Ayr"), None, place("Bank")]]}, "label-is-no-string"),
        ({"relations": [[place("Ayr"), ["near"], place("Bank")]]}, "label-is-no-string"),
        ({"relations": [[place("Ayr"), " ", place("Bank")]]}, "label-is-no-string"),
        ({"events": [{"type": "hire", "trigger": "t", "arguments": [["who", "a"]]}]}, "unknown-mention-id"),
        ({"events": [{"type": "hire", "arguments": [["who", place("Ayr")]]}]}, "fields-of-wrong-type"),
        (
            {"events": [{"type": 5, "trigger": place("hired"), "arguments": [["who", place("Ayr")]]}]},
            "label-is-no-string",
        ),
        (
            {"events": [{"type": "hire", "trigger": place("hired"), "arguments": [[["who"], place("Ayr")]]}]},
            "label-is-no-string",
        ),
        ({"events": [{"type": "hire", "trigger": place("hired"), "arguments": [["who"]]}]}, "fields-of-wrong-type"),
        ({"clusters": [["a", "b"]]}, "unknown-mention-id"),
        ({"clusters": [None]}, "fields-of-wrong-type"),
        ({"clusters": [[place("Ayr"), {"start": 60, "end": 99}]]}, "mention-outside-text"),
        ({"roles": ["who"]}, "fields-of-wrong-type"),
        ({"roles": {"hire": "who"}}, "fields-of-wrong-type"),
        ({"roles": {"hire": [""]}}, "label-is-no-string"),
    ],
)
def test_a_relation_or_event_that_does_not_fit_drops_the_text(fields, code):
    assert codes(fields, "relations", "events") == [code]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["Ann Lee", "swam to", "Ayr"], ["tuple-predicate-not-in-text", "tuple-not-in-words-of-text"]),
        (["Ann Ray", "hired", "Ayr"], ["tuple-argument-not-in-text", "tuple-not-in-words-of-text"]),
        (["Ann Lee", "hired"], ["tuple-too-short"]),
        (["Ann Lee", "hired", " "], ["tuple-too-short"]),
        (["Ann Lee"], ["tuple-is-no-list-of-strings"]),
        (["Ann Lee", "hired", None], ["tuple-is-no-list-of-strings"]),
        ("Ann Lee", ["tuple-is-no-list-of-strings"]),
        (None, ["tuple-is-no-list-of-strings"]),
    ],
)
def test_a_tuple_that_does_not_fit_is_left_out(parts, expected):
    good = ["The ferry", "left", "the Ayr pier"]
    found = steps({"tuples": [parts, good]}, "tuples")
    assert [step.code for step in found[:-1]] == expected
    assert len(found[-1].gold.tuples) == 1


def test_a_text_without_any_fitting_tuple_is_dropped():
    assert codes({"tuples": []}, "tuples") == ["no-tuple-left"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mentions": [place("Ann Lee", label="person", name="ANN LEE")]}, "name-differs-in-case"),
        ({"mentions": [place("Ann Lee", label="person", name="Lee, Ann")]}, "name-differs-from-text"),
        ({"mentions": [place("Ayr", label="place", again=True)]}, "argument-occurs-again"),
        (
            {"relations": [{"head": place("Ayr", again=True), "label": "near", "tail": place("Bank")}]},
            "argument-occurs-again",
        ),
        ({"events": [{"type": "hire", "trigger": place("hired")}]}, "event-without-argument"),
    ],
)
def test_what_is_odd_is_noted_and_kept(fields, code):
    note, example = steps(fields, "entities", "relations", "events")
    assert isinstance(note, Note)
    assert note.code == code
    assert isinstance(example, Example)
    assert list(TASK.validate(example)) == []


@pytest.mark.parametrize("text", ["", " \n", None, 5, ["a"]])
def test_a_seed_without_text_is_dropped(text):
    assert codes({"text": text}, "entities") == ["no-text"]


def test_a_pair_has_to_be_that_of_its_gold():
    (example, *_) = steps({**annotated("en")}, "pair-relation")
    other = seed({}, "pair-relation").example({**dict(example.inputs), "object": "Ayr pier"}, example.gold)
    assert list(TASK.validate(other)) == [Problem("input-differs-from-gold", "object")]


def test_every_subtask_needs_its_layer():
    (example,) = steps({}, "entities")
    other = seed({}, "events").example(dict(example.inputs), example.gold)
    assert [problem.code for problem in TASK.validate(other)] == ["layer-missing"]


JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 70),
        st.floats(0, 9),
        st.sampled_from(("a", "Ayr", "", "!x", *HOSTILE)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                (
                    "id",
                    "label",
                    "start",
                    "end",
                    "head",
                    "tail",
                    "type",
                    "trigger",
                    "arguments",
                    "role",
                    "mention",
                    "name",
                )
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("field", ["mentions", "relations", "events", "tuples", "clusters", "roles"])
@pytest.mark.parametrize("value", [None, 5, "abc", True, [None], [5], [[]], [[[]]], [{}], [{"label": []}], {"a": 1}])
def test_a_field_of_the_wrong_type_is_a_problem(field, value):
    found, problems = examples_of(TASK, [seed({field: value}, "entities", "relations", "events")])
    assert problems
    assert field == "tuples" or not found


@settings(max_examples=300, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(("mentions", "relations", "events", "tuples", "clusters", "roles")),
        st.one_of(JUNK, st.lists(JUNK, max_size=3)),
        max_size=4,
    )
)
def test_no_fields_make_the_reader_fail(fields):
    for step in TASK.read(seed(fields, *TASK.subtasks)):
        assert isinstance(step, Example | Problem | Note)
        if isinstance(step, Example):
            assert list(TASK.validate(step)) == []
            for subtask in step.subtasks:
                assert all(isinstance(element.key, str) for element in TASK.elements(step, subtask))
