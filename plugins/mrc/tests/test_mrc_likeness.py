"""Laws of what synthesis compares: places always hold their wording, and likeness is fair to both sides."""

import pytest
from hum_hub_plugin_mrc.pages import Page, page
from hum_hub_plugin_mrc.synthesis.grounding import grounded, grounded_in, occurrences
from hum_hub_plugin_mrc.synthesis.likeness import alike, holds, key, matched
from hum_hub_plugin_mrc.synthesis.numerals import figured, figures
from hum_hub_plugin_mrc.synthesis.refusing import asked_again, echoes, in_language
from hum_hub_plugin_mrc.synthesis.shapes import Quoted
from hum_hub_plugin_mrc.synthesis.twins import kind
from hypothesis import given, settings
from hypothesis import strategies as st
from mrc_teacher import PASSAGE

from hum_hub import Problem, sentences
from hum_hub.testing import HOSTILE

PIECES = st.sampled_from(("the ", "cafe", ". ", "The", "。", "桥", "咖啡馆", " ", "\n", "1998", "a", "，", *HOSTILE))
TEXTS = st.one_of(st.sampled_from(tuple(PASSAGE.values())), st.lists(PIECES, max_size=14).map("".join))


@settings(max_examples=400, deadline=None)
@given(data=st.data(), text=TEXTS, language=st.sampled_from(("en", "zh")))
def test_a_place_always_holds_its_wording(data, text, language):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wording = data.draw(st.one_of(st.just(text[start:end]), st.text(max_size=4)))
    context = data.draw(st.one_of(st.just(""), st.just(text[max(start - 5, 0) : end + 5]), st.text(max_size=9)))
    number = data.draw(st.integers(1, 9))
    place = grounded(Quoted(wording, context, number), Page("passage", text), language)
    if isinstance(place, int):
        first, last = sentences(text, language)[number - 1]
        assert wording.strip() and text.startswith(wording, place) and first <= place < last
    else:
        assert isinstance(place, Problem)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), bodies=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3))
def test_a_place_in_a_document_always_holds_its_wording(data, bodies):
    shown = page({"documents": [{"title": "T", "text": body} for body in bodies]})
    assert isinstance(shown, Page)
    number = data.draw(st.integers(-1, 3))
    wording = data.draw(st.sampled_from(("cafe", "桥", "1998", "a", "T", "")))
    place = grounded_in(wording, data.draw(st.sampled_from(("", "the cafe", wording))), shown, number)
    if isinstance(place, int):
        assert bodies[number].startswith(wording, place)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_stands_once_is_found(language):
    passage = PASSAGE[language]
    for number, (start, end) in enumerate(sentences(passage, language), 1):
        assert grounded(Quoted(passage[start:end], "", number), Page("passage", passage), language) == start


def test_a_part_of_a_word_or_number_is_no_occurrence():
    assert occurrences("art", "art of the start") == [0]
    assert occurrences("19", "1998 or 19") == [8]
    assert occurrences("桥", "一座桥和大桥") == [2, 5]
    assert occurrences("aa", "aa aaa") == [0]
    assert occurrences(" ", "a b") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("twenty-five", "en", "25"),
        ("two hundred and six", "en", "206"),
        ("three thousand four hundred", "en", "3400"),
        ("two million", "en", "2000000"),
        ("nineteen ninety-eight", "en", "19 98"),
        ("one two three", "en", "1 2 3"),
        ("1,200 and 3,4", "en", "1200 and 3,4"),
        ("Often phones", "en", "often phones"),
        ("二十五", "zh", "25"),
        ("十", "zh", "10"),
        ("一百零六", "zh", "106"),
        ("三万四千", "zh", "34000"),
        ("一亿二千万", "zh", "120000000"),
        ("一九九八年", "zh", "1998年"),
        ("１２３", "zh", "123"),
    ],
)
def test_numbers_in_words_become_figures(text, language, expected):
    assert figured(text, language) == expected


def test_figures_are_without_needless_zeros():
    assert figures("007, 2.50 and 1,000", "en") == ["7", "2.5", "1000"]


@settings(max_examples=300, deadline=None)
@given(first=TEXTS, second=TEXTS, language=st.sampled_from(("en", "zh")))
def test_likeness_is_fair(first, second, language):
    assert alike(first, first, language)
    assert alike(first, second, language) == alike(second, first, language)
    assert asked_again(first, second, language) == asked_again(second, first, language)
    assert matched([first, second], [second, first], language) == matched([first, second], [first, second], language)


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=30), language=st.sampled_from(("en", "zh")))
def test_nothing_makes_comparing_fail(text, language):
    key(text, language), figures(text, language), echoes(text, language)
    in_language(text, language), kind(text, language), holds(text, text, language)


def test_a_set_of_spans_is_compared_one_by_one():
    assert matched(["the bridge", "Ann Ray"], ["Ann Ray", "Bridge"], "en")
    assert not matched(["the bridge", "Ann Ray"], ["bridge", "the bridge"], "en")
    assert not matched(["林安", "陶然"], ["林安", "陶陶"], "zh")


@pytest.mark.parametrize(
    ("one", "other", "language", "same"),
    [
        ("Who came?", "Where did Ann go?", "en", False),
        ("Who came?", "Whose boat was it?", "en", True),
        ("How many came?", "How much is it?", "en", True),
        ("How many came?", "How did they come?", "en", False),
        ("What year was it?", "When was it?", "en", True),
        ("谁来了？", "哪个人来了？", "zh", True),
        ("谁来了？", "几个人来了？", "zh", False),
        ("为什么来？", "什么原因？", "zh", True),
    ],
)
def test_questions_have_kinds(one, other, language, same):
    assert (kind(one, language) == kind(other, language)) is same


@pytest.mark.parametrize(
    ("text", "language", "fits"),
    [
        ("Who is Ann Ray?", "en", True),
        ("Who wrote 红楼梦?", "en", True),
        ("谁来了？谁走了？", "en", False),
        ("谁创办了OpenStreetMap？", "zh", True),
        ("Who was it that came?", "zh", False),
        ("是谁在什么时候创办了Wikipedia？", "zh", True),
        ("1998", "zh", True),
    ],
)
def test_a_language_is_told_by_its_letters(text, language, fits):
    assert in_language(text, language) is fits
