"""Seeds of the synthesis: which are refused, and what is planned for the others."""

from dataclasses import replace

import pytest
from hum_hub_plugin_ie.layers import OF_EXAMPLE
from hum_hub_plugin_ie.synthesis.planning import plans
from hum_hub_plugin_ie.synthesis.scheme import SYNTHESIZED, scheme_of, wanted_of
from hum_hub_plugin_ie.task import InformationExtraction
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import SCHEME, seed, teacher

from hum_hub.testing import HOSTILE, synthesized

TASK = InformationExtraction()
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def codes(seeds, answering):
    return [problem.code for problem in synthesized(TASK, seeds, answering).problems]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"entities": {"a\nb": ""}}, "label-name-unfit"),
        ({"entities": {"!person": ""}}, "label-name-unfit"),
        ({"entities": {"<b>": ""}}, "label-name-unfit"),
        ({"entities": {"": ""}}, "label-name-unfit"),
        ({"entities": {"x" * 61: ""}}, "label-name-unfit"),
        ({"entities": [5]}, "label-name-unfit"),
        ({"entities": ["a", "A"]}, "label-names-not-distinct"),
        ({"entities": {"runs": ""}}, "label-names-not-distinct"),
        ({"entities": {"person": 5}}, "fields-of-wrong-type"),
        ({"entities": "person"}, "fields-of-wrong-type"),
        ({"entities": {f"t{number}": "" for number in range(50)}}, "schema-too-large"),
        ({"entities": {}}, "relations-without-entity-types"),
        ({"entities": {"person": ""}}, "relation-with-unknown-type"),
        ({"relations": {"runs": {"head": 5}}}, "fields-of-wrong-type"),
        ({"relations": {"runs": "who"}}, "fields-of-wrong-type"),
        ({"events": {"hiring": {"roles": ["who", "Who"]}}}, "label-names-not-distinct"),
        ({"slots": {"room": ""}}, "slots-beside-other-labels"),
        ({"entities": {}, "relations": {}, "events": {}}, "schema-without-labels"),
        ({"relations": {}}, "schema-without-labels-of-subtask"),
        ({"texts": 0}, "fields-of-wrong-type"),
        ({"texts": True}, "fields-of-wrong-type"),
        ({"texts": 10**9}, "fields-of-wrong-type"),
        ({"absent": 1.5}, "fields-of-wrong-type"),
        ({"absent": -1}, "fields-of-wrong-type"),
        ({"absent": "half"}, "fields-of-wrong-type"),
        ({"topic": ["mills"]}, "fields-of-wrong-type"),
        ({"register": "x" * 500}, "fields-of-wrong-type"),
    ],
)
def test_a_scheme_that_cannot_be_written_for_is_refused_before_anything_is_asked(fields, code):
    found = synthesized(TASK, [seed(fields)], teacher())
    assert [problem.code for problem in found.problems] == [code]
    assert found.prompts == []


@settings(max_examples=150, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(("entities", "relations", "events", "slots", "texts", "absent", "topic", "register", "open")),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(-2, 3), st.floats(), st.sampled_from(("a", *HOSTILE))),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.sampled_from(("a", "head", "roles", "definition", *HOSTILE)), inner, max_size=3),
            ),
            max_leaves=8,
        ),
    ),
    subtasks=st.lists(st.sampled_from(sorted(TASK.subtasks)), max_size=3),
)
def test_no_fields_make_the_synthesis_fail(fields, subtasks):
    start = replace(seed(), fields=fields, subtasks=tuple(subtasks))
    found = synthesized(TASK, [start], teacher())
    assert found.problems or found.prompts


@pytest.mark.parametrize("subtask", sorted(set(TASK.subtasks) - SYNTHESIZED))
def test_what_no_scheme_says_completely_is_not_synthesized(subtask):
    assert codes([seed({}, subtask)], teacher()) == ["subtask-not-synthesized"]


@pytest.mark.parametrize("subtask", ["quantities", "aspect-terms", "slots"])
def test_a_subtask_needs_labels_of_its_kind(subtask):
    assert codes([seed({}, subtask)], teacher()) == ["schema-without-labels-of-subtask"]


def test_other_languages_have_no_prompts():
    assert codes([replace(seed(), language="fr")], teacher()) == ["language-without-prompts"]


def test_only_what_the_subtasks_ask_about_is_in_the_prompts():
    found = synthesized(TASK, [seed({}, "own-events")], teacher())
    assert not any("Types of entities" in prompt.user for prompt in found.prompts)
    found = synthesized(TASK, [seed({}, "relations")], teacher())
    assert all("Types of entities" in prompt.user for prompt in found.prompts)
    assert not any("Types of events" in prompt.user for prompt in found.prompts)


def test_labels_of_the_text_are_known_as_such():
    assert OF_EXAMPLE <= SYNTHESIZED
    for name in SYNTHESIZED:
        assert (name in OF_EXAMPLE) == (TASK.subtasks[name].labels != "source" and name != "aspect-terms"), name


@LANGUAGES
def test_plans_vary_and_stay_the_same_when_texts_are_added(language):
    scheme = scheme_of(SCHEME[language])
    few, many = (plans("s", scheme, wanted_of({"texts": count}, len(scheme.labels)), language) for count in (5, 30))
    assert many[:5] == few
    assert len({plan.register for plan in many[:14]}) == 14
    assert len({plan.topic for plan in many[:16]}) == 16
    assert len({plan.absent for plan in many}) > 10
    for plan in many:
        assert not set(plan.wished) & set(plan.absent)
        for name in set(scheme.relations) - set(plan.absent):
            relation = scheme.relations[name]
            assert set(relation.heads) - set(plan.absent)
            assert set(relation.tails) - set(plan.absent)


@pytest.mark.parametrize(("absent", "count"), [(0, 0), (2, 2), (99, 7), (1.0, 7), (0.3, 2)])
def test_the_seed_says_how_many_labels_a_text_does_without(absent, count):
    scheme = scheme_of({"entities": list("abcdefg")})
    (plan,) = plans("s", scheme, wanted_of({"absent": absent}, 7), "en")
    assert len(plan.absent) == count


def test_topic_and_register_of_the_seed_are_kept():
    found = synthesized(TASK, [seed({"topic": "tide mills", "register": "a limerick", "texts": 3})], teacher())
    for prompt in found.prompts[:3]:
        assert "tide mills" in prompt.user
        assert "a limerick" in prompt.user
