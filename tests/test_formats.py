"""The laws of the shared formats, on hostile values in both languages."""

import contextlib
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import (
    ANSWERS,
    CHINESE,
    ENTITIES,
    PLAIN,
    SINGLE,
    SPAN,
    WORDS,
    entity,
)

from hum_hub import Conventions, Field, FormatError, Label, Schema, Unfit, Value
from hum_hub.craft.formats import SHARED
from hum_hub.craft.formats.canonical import Canonical
from hum_hub.craft.formats.yaml_mappings import Yaml
from hum_hub.testing import HOSTILE, answers, check_format, schemas

CANONICAL = [format for format in SHARED.values() if isinstance(format, Canonical)]
UNNAMED = ("letter", "letter-with-text", "prose")
"""Formats whose answers show no field, so that their descriptions name none."""
ROLES_ALONE = ("bracketed", "tuple-list")
"""Formats that show the roles of an event without the field that holds them."""


@pytest.mark.parametrize("format", SHARED.values(), ids=lambda each: each.id)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_is_rendered_is_read_back(format, data):
    schema = data.draw(schemas())
    answer = data.draw(answers(schema))
    nothing = data.draw(st.sampled_from(("none", "无", "NONE")))
    absent = data.draw(st.sampled_from(format.absences or ("empty",)))
    single = format.singles and data.draw(st.booleans())
    separator = data.draw(st.sampled_from(("", *format.separators)))
    phrase = nothing if format.phrase_needed or data.draw(st.booleans()) else None
    check_format(format, answer, schema, Conventions(phrase, absent, single, separator))


@pytest.mark.parametrize("format", CANONICAL, ids=lambda each: each.id)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_text_that_is_read_is_the_one_that_would_be_written(format, data):
    schema = data.draw(schemas().filter(format.fits))
    conventions = Conventions(
        None,
        data.draw(st.sampled_from(format.absences or ("empty",))),
        format.singles and data.draw(st.booleans()),
        data.draw(st.sampled_from(("", *format.separators))),
    )
    with contextlib.suppress(Unfit, FormatError):
        answer = format.normal(data.draw(answers(schema)), schema)
        text = format.render(answer, schema, conventions)
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 2))
        text = text[:place] + data.draw(st.sampled_from(("", " ", "\n", '"', ",", "-", *HOSTILE))) + text[place + cut :]
        assert format.render(format.parse(text, schema, conventions), schema, conventions) == text


@pytest.mark.parametrize("format", SHARED.values(), ids=lambda each: each.id)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_text_makes_a_parser_fail_in_another_way(format, data):
    schema = data.draw(schemas())
    text = data.draw(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)))
    if format.fits(schema):
        with contextlib.suppress(FormatError):
            format.parse(text, schema, Conventions(nothing="none"))


@pytest.mark.parametrize(
    "format", [format for format in SHARED.values() if format.id != "prose"], ids=lambda each: each.id
)
def test_a_description_in_chinese_is_chinese(format):
    for schema in (CHINESE, Schema("zh", (Field("答案", "text"),), many=False), Schema("zh", (Field("答案", "text"),))):
        if format.fits(schema):
            described = format.describe(schema, PLAIN)
            assert any("\u4e00" <= sign <= "\u9fff" for sign in described)
            assert not any(word in described for word in (" the ", "Answer", "Write"))


@pytest.mark.parametrize("format", SHARED.values(), ids=lambda each: each.id)
def test_a_format_that_groups_says_that_it_loses_the_order_between_labels(format):
    assert format.grouped == ("order-between-labels" in format.losses)
    assert bool(format.absences) == format.grouped


@pytest.mark.parametrize(
    ("kinds", "entry", "text"),
    [
        ("texts", (Value("a"), Value("b")), '{"x": ["a", "b"]}'),
        ("roles", (("agent", Value("a")), ("agent", Value("b"))), '{"x": [{"agent": "a"}, {"agent": "b"}]}'),
    ],
)
def test_a_single_entry_that_is_itself_a_list_is_told_from_a_list_of_entries(kinds, entry, text):
    schema = Schema("en", (Field("type", "label"), Field("values", kinds)), (Label("x", "x"),), by=0)
    format = SHARED["json-by-label"]
    for answer in (((Value("x"), entry),), ((Value("x"), entry),) * 2, ((Value("x"), ()), (Value("x"), entry))):
        assert format.parse(format.render(answer, schema, SINGLE), schema, SINGLE) == answer
    assert format.render(((Value("x"), entry),), schema, SINGLE) == text
    with pytest.raises(Unfit, match="single-empty-list"):
        format.render(((Value("x"), ()),), schema, SINGLE)


def test_yaml_is_read_alike_with_and_without_libyaml():
    class Pure(Yaml):
        loader = yaml.BaseLoader

    for value in HOSTILE:
        text = Yaml().render((entity("place", value),), ENTITIES, PLAIN)
        assert yaml.safe_load(text) == [{"type": "place", "text": value}]
        assert Pure().parse(text, ENTITIES, PLAIN) == Yaml().parse(text, ENTITIES, PLAIN) == (entity("place", value),)


@pytest.mark.parametrize(
    "format", [format for format in SHARED.values() if format.id not in UNNAMED], ids=lambda each: each.id
)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_description_names_all_fields_and_differs_by_language(format, data):
    schema = data.draw(schemas(hostile_fields=False))
    absent = data.draw(st.sampled_from(format.absences or ("empty",)))
    conventions = Conventions(None, absent, format.singles and data.draw(st.booleans()))
    if format.fits(schema):
        english, chinese = (
            format.describe(replace(schema, language=language), conventions) for language in ("en", "zh")
        )
        for field in schema.fields:
            if field.kind == "roles" and format.id in ROLES_ALONE:
                continue
            for described in (english, chinese):
                assert field.name in described or field.name.replace(" ", "_") in described
        assert english != chinese


@pytest.mark.parametrize("format", [format for format in SHARED.values() if format.singles], ids=lambda each: each.id)
@pytest.mark.parametrize("schema", [ENTITIES, CHINESE], ids=["en", "zh"])
def test_a_description_says_that_a_single_entry_stands_alone(format, schema):
    assert format.describe(schema, SINGLE) != format.describe(schema, PLAIN)


@pytest.mark.parametrize("separator", SHARED["separated"].separators)
@pytest.mark.parametrize("schema", [ANSWERS, WORDS], ids=["en", "zh"])
def test_a_description_names_the_separator(schema, separator):
    described = SHARED["separated"].describe(schema, Conventions(separator=separator))
    assert f'"{separator}"' in described or f"“{separator}”" in described


@pytest.mark.parametrize("format", CANONICAL, ids=lambda each: each.id)
@pytest.mark.parametrize(
    "schema", [ENTITIES, CHINESE, ANSWERS, WORDS, SPAN], ids=["en", "zh", "words", "zh-words", "one"]
)
def test_a_description_says_how_nothing_is_written_where_no_phrase_stands_for_it(format, schema):
    if format.fits(schema) and not format.phrase_needed:
        for absent in format.absences or ("empty",):
            conventions = Conventions(absent=absent)
            if absent == "empty" and format.grouped:
                continue
            own = format.describe(schema, conventions)
            assert own != format.describe(schema, replace(conventions, nothing="none"))
            assert own != format.describe(replace(schema, optional=False), conventions)
