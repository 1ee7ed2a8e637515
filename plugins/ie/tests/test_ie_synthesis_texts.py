"""Written texts: what is fit to be annotated, and what is not."""

import pytest
from hum_hub_plugin_ie.synthesis import prompts
from hum_hub_plugin_ie.synthesis.inspecting import fault, repeated
from hum_hub_plugin_ie.synthesis.planning import plans
from hum_hub_plugin_ie.synthesis.scheme import scheme_of, wanted_of
from hum_hub_plugin_ie.task import InformationExtraction
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted import OTHER, SCHEME, TEXT, seed, teacher

from hum_hub.testing import synthesized

TASK = InformationExtraction()


def code(text, language="en", scheme=None):
    scheme = scheme_of(scheme or SCHEME[language])
    (plan,) = plans("s", scheme, wanted_of({}, len(scheme.labels)), language)
    found = fault(text, prompts.text(scheme, plan, language), scheme, language)
    return found.code if found else None


FIT = [
    *(("en", text) for text in (TEXT["en"], OTHER["en"])),
    *(("zh", text) for text in (TEXT["zh"], OTHER["zh"])),
    ("en", "“I'm sorry, but I can't come on Friday,” Ann Lee wrote to the clerk of the council in Ayr."),
    ("en", "A person from the firm came to the town in May, and the whole ship was hers by the evening."),
    ("en", "Exxon and Maxxis are names with a double letter; neither of them was at the fair in Ayr (1998)."),
    ("zh", "“对不起，我不能来了。”沈知秋在信里写道，“厂里二〇〇五年的账还没有结清。”"),
    ("en", "Dear Joss,\nthe mill in Harfield was sold to the people of the town in May.\n\nYours,\nMira Oakes"),
    ("zh", "各位同仁：\n　　五月，沈知秋把经营多年的纸坊卖给了镇上的人。\n　　青禾纸坊"),
    ("zh", "Brightgrain公司的沈知秋在临溪市租下了一间旧厂房，准备生产OAT-2型燕麦奶。"),
]


@pytest.mark.parametrize(("language", "text"), FIT)
def test_ordinary_texts_are_fit(language, text):
    assert code(text, language) is None


UNFIT = [
    ("en", "", "text-too-short"),
    ("en", "Too short.", "text-too-short"),
    ("zh", "太短了。", "text-too-short"),
    ("en", "The mill was sold to the town. " * 200, "text-too-long"),
    ("en", "The mill was sold to\x00 the people of the town in May.", "text-not-plain"),
    ("en", "The mill was sold to the people of the town \u202ein May.", "text-not-plain"),
    ("en", "I'm sorry, but I can't help with writing a text about people and firms.", "text-is-refusal"),
    ("en", "As an AI language model I have no access to the people of this town.", "text-is-refusal"),
    ("zh", "很抱歉，我无法满足您的要求，请换一个主题再试。", "text-is-refusal"),
    ("zh", "作为一个人工智能，我没有办法讲述这家纸坊的故事。", "text-is-refusal"),
    ("en", "Sure! Here is a text: the mill was sold to the people of the town in May.", "text-with-preface"),
    ("en", "Here is the text you asked for:\nThe mill was sold to the people of the town.", "text-with-preface"),
    ("zh", "好的，以下是一段新闻：五月，沈知秋把纸坊卖给了镇上的人。", "text-with-preface"),
    ("en", "[Name] sold the mill to the people of the town in the month of May.", "text-with-placeholder"),
    ("en", "Mr XXX sold the mill to the people of the town in the month of May.", "text-with-placeholder"),
    ("zh", "五月，某某把经营多年的纸坊卖给了镇上的人。", "text-with-placeholder"),
    ("en", "# News\nThe mill was sold to the people of the town in the month of May.", "text-with-markup"),
    ("en", "**Mira Oakes** sold the mill to the people of the town in May.", "text-with-markup"),
    ("en", "<person>Mira Oakes</person> sold the mill to the people of the town.", "text-with-markup"),
    ("en", "- The mill was sold in May.\n- The people of the town bought it.", "text-with-markup"),
    ("zh", "1. 五月，沈知秋卖掉了纸坊。\n2. 镇上的人买下了它。", "text-with-markup"),
    ("en", TEXT["zh"] * 2, "text-in-other-language"),
    ("zh", TEXT["en"], "text-in-other-language"),
    ("en", "Im Mai verkaufte Mira Oakes die alte Mühle an ihre Nachbarn, die daraus ein Haus machten.", "text-in-other-language"),
    ("en", "12 345 678 901 234 567 890 123 456 789 012 345 678.", "text-in-other-language"),
    ("en", "The mill was sold to the people of the town, and when the", "text-cut-off"),
    ("zh", "五月，沈知秋把经营多年的纸坊卖给了镇上的", "text-cut-off"),
    ("en", "The mill was sold.\nThe people of the town were glad of that, and when the", "text-cut-off"),
    ("en", "It will later be used to practise finding what this scheme describes, said Mira Oakes of the mill.", "text-echoes-prompt"),
    ("zh", "这段文字以后会用来练习查找下述标注体系所描述的内容，沈知秋说。", "text-echoes-prompt"),
    ("en", "Person: Mira Oakes of the mill. She sold the mill to the people in May.", "text-lists-labels"),
    ("en", "Mira Oakes (person) sold the mill to the people of the town in May.", "text-lists-labels"),
    ("en", "In the mill there is a person, firm and town, and it was sold in May.", "text-lists-labels"),
    ("zh", "人物：沈知秋。五月，沈知秋把经营多年的纸坊卖给了镇上的人。", "text-lists-labels"),
    ("zh", "沈知秋（人物）五月把经营多年的纸坊卖给了镇上的人。", "text-lists-labels"),
    ("zh", "这里写到了人物、企业和城镇，五月纸坊卖给了镇上的人。", "text-lists-labels"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), UNFIT)
def test_what_makes_a_text_unfit_is_named(language, text, expected):
    assert code(text, language) == expected


@pytest.mark.parametrize(("language", "text", "expected"), UNFIT)
def test_unfit_texts_are_dropped_before_anything_is_asked_about_them(language, text, expected):
    found = synthesized(TASK, [seed({}, "entities", language=language)], teacher(language, texts=text))
    assert not found.examples
    assert [prompt.stage for prompt in found.prompts] == ["texts"]
    assert len(found.problems) == 1


def test_a_label_that_is_a_code_is_no_word_of_a_text():
    scheme = {"entities": {"home_town": ""}}
    assert code("Mira Oakes went back to her home_town in the month of May.", scheme=scheme) == "text-lists-labels"
    assert code("Mira Oakes went back to her home town in the month of May.", scheme=scheme) is None


def test_an_utterance_may_be_short_and_end_without_a_full_stop():
    slots = {"slots": {"room": ""}}
    assert code("set the heating in the den to 20", scheme=slots) is None
    assert code("set the heating in the den to 20") == "text-too-short"


def test_texts_that_differ_in_names_alone_repeat_each_other():
    text = "In April the board of the Tallow Works in Harfield hired {} as the new head of its dye house."
    assert repeated(text.format("Joss Pell"), [text.format("Ann Lee")])
    assert not repeated(TEXT["en"], [OTHER["en"]])
    assert not repeated(TEXT["zh"], [OTHER["zh"]])
    assert not repeated("", [TEXT["en"]])


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), language=st.sampled_from(("en", "zh")))
def test_any_text_can_be_inspected(text, language):
    found = code(text, language)
    assert found is None or found.startswith("text-")
    assert repeated(text, [text])
