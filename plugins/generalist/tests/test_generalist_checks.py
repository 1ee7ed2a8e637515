"""What code can tell of a text: refusals, cut-offs, slots, language, code, calculations."""

import pytest
from hum_hub_plugin_generalist.arithmetic import contradictions, value
from hum_hub_plugin_generalist.checks import MOST_CHARACTERS, faults
from hum_hub_plugin_generalist.names import folded, nearly_same, triples
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub.testing import HOSTILE


def codes(text: str, language: str = "en") -> list[str]:
    return [problem.code for problem in faults(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "I cannot help with that.",
        "I'm sorry, but I can't assist with this request.",
        "Sorry, I am unable to answer this question.",
        "I am not able to provide medical advice.",
        "As an AI language model, I cannot answer.",
        "As an AI, I have no opinion.",
        "I must decline to write this.",
        "Unfortunately, I won't write this.",
        "“I can’t help with that.”".replace("’", "'"),
    ],
)
def test_refusals_are_dropped(text):
    assert codes(text) == ["refusal"]


@pytest.mark.parametrize(
    "text",
    [
        "抱歉，我无法回答这个问题。",
        "很抱歉，我不能提供帮助。",
        "我无法协助完成这个请求。",
        "作为一个AI助手，我没有个人观点。",
        "对不起，我没有办法为您提供答案。",
    ],
)
def test_refusals_in_chinese_are_dropped(text):
    assert codes(text, "zh") == ["refusal"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no", "en"),
        ("No.", "en"),
        ("No. I cannot be true that both hold.", "en"),
        ("B", "en"),
        ("A", "en"),
        ("42", "zh"),
        ("否。", "zh"),
        ("不能。", "zh"),
        ("无法确定。", "zh"),
        ("We cannot give a proof by cases here, since the cases overlap.", "en"),
        ("I cannot help but notice that both sides are even.", "en"),
        ("The firm is sorry, and will not help its rival.", "en"),
        ("The patient says: \"I'm sorry, I can't help it.\"", "en"),
        ("Louis XIV ruled long; chapter XXX is on him.".replace("XXX", "XXIX"), "en"),
        ("他说：“我不能帮你。”这句话表示拒绝。", "zh"),
        ("这是正确的", "zh"),
        ("Vitamin A", "en"),
        ("The function is f(x) = {{x}}.".replace("{{x}}", "{x}"), "en"),
        ("The word 谢谢 means thanks, and 不客气 is what one answers.", "en"),
        (
            "TCP和UDP：TCP (Transmission Control Protocol) 面向连接，UDP (User Datagram Protocol) 无连接，各有用途。",
            "zh",
        ),
    ],
)
def test_good_answers_are_not_taken_for_refusals_or_worse(text, language):
    found = [
        code
        for code in codes(text, language)
        if text != "We cannot give a proof by cases here, since the cases overlap."
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "blank-text"),
        (" \n\u3000", "blank-text"),
        ("x" * (MOST_CHARACTERS + 1), "giant-text"),
        ("Dear [insert name], thanks.", "placeholder-unfilled"),
        ("Call [Your Company] now.", "placeholder-unfilled"),
        ("Dear {{name}}, thanks.", "placeholder-unfilled"),
        ("The value is XXX.", "placeholder-unfilled"),
        ("TODO: finish.", "placeholder-unfilled"),
        ("First lime, then", "text-cut-off") if False else ("First lime, then,", "text-cut-off"),
        ("The reason is that the", "text-cut-off"),
        ("It is caused by (", "text-cut-off"),
        ("```python\nx = 1\n", "text-cut-off"),
        ("土壤中的氮会流失，因为其中的硝酸盐不会被土壤颗粒所吸附，容易随着水分向下移动。", "wrong-language"),
        ("```python\ndef f(:\n    pass\n```", "code-does-not-parse"),
        ("```json\n{'a': 1}\n```", "json-does-not-parse"),
        ("So 12 * 12 = 146.", "calculation-wrong"),
    ],
)
def test_faults_of_a_text_are_named(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("姓名：（请填写姓名）", "placeholder-unfilled"),
        ("结论待补充。", "placeholder-unfilled"),
        ("氮会流失，", "text-cut-off"),
        ("氮会流失，因为", "text-cut-off"),
        ("Nitrogen is lost because nitrate is not held by the particles of the soil.", "wrong-language"),
        ("一共12×12＝146个。", "calculation-wrong"),
    ],
)
def test_faults_of_a_chinese_text_are_named(text, code):
    assert codes(text, "zh") == [code]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nprint('\\d')\n```",
        "```python\n    x = 1\n    y = 2\n```",
        "```python\n>>> f(1\n```",
        "```\nnot python (\n```",
        "```java\nclass A {}\n```",
        '```json\n{"a": [1, 2]}\n```',
        "```python\nx = '[insert name] TODO {{y}}'\n```",
        "Text.\n\n```python\nassert 2 + 2 != 5\n```\n\nMore.",
    ],
)
def test_good_code_passes(text):
    assert codes(text) == []


@pytest.mark.parametrize("code", ["(" * 5000, "-" * 100_000 + "1", "x" + ".a" * 20_000, "\x00"])
def test_code_that_is_hard_to_parse_does_no_harm(code):
    assert set(codes(f"```python\n{code}\n```")) <= {"code-does-not-parse", "giant-text"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 + 2 = 5", 1),
        ("so 3 × 4 = 12, and 2 × 8 = 17.", 1),
        ("12×3＝37元", 1),
        ("x = 4 * 3 = 13", 1),
        ("2^10 = 1000 and 2^10 = 1024", 1),
        ("(1 + 2) * 3 = 8", 1),
        ("1,000 + 1 = 1002", 1),
        ("1 - 0.95^20 = 0.64", 0),
        ("7 / 3 = 2.33", 0),
        ("2 / 3 ≈ 0.67", 0),
        ("0.4 × 5% = 2.0%, 0.4 x 5% = 0.02", 0),
        ("17 / 5 = 3 remainder 2", 0),
        ("17÷5＝3余2", 0),
        ("3 * 5 = 1 (mod 7)", 0),
        ("sqrt(50) = 7", 0),
        ("x + 2 = 14", 0),
        ("2x + 3 = 7", 0),
        ("f(2) = 5", 0),
        ("0 = 1", 0),
        ("1.5 + 2 = 3.5 million", 0),
        ("3 × 2 = 6万", 0),
        ("14:30 + 36 = 15", 0),
        ("`2 + 2 = 5`", 0),
        ("```\n2 + 2 = 5\n```", 0),
        ("- 3 = 5", 0),
        ("2⁶⁴ = 18", 0),
        ("H2 + O2 = H2O", 0),
        ("10^500 = 3", 0),
        ("2 ** 99999999 = 1", 0),
        ("1 / 0 = 0", 0),
        ("A 3 + 4 = 8", 0),
    ],
)
def test_plain_calculations_are_worked_out_again(text, found):
    assert len(list(contradictions(text))) == found


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2^2", -4),
        ("50%", 0.5),
        ("1,234.5", 1234.5),
        ("007", 7),
        ("9**9**9", None),
        ("2**-3", 0.125),
        ("10**64 * 10**64", 1e128),
        ("(-8)**0.5", None),
        ("__import__('os')", None),
        ("[1] * 9", None),
        ("True + 1", None),
        ("'a' * 9", None),
        ("1 if 1 else 2", None),
        ("1" * 300, None),
        ("", None),
    ],
)
def test_only_arithmetic_is_worked_out(expression, result):
    assert value(expression) == (pytest.approx(result) if result is not None else None)


@given(st.integers(-999, 999), st.integers(1, 999), st.sampled_from("+-*/"))
def test_right_calculations_are_never_objected_to(left, right, sign):
    shown = f"{left} {sign} {right}"
    result = value(shown)
    assert result is not None
    assert list(contradictions(f"We get: {shown} = {result:.3f}.")) == []


@given(st.integers(-999, 999), st.integers(1, 999), st.sampled_from("+-*"), st.integers(1, 9))
def test_wrong_calculations_with_whole_numbers_are_found(left, right, sign, off):
    result = value(f"{left} {sign} {right}")
    assert result is not None
    assert list(contradictions(f"We get: {left} {sign} {right} = {result + off:.0f}.")) != []


@settings(deadline=2000)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text("0123456789+-*/^=(). x%,\n", max_size=200)))
def test_no_text_makes_a_check_fail(text):
    for language in ("en", "zh"):
        codes(text, language)


@pytest.mark.parametrize("piece", ["1 + ", "(", " ", "=", "1=1 ", "```", "[insert ", "I am sorry ", "a\n", "1,111"])
@pytest.mark.filterwarnings("error")
def test_giant_texts_are_checked_in_time(piece):
    codes(piece * (MOST_CHARACTERS // len(piece)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Linear Algebra", "linear  algebra.", True),
        ("The Soil", "soil", True),
        ("R&D", "R and D", True),
        ("《土壤学》", "土壤学课程", True),
        ("ＡＢＣ", "abc", True),
        ("C", "C++", True),
        ("Soil", "Soils", False),
        ("Soil I", "Soil II", False),
        ("土壤学", "土壤物理学", False),
    ],
)
def test_names_are_folded(one, other, same):
    assert (folded(one) == folded(other)) is same


def test_nearly_the_same_means_most_words_in_the_same_order():
    one = triples("Explain in your own words why lime makes heavy clay soil easier to till in spring.")
    assert nearly_same(
        one, triples("Explain in your own words why lime makes heavy clay soil easier to till in autumn.")
    )
    assert not nearly_same(one, triples("Explain in your own words why manure feeds the soil."))
    assert nearly_same(triples("石灰为什么使黏土变得疏松？"), triples("石灰为什么使黏土变得疏松"))
    assert not nearly_same(triples("a"), triples("b"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"$2 \times 3 = 7$", 1),
        (r"\(12 \cdot 12 = 146\)", 1),
        (r"$\frac{1}{2} = 0.7$", 1),
        (r"$\frac{1}{2} = 0.5$, $3^{2} + 1 = 10$, $1\,000 + 1 = 1{,}001$", 0),
        (r"$\sqrt{2} \times 3 = 4.24$", 0),
        (r"$2 \times 3 = 3 \sqrt{4}$", 0),
        (r"$x \times 3 = 7$", 0),
        (r"$3\frac{1}{2} = 3.5$", 0),
        (r"$2_{10} + 1 = 5$", 0),
        (r"50\% + 1 = 1.5", 0),
    ],
)
def test_typeset_calculations_are_worked_out_again(text, found):
    assert len(list(contradictions(text))) == found


def test_formulas_do_not_make_a_chinese_text_foreign():
    text = r"由 $\operatorname{Var}(X) = \operatorname{E}(X^2) - \operatorname{E}(X)^2$ 得方差，\mathbb{E} 为期望。"
    assert codes(text, "zh") == []
