"""Labels and fields with hostile names: a format holds them, or does not fit."""

from dataclasses import replace

import pytest
from shapes import ANSWERS, ENTITIES, PLAIN, RELATIONS

from hum_hub import Conventions, Field, Label, Schema, Value
from hum_hub.craft.formats import SHARED
from hum_hub.testing import HOSTILE, check_format

TEXT = "Ann met Bo in Ayr."
BREAKING = ("a\nb", "\n", "a\u2028b", "a\r", " a", "a ", "\x0b", "　")
CODED = ("json-records", "json-lines", "json-nested", "yaml", "tuple-list")


def labelled(schema: Schema, *names: str) -> Schema:
    return replace(schema, labels=tuple(Label(name, name) for name in names))


def named(schema: Schema, *names: str) -> Schema:
    fields = zip(names, schema.fields, strict=True)
    return replace(schema, fields=tuple(Field(name, field.kind) for name, field in fields))


@pytest.mark.parametrize("format", SHARED.values(), ids=lambda each: each.id)
@pytest.mark.parametrize("absent", ["empty", "omit"])
def test_what_is_written_under_hostile_names_is_read_back(format, absent):
    """Every hostile name as a label, as a field of its own, and beside an answer whose text is marked."""
    found = Value("Bo", 8, 10)
    conventions = Conventions("none" if format.phrase_needed else None, absent if format.absences else "empty")
    for name in HOSTILE:
        for schema in (labelled(ENTITIES, name, "place"), labelled(ENTITIES, "place", name)):
            for label in (name, "place"):
                for shape in (schema, replace(schema, inline=True)):
                    check_format(format, ((Value(label), found),), shape, conventions, TEXT)
        relations = labelled(named(RELATIONS, name, "relation", "object"), name)
        check_format(format, ((Value("a"), Value(name), Value("b")),), relations, conventions, TEXT)
        for many in (True, False):
            single = replace(named(ANSWERS, name), many=many)
            check_format(format, ((Value("a"),),), single, conventions, TEXT)
            options = replace(single, fields=(Field(name, "label"),), labels=(Label(name, name), Label("b", "b")))
            for listed in (True, False):
                shape = replace(options, listed=listed, optional=many)
                check_format(format, ((Value(name),),), shape, conventions, TEXT)


@pytest.mark.parametrize("format", ["label-lines", "sentences", "bracketed", "markdown-list"])
@pytest.mark.parametrize("name", BREAKING)
def test_a_label_that_would_break_a_line_does_not_fit(format, name):
    assert SHARED[format].fits(ENTITIES)
    assert not SHARED[format].fits(labelled(ENTITIES, "place", name))


@pytest.mark.parametrize("format", ["markdown-table", "html-table", "tsv", "bracketed", "markdown-list"])
@pytest.mark.parametrize("name", BREAKING)
def test_a_field_that_would_break_a_line_does_not_fit(format, name):
    assert SHARED[format].fits(RELATIONS)
    assert not SHARED[format].fits(named(RELATIONS, name, "relation", "object"))


@pytest.mark.parametrize("name", [*BREAKING, "{0}", "{field}"])
def test_a_sentence_cannot_name_every_field(name):
    assert SHARED["sentences"].fits(ANSWERS)
    assert not SHARED["sentences"].fits(named(replace(ANSWERS, many=False), name))


@pytest.mark.parametrize("name", ["𠮷", "ﬁ", "x１", "a<b", "1a", ""])
def test_a_field_that_is_no_name_in_every_xml_does_not_fit(name):
    assert SHARED["xml-tags"].fits(named(ANSWERS, "señal 值"))
    assert not SHARED["xml-tags"].fits(named(ANSWERS, name))


@pytest.mark.parametrize("format", CODED)
def test_a_description_writes_names_as_the_answer_does(format):
    schema = named(RELATIONS, 'a"b', "relation", "c\\d")
    described = SHARED[format].describe(schema, PLAIN)
    assert 'a\\"b' in described
    assert "c\\\\d" in described


def test_the_header_of_a_markdown_table_is_escaped():
    schema = named(RELATIONS, "a|b", "c\\d", "object")
    header = "| a\\|b | c\\\\d | object |"
    answer = ((Value("x"), Value("born in"), Value("y")),)
    assert header in SHARED["markdown-table"].describe(schema, PLAIN)
    assert (check_format(SHARED["markdown-table"], answer, schema, PLAIN) or "").startswith(header + "\n")


@pytest.mark.parametrize("format", ["plain", "prose"])
def test_more_than_one_record_is_refused(format):
    kind = "prose" if format == "prose" else "word"
    schema = Schema("en", (Field("answer", kind),), many=False, optional=format != "prose")
    assert SHARED[format].fits(schema)
    assert check_format(SHARED[format], ((Value("a"),),) * 2, schema, PLAIN) is None
    assert check_format(SHARED[format], (), schema, PLAIN) is None
