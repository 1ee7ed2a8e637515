"""The laws of the shared preference rules."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import ENGLISH, SHAPES, answers, case, pairs
from toy import LongestWord

from hum_hub import Answer, Conventions, FormatError, Rule, Unfit, Value, reworded, wordings
from hum_hub.contract.rules import STAGES, Choice, offered
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.rules import SHARED
from hum_hub.proof.comparing import expected
from hum_hub.proof.proving import Prover
from hum_hub.testing import check_rule

PROVER = Prover(LongestWord(), FORMATS, SHARED)
UNNAMED = [rule for rule in SHARED.values() if rule.stage != "name"]
GRID = [(shape, language, texts) for shape in SHAPES for language in ("en", "zh") for texts in ("en", "zh")]
PICKED = ("json-records", "json-by-label", "json-nested", "label-lines", "separated", "lines", "letter")


def cases(*formats):
    for shape, language, texts in GRID:
        for format in formats or PICKED:
            each = case(shape, format, language, texts)
            if each.format.fits(each.schema):
                yield each


@pytest.mark.parametrize("rule", UNNAMED, ids=lambda rule: rule.id)
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_rule_keeps_its_laws(rule, shape, data):
    language, texts = data.draw(st.sampled_from(("en", "zh"))), data.draw(st.sampled_from(("en", "zh")))
    format = data.draw(st.sampled_from([name for name in PICKED if FORMATS[name].fits(case(shape).schema)]))
    each = case(shape, format, language, texts)
    check_rule(rule, data.draw(answers(each)), each, PROVER)


@pytest.mark.parametrize("rule", UNNAMED, ids=lambda rule: rule.id)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_rule_keeps_its_laws_with_hostile_wordings(rule, data):
    """Wordings as earlier rules may have left them: they no longer are what stands at their place."""
    each = case("pair", "json-records", "en", data.draw(st.sampled_from(("en", "zh"))))
    answer = data.draw(answers(each, hostile=True))
    check_rule(rule, answer, each, PROVER)


@pytest.mark.parametrize("rule", SHARED.values(), ids=lambda rule: rule.id)
def test_a_rule_is_worded_well(rule):
    seen = 0
    for each in cases():
        for option in rule.options(each):
            lines = rule.wordings(option, each)
            seen += len(lines)
            assert len(lines) >= 3 and len(set(lines)) == len(lines)
            for line in lines:
                chinese = each.schema.language == "zh"
                assert any("\u4e00" <= sign <= "\u9fff" for sign in re.sub('"[^"]*"', "", line)) == chinese, line
                assert line[-1] in ".。" and "{" not in line and "  " not in line and "\n" not in line, line
                assert not chinese or "," not in re.sub("“[^”]*”|[0-9],[0-9]", "", line), line
    if rule.id not in ("label-language", "label-level"):
        assert seen


def test_no_sentence_is_part_of_another():
    for each in cases():
        lines = [
            (line, rule.id, option)
            for rule in SHARED.values()
            for option in rule.options(each)
            for line in rule.wordings(option, each)
        ]
        for line, rule, option in lines:
            for other, theirs, another in lines:
                assert line not in other or (rule, option) == (theirs, another), (line, other)


@pytest.mark.parametrize("rule", SHARED.values(), ids=lambda rule: rule.id)
def test_options_come_in_numbers_or_not_at_all(rule):
    counts = {len(offered(rule, each)) for each in cases()}
    assert 1 not in counts
    assert rule.id not in ("order", "letter-case") or counts > {0}


def test_free_words_are_neither_wordings_nor_labels():
    each = case("word", "json-records")
    idle = {"at-most", "blanks", "date-form", "letter-case", "number-form", "occurrence", "order", "repeats"}
    assert not any(SHARED[rule].options(each) for rule in idle | {"label-order", "character-width"})
    each = case("text and word", "json-records")
    answer = ((Value("Ann  MET", 3, 6), Value("Ann  MET")),)
    for rule, option in (("letter-case", "upper"), ("blanks", "one-blank"), ("letter-case", "lower")):
        for changed in (
            SHARED[rule].transform(answer, each, option),
            SHARED[rule].becomes(answer[0], answer, each, option),
        ):
            assert changed[0][1] == Value("Ann  MET") and changed[0][0] != Value("Ann  MET")


@pytest.mark.parametrize("rule", ["letter-case", "order", "repeats", "occurrence", "at-most"])
def test_opposite_options_are_told_apart(rule):
    answer = tuple((Value("person"), Value("Ann", place, place + 3)) for place in (35, 43))
    answer = ((Value("place"), Value("Bank", 4, 8)), *answer)
    assert check_rule(SHARED[rule], answer, case("pair"), PROVER) >= 2


def test_records_that_read_alike_and_begin_together_are_told_apart_by_their_ends():
    """A longer and a shorter one with another between them: which of the two stands first follows from their ends."""
    bank, unplaced = Value("The Bank of Ayr", 0, 15), Value("The Bank of Ayr")
    today = ENGLISH.index("today")
    answer = (
        (bank, Value("today", today, today + 5), ()),
        (unplaced, unplaced, (Value("Bank of Ayr", 4, 15),)),
        (bank, Value("today"), ()),
    )
    assert check_rule(SHARED["order"], answer, case("tuple", "json-records"), PROVER)


def broken(rule, transform) -> Rule:
    return type("Broken", (type(rule),), {"transform": lambda self, answer, case, option: transform(answer, case)})()


def capitalised(answer, case):
    return tuple(
        reworded(record, value, value.text.title()) for record in answer for value in wordings(record, case.schema)
    )


@pytest.mark.parametrize(
    ("rule", "transform"),
    [
        ("repeats", lambda answer, case: answer[:1]),
        ("occurrence", lambda answer, case: answer[1:]),
        ("at-most", lambda answer, case: answer[1:2]),
        ("order", lambda answer, case: (answer[1], answer[0], answer[2])),
        *((rule, capitalised) for rule in ("letter-case", "blanks", "date-form", "number-form", "character-width")),
    ],
)
def test_the_check_bites_where_the_transform_is_wrong(rule, transform):
    texts = "zh" if rule == "character-width" else "en"
    places = [ENGLISH.index("the BANK"), ENGLISH.index("met"), ENGLISH.index("today")]
    answer = tuple(
        (Value("person"), Value(word, at, at + len(word)))
        for at, word in zip(places, ("the BANK", "met", "today"), strict=True)
    )
    each = replace(case("pair", texts=texts), inputs=(("text", ENGLISH),))
    with pytest.raises(AssertionError, match=r"rejects its own transform|changes its own result"):
        check_rule(broken(SHARED[rule], transform), answer, each, PROVER)


def test_labels_in_a_wrong_order_are_rejected():
    answer = ((Value("place"),), (Value("person"),), (Value("date"),))
    with pytest.raises(AssertionError, match="rejects its own transform"):
        check_rule(broken(SHARED["label-order"], lambda answer, case: answer), answer, case("labels"), PROVER)


def test_rules_that_are_applied_together_stay_obeyed():
    """Every two rules that may stand together leave an answer that both of them still accept."""
    for shape, answer in (("pair", pairs()), ("labels", ((Value("place"),), (Value("date"),)))):
        for texts in ("en", "zh"):
            each = replace(case(shape, texts=texts), inputs=(("text", ENGLISH),))
            for one in UNNAMED:
                for two in UNNAMED:
                    if STAGES.index(one.stage) <= STAGES.index(two.stage) and not _contradict(one, two):
                        _together(one, two, answer, each)


def _together(one, two, answer, each):
    for first in one.options(each):
        for second in two.options(each):
            choices = (Choice(one.id, first), Choice(two.id, second))
            judged = expected(SHARED, answer, choices, each)
            if any(rule.unsettled(judged, each, option) for rule, option in ((one, first), (two, second))):
                continue
            made = two.transform(one.transform(answer, each, first), each, second)
            assert sorted(map(repr, made)) == sorted(map(repr, judged))
            for choice in choices:
                again = expected(SHARED, judged, (choice,), each)
                assert again == judged or {one.id, two.id} in ({"occurrence", "letter-case"},), choices


def _contradict(one, two):
    return one.id == two.id or one.id in two.excludes or two.id in one.excludes


def test_formats_read_what_the_rules_write():
    """A rewritten answer is still one that the formats can hold."""
    for each in cases("json-records", "json-by-label"):
        for rule in UNNAMED:
            for option in offered(rule, each):
                conventions = rule.convene(Conventions(), each, option)
                answer: Answer = rule.transform((), each, option)
                try:
                    message = each.format.render(answer, each.schema, conventions)
                except Unfit:
                    continue
                try:
                    assert each.format.parse(message, each.schema, conventions) == ()
                except FormatError as error:
                    raise AssertionError(f"{rule.id}={option}: {error}") from error
