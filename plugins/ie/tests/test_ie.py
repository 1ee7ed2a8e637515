"""Information extraction: what is read, what is dropped and why, and the preference rules."""

from typing import Any

import pytest
from hum_hub_plugin_ie.rules import LeadingArticle, NestedMentions
from hum_hub_plugin_ie.task import InformationExtraction
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Answer, Case, Example, Field, Label, Note, Problem, Rule, Schema, Seed, Value
from hum_hub.testing import HOSTILE, check_rule, check_task, examples_of, prover_of, shared_format

TASK = InformationExtraction()
PROVER = prover_of(TASK)
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
        "relations": [["c", "works for", "a"], {"head": "a", "label": "located in", "tail": place(county, language)}],
        "events": [{"trigger": "t", "arguments": [["employer", "a"], {"role": "employee", "mention": "c"}]}],
        "tuples": [[subject, verb, thing]],
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
    rows = check_task(TASK, [seed(fields, subtask, language=language)])
    assert {(row.subtask, row.input_language) for row in rows} == {(subtask, language)}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("subtask", ["entities", "slots", "relations", "events"])
def test_a_text_without_annotations_has_an_empty_answer(subtask, language):
    assert check_task(
        TASK, [seed({}, subtask, language=language), seed(annotated(language), subtask, language=language)]
    )


def test_one_text_gives_one_example_for_all_but_the_pairs():
    found, problems = examples_of(TASK, [seed(annotated("en"), *TASK.subtasks)])
    assert problems == []
    whole, *pairs = found
    assert whole.subtasks == ("entities", "slots", "relations", "events", "tuples")
    assert [pair.subtasks for pair in pairs] == [("pair-relation",)] * 2
    assert [(pair.text("subject"), pair.text("object")) for pair in pairs] == [
        ("Ann Lee", "Bank of Ayr"),
        ("Bank of Ayr", "Ayr"),
    ]
    assert len({example.source_id for example in found}) == 3


def test_the_trigger_of_an_event_is_no_entity():
    (example,) = steps(annotated("en"), "entities", "events")
    assert [mention.label for mention in example.gold.mentions] == ["organization", "place", "person"]
    assert [event.type for event in example.gold.events] == ["appointment"]


def test_layers_that_are_not_asked_for_are_not_kept():
    (example,) = steps(annotated("en"), "relations")
    assert example.gold.relations
    assert (example.gold.mentions, example.gold.events, example.gold.tuples) == (None, None, None)


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
    assert [problem.code for problem in TASK.validate(other)] == ["pair-differs-from-gold"]


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


@pytest.mark.parametrize("field", ["mentions", "relations", "events", "tuples"])
@pytest.mark.parametrize("value", [None, 5, "abc", True, [None], [5], [[]], [[[]]], [{}], [{"label": []}], {"a": 1}])
def test_a_field_of_the_wrong_type_is_a_problem(field, value):
    found, problems = examples_of(TASK, [seed({field: value}, "entities", "relations", "events")])
    assert problems
    assert field == "tuples" or not found


@settings(max_examples=300, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(("mentions", "relations", "events", "tuples")),
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


RULED = (
    "The A Team met the  Ann, “a Bank” of the Bank of Ayr—the Ayr pier\nAn Ayr-the Ayr the\nthe ferry. l’a Ann 'a Ayr"
)
EDGES = [
    at
    for at in range(len(RULED) + 1)
    if at in (0, len(RULED)) or RULED[at - 1].isspace() != RULED[at].isspace() or not RULED[at].isalnum()
]


def case(
    text: str, language: str = "en", subtask: str = "entities", shown_in: str = "en", format: str = "json-records"
) -> Case:
    schema = Schema(shown_in, (Field("type", "label"), Field("text", "text")), (Label("a", "a"), Label("b", "b")), by=0)
    return Case((("text", text),), language, schema, subtask, shared_format(format))


@st.composite
def mentions(draw: st.DrawFn) -> Answer:
    pairs = draw(st.lists(st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES), st.sampled_from("ab")), max_size=6))
    spans = {(min(one, two), max(one, two), label) for one, two, label in pairs}
    kept = [span for span in sorted(spans) if (wording := RULED[span[0] : span[1]]) and wording == wording.strip()]
    return tuple((Value(label), Value(RULED[start:end], start, end)) for start, end, label in kept)


@pytest.mark.parametrize("rule", [NestedMentions(), LeadingArticle()], ids=lambda rule: rule.id)
@settings(max_examples=400, deadline=None)
@given(answer=mentions(), shown_in=st.sampled_from(("en", "zh")))
def test_a_rule_keeps_its_laws(rule, answer, shown_in):
    check_rule(rule, answer, case(RULED, shown_in=shown_in), PROVER)


def under(rule: Rule, option: str, text: str, *words: str) -> list[str]:
    at = case(text)
    answer = tuple((Value("a"), Value(word, text.index(word), text.index(word) + len(word))) for word in words)
    assert check_rule(rule, answer, at, PROVER) > 0
    return [record[1].text for record in rule.transform(answer, at, option)]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("all", ["Bank of Ayr Board", "Bank of Ayr", "Ayr", "Ann Lee"]),
        ("outermost", ["Bank of Ayr Board", "Ann Lee"]),
        ("innermost", ["Ayr", "Ann Lee"]),
    ],
)
def test_nested_mentions_are_selected(option, expected):
    words = ("Bank of Ayr Board", "Bank of Ayr", "Ayr", "Ann Lee")
    assert under(NestedMentions(), option, "The Bank of Ayr Board met Ann Lee.", *words) == expected


def test_mentions_that_overlap_without_nesting_all_stay():
    answer = ((Value("a"), Value("Bank of", 4, 11)), (Value("a"), Value("of Ayr", 9, 15)))
    for option in ("all", "outermost", "innermost"):
        assert NestedMentions().transform(answer, case(TEXT["en"]), option) == answer


def test_one_span_with_two_labels_is_not_nested():
    answer = ((Value("a"), Value("Ayr", 12, 15)), (Value("b"), Value("Ayr", 12, 15)))
    for option in ("all", "outermost", "innermost"):
        assert NestedMentions().transform(answer, case(TEXT["en"]), option) == answer


@pytest.mark.parametrize(
    ("text", "word", "without", "with_it"),
    [
        ("They saw the ferry.", "ferry", "ferry", "the ferry"),
        ("They saw the ferry.", "the ferry", "ferry", "the ferry"),
        ("The ferry left.", "ferry", "ferry", "The ferry"),
        ("An old pier.", "old pier", "old pier", "An old pier"),
        ("(the pier)", "pier", "pier", "the pier"),
        ("They left—the pier sank.", "pier", "pier", "the pier"),
        ("Pier:\nthe pier", "the pier", "pier", "the pier"),
        ("They met the A Team.", "the A Team", "Team", "the A Team"),
    ],
)
def test_a_leading_article_is_left_out_or_taken_in(text, word, without, with_it):
    assert under(LeadingArticle(), "without", text, word) == [without]
    assert under(LeadingArticle(), "with", text, word) == [with_it]


@pytest.mark.parametrize(
    ("text", "word"),
    [("Bathe pier", "pier"), ("x-the pier", "pier"), ("l’a pier", "pier"), ("the", "the"), ("Another", "Another")],
)
def test_what_is_no_leading_article_stays_as_it_is(text, word):
    start = text.rindex(word)
    answer = ((Value("a"), Value(word, start, start + len(word))),)
    assert check_rule(LeadingArticle(), answer, case(text), PROVER) == 0
    assert LeadingArticle().transform(answer, case(text), "with") == answer


def test_the_rules_are_for_entities_and_articles_for_english_texts():
    assert NestedMentions().options(case("", subtask="slots")) == ()
    assert LeadingArticle().options(case("", subtask="slots")) == ()
    assert LeadingArticle().options(case("", language="zh")) == ()
    assert len(NestedMentions().options(case("", language="zh"))) == 3
