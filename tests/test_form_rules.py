"""How rules of stage `form` write wordings."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import case

from hum_hub import Value
from hum_hub.craft.rules import SHARED

WRITTEN = [
    ("letter-case", "upper", "Straße İ ﬁ", "STRAßE İ ﬁ"),
    ("letter-case", "lower", "ΟΔΟΣ IBM", "οδοσ ibm"),
    ("blanks", "one-blank", "New\n \tYork　City ", "New York City "),
    ("blanks", "as-written", "New\nYork", "New\nYork"),
    ("character-width", "half", "ＡＢＣ，（１２３）～。、　", "ABC,(123)~。、　"),
    ("character-width", "full", "ABC, (1)￠ﾊ", "ＡＢＣ， （１）￠ﾊ"),
    ("date-form", "iso", "12 May 1999", "1999-05-12"),
    ("date-form", "slashes", "12 May 1999", "1999/05/12"),
    ("date-form", "iso", "may 12, 1999", "1999-05-12"),
    ("date-form", "iso", "the 12th of MAY 1999", "1999-05-12"),
    ("date-form", "iso", "Sept. 3, 2001", "2001-09-03"),
    ("date-form", "iso", "1999年5月12日", "1999-05-12"),
    ("date-form", "iso", "１９９９年５月１２日", "1999-05-12"),
    ("date-form", "iso", "二〇〇八年十二月三十一日", "2008-12-31"),
    ("date-form", "iso", "1999/5/2", "1999-05-02"),
    ("date-form", "slashes", "1999-05-02", "1999/05/02"),
    *(("date-form", "iso", text, text) for text in ("03/04/1999", "May 1999", "on 12 May 1999", "31 February 1999")),
    *(
        ("date-form", "iso", text, text)
        for text in ("29 February 1900", "12st May 1999", "1999年5月", "第1999年5月12日")
    ),
    ("date-form", "as-written", "12 May 1999", "12 May 1999"),
    ("number-form", "plain-digits", "1,200,000", "1200000"),
    ("number-form", "plain-digits", "Ninety-Nine", "99"),
    ("number-form", "plain-digits", "two thousand three hundred and five", "2305"),
    ("number-form", "plain-digits", "三百二十", "320"),
    ("number-form", "plain-digits", "两万零五十", "20050"),
    ("number-form", "plain-digits", "一亿零三万", "100030000"),
    ("number-form", "grouped", "twelve thousand", "12,000"),
    ("number-form", "grouped", "十五万", "150,000"),
    ("number-form", "grouped", "1,200", "1,200"),
    ("number-form", "grouped", "13800138000", "13800138000"),
    *(
        ("number-form", "plain-digits", text, text)
        for text in ("one", "十一", "1.5万", "二百五", "nineteen ninety-nine")
    ),
    *(
        ("number-form", "plain-digits", text, text)
        for text in ("12,34", "0,123", "third", "千万", "九一八", "2 million")
    ),
]


@pytest.mark.parametrize(("rule", "option", "text", "wording"), WRITTEN)
def test_how_a_wording_is_written(rule, option, text, wording):
    answer, each = ((Value("person"), Value(text, 0, 1)),), case("pair")
    assert SHARED[rule].transform(answer, each, option) == ((Value("person"), Value(wording)),)
    assert SHARED[rule].writes(text, answer[0][1], each, option) == wording
    assert SHARED[rule].writes(wording, answer[0][1], each, option) == wording


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (
            "date-form",
            ("31 February 1999", "Friday, 12 May 1999", "1999.05.12", "12-14 May 1999", "1999 年 5 月 初 3 日"),
        ),
        (
            "number-form",
            ("one", "One", "十一", "二百五", "nineteen ninety-nine", "a hundred", "12,34,567", "九一八", "1 200 000"),
        ),
    ],
)
def test_what_may_be_meant_in_another_way_is_refused(rule, texts):
    each = case("pair")
    for text in texts if rule == "number-form" else texts[:-1]:
        answer = ((Value("person"), Value(text, 0, 1)),)
        changing = [option for option in SHARED[rule].options(each) if option != "as-written"]
        assert all(SHARED[rule].unsettled(answer, each, option) is not None for option in changing), text
        assert SHARED[rule].unsettled(answer, each, "as-written") is None


@pytest.mark.parametrize(
    "text", ["03/04/1999", "May 1999", "Ann", "in 1999", "1999", "12.5", "v1.2.3", "中国", "2 million"]
)
def test_what_certainly_is_no_such_form_is_settled(text):
    answer = ((Value("person"), Value(text, 0, 1)),)
    assert SHARED["date-form"].unsettled(answer, case("pair"), "iso") is None
    assert SHARED["number-form"].unsettled(answer, case("pair"), "grouped") is None


_PIECES = st.sampled_from(
    (
        *("12", "1", "31", "29", "1999", "2000", "st", "th", "the ", " of", " ", "\n", "\x1c", ", ", ".", "-", "/"),
        *("May", "feb", "sept", "年", "月", "日", "号", "五", "十二", "一九九九", "１２", "　", "ﬁ", "Ａ", "ß", "（"),
        *("twenty", "-two", "hundred", " and ", "one", "thousand", "million", "zero", ",200"),
        *("零", "两", "百", "千", "万", "亿", "九"),
    )
)


@settings(max_examples=600, deadline=None)
@given(text=st.lists(_PIECES, max_size=9).map("".join) | st.text(max_size=8))
def test_transform_and_check_write_every_wording_alike(text):
    each = replace(case("pair", texts="zh"), inputs=(("text", "Ann"),))
    answer = ((Value("person"), Value(text, 0, 1)),)
    for rule in SHARED.values():
        for option in rule.options(each) if rule.stage == "form" else ():
            written = rule.writes(text, answer[0][1], each, option)
            assert rule.transform(answer, each, option)[0][1].text == written, (rule.id, option)
            assert rule.writes(written, answer[0][1], each, option) == written, (rule.id, option)


def test_widths_lead_back_to_each_other():
    rule, each = SHARED["character-width"], case("pair", texts="zh")
    signs = "".join(map(chr, range(0x20, 0x7F))) + "。、　￥ｱ"
    full = rule.writes(signs, Value(signs), each, "full")
    assert len(set(full)) == len(set(signs)) and "\uff01" in full and "\uff5e" in full and " " in full
    assert rule.writes(full, Value(full), each, "half") == signs


def test_chinese_texts_have_a_letter_case_where_they_hold_letters():
    rule, without = SHARED["letter-case"], replace(case("pair", texts="zh"), inputs=(("text", "安在银行。"),))
    assert not rule.options(without) and rule.options(replace(without, inputs=(("text", "安在 IBM。"),)))
