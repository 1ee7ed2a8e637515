"""llama.cpp's server with the tiny model: what a real server does, on any machine and without a download."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field
from serving.asking import ask, form
from serving.llama import KEY

from hum_hub.contract.shapes import parsed, schema_of

pytest_plugins = ("serving.fixtures",)
Short = Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True)
class Entity:
    text: Short
    type: Literal["person", "place"]


@dataclass(frozen=True, slots=True)
class Found:
    entities: Annotated[list[Entity], Field(min_length=1, max_length=3)]
    note: Short | None
    sure: bool


def chat(text, **more):
    return {"model": "tiny", "messages": [{"role": "user", "content": text}], "max_tokens": 800, **more}


STRUCTURED = {"response_format": form(schema_of(Found)), "temperature": 1.0}


def test_the_model_is_the_same_each_time(tiny_model, tmp_path):
    from serving.tiny_model import write_tiny_model

    again = write_tiny_model(tmp_path / "again.gguf")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(tiny_model.read_bytes()).digest()
    assert tiny_model.stat().st_size < 1_000_000


def test_replies_are_json_of_the_schema(llama):
    texts = ("Who crossed the harbour?", "谁驶过了港口？")
    bodies = [chat(texts[seed % 2], seed=seed, **STRUCTURED) for seed in range(20)]
    heard = ask(llama, *bodies, key=KEY, at_once=4)
    assert [each.status for each in heard] == [200] * 20
    assert [each.json["choices"][0]["finish_reason"] for each in heard] == ["stop"] * 20
    assert all(parsed(each.text, Found).entities for each in heard)
    assert len({each.text for each in heard}) > 10
    assert all(each.json["usage"]["completion_tokens"] > 10 for each in heard)


def test_a_seed_repeats_a_reply(llama):
    first, again = (ask(llama, chat("hello", seed=3, **STRUCTURED), key=KEY)[0] for _ in range(2))
    assert first.text == again.text


def test_a_wrong_key_is_401(llama):
    heard = ask(llama, chat("hello"), key="wrong")[0]
    assert heard.status == 401 and "error" in heard.json


def test_an_overlong_prompt_is_400(llama):
    heard = ask(llama, chat("long " * 9000), key=KEY)[0]
    assert heard.status == 400 and "context" in heard.json["error"]["message"]


def test_a_schema_that_points_nowhere_is_400(llama):
    heard = ask(llama, chat("hello", response_format=form({"$ref": "#/$defs/none"})), key=KEY)[0]
    assert heard.status == 400


def test_a_reply_cut_at_the_limit_says_so_and_is_half(llama):
    for most in (1, 5, 20):
        heard = ask(llama, chat("hello", **STRUCTURED) | {"max_tokens": most}, key=KEY)[0]
        assert heard.status == 200
        assert heard.json["choices"][0]["finish_reason"] == "length"
        assert heard.json["usage"]["completion_tokens"] == most


def test_completions_name_the_model_and_no_path(llama):
    assert ask(llama, chat("hello", max_tokens=5), key=KEY)[0].json["model"] == "tiny-random"
