"""Synthesis with replies that are missing, useless, or wrong in any way."""

import json

import pytest
from hum_hub_plugin_ie.task import InformationExtraction
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import LISTING, SCHEME, event, mention, open_seed, seed, teacher

from hum_hub.testing import HOSTILE, synthesized

TASK = InformationExtraction()
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
STAGES = ("schema", "schema_structure", "texts", "annotation", "extraction")


@LANGUAGES
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("answer", [None, "", "{}", "I'm sorry, but I can't help.", "x" * 9000, "null", "[]", "\ud800"])
def test_no_reply_that_cannot_be_used_becomes_an_example(stage, answer, language):
    found = synthesized(TASK, [open_seed({"texts": 2}, language=language)], teacher(language, **{stage: answer}))
    assert not found.examples


@LANGUAGES
@pytest.mark.parametrize("stage", ["texts", "annotation", "extraction"])
def test_a_reply_that_is_missing_costs_its_text_alone(stage, language):
    good = teacher(language)
    answers = iter([None, *[good] * 9])

    def sometimes(prompt):
        answering = next(answers) if prompt.stage == stage else good
        return None if answering is None else answering(prompt)

    found = synthesized(TASK, [seed({"texts": 2, "absent": 1.0}, "entities", language=language)], sometimes)
    assert [example.source_id for example in found.examples] == ["s/1"]
    assert not found.problems


WORDS = ["Mira Oakes", "Oakes", "Tallow Works", "the", "a", "In", "hired", "Harfield", ".", " ", "runs the", *HOSTILE]
LABELS = [*SCHEME["en"]["entities"], *SCHEME["en"]["relations"], *SCHEME["en"]["events"], "!x", "employer", *HOSTILE]
WORD, LABEL = (st.sampled_from(sorted({item[:60] for item in items if item})) for items in (WORDS, LABELS))
MENTIONS = st.builds(mention, LABEL, WORD, st.one_of(st.just(""), WORD))
RELATIONS = st.fixed_dictionaries({"label": LABEL, "subject": WORD, "object": WORD})
EVENTS = st.builds(event, LABEL, WORD, st.lists(st.tuples(LABEL, WORD), max_size=3), st.one_of(st.just(""), WORD))
LISTINGS = st.fixed_dictionaries(
    {
        "mentions": st.lists(MENTIONS, max_size=4),
        "relations": st.lists(RELATIONS, max_size=2),
        "events": st.lists(EVENTS, max_size=2),
    }
)


@settings(max_examples=150, deadline=None)
@given(annotation=LISTINGS, extraction=st.one_of(st.none(), LISTINGS))
def test_whatever_is_said_examples_are_valid_and_both_have_said_the_same(annotation, extraction):
    again = annotation if extraction is None else extraction
    found = synthesized(TASK, [seed({"absent": 1.0})], teacher(annotation=annotation, extraction=again))
    assert not {problem.code for problem in found.problems} & {"span-not-in-text", "label-not-offered"}
    for example in found.examples:
        assert list(TASK.validate(example)) == []
        said = json.dumps([annotation, again], ensure_ascii=False)
        for span in example.gold.spans():
            assert json.dumps(example.text()[span.start : span.end], ensure_ascii=False)[1:-1] in said


@pytest.mark.parametrize(
    "more",
    [
        {"mentions": [mention("person", "Nobody")]},
        {"relations": [{"label": "owns", "subject": "Mira Oakes", "object": "Tallow Works"}]},
        {"events": [event("hiring", "sold", [])]},
    ],
)
def test_one_annotation_without_a_place_costs_the_text_although_the_rest_is_found_again(more):
    said = {**LISTING["en"], **{layer: [*LISTING["en"][layer], *extra] for layer, extra in more.items()}}
    found = synthesized(TASK, [seed()], teacher(annotation=said))
    assert not found.examples
    assert "extraction" not in {prompt.stage for prompt in found.prompts}
