"""The laws of the shared formats, on hostile values in both languages."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Conventions, Field, FormatError, Label, Schema, Unfit, Value
from hum_hub.craft.formats import SHARED
from hum_hub.testing import HOSTILE, answers, check_format, schemas

ENTITIES = Schema(
    "en", (Field("type", "label"), Field("text", "text")), (Label("person", "person"), Label("place", "place")), by=0
)
CHINESE = Schema(
    "zh", (Field("类型", "label"), Field("文本", "text")), (Label("person", "人物"), Label("place", "地点")), by=0
)
SPAN = Schema("en", (Field("answer", "text"),), many=False)
PLAIN = Conventions()


def entity(label: str, text: str) -> tuple[Value, Value]:
    return Value(label), Value(text)


@pytest.mark.parametrize("format", SHARED.values(), ids=str)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_is_rendered_is_read_back(format, data):
    schema = data.draw(schemas())
    answer = data.draw(answers(schema))
    nothing = data.draw(st.sampled_from(("none", "无", "NONE")))
    absent = data.draw(st.sampled_from(format.absences or ("empty",)))
    conventions = Conventions(nothing if format.phrase_needed or data.draw(st.booleans()) else None, absent)
    check_format(format, answer, schema, conventions)


@pytest.mark.parametrize("format", SHARED.values(), ids=str)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_text_makes_a_parser_fail_in_another_way(format, data):
    schema = data.draw(schemas())
    text = data.draw(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)))
    if format.fits(schema):
        with contextlib.suppress(FormatError):
            format.parse(text, schema, Conventions(nothing="none"))


@pytest.mark.parametrize(
    ("format", "schema", "answer", "text"),
    [
        ("json-by-label", ENTITIES, (entity("place", "Bath"),), '{"person": [], "place": ["Bath"]}'),
        ("json-records", ENTITIES, (entity("place", "Bath"),), '[{"type": "place", "text": "Bath"}]'),
        ("label-lines", ENTITIES, (entity("place", "Bath"), entity("place", "Ayr")), "person: none\nplace: Bath; Ayr"),
        ("label-lines", CHINESE, (entity("地点", "杭州"), entity("地点", "绍兴")), "人物：无\n地点：杭州；绍兴"),
        ("markdown-table", ENTITIES, (entity("place", "a|b"),), "| type | text |\n| --- | --- |\n| place | a\\|b |"),
        (
            "xml-tags",
            ENTITIES,
            (entity("place", "A & B"),),
            "<answer><item><type>place</type><text>A &amp; B</text></item></answer>",
        ),
        ("sentences", ENTITIES, (entity("place", "Bath"),), 'The text "Bath" is labelled "place".'),
        ("sentences", CHINESE, (entity("地点", "杭州"),), "“杭州”属于“地点”。"),
        ("plain", SPAN, ((Value("Bath"),),), "Bath"),
        ("json-records", SPAN, (), '{"answer": null}'),
    ],
)
def test_a_rendering_looks_like_this(format, schema, answer, text):
    assert SHARED[format].render(answer, schema, PLAIN) == text
    assert SHARED[format].parse(text, schema, PLAIN) == answer


@pytest.mark.parametrize(
    ("format", "schema", "text"),
    [
        ("json-by-label", ENTITIES, '{"place": ["Bath"], "person": []}'),
        ("json-by-label", ENTITIES, '{"person": [], "place": ["Bath"], "place": ["Ayr"]}'),
        ("json-by-label", ENTITIES, '{"person": null, "place": ["Bath"]}'),
        ("json-records", ENTITIES, '[{"text": "Bath", "type": "place"}]'),
        ("json-records", ENTITIES, '[{"type": "place", "text": NaN}]'),
        ("json-records", SPAN, "[" * 100_000),
        ("label-lines", ENTITIES, "place: Bath\nperson: none"),
        ("markdown-table", ENTITIES, "| text | type |\n| --- | --- |"),
        ("xml-tags", ENTITIES, '<!DOCTYPE a [<!ENTITY b "c">]><answer>&b;</answer>'),
        ("sentences", ENTITIES, 'The text "Bath" is labelled "river".'),
    ],
)
def test_a_departure_from_the_format_is_refused(format, schema, text):
    with pytest.raises(FormatError):
        SHARED[format].parse(text, schema, PLAIN)


@pytest.mark.parametrize(
    ("format", "schema", "value"),
    [
        ("label-lines", ENTITIES, "a; b"),
        ("label-lines", ENTITIES, "none"),
        ("label-lines", CHINESE, "甲；乙"),
        ("markdown-table", ENTITIES, "a\nb"),
        ("xml-tags", ENTITIES, "\x00"),
        ("sentences", ENTITIES, 'a "b"'),
        ("sentences", CHINESE, "甲“乙”"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(format, schema, value):
    with pytest.raises(Unfit):
        SHARED[format].render((entity(schema.labels[0].name, value),), schema, PLAIN)


@pytest.mark.parametrize("format", [format for format in SHARED.values() if format.id != "prose"], ids=str)
def test_a_description_in_chinese_is_chinese(format):
    for schema in (CHINESE, Schema("zh", (Field("答案", "text"),), many=False), Schema("zh", (Field("答案", "text"),))):
        if format.fits(schema):
            described = format.describe(schema, PLAIN)
            assert any("\u4e00" <= sign <= "\u9fff" for sign in described)
            assert not any(word in described for word in (" the ", "Answer", "Write"))


@pytest.mark.parametrize("format", SHARED.values(), ids=str)
def test_a_format_that_groups_says_that_it_loses_the_order_between_labels(format):
    assert format.grouped == ("order-between-labels" in format.losses)
    assert bool(format.absences) == format.grouped
