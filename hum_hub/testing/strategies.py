"""Hypothesis strategies for schemas and answers with hostile values, in English and Chinese."""

from typing import Any

from hypothesis import strategies as st

from hum_hub.contract.values import Answer, Field, Kind, Label, Schema, Value

HOSTILE = (
    *("'", '"', "“引用”", "’", "[]", "{}", "()", "|", "\\", "\\|", "a|b", ";", "；", ": ", "：", ",", "，", "、"),
    *(
        "\n",
        "a\nb",
        "\r\n",
        "\t",
        " ",
        " a",
        "a ",
        "　",
        "\u2028",
        "\x00",
        "\x0b",
        "\u200b",
        "\ufeff",
        "<b>",
        "</item>",
    ),
    *(
        "&amp;",
        "&",
        "<!--",
        "]]>",
        "<?x?>",
        "NO",
        "no",
        "null",
        "true",
        "~",
        "1e3",
        "012",
        "22:30",
        "2024-01-01",
        "---",
    ),
    *("| --- |", "# a", "- a", "```", "A", "A. x", "none", "无", "NONE", "{labels}", "{0}", "%s", "é", "e\u0301", "ﬁ"),
    *("全角ＡＢＣ", "１２３", "😀", "𠮷", "ß", "İ", "ǅ", "class", "person"),
)
"""Values that break careless formats."""

_TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=12), st.text("ab 中文;:|\"'“”\\<>&,\n", max_size=8)
).filter(lambda text: all(not "\ud800" <= sign <= "\udfff" for sign in text))
_LABELS = {"en": ("person", "place", "null", "a b", "no"), "zh": ("人物", "地点", "无标签", "时间", "是")}
_SHAPES: tuple[tuple[tuple[tuple[str, Kind], ...], int | None], ...] = (
    ((("type", "label"), ("text", "text")), 0),
    ((("aspect", "text"), ("polarity", "label")), 1),
    ((("subject", "text"), ("relation", "label"), ("object", "text")), 1),
    ((("event", "label"), ("trigger", "text"), ("arguments", "roles")), 0),
    ((("subject", "text"), ("predicate", "text"), ("arguments", "texts")), None),
    ((("type", "label"), ("name", "word")), 0),
    ((("question", "text"), ("answer", "word")), None),
    (
        (
            ("subject", "text"),
            ("subject type", "label"),
            ("predicate", "text"),
            ("object type", "label"),
            ("object", "text"),
        ),
        None,
    ),
    (
        (
            ("subject", "text"),
            ("subject type", "label"),
            ("predicate", "text"),
            ("object type", "label"),
            ("object", "text"),
        ),
        1,
    ),
    ((("label", "label"),), None),
    ((("answer", "text"),), None),
    ((("answer", "word"),), None),
)
_ROLES = ("agent", "时间", "role: x")


_SIGNS = st.one_of(st.sampled_from(HOSTILE), st.text("ab中_-|:：;；,\"'“”()[]<>{}\\\n\t ", min_size=1, max_size=4))
"""Names that a source may give its labels, and an example the fields of its answers."""


@st.composite
def schemas(draw: Any, hostile_fields: bool = True) -> Schema:
    """Schemas of every shape that the formats know, in both languages, often with hostile names."""
    language = draw(st.sampled_from(("en", "zh")))
    fields, by = draw(st.sampled_from(_SHAPES))
    known = st.sampled_from(_LABELS[language])
    names = draw(
        st.lists(draw(st.sampled_from((known, st.one_of(known, _SIGNS)))), min_size=1, max_size=4, unique=True)
    )
    if hostile_fields and draw(st.booleans()):
        called = draw(st.lists(_SIGNS, min_size=len(fields), max_size=len(fields), unique=True))
        fields = tuple((name, kind) for name, (_, kind) in zip(called, fields, strict=True))
    many = draw(st.booleans()) if len(fields) == 1 else True
    kinds = [kind for _, kind in fields]
    parts = tuple((role, role) for role in _ROLES) if "roles" in kinds and draw(st.booleans()) else ()
    return Schema(
        language=language,
        fields=tuple(Field(name, kind) for name, kind in fields),
        labels=tuple(Label(name, name, parts) for name in names) if "label" in kinds else (),
        by=by,
        many=many,
        optional=draw(st.booleans()),
        listed=kinds == ["label"] and draw(st.booleans()),
        inline=sorted(kinds) in (["text"], ["label", "text"]) and draw(st.booleans()),
    )


@st.composite
def answers(draw: Any, schema: Schema) -> Answer:
    """Answers that fit a schema, full of hostile values."""
    least = 0 if schema.optional else 1
    count = draw(st.integers(least, 4 if schema.many else 1))
    return tuple(tuple(_cell(draw, field.kind, schema) for field in schema.fields) for _ in range(count))


def _cell(draw: Any, kind: Kind, schema: Schema) -> Any:
    if kind == "label":
        return Value(draw(st.sampled_from([label.name for label in schema.labels])))
    if kind in ("text", "word"):
        return Value(draw(_TEXTS))
    texts = draw(st.lists(_TEXTS, max_size=3))
    if kind == "texts":
        return tuple(Value(text) for text in texts)
    return tuple((draw(st.sampled_from(_ROLES)), Value(text)) for text in texts)
