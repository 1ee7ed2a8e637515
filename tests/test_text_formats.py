"""The formats that mark the text itself, and what the newer notations look like, in English and Chinese."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from hum_hub import Conventions, Field, FormatError, Label, Schema, Unfit, Value
from hum_hub.contract.values import values
from hum_hub.craft.formats import SHARED
from hum_hub.testing import HOSTILE

MARKING = [SHARED[id] for id in ("bio-columns", "bioes-columns", "inline-marks", "token-labels")]
INLINE = SHARED["inline-marks"]
TOKENWISE = [format for format in MARKING if format is not INLINE]
PLAIN = Conventions()
each = pytest.mark.parametrize("format", MARKING, ids=[format.id for format in MARKING])


def spans(language="en", names=("person", "birth place"), fields=(("type", "label"), ("text", "text")), **more):
    labels = tuple(Label(name, name) for name in names)
    return Schema(language, tuple(Field(*field) for field in fields), labels, inline=True, **more)


ENGLISH = spans()
CHINESE = spans("zh", ("人物", "地点"), (("类型", "label"), ("文本", "text")))
ASPECTS = spans("en", ("good", "bad"), (("aspect", "text"), ("polarity", "label")))
BARE = spans("en", (), (("answer", "text"),))
SCHEMAS = (ENGLISH, CHINESE, ASPECTS, BARE)
ADA = "Ada Lovelace (b. 1815) lived in London."
LI = "李雷去年在IBM中国工作。"


def record(schema, text, start, end, name):
    wording = Value(text[start:end], start, end)
    return tuple(Value(name) if field.kind == "label" else wording for field in schema.fields)


def found(schema, text, *pairs):
    """An answer from pairs of wording and label, each wording at its first place."""
    return tuple(record(schema, text, text.index(part), text.index(part) + len(part), name) for part, name in pairs)


def placed(answer):
    """An answer with the places of its values, which equality leaves out."""
    return [[(value.text, value.start, value.end) for value in values(record)] for record in answer]


def read_back(format, answer, schema, text):
    message = format.render(answer, schema, PLAIN, text)
    parsed = format.parse(message, schema, PLAIN, text)
    assert placed(parsed) == placed(format.normal(answer, schema))
    return message


WORDS = ("Ada", "lived", "U.S.", "don't", "B-person", "O", "x_y", "3.5", "李雷", "北京", "中国", "，", "。", "“引”")
TEXTS = st.one_of(
    st.lists(st.sampled_from((*WORDS, *HOSTILE, "[1]", "IBM中国")), max_size=8).map("".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    st.text("ab 中文[]()\n\t-O", max_size=16),
    st.text(max_size=12),
)


@st.composite
def answers(draw, schema, text):
    """Records at any places of a text, nested, crossing, repeated or empty as they fall."""
    names = [label.name for label in schema.labels] or [""]
    count = draw(st.integers(0, 4))
    places = st.integers(0, len(text))
    ends = [sorted((draw(places), draw(places))) for _ in range(count)]
    return tuple(record(schema, text, start, end, draw(st.sampled_from(names))) for start, end in ends)


@st.composite
def tame(draw):
    """A text of words without brackets, and spans of whole words, some right behind each other."""
    schema = draw(st.sampled_from(SCHEMAS))
    glue = draw(st.sampled_from(("", " ", "\n", "　")))
    known = WORDS if glue else [word for word in WORDS if not word.isascii()]  # together, Latin words are one token
    words = draw(st.lists(st.sampled_from(known), min_size=1, max_size=12))
    ends = [sum(map(len, words[: number + 1])) + len(glue) * number for number in range(len(words))]
    cuts = sorted(draw(st.sets(st.integers(0, len(words)), max_size=6)))
    names = [label.name for label in schema.labels] or [""]
    text = glue.join(words)
    answer = []
    for first, end in itertools.pairwise(cuts):
        if draw(st.booleans()):
            continue
        start = ends[first] - len(words[first])
        answer.append(record(schema, text, start, ends[end - 1], draw(st.sampled_from(names))))
    return schema, text, tuple(draw(st.permutations(answer)))


@each
@profile(max_examples=400, deadline=None)
@given(data=st.data())
def test_what_is_marked_is_read_back_with_its_places(format, data):
    schema, text = data.draw(st.sampled_from(SCHEMAS)), data.draw(TEXTS)
    with contextlib.suppress(Unfit):
        read_back(format, data.draw(answers(schema, text)), schema, text)


@each
@profile(max_examples=200, deadline=None)
@given(case=tame())
def test_separate_spans_of_whole_words_can_always_be_marked(format, case):
    schema, text, answer = case
    read_back(format, answer, schema, text)


@each
@profile(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_message_makes_a_reader_fail_in_another_way(format, data):
    schema, text = data.draw(st.sampled_from(SCHEMAS)), data.draw(TEXTS)
    message = data.draw(st.one_of(TEXTS, st.just(text), st.text("[]()BIOES-\n\tperson", max_size=20)))
    with contextlib.suppress(FormatError):
        assert format.render(format.parse(message, schema, PLAIN, text), schema, PLAIN, text) == message


@each
@profile(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_message_with_one_sign_changed_never_states_the_same(format, data):
    text, schema = ADA, ENGLISH
    answer = found(schema, text, ("Ada Lovelace", "person"), ("London", "birth place"))
    message = format.render(answer, schema, PLAIN, text)
    place = data.draw(st.integers(0, len(message) - 1))
    other = data.draw(st.sampled_from(("", " ", "[", "]", ")", "B", "I", "O", "\n", "\t", "x", message[place] * 2)))
    changed = message[:place] + other + message[place + 1 :]
    if changed != message:
        with contextlib.suppress(FormatError):
            assert placed(format.parse(changed, schema, PLAIN, text)) != placed(answer)


def columns(*lines):
    return "\n".join(line.replace(" ", "\t") for line in lines)


ADA_BIO = columns(
    *("Ada B-person", "Lovelace I-person", "( O", "b O", ". O", "1815 O", ") O", "lived O", "in O"),
    *("London B-birth_place", ". O"),
)
LI_BIO = columns(
    *("李 B-人物", "雷 I-人物", "去 O", "年 O", "在 O", "IBM B-地点", "中 I-地点", "国 I-地点", "工 O", "作 O", "。 O")
)


@pytest.mark.parametrize(
    ("format", "schema", "text", "pairs", "message"),
    [
        (
            *("inline-marks", ENGLISH, ADA, (("Ada Lovelace", "person"), ("London", "birth place"))),
            "[Ada Lovelace](person) (b. 1815) lived in [London](birth place).",
        ),
        ("inline-marks", CHINESE, LI, (("李雷", "人物"), ("中国", "地点")), "[李雷](人物)去年在IBM[中国](地点)工作。"),
        ("inline-marks", CHINESE, "李雷北京", (("李雷", "人物"), ("北京", "地点")), "[李雷](人物)[北京](地点)"),
        ("inline-marks", ASPECTS, "Good food", (("food", "good"),), "Good [food](good)"),
        ("inline-marks", BARE, ADA, (("London", ""),), "Ada Lovelace (b. 1815) lived in [[London]]."),
        ("inline-marks", BARE, ADA, (), ADA),
        ("inline-marks", BARE, "Ada L.", (("Ada L.", ""), ("Ada", "")), "[[[[Ada]] L.]]"),
        (
            *(
                "inline-marks",
                ENGLISH,
                "Ada Byron",
                (("Byron", "birth place"), ("Byron", "person"), ("Ada Byron", "person")),
            ),
            "[Ada [[Byron](birth place)](person)](person)",
        ),
        ("bio-columns", ENGLISH, ADA, (("Ada Lovelace", "person"), ("London", "birth place")), ADA_BIO),
        ("bio-columns", CHINESE, LI, (("李雷", "人物"), ("IBM中国", "地点")), LI_BIO),
        ("bio-columns", ENGLISH, "A B", (("A", "person"), ("B", "person")), "A\tB-person\nB\tB-person"),
        ("bio-columns", BARE, "in New York", (("New York", ""),), "in\tO\nNew\tB\nYork\tI"),
        (
            *("bioes-columns", CHINESE, "李雷爱北京城。", (("李雷", "人物"), ("北京城", "地点"))),
            columns("李 B-人物", "雷 E-人物", "爱 O", "北 B-地点", "京 I-地点", "城 E-地点", "。 O"),
        ),
        ("bioes-columns", ASPECTS, "Good food", (("food", "good"),), "Good\tO\nfood\tS-good"),
        ("token-labels", ENGLISH, "Ada (32) ran", (("Ada", "person"),), "Ada(B-person) ((O) 32(O) )(O) ran(O)"),
        ("token-labels", CHINESE, "李雷跑", (("李雷", "人物"),), "李(B-人物) 雷(I-人物) 跑(O)"),
    ],
)
def test_a_marked_text_looks_like_this(format, schema, text, pairs, message):
    assert read_back(SHARED[format], found(schema, text, *pairs), schema, text) == message


@pytest.mark.parametrize(
    ("format", "schema", "text", "old", "new"),
    [
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[Ada](person) Lovelace"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[Ada Lovelace](birth place)"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[Ada Lovelace](poet)"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[Ada Lovelace] (person)"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[[Ada Lovelace](birth place)](person)"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[[Ada Lovelace](person)](person)"),
        ("inline-marks", ENGLISH, ADA, "[Ada Lovelace](person)", "[](person)[Ada Lovelace](person)"),
        ("inline-marks", ENGLISH, ADA, "[Ada", "Ada"),
        ("inline-marks", ENGLISH, ADA, "Lovelace]", "Lovelace"),
        ("inline-marks", ENGLISH, ADA, "Lovelace", "Lovelase"),
        ("inline-marks", CHINESE, LI, "[李雷](人物)去", "[李雷去](人物)"),
        ("inline-marks", CHINESE, LI, "去年", "去年，"),
        ("inline-marks", BARE, LI, "[[李雷]]", "[李雷]"),
        ("bio-columns", ENGLISH, ADA, "Ada\t", "ada\t"),
        ("bio-columns", ENGLISH, ADA, "London\tB-", "London\tI-"),
        ("bio-columns", ENGLISH, ADA, "London\tB-birth_place", "London\tB-birth place"),
        ("bio-columns", ENGLISH, ADA, "Lovelace\tI-person", "Lovelace\tI-birth_place"),
        ("bio-columns", ENGLISH, ADA, "Lovelace\tI-person", "Lovelace\tO"),
        ("bio-columns", ENGLISH, ADA, "Lovelace\tI-person", "Lovelace\tB-person"),
        ("bio-columns", ENGLISH, ADA, "in\tO", "in\tO-person"),
        ("bio-columns", ENGLISH, ADA, "in\tO", "in\t"),
        ("bio-columns", ENGLISH, ADA, "in\tO", "in O"),
        ("bio-columns", ENGLISH, ADA, "in\tO", "in\tO "),
        ("bio-columns", ENGLISH, ADA, "in\tO\n", ""),
        ("bio-columns", ENGLISH, ADA, ".\tO", ".\tO\n"),
        ("bio-columns", CHINESE, LI, "李\tB-人物\n雷\tI-人物", "李雷\tB-人物"),
        ("bio-columns", CHINESE, LI, "雷\tI-人物", "雷\tE-人物"),
        ("bio-columns", BARE, LI, "李\tB", "李\tB-"),
        ("bioes-columns", ENGLISH, ADA, "Lovelace\tE-", "Lovelace\tI-"),
        ("bioes-columns", ENGLISH, ADA, "London\tS-", "London\tB-"),
        ("bioes-columns", ENGLISH, ADA, "London\tS-", "London\tE-"),
        ("bioes-columns", CHINESE, LI, "雷\tE-人物", "雷\tE-地点"),
        ("token-labels", ENGLISH, ADA, "London(B-", "London(I-"),
        ("token-labels", ENGLISH, ADA, "in(O)", "in (O)"),
        ("token-labels", ENGLISH, ADA, "in(O)", "in(O) "),
        ("token-labels", ENGLISH, ADA, "in(O)", "on(O)"),
        ("token-labels", CHINESE, LI, "李(B-人物)", "李(B-地点)"),
        ("token-labels", CHINESE, LI, "雷(I-人物)", "雷(I-人物"),
    ],
)
def test_a_tampered_message_is_refused_or_states_something_else(format, schema, text, old, new):
    pairs = (("Ada Lovelace", "person"), ("London", "birth place")) if text is ADA else (("李雷", "人物"),)
    answer = found(schema, text, *pairs)
    message = SHARED[format].render(answer, schema, PLAIN, text)
    assert message.count(old) >= 1
    with contextlib.suppress(FormatError):
        assert placed(SHARED[format].parse(message.replace(old, new, 1), schema, PLAIN, text)) != placed(answer)


@each
def test_what_answers_another_text_is_refused(format):
    message = format.render(found(ENGLISH, ADA, ("London", "person")), ENGLISH, PLAIN, ADA)
    for text in (ADA.replace("London", "Paris"), ADA + "!", "", ADA[1:], ADA.lower()):
        with pytest.raises(FormatError):
            format.parse(message, ENGLISH, PLAIN, text)


@pytest.mark.parametrize(
    ("formats", "text", "places", "reason"),
    [
        (MARKING, ADA, ((0, 3, "person"), (0, 3, "person")), "record-stands-twice"),
        (MARKING, ADA, ((0, 3, "poet"),), "label-not-in-schema"),
        (MARKING, ADA, ((3, 3, "person"),), "empty-or-unplaced-wording"),
        (TOKENWISE, ADA, ((0, 12, "person"), (4, 12, "person")), "overlapping-spans"),
        (TOKENWISE, ADA, ((0, 12, "person"), (0, 12, "birth place")), "overlapping-spans"),
        (TOKENWISE, ADA, ((0, 2, "person"),), "span-not-of-whole-tokens"),
        (TOKENWISE, ADA, ((0, 4, "person"),), "span-not-of-whole-tokens"),
        (TOKENWISE, "zero\u200bwidth", (), "invisible-or-combining-sign"),
        (TOKENWISE, " \n", (), "no-token"),
        ([INLINE], ADA, ((0, 12, "person"), (4, 14, "person")), "crossing-spans"),
        ([INLINE], "as [1] says", (), "square-bracket-in-text"),
        ([INLINE], " ", (), "blank-text"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_its_reason(formats, text, places, reason):
    answer = tuple(record(ENGLISH, text, *place) for place in places)
    for format in formats:
        with pytest.raises(Unfit, match=f"^{reason}$"):
            format.render(answer, ENGLISH, PLAIN, text)
        with pytest.raises(Unfit):
            format.render(found(ENGLISH, ADA, ("London", "person")), ENGLISH, PLAIN)


@each
def test_one_record_is_not_taken_for_several(format):
    one = spans(many=False)
    two = found(ENGLISH, ADA, ("Ada", "person"), ("London", "person"))
    with pytest.raises(Unfit, match="more-than-one-record"):
        format.render(two, one, PLAIN, ADA)
    with pytest.raises(FormatError):
        format.parse(format.render(two, ENGLISH, PLAIN, ADA), one, PLAIN, ADA)


@each
def test_labels_that_could_not_be_told_apart_do_not_fit(format):
    clash = ("a b", "a_b") if format in TOKENWISE else ("a", "b)")
    assert format.fits(spans(names=("a", "b")))
    assert not format.fits(spans(names=clash))
    assert not format.fits(spans(names=("a", "")))
    with pytest.raises(Unfit):
        format.render(found(spans(names=clash), ADA, ("Ada", clash[1])), spans(names=clash), PLAIN, ADA)
