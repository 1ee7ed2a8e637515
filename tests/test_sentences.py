"""Sentences of English and Chinese text, with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hum_hub import sentences

SIGNS = "aB1 .!?;\n\t\"'“”’()[]。！？；」』）甲乙3Dr"


def pieces(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("Did it rain? Yes! We left.", ["Did it rain?", "Yes!", "We left."]),
        ("Dr. Lee met Mr. Ray of Ray Inc. They left.", ["Dr. Lee met Mr. Ray of Ray Inc. They left."]),
        ("J. R. Ray lives in the U.S. Army base.", ["J. R. Ray lives in the U.S. Army base."]),
        ("It costs 3.5 pounds. No more.", ["It costs 3.5 pounds.", "No more."]),
        ('"Go." He went.', ['"Go."', "He went."]),
        ("“Go.” He went.", ["“Go.”", "He went."]),
        ('He said: "Go!" "Why?" she asked.', ['He said: "Go!"', '"Why?" she asked.']),
        ("It rained. “Go,” he said.", ["It rained.", "“Go,” he said."]),
        ("(It rained.) We left.", ["(It rained.)", "We left."]),
        ("It rained. we left", ["It rained. we left"]),
        ("It rained. We left", ["It rained.", "We left"]),
        ("A title\n\nIt rained.\nWe left", ["A title", "It rained.", "We left"]),
        ("Ropes, tar, etc.\nWe left.", ["Ropes, tar, etc.", "We left."]),
        ("  It rained.  ", ["It rained."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_english_text_is_cut_after_its_sentences(text, expected):
    assert pieces(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下雨了。我们走了。", ["下雨了。", "我们走了。"]),
        ("下雨了吗？下了！走吧；快。", ["下雨了吗？", "下了！", "走吧；", "快。"]),
        ("真的吗？！走吧。", ["真的吗？！", "走吧。"]),
        ("他说：“走吧。”我们走了。", ["他说：“走吧。”", "我们走了。"]),
        ("（下雨了。）我们走了。", ["（下雨了。）", "我们走了。"]),
        ("价格是3.5元。不贵。", ["价格是3.5元。", "不贵。"]),
        ("下雨了。我们走了", ["下雨了。", "我们走了"]),
        ("标题\n下雨了。\n\n我们走了", ["标题", "下雨了。", "我们走了"]),
        ("　下雨了。　", ["下雨了。"]),
        ("", []),
    ],
)
def test_chinese_text_is_cut_after_its_sentences(text, expected):
    assert pieces(text, "zh") == expected


@given(text=st.one_of(st.text(SIGNS, max_size=60), st.text(max_size=30)), language=st.sampled_from(("en", "zh")))
def test_spans_follow_each_other_and_leave_out_nothing_but_blanks(text, language):
    position = 0
    for start, end in sentences(text, language):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(text=st.text(SIGNS, max_size=60), language=st.sampled_from(("en", "zh")))
def test_no_sentence_goes_over_a_line_break(text, language):
    assert not any("\n" in piece for piece in pieces(text, language))
