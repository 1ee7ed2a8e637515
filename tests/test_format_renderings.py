"""How each format writes an answer."""

import pytest
from shapes import (
    ANSWERS,
    ATTACK,
    BORN,
    CHINESE,
    CHINESE_TWO,
    ENTITIES,
    EVENTS,
    FACT,
    FACTS,
    OMIT,
    ONE,
    PLAIN,
    RELATIONS,
    SINGLE,
    SPAN,
    TWO,
    WORDS,
    entity,
)

from hum_hub import Conventions, Value
from hum_hub.craft.formats import SHARED


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
    ("format", "schema", "conventions", "answer", "text"),
    [
        ("json-by-label", ENTITIES, SINGLE, ONE, '{"person": [], "place": "Bath"}'),
        ("json-by-label", ENTITIES, SINGLE, TWO, '{"person": [], "place": ["Bath", "Ayr"]}'),
        (
            "json-by-label",
            EVENTS,
            Conventions(absent="null", single=True),
            ((Value("attack"), Value("raid"), ()),),
            '{"attack": {"trigger": "raid", "arguments": []}, "birth": null}',
        ),
        (
            "json-nested",
            ENTITIES,
            PLAIN,
            TWO,
            '[{"type": "person", "items": []}, {"type": "place", "items": ["Bath", "Ayr"]}]',
        ),
        ("json-nested", CHINESE, OMIT, CHINESE_TWO, '[{"类型": "地点", "条目": ["杭州", "绍兴"]}]'),
        (
            "json-nested",
            RELATIONS,
            PLAIN,
            BORN,
            '[{"relation": "born in", "items": [{"subject": "Ada", "object": "London"}]}]',
        ),
        (
            "json-nested",
            ENTITIES,
            SINGLE,
            (entity("person", "Ada"), *TWO),
            '[{"type": "person", "items": "Ada"}, {"type": "place", "items": ["Bath", "Ayr"]}]',
        ),
        ("json-nested", ENTITIES, OMIT, (), "[]"),
        ("json-lines", ENTITIES, PLAIN, TWO, '{"type": "place", "text": "Bath"}\n{"type": "place", "text": "Ayr"}'),
        ("json-lines", FACTS, PLAIN, FACT, '{"主体": "水", "取值": ["无色", "无味"]}'),
        ("json-lines", ANSWERS, PLAIN, ((Value("a\u2028b"),),), '{"answer": "a\\u2028b"}'),
        ("yaml", ENTITIES, PLAIN, TWO, '- "type": "place"\n  "text": "Bath"\n- "type": "place"\n  "text": "Ayr"'),
        ("yaml", FACTS, PLAIN, FACT, '- "主体": "水"\n  "取值": ["无色", "无味"]'),
        (
            "yaml",
            EVENTS,
            PLAIN,
            ATTACK,
            '- "event": "attack"\n  "trigger": "raid"\n  "arguments": [{"agent": "Picts"}]',
        ),
        ("yaml", SPAN, PLAIN, ((Value("no"),),), '"answer": "no"'),
        ("yaml", ENTITIES, PLAIN, (), "[]"),
        (
            "csv",
            ENTITIES,
            PLAIN,
            (entity("place", 'a,"b"'), entity("place", "")),
            'type,text\nplace,"a,""b"""\nplace,""',
        ),
        (
            "csv",
            CHINESE,
            PLAIN,
            (entity("地点", "甲，乙"), entity("地点", "丙\n丁")),
            '类型,文本\n地点,甲，乙\n地点,"丙\n丁"',
        ),
        ("csv", ENTITIES, PLAIN, (), "type,text"),
        ("tsv", ENTITIES, PLAIN, (entity("place", 'a "b"'),), 'type\ttext\nplace\ta "b"'),
        ("tsv", CHINESE, PLAIN, CHINESE_TWO, "类型\t文本\n地点\t杭州\n地点\t绍兴"),
        ("markdown-list", ENTITIES, PLAIN, TWO, "- person\n- place\n  - Bath\n  - Ayr"),
        ("markdown-list", CHINESE, OMIT, CHINESE_TWO, "- 地点\n  - 杭州\n  - 绍兴"),
        ("markdown-list", RELATIONS, PLAIN, BORN, "- born in\n  - subject: Ada\n    object: London"),
        ("markdown-list", WORDS, PLAIN, ((Value("是"),), (Value("- 否"),)), "- 是\n- - 否"),
        (
            "html-table",
            ENTITIES,
            PLAIN,
            (entity("place", "A & <B>"),),
            "<table>\n<tr><th>type</th><th>text</th></tr>\n<tr><td>place</td><td>A &amp; &lt;B&gt;</td></tr>\n</table>",
        ),
        (
            "html-table",
            FACTS,
            PLAIN,
            FACT,
            "<table>\n<tr><th>主体</th><th>取值</th></tr>\n"
            "<tr><td>水</td><td><ul><li>无色</li><li>无味</li></ul></td></tr>\n</table>",
        ),
        (
            "html-table",
            EVENTS,
            PLAIN,
            ATTACK,
            "<table>\n<tr><th>event</th><th>trigger</th><th>arguments</th></tr>\n"
            "<tr><td>attack</td><td>raid</td><td><dl><dt>agent</dt><dd>Picts</dd></dl></td></tr>\n</table>",
        ),
        ("separated", ANSWERS, PLAIN, ((Value("Ada"),), (Value("Grace"),)), "Ada, Grace"),
        ("separated", ANSWERS, Conventions(separator=" | "), ((Value("a, b"),), (Value("c"),)), "a, b | c"),
        ("separated", WORDS, Conventions(separator="、"), ((Value("甲"),), (Value("乙"),)), "甲、乙"),
    ],
)
def test_a_rendering_under_conventions_looks_like_this(format, schema, conventions, answer, text):
    assert SHARED[format].fits(schema)
    assert SHARED[format].render(answer, schema, conventions) == text
    assert SHARED[format].parse(text, schema, conventions) == answer
