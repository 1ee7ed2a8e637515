"""What each format refuses to read and to write."""

import pytest
from shapes import ANSWERS, ATTACK, CHINESE, ENTITIES, EVENTS, OMIT, PLAIN, RELATIONS, SINGLE, SPAN, TWO, WORDS, entity

from hum_hub import Conventions, FormatError, Unfit, Value
from hum_hub.craft.formats import SHARED


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


@pytest.mark.parametrize(
    ("format", "schema", "conventions", "texts"),
    [
        (
            "json-by-label",
            ENTITIES,
            SINGLE,
            ('{"person": [], "place": ["Bath"]}', '{"person": null, "place": "Bath"}', '{"person": [], "place": 1}'),
        ),
        (
            "json-by-label",
            EVENTS,
            SINGLE,
            ('{"attack": {"trigger": "raid", "arguments": [{"agent": "Picts"}]}, "birth": []}',),
        ),
        ("json-by-label", ENTITIES, PLAIN, ('{"person": [], "place": "Bath"}',)),
        (
            "json-nested",
            ENTITIES,
            PLAIN,
            (
                '[{"type": "place", "items": ["Bath"]}]',
                '[{"type": "place", "items": ["Bath"]}, {"type": "person", "items": []}]',
                '[{"type":"person","items":[]},{"type":"place","items":["Bath"]}]',
                '[{"items": [], "type": "person"}, {"type": "place", "items": ["Bath"]}]',
                '[{"type": "person", "items": []}, {"type": "place", "items": "Bath"}]',
                '[{"type": ["person"], "items": []}]',
                '[{"type": "river", "items": ["Cam"]}]',
                '{"type": "person", "items": []}',
                "[" * 100_000,
                "[]",
            ),
        ),
        ("json-nested", ENTITIES, OMIT, ('[{"type": "person", "items": []}, {"type": "place", "items": ["Bath"]}]',)),
        ("json-nested", ENTITIES, Conventions("none", "omit"), ("[]",)),
        (
            "json-nested",
            ENTITIES,
            SINGLE,
            ('[{"type": "person", "items": []}, {"type": "place", "items": ["Bath"]}]',),
        ),
        (
            "json-lines",
            ENTITIES,
            PLAIN,
            (
                "",
                '{"type": "place", "text": "Bath"}\n',
                '{"type": "place","text": "Bath"}',
                '{"text": "Bath", "type": "place"}',
                '{"type": "place", "text": "\\u0042ath"}',
                '{"type": "place", "text": "Bath", "text": "Bath"}',
                '[{"type": "place", "text": "Bath"}]',
                '{"type": "place", "text": "Bath"}\n\n{"type": "place", "text": "Ayr"}',
            ),
        ),
        (
            "yaml",
            ENTITIES,
            PLAIN,
            (
                "- type: place\n  text: Bath",
                '- "type": "place"\n  "text": Bath',
                '- "type": "place"\n  "text": "Bath" # c',
                '- "type": "place"\n  "text": "Bath"\n',
                '- "type": "place"\n  "text": "Bath"\n...',
                '- "type": "place"\n  "text": "\\x42ath"',
                '- "type": "place"\n  "text": "Ba\n  th"',
                '- "type": "place"\n  "text": "Ayr"\n  "text": "Bath"',
                '- "text": "Bath"\n  "type": "place"',
                '- &a "type": "place"\n  "text": "Bath"\n- *a',
                '- "type": !!str "place"\n  "text": "Bath"',
                '"type": "place"\n"text": "Bath"',
                '- "type": "place"\n  "text": ["Bath"]',
                "[" * 100_000,
                '- "a": ' + "[" * 100_000,
                "- " * 100_000,
                "",
            ),
        ),
        ("yaml", SPAN, PLAIN, ('- "answer": "no"', '"answer": "a"\n"answer": "b"', '"answer": ["no"]')),
        ("yaml", ENTITIES, Conventions("none"), ("[]",)),
        (
            "csv",
            ENTITIES,
            PLAIN,
            (
                "",
                "text,type\nBath,place",
                "place,Bath",
                'type,text\n"place",Bath',
                "type,text\nplace, Bath",
                "type,text\nplace,",
                "type,text\nplace,Bath\n",
                "type,text\r\nplace,Bath",
                "type,text\nplace,Bath,Ayr",
                'type,text\nplace,"Bath',
                'type,text\nplace,Ba"th',
                'type,text\nplace,"Ba"th',
                "type;text\nplace;Bath",
            ),
        ),
        ("csv", ENTITIES, Conventions("none"), ("type,text",)),
        (
            "tsv",
            ENTITIES,
            PLAIN,
            (
                "",
                "text\ttype\nBath\tplace",
                "type\ttext\nplace Bath",
                "type\ttext\nplace\tBath\tAyr",
                "type\ttext\nplace\t Bath",
                "type\ttext\nplace\t",
                "type\ttext\nplace\tBath\n",
                "type\ttext\r\nplace\tBath",
            ),
        ),
        (
            "markdown-list",
            ENTITIES,
            PLAIN,
            (
                "",
                "- person\n- place",
                "- place\n  - Bath\n- person",
                "- place\n  - Bath",
                "* person\n* place\n  - Bath",
                "- person\n- place\n    - Bath",
                "- person\n- place\n  -  Bath",
                "- person\n- place\n  - Bath\n",
                "- person\n\n- place\n  - Bath",
                "  - Bath\n- person\n- place",
                "- person\n- place\n  - Bath\n- place\n  - Ayr",
            ),
        ),
        ("markdown-list", ENTITIES, OMIT, ("- person\n- place\n  - Bath",)),
        (
            "markdown-list",
            RELATIONS,
            PLAIN,
            (
                "- born in\n  - subject: Ada",
                "- born in\n  - object: London\n    subject: Ada",
                "- born in\n  - subject: Ada\n  - object: London",
                "- born in\n  - subject: Ada; object: London",
            ),
        ),
        ("markdown-list", ANSWERS, PLAIN, ("Ada", "-Ada", "- Ada\n  - Grace", "1. Ada")),
        (
            "html-table",
            ENTITIES,
            PLAIN,
            (
                "<table></table>",
                "<table>\n<tr><th>text</th><th>type</th></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td><td>A & B</td></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td><td>&quot;</td></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td><td><b>B</b></td></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td><td> B</td></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td></tr>\n</table>",
                "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><TD>place</TD><td>B</td></tr>\n</table>",
                '<table border="1">\n<tr><th>type</th><th>text</th></tr>\n</table>',
                "<table>\n<tr><th>type</th><th>text</th></tr>\n</table>\n",
            ),
        ),
        (
            "separated",
            ANSWERS,
            PLAIN,
            ("", "Ada,Grace", "Ada , Grace", "Ada, ", "Ada,  Grace", "Ada\nGrace", "Ada, Grace,"),
        ),
        ("separated", ANSWERS, Conventions(separator=" | "), ("Ada| Grace", "Ada | | Grace", " | Ada")),
        ("separated", WORDS, Conventions(separator="、"), ("甲、", "甲 、乙", "甲、、乙")),
    ],
)
def test_every_other_way_to_write_is_refused(format, schema, conventions, texts):
    for text in texts:
        with pytest.raises(FormatError):
            SHARED[format].parse(text, schema, conventions)


@pytest.mark.parametrize(
    ("format", "schema", "conventions", "answer", "reason"),
    [
        ("tsv", ENTITIES, PLAIN, (entity("place", "a\tb"),), "tab-in-value"),
        ("tsv", ENTITIES, PLAIN, (entity("place", "a\u2028b"),), "line-break-or-edge-blank"),
        ("html-table", ENTITIES, PLAIN, (entity("place", "a\x00b"),), "control-character"),
        ("separated", ANSWERS, PLAIN, ((Value("1,000"),),), "separator-in-value"),
        ("separated", ANSWERS, Conventions("none"), ((Value("none"),),), "reserved-or-blank-value"),
        ("separated", ANSWERS, PLAIN, (), "nothing-to-write"),
        ("markdown-list", ENTITIES, PLAIN, (), "nothing-to-write"),
        ("json-nested", ENTITIES, PLAIN, (entity("river", "Cam"),), "label-not-in-schema"),
        ("csv", ENTITIES, PLAIN, (entity("place", "a" * 200_000),), "too-long-value"),
        ("json-nested", ENTITIES, Conventions(absent="omit", single=True), TWO, "list-of-one-group"),
        ("json-by-label", EVENTS, SINGLE, ATTACK, "list-of-one-in-cell"),
        ("yaml", SPAN, PLAIN, ((Value("a"),), (Value("b"),)), "more-than-one-record"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_reason(format, schema, conventions, answer, reason):
    with pytest.raises(Unfit, match=f"^{reason}$"):
        SHARED[format].render(answer, schema, conventions)
