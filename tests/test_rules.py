"""The laws of the shared preference rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import LongestWord

from hum_hub import Answer, Case, Field, Label, Schema, Value
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.rules import SHARED
from hum_hub.proof.proving import Prover
from hum_hub.testing import check_rule

TEXT = "The Bank of Ayr, the Ayr ferry and Ann met Ann at the BANK of Ayr in 阿尔 today"
WORDS = [
    (start, start + len(word))
    for word in set(TEXT.split())
    for start in range(len(TEXT))
    if TEXT.startswith(word, start)
]
PROVER = Prover(LongestWord(), FORMATS, SHARED)


def case(format: str = "json-records", language: str = "en") -> Case:
    schema = Schema(
        language, (Field("type", "label"), Field("text", "text")), (Label("a", "person"), Label("b", "place")), by=0
    )
    return Case((("text", TEXT),), language, schema, "longest", FORMATS[format])


@st.composite
def entities(draw) -> Answer:
    spans = draw(st.lists(st.sampled_from(WORDS), max_size=6))
    labels = draw(st.lists(st.sampled_from(("person", "place")), min_size=len(spans), max_size=len(spans)))
    pairs = sorted(zip(spans, labels, strict=True))
    return tuple((Value(label), Value(TEXT[start:end], start, end)) for (start, end), label in pairs)


@pytest.mark.parametrize("format", ["json-records", "json-by-label", "label-lines"])
@pytest.mark.parametrize("rule", SHARED.values(), ids=lambda rule: rule.id)
@settings(max_examples=200, deadline=None)
@given(answer=entities(), language=st.sampled_from(("en", "zh")))
def test_a_rule_keeps_its_laws(rule, format, answer, language):
    check_rule(rule, answer, case(format, language), PROVER)


@pytest.mark.parametrize("rule", ["letter-case", "order", "repeats"])
def test_opposite_options_are_told_apart(rule):
    answer = tuple((Value("person"), Value("Ann", place, place + 3)) for place in (35, 43))
    answer = ((Value("place"), Value("Bank", 4, 8)), *answer)
    assert check_rule(SHARED[rule], answer, case(), PROVER) >= 2


@pytest.mark.parametrize("rule", SHARED.values(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_is_worded_in_the_language_of_the_instruction(rule, language):
    for option in rule.options(case("json-by-label", language)):
        for line in rule.wordings(option, case("json-by-label", language)):
            assert any("\u4e00" <= sign <= "\u9fff" for sign in line) == (language == "zh"), line


def test_letters_without_a_way_back_keep_their_case():
    answer = ((Value("person"), Value("Straße İ ﬁ", 0, 10)),)
    upper = SHARED["letter-case"].transform(answer, case(), "upper")
    assert upper == ((Value("person"), Value("STRAßE İ ﬁ")),)
