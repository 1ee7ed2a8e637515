"""Tokens, chunks and marks become running text with character positions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub import Note, Problem
from hum_hub.sources.normalising import normalised
from hum_hub.text.joining import join


def one(fields, joining="space", marks="link"):
    """The only fields or problem that come out, notes left aside."""
    (found,) = [found for found in normalised(fields, joining, marks) if not isinstance(found, Note)]
    return found


def code(fields, joining="space", marks="link"):
    found = one(fields, joining, marks)
    assert isinstance(found, Problem), found
    return found.code


def nested(depth):
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


# tokens


@pytest.mark.parametrize(
    ("joining", "tokens", "text"),
    [
        ("space", ["Ada", ",", "31"], "Ada , 31"),
        ("space", [], ""),
        ("space", ["-LRB-", "``"], "-LRB- ``"),
        ("none", ["渡船", "，", "31", "号"], "渡船，31号"),
        ("none", ["看", "New", "York", "地图"], "看New York地图"),
        ("none", ["New", "5", "York"], "New5York"),
        ("natural", ["Ada", ",", "who", "is", "31", "."], "Ada, who is 31."),
        ("natural", ["She", "does", "n't", "know", "Ada", "'s", "boat", "!"], "She doesn't know Ada's boat!"),
        ("natural", ["Ada", "-LRB-", "31", "-RRB-", "left"], "Ada (31) left"),
        ("natural", ["-LSB-", "a", "-RSB-", "-LCB-", "b", "-RCB-"], "[a] {b}"),
        ("natural", ["He", "said", "``", "go", "''", "."], 'He said "go".'),
        ("natural", ["`", "`", "go", "''"], '"go"'),
        ("natural", ['"', "a", '"', "and", '"', "b", '"'], '"a" and "b"'),
        ("natural", ["$", "5", "and", "6", "%"], "$5 and 6%"),
        ("natural", ["“", "a", "”", "b"], "“a” b"),
    ],
)
def test_tokens_are_joined(joining, tokens, text):
    assert one({"tokens": tokens}, joining) == {"text": text}


TOKENS = st.lists(
    st.text(max_size=6)
    | st.sampled_from(["New", "渡船", "``", "''", '"', "`", "-LRB-", " ", "", "\u3000", "(", "n't"]),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(tokens=TOKENS, joining=st.sampled_from(["space", "none"]))
def test_the_text_at_each_span_is_the_token_as_written(tokens, joining):
    text, spans = join(tokens, joining)
    assert [text[start:end] for start, end in spans] == [token if token.strip() else "" for token in tokens]


@settings(max_examples=300, deadline=None)
@given(tokens=TOKENS, joining=st.sampled_from(["space", "none", "natural"]))
def test_the_spans_of_tokens_follow_each_other_and_leave_out_nothing_but_single_blanks(tokens, joining):
    text, spans = join(tokens, joining)
    places = [0, *(place for span in spans if span[0] < span[1] for place in span), len(text)]
    assert places == sorted(places)
    gaps = [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]
    assert set(gaps) <= {"", " "}


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\n"])
def test_a_blank_token_adds_nothing_and_is_noted(blank):
    fields = {"id": 7, "tokens": ["Ada", blank, "left"], "mentions": [{"first": 1, "last": 2}, {"first": 1, "last": 1}]}
    note, found = normalised(fields, "space", "link")
    assert note == Note("blank-token", "7")
    assert found["text"] == "Ada left"
    assert found["mentions"] == [{"start": 4, "end": 8, "text": "left"}, {"start": 3, "end": 3, "text": ""}]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"first": 0, "last": 1}, {"start": 0, "end": 8, "text": "Ada Noor"}),
        ({"first": 2, "last": 2}, {"start": 9, "end": 13, "text": "left"}),
        ({"tokens": [0, 1]}, {"start": 0, "end": 8, "text": "Ada Noor"}),
        ({"tokens": [1, 0], "label": "P"}, {"start": 0, "end": 8, "text": "Ada Noor", "label": "P"}),
        ({"tokens": [1, 0, 1]}, {"start": 0, "end": 8, "text": "Ada Noor"}),
        ({"tokens": [0, 2]}, {"start": 0, "end": 13, "text": "Ada Noor left", "discontinuous": True}),
        ({"first": 0, "label": "P"}, {"first": 0, "label": "P"}),
    ],
)
def test_token_positions_become_character_positions(place, expected):
    found = one({"id": "1", "tokens": ["Ada", "Noor", "left"], "mentions": [place]})
    assert found["mentions"] == [expected]


def test_positions_are_found_anywhere_in_the_fields():
    found = one({"tokens": ["渡", "船"], "a": {"b": [{"head": {"first": 1, "last": 1}}]}}, "none")
    assert found == {"text": "渡船", "a": {"b": [{"head": {"start": 1, "end": 2, "text": "船"}}]}}


@pytest.mark.parametrize(
    "place",
    [
        {"first": 0, "last": 2},
        {"first": -1, "last": 0},
        {"first": 1, "last": 0},
        {"first": 0, "last": 10**30},
        {"first": "0", "last": 1},
        {"first": None, "last": None},
        {"first": 0.5, "last": 1},
        {"tokens": []},
        {"tokens": [5]},
        {"tokens": [0, 10**12]},
        {"tokens": ["a"]},
        {"tokens": 1},
        {"tokens": None},
    ],
    ids=str,
)
def test_a_position_that_is_no_token_is_a_problem(place):
    assert code({"id": "1", "tokens": ["a", "b"], "mentions": [place]}) == "fields-of-wrong-type"


@pytest.mark.parametrize(
    "tokens", [None, 5, "渡船", {"a": 1}, [None], ["a", None], [["a"]], [1, 2], [True]], ids=lambda value: repr(value)
)
def test_tokens_that_are_no_list_of_strings_are_a_problem(tokens):
    assert code({"tokens": tokens}) == "fields-of-wrong-type"


def test_fields_nested_too_deep_are_a_problem():
    assert code({"tokens": ["a"], "deep": nested(3000)}) == "fields-of-wrong-type"


def test_fields_without_tokens_chunks_or_marks_stay_as_they_are():
    fields = {"id": "1", "text": "[a](b)", "mentions": [{"first": 0, "last": 0}]}
    assert one(fields) is fields


# chunks


def test_chunks_with_a_label_become_mentions():
    chunks = [{"text": "明天"}, {"text": "七点", "label": "time"}, {"text": "叫我", "label": None}]
    assert one({"id": "1", "chunks": chunks}) == {
        "id": "1",
        "text": "明天七点叫我",
        "mentions": [{"label": "time", "start": 2, "end": 4, "text": "七点"}],
    }


def test_blanks_around_a_chunk_do_not_belong_to_the_mention():
    chunks = [{"text": "  at"}, {"text": " seven ", "label": "time"}, {"text": "sharp \n"}]
    note, found = normalised({"id": "1", "chunks": chunks}, "space", "link")
    assert note == Note("blanks-around-mention", "1: ' seven '")
    assert found["text"] == "at seven sharp"
    assert found["mentions"] == [{"label": "time", "start": 3, "end": 8, "text": "seven"}]


@pytest.mark.parametrize("first", [[], [{"text": "  "}], [{"text": "\u3000\n"}, {"text": " "}]])
def test_blanks_at_both_ends_of_the_text_move_the_mentions(first):
    found = one({"chunks": [*first, {"text": " 渡船 ", "label": "ship"}]})
    assert found == {"text": "渡船", "mentions": [{"label": "ship", "start": 0, "end": 2, "text": "渡船"}]}


@pytest.mark.parametrize(
    "chunks", [None, 5, [5], [{}], [{"text": None}], [{"text": 5, "label": "a"}], ["text"]], ids=str
)
def test_chunks_of_wrong_type_are_a_problem(chunks):
    assert code({"chunks": chunks}) == "fields-of-wrong-type"


# marks


def places(found):
    assert all(found["text"][one["start"] : one["end"]] == one["text"] for one in found["mentions"])
    return found["text"], [(one["label"], one["text"], one.get("id")) for one in found["mentions"]]


@pytest.mark.parametrize(
    ("marks", "marked", "text", "mentions"),
    [
        ("link", "nothing", "nothing", []),
        ("link", "", "", []),
        ("link", "[Ada](person) left", "Ada left", [("person", "Ada", None)]),
        ("link", "[渡船](船:c-1.2)", "渡船", [("船", "渡船", "c-1.2")]),
        ("link", "[a [b](x:1) c](y)", "a b c", [("y", "a b c", None), ("x", "b", "1")]),
        ("link", "[[a](x)](y)", "a", [("x", "a", None), ("y", "a", None)]),
        ("link", "[a](two words:1)", "a", [("two words", "a", "1")]),
        ("link", "a (b) c: d] e", "a (b) c: d] e", []),
        ("xml", "a < b > c", "a < b > c", []),
        ("xml", "<person>Ada</person> left", "Ada left", [("person", "Ada", None)]),
        ("xml", '<船 id="c1">渡船</船>', "渡船", [("船", "渡船", "c1")]),
        ("xml", '<a>x<b id="1">y</b></a>', "xy", [("a", "xy", None), ("b", "y", "1")]),
        ("xml", '<a x-id="2" id="1" >y</a>', "y", [("a", "y", "1")]),
        ("xml", '<a x-id="2">y</a>', "y", [("a", "y", None)]),
        ("xml", "<a>x &amp; y</a> &lt;b&gt; &quot;", 'x & y <b> "', [("a", "x & y", None)]),
        ("xml", "&amp;lt;", "&lt;", []),
        ("xml", "<a><a>x</a></a>", "x", [("a", "x", None), ("a", "x", None)]),
    ],
)
def test_marks_become_mentions(marks, marked, text, mentions):
    assert places(one({"marked": marked}, marks=marks)) == (text, mentions)


@pytest.mark.parametrize(
    ("marks", "marked"),
    [
        ("link", "[a"),
        ("link", "a](x)"),
        ("link", "[a](x)](y)"),
        ("link", "[a](x"),
        ("link", "[1] a"),
        ("link", "[a](http://x)"),
        ("xml", "<a>x"),
        ("xml", "x</a>"),
        ("xml", "<a>x</b>"),
        ("xml", "<a><b>x</a></b>"),
        ("xml", "<a>x</A>"),
        ("xml", "<a id='1'>x</a>"),
        ("xml", "<人>张三"),
    ],
)
def test_unbalanced_marks_are_a_problem(marks, marked):
    assert code({"id": "1", "marked": marked}, marks=marks) == "unbalanced-marks"


@pytest.mark.parametrize("marks", ["link", "xml"])
@pytest.mark.parametrize("marked", [None, 5, ["a"]], ids=str)
def test_marked_text_of_wrong_type_is_a_problem(marked, marks):
    assert code({"marked": marked}, marks=marks) == "fields-of-wrong-type"


@pytest.mark.parametrize("marks", ["link", "xml"])
@settings(max_examples=200, deadline=None)
@given(marked=st.text(alphabet='[]():<>/a渡 ="&;id', max_size=40))
def test_no_marked_text_fails_in_another_way(marks, marked):
    found = one({"marked": marked}, marks=marks)
    if isinstance(found, dict):
        places(found)
