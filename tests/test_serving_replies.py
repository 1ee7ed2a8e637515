"""Replies of the scripted server: drawn from content, obedient to schemas, or what the script says."""

import json
from dataclasses import dataclass
from random import Random
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from serving.asking import ask, chat, form
from serving.instances import instance
from serving.replies import is_chinese, tokens

from hum_hub.contract.shapes import parsed, schema_of

pytest_plugins = ("serving.fixtures",)


@dataclass(frozen=True, slots=True)
class Person:
    name: Annotated[str, Field(min_length=3, max_length=5)]
    kind: Literal["real", "invented"]
    friends: Annotated[list["Person"], Field(max_length=2)]
    born: Annotated[int, Field(ge=1900, lt=2000)] | None


@dataclass(frozen=True, slots=True)
class Everything:
    people: Annotated[list[Person], Field(min_length=1, max_length=3)]
    certainty: Annotated[float, Field(ge=0, le=1)]
    fixed: Literal["always"]
    either: Annotated[str, Field(max_length=10)] | Annotated[list[bool], Field(min_length=2, max_length=2)]
    pair: tuple[Annotated[int, Field(gt=0, multiple_of=5)], Annotated[str, Field(min_length=80, max_length=90)]]
    empty: Annotated[str, Field(max_length=0)]


@given(st.integers(0, 2**64), st.booleans())
def test_an_instance_is_valid_for_its_schema(seed, chinese):
    parsed(json.dumps(instance(schema_of(Everything), Random(seed), chinese)), Everything)


def test_a_schema_that_never_ends_or_points_nowhere_is_refused(scripted):
    endless = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}
    heard = ask(scripted, *(chat(response_format=form(schema)) for schema in (endless, {"$ref": "#/$defs/none"})))
    assert [each.status for each in heard] == [400, 400]


def test_a_reply_is_an_instance_of_the_schema_asked_for(scripted):
    bodies = [chat(f"渡船 {number}", response_format=form(schema_of(Everything))) for number in range(50)]
    heard = ask(scripted, *bodies)
    assert len({parsed(each.text, Everything).fixed for each in heard}) == 1
    assert len({each.text for each in heard}) == 50


def test_the_same_request_has_the_same_reply(scripted):
    first, again, other = (each.body for each in ask(scripted, chat("a"), chat("a"), chat("b")))
    assert first == again != other


def test_replies_are_in_the_language_of_the_prompt(scripted):
    english, chinese = ask(scripted, chat("What crosses the harbour?"), chat("什么东西驶过港口？用 JSON 回答。"))
    assert english.text.isascii() and english.text.endswith(".")
    assert is_chinese(chinese.text) and chinese.text.endswith("。")


def test_tokens_are_counted_in_the_way_that_is_stated(scripted):
    heard = ask(scripted, chat("四个汉字"))[0]
    assert heard.json["usage"]["prompt_tokens"] == 3 == tokens("四个汉字")
    assert heard.json["usage"]["completion_tokens"] == tokens(heard.text)


def test_rules_come_before_the_echo(scripted):
    scripted.play(replies=[{"contains": "two", "text": "2"}, {"contains": "t", "text": "t"}], echo=True)
    assert [each.text for each in ask(scripted, chat("two"), chat("three"), chat("four"))] == ["2", "t", "four"]


def test_a_reply_is_cut_at_the_limit_asked_for(scripted):
    for name in ("max_tokens", "max_completion_tokens"):
        heard = ask(scripted, chat(**{name: 5}))[0]
        assert heard.json["usage"]["completion_tokens"] == 5
        assert heard.json["choices"][0]["finish_reason"] == "length"


def test_n_replies_are_given_and_differ(scripted):
    choices = ask(scripted, chat(n=3))[0].json["choices"]
    assert [choice["index"] for choice in choices] == [0, 1, 2]
    assert len({choice["message"]["content"] for choice in choices}) == 3


def test_parameters_may_be_ignored(scripted):
    scripted.play(ignores=["n", "response_format"])
    heard = ask(scripted, chat(n=3, response_format=form(schema_of(Everything))))[0]
    assert len(heard.json["choices"]) == 1
    with pytest.raises(ValueError):
        parsed(heard.text, Everything)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("max_tokens", {"max_tokens": 5}),
        ("max_completion_tokens", {"max_completion_tokens": 5}),
        ("response_format", {"response_format": {"type": "json_object"}}),
        ("json_schema", {"response_format": form({"type": "null"})}),
        ("system", {"messages": [{"role": "system", "content": "s"}]}),
    ],
)
@pytest.mark.parametrize("status", [400, 500])
def test_parameters_may_be_refused(scripted, name, more, status):
    scripted.play(refuses={name: status})
    refused, other = ask(scripted, chat(**more), chat())
    assert (refused.status, other.status) == (status, 200)
    assert name in refused.json["error"]["message"]


def test_what_is_no_request_is_refused(scripted):
    assert [each.status for each in ask(scripted, [], {"model": "a"}, {"messages": 3})] == [400] * 3
