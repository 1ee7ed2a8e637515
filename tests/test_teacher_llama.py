"""The engine and llama.cpp's server: a real one, with a model that writes nonsense in the right shape."""

from dataclasses import dataclass
from typing import Annotated, Literal

import pytest
from engines import Asked, ask, prompt, stored
from pydantic import Field
from serving.llama import KEY

from hum_hub.teacher.desk import Limits
from hum_hub.teacher.verdicts import is_looping

pytest_plugins = ("serving.fixtures",)
Short = Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text."""

    text: Short
    type: Literal["person", "place"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text speaks of."""

    entities: Annotated[list[Entity], Field(min_length=1, max_length=3)]
    sure: bool


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("TINY_KEY", KEY)


def asked(llama, folder, *prompts, **more) -> Asked:
    return ask(llama.url, folder, prompts, **{"key": "TINY_KEY", "model": "tiny", "limits": Limits(4), **more})


def test_replies_have_their_shape_and_reach_whoever_asked(llama, tmp_path):
    prompts = [
        prompt(text, shape=Found, number=n) for n in range(4) for text in ("Who crossed the harbour?", "谁来了？")
    ]
    found = asked(llama, tmp_path, *prompts, most_tokens=800, parameters={"seed": 1})
    replies = [each.reply for each in found.outcomes]
    assert all(reply is not None and reply.read(Found).entities for reply in replies)
    assert {reply.model for reply in replies} == {"tiny-random"}
    assert found.usage.input_tokens > 0 and found.usage.output_tokens > 80
    assert found.usage.failures == {} and len(stored(tmp_path)) == 8
    again = asked(llama, tmp_path, *prompts, most_tokens=800, parameters={"seed": 1})
    assert again.texts == found.texts and again.usage.stored == 8


def test_prose_of_a_model_that_writes_nonsense_is_taken_or_has_a_reason(llama, tmp_path):
    prompts = [prompt("Tell a story.", number=number, language="en") for number in range(6)]
    found = asked(llama, tmp_path, *prompts, most_tokens=60)
    assert set(found.reasons) <= {"truncated", "looping", "wrong-language", "empty"}
    assert not any(is_looping(text) or not text.strip() for text in found.texts)
    assert found.usage.lost == 0


def test_a_wrong_key_breaks_at_once(llama, tmp_path, monkeypatch):
    monkeypatch.setenv("TINY_KEY", "wrong-key")
    found = asked(llama, tmp_path, *(prompt(number=number) for number in range(20)))
    assert len(set(found.reasons)) == 1 and found.reasons[0].startswith("teacher 't' refuses the key")
    assert found.usage.requests <= 4


def test_an_overlong_prompt_is_rejected_and_not_asked_again(llama, tmp_path):
    found = asked(llama, tmp_path, prompt("long " * 9000))
    assert found.reasons == ["rejected"] and not found.outcome.open
    ((text, finish),) = stored(tmp_path)
    assert finish == "rejected" and "context" in text
    again = asked(llama, tmp_path, prompt("long " * 9000))
    assert again.reasons == ["rejected"] and again.usage.requests == 0


def test_a_reply_that_is_cut_off_is_truncated(llama, tmp_path):
    found = asked(llama, tmp_path, prompt("hello", shape=Found, most_tokens=5))
    assert found.reasons == ["truncated"] and found.usage.repairs == 1
    assert [finish for _, finish in stored(tmp_path)] == ["length", "length"]
    assert [use.output_tokens for use in found.outcome.used] == [5, 5]


def test_an_empty_prompt_breaks_nothing(llama, tmp_path):
    found = asked(llama, tmp_path, prompt("", shape=Found), prompt(""), most_tokens=400)
    assert found.usage.replies >= 2 and found.usage.lost == 0  # its template alone has tokens
