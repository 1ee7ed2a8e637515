"""Verdicts: what is wrong with a reply, in both languages, and what is an answer although it is short or sad."""

import json

import pytest
from engines import Fact, prompt
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.contract.teachers import Completion
from hum_hub.teacher.verdicts import fault_of, is_looping, is_refusal, repair

GOOD = '{"name": "Lumen", "year": 1901}'
ENGLISH = "The lighthouse stands north of the harbour, and its lamp is seen by every ship that comes home at night."
CHINESE = "灯塔建于一九零一年，位于港口的北边，夜里归来的船只都能看见它的灯光，渔民们因此不会迷失方向。"


def reason(reply, finish="stop", asked="hello", **more):
    fault = fault_of(prompt(asked, **more), Completion(reply, "m", finish))
    return fault and fault.reason


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I can’t assist with this request.",
        "Sorry, I am unable to provide that information.",
        "As an AI language model, I cannot create such content.",
        "I cannot help with that.",
        "I can't comply with this.",
        "Unfortunately, I am not able to assist you here.",
        "I must decline to answer this.",
        "抱歉，我无法回答这个问题。",
        "很抱歉，我不能提供这方面的帮助。",
        "对不起，我无法完成您的请求。",
        "作为一个人工智能，我无法讨论此类内容。",
        "我无法协助处理这个请求。",
    ],
)
def test_a_refusal_is_one(text):
    assert is_refusal(text) and reason(text) == "refused"


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "No",
        "不。",
        "不可以。",
        "I'm sorry for your loss, she wrote, and closed the letter.",
        "Sorry!",
        "I cannot see the harbour from here, said the ferryman.",
        "Unfortunately the bridge was closed.",
        "对不起，她说，我迟到了。",
        "抱歉打扰，请问车站怎么走？",
        "I'm sorry, but I can't help with that. " + "The rest of the story follows here. " * 40,
    ],
)
def test_an_answer_is_no_refusal(text):
    assert not is_refusal(text)


def test_an_endpoint_that_says_that_it_refuses_does():
    assert reason("Well.", "refusal") == "refused"
    assert reason("", "refusal") == "refused"


@pytest.mark.parametrize(
    ("text", "finish", "more", "expected"),
    [
        ("", "stop", {}, "empty"),
        (" \n\t", "stop", {}, "empty"),
        ("The ferry cro", "length", {}, "truncated"),
        ("na " * 200, "length", {}, "looping"),
        ("na " * 200, "stop", {}, "looping"),
        ("是" * 300, "stop", {"language": "zh"}, "looping"),
        ("A line that is said again and again.\n" * 20, "stop", {}, "looping"),
        ("text", "stop", {"shape": Fact}, "unreadable"),
        ('{"name": "Lumen"}', "stop", {"shape": Fact}, "unreadable"),
        ('{"name": "Lumen", "year": "1901"}', "stop", {"shape": Fact}, "unreadable"),
        ('{"name": "Lumen", "year": 1901, "more": 1}', "stop", {"shape": Fact}, "unreadable"),
        ('{"a":' * 5000, "stop", {"shape": Fact}, "looping"),
        ("[" * 5000, "stop", {"shape": Fact}, "unreadable"),
        (CHINESE, "stop", {"language": "en"}, "wrong-language"),
        (ENGLISH, "stop", {"language": "zh"}, "wrong-language"),
        (f"```\n{ENGLISH}\n```", "stop", {"language": "zh"}, None),
        (GOOD, "stop", {"shape": Fact}, None),
        (f"```json\n{GOOD}\n```", "stop", {"shape": Fact}, None),
        (CHINESE, "stop", {"language": "zh"}, None),
        (ENGLISH, "stop", {"language": "en"}, None),
        (CHINESE, "stop", {"language": "ja"}, None),
        ("No.", "stop", {"language": "en"}, None),
        ("a | b\n--|--\n" + "-" * 300, "stop", {}, None),
    ],
)
def test_what_is_wrong_has_a_name(text, finish, more, expected):
    assert reason(text, finish, **more) == expected


def test_a_repetition_of_the_request_is_an_echo():
    asked = "Write a short story about a lighthouse keeper who finds a letter in a bottle, in five sentences."
    system = "You are a writer of short stories for children; your sentences are short and your words are plain."
    assert reason(asked, asked=asked) == "echo"
    assert reason(asked.replace(" ", "\n"), asked=asked) == "echo"
    assert reason(system, asked=asked, system=system) == "echo"
    assert reason("a short story", asked=asked) is None
    assert reason(asked + " Once there was a keeper.", asked=asked) is None


def test_a_repair_says_what_was_wrong_in_the_language_of_the_request():
    asking = prompt("u", shape=Fact, language="en")
    bad = Completion('{"name": 3}', "m")
    fault = fault_of(asking, bad)
    again = repair(asking, bad, fault)
    assert again.turns[0] == ("assistant", '{"name": 3}')
    assert "name: Input should be a valid string" in again.turns[1][1] and "once more" in again.turns[1][1]
    assert again.shape is Fact and again.key() != asking.key()
    assert repair(again, bad, fault) is None
    asking = prompt("u", shape=Fact, language="zh")
    assert "重新完整作答" in repair(asking, bad, fault_of(asking, bad)).turns[1][1]


def test_what_a_second_try_cannot_help_gets_none():
    refused = Completion("I'm sorry, but I can't help with that.", "m")
    assert repair(prompt(), refused, fault_of(prompt(), refused)) is None
    empty = Completion("", "m")
    assert repair(prompt(), empty, fault_of(prompt(), empty)) is None


def test_a_repair_is_bounded():
    long = Completion('{"name": "' + "ab cd " * 100_000, "m")
    asking = prompt("u", shape=Fact)
    again = repair(asking, long, fault_of(asking, long))
    assert sum(len(text) for _, text in again.turns) < 10_000


hostile = st.text() | st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=9), st.integers(1, 900))


@given(
    text=hostile,
    finish=st.sampled_from(["stop", "length", "refusal"]),
    shape=st.sampled_from([None, Fact]),
    language=st.sampled_from([None, "en", "zh", "ja"]),
)
def test_no_text_breaks_a_verdict(text, finish, shape, language):
    asking = prompt(shape=shape, language=language)
    completion = Completion(text, "m", finish)
    fault = fault_of(asking, completion)
    if fault is not None:
        repair(asking, completion, fault)
    elif shape is not None:
        assert json.loads(text.strip().removeprefix("```json").removesuffix("```")) is not None


@given(st.text(min_size=1, max_size=12).filter(lambda text: any(sign.isalnum() for sign in text) and text.strip()))
def test_a_piece_that_repeats_to_the_end_is_seen(piece):
    if len(piece) in (1, 2, 3, 5, 8):
        assert is_looping("Once there was " + piece * 400)
