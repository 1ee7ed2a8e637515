"""Cases of several shapes for the tests of rules, and answers whose wordings stand in a text."""

from typing import Any

from hypothesis import strategies as st

from hum_hub import Answer, Case, Field, Label, Schema, Value
from hum_hub.craft.formats import SHARED as FORMATS

ENGLISH = (
    "The Bank of Ayr, the Ayr ferry and Ann met Ann at the BANK of Ayr on 12 May 1999 or 1999-05-12: "
    "twenty-one of 1,200 came, one  left\nin 阿尔 today, and two hundred stayed."
)
CHINESE = (
    "安在　IBM 银行工作，IBM ibm ＩＢＭ（１９９９年５月１２日）有三百二十人，\n安于1999年5月12日付了1,200元，十五万人。"
)
TEXTS = {"en": ENGLISH, "zh": CHINESE}
_WORDS = {
    "en": (
        *("The Bank of Ayr", "Bank of Ayr", "Ayr", "the Ayr ferry", "Ann", "the BANK of Ayr", "The", "the", "today"),
        *("12 May 1999", "1999-05-12", "twenty-one", "1,200", "one", "one  left\nin", "阿尔", "two hundred"),
    ),
    "zh": (
        *("安", "IBM", "ibm", "ＩＢＭ", "银行", "安在　IBM", "人，\n安", "１９９９年５月１２日", "1999年5月12日"),
        *("三百二十", "三百二十人", "1,200", "十五万"),
    ),
}
_HOSTILE = (
    *("", " ", "\n", "a\tb", "ß", "İ", "ǅ", "ﬁ", "e\u0301", "😀", "12 may 1999", "MAY 12, 1999", "TWENTY-ONE", "十一"),
)
_LABELS = {"en": ("person", "place", "date"), "zh": ("人物", "地点", "日期")}
SHAPES = {
    "pair": ((("type", "label"), ("text", "text")), 0),
    "text": ((("answer", "text"),), None),
    "labels": ((("label", "label"),), None),
    "listed": ((("label", "label"),), None),
    "triple": ((("subject", "text"), ("relation", "label"), ("object", "text")), 1),
    "event": ((("event", "label"), ("trigger", "text"), ("arguments", "roles")), 0),
    "tuple": ((("subject", "text"), ("predicate", "text"), ("arguments", "texts")), None),
    "word": ((("type", "label"), ("answer", "word")), 0),
    "text and word": ((("text", "text"), ("answer", "word")), None),
}
"""Fields by name and kind, and which of them groups."""


def case(shape: str = "pair", format: str = "json-records", language: str = "en", texts: str = "en") -> Case:
    """A case of a shape; `texts` is the language of the input."""
    fields, by = SHAPES[shape]
    labels = (
        tuple(Label(name, name) for name in _LABELS[language]) if any(kind == "label" for _, kind in fields) else ()
    )
    schema = Schema(
        language,
        tuple(Field(*field) for field in fields),
        labels,
        by=by,
        listed=shape == "listed",  # type: ignore[arg-type]
    )
    return Case((("text", TEXTS[texts]),), texts, schema, "longest", FORMATS[format])


def pairs() -> Answer:
    """Records of a label and a wording, those of the English text that rules are about."""
    found = [
        (Value(label), Value(word, start, start + len(word)))
        for number, word in enumerate(_WORDS["en"])
        for label in _LABELS["en"][number % 3 : number % 3 + 1]
        for start in _starts(word, ENGLISH)
    ]
    return tuple(sorted(found, key=lambda record: (record[1].start, -record[1].end)))


@st.composite
def answers(draw: Any, each: Case, hostile: bool = False) -> Answer:
    """Answers that fit the case's schema, in the order of the text; some records twice, some without a place."""
    records = [
        tuple(_cell(draw, field.kind, each, hostile) for field in each.schema.fields)
        for _ in range(draw(st.integers(0, 6)))
    ]
    if len(each.schema.fields) == 1 and each.schema.labels:
        records = list(dict.fromkeys(records))
    return tuple(sorted(records, key=_start)) if draw(st.booleans()) else tuple(records)


def _cell(draw: Any, kind: str, each: Case, hostile: bool) -> Any:
    if kind == "label":
        return Value(draw(st.sampled_from([label.name for label in each.schema.labels])))
    if kind == "word":
        return Value(draw(st.sampled_from(("MAYBE", "two", "12 May 1999"))))
    if kind == "text":
        return _value(draw, each, hostile)
    some = [_value(draw, each, hostile) for _ in range(draw(st.integers(0, 2)))]
    return tuple(some) if kind == "texts" else tuple((f"role {number}", value) for number, value in enumerate(some))


def _value(draw: Any, each: Case, hostile: bool) -> Value:
    text = each.inputs[0][1]
    word = draw(st.sampled_from(_WORDS[each.input_language]))
    start = draw(st.sampled_from(_starts(word, text)))
    wording = draw(st.sampled_from(_HOSTILE)) if hostile and draw(st.booleans()) else word
    placed = draw(st.integers(0, 9)) > 0
    return Value(wording, start, start + len(word)) if placed else Value(wording)


def _starts(word: str, text: str) -> list[int]:
    return [start for start in range(len(text)) if text.startswith(word, start)]


def _start(record: Any) -> int:
    return min((cell.start for cell in record if isinstance(cell, Value) and cell.start is not None), default=0)
