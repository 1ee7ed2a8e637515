"""The wire: whatever an endpoint answers becomes a completion or a reason, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from engines import Fact, prompt
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.contract.shapes import schema_of
from hum_hub.contract.teachers import UNSAID, Allowance, TeacherSettings, Unanswered
from hum_hub.teacher.wire import MOST_CHARACTERS, allowance, body_of, completion_in, completion_of, seconds_of, wait_of

DEEP = b'{"choices":' + b"[" * 100_000


def answer(content="text", **more):
    message = {"role": "assistant", "content": content}
    return {"model": "m", "choices": [{"message": message, "finish_reason": "stop"}], **more}


def why(status, body, headers=None):
    with pytest.raises(Unanswered) as caught:
        completion_of(status, headers or {}, body if isinstance(body, bytes) else json.dumps(body).encode(), "asked")
    return caught.value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "answer-not-json"),
        (b"<!doctype html><p>Sign in", "answer-not-json"),
        (b'{"choices": [{"mess', "answer-not-json"),
        (b"\xff\xfe\x00", "answer-not-json"),
        (b"data: {}\n\n", "answer-not-json"),
        (DEEP, "answer-not-json"),
        ({"error": {"message": "the model is overloaded"}}, "error-with-status-200"),
        ({"error": "no"}, "error-with-status-200"),
        ({}, "no-choices"),
        ([], "no-choices"),
        ("text", "no-choices"),
        (None, "no-choices"),
        (1e308, "no-choices"),
        ({"choices": []}, "no-choices"),
        ({"choices": None}, "no-choices"),
        ({"choices": {"0": {}}}, "no-choices"),
        ({"choices": ["text"]}, "no-choices"),
        ({"choices": [{"text": "of the old API"}]}, "no-choices"),
        ({"choices": [{"message": "text"}]}, "no-choices"),
    ],
)
def test_a_body_that_is_no_completion_is_asked_for_again(body, reason):
    error = why(200, body)
    assert (error.reason, error.verdict) == (reason, "again")
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    ("status", "body", "reason", "verdict", "busy"),
    [
        (429, {"error": {"code": "rate_limit_exceeded"}}, "rate-limited", "again", True),
        (503, b"", "overloaded", "again", True),
        (529, b"", "overloaded", "again", True),
        (500, b"<h1>oh", "status-500", "again", False),
        (502, b"", "status-502", "again", False),
        (408, b"", "status-408", "again", False),
        (401, {"error": {"message": "bad key"}}, "key-refused", "broken", False),
        (403, b"no", "key-refused", "broken", False),
        (402, b"pay", "no-credit", "broken", False),
        (429, {"error": {"code": "insufficient_quota", "message": "pay"}}, "no-credit", "broken", False),
        (400, {"error": {"code": "billing_hard_limit_reached"}}, "no-credit", "broken", False),
        (404, {"error": {"code": "model_not_found"}}, "no-such-endpoint-or-model", "broken", False),
        (405, b"", "no-such-endpoint-or-model", "broken", False),
        (307, b"", "redirected", "broken", False),
        (400, {"error": {"message": "too long"}}, "rejected", "never", False),
        (413, b"", "rejected", "never", False),
        (422, {"detail": [{"msg": "extra field"}]}, "rejected", "never", False),
        (204, b"", "rejected", "never", False),
    ],
)
def test_a_status_says_what_becomes_of_the_request(status, body, reason, verdict, busy):
    error = why(status, body)
    assert (error.reason, error.verdict, error.busy) == (reason, verdict, busy)
    assert str(status) in str(error)


def test_the_words_of_an_error_are_short_and_on_one_line():
    error = why(400, {"error": {"message": "line\n" * 10_000, "code": "c"}})
    assert "\n" not in error.detail and len(error.detail) <= 400 and "c line" in error.detail
    assert len(why(500, b"\xff" * 10**6).detail) <= 400
    assert why(500, DEEP).reason == "status-500"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("text", "text"),
        (None, ""),
        (17, ""),
        ({"text": "no"}, ""),
        (
            [{"type": "text", "text": "in "}, {"type": "text", "text": "parts"}, {"type": "image"}, "x", None],
            "in parts",
        ),
        ([{"text": 3}], ""),
        ("a\ud83d b", "a? b"),
        ("nul \0", "nul \0"),
        ("a" * (MOST_CHARACTERS + 5), "a" * MOST_CHARACTERS),
    ],
)
def test_the_text_of_a_message_is_always_text(content, text):
    found = completion_of(200, {}, json.dumps(answer(content)).encode(), "asked")
    assert found.text == text
    found.text.encode()


@pytest.mark.parametrize(
    ("message", "ended", "finish", "text"),
    [
        ({"content": "half"}, "length", "length", "half"),
        ({"content": "half"}, "max_tokens", "length", "half"),
        ({"content": "half"}, "content_filter", "refusal", "half"),
        ({"content": None, "refusal": "I cannot."}, "stop", "refusal", "I cannot."),
        ({"content": "text", "refusal": ""}, None, "stop", "text"),
        ({"content": "text", "refusal": {}}, ["length"], "stop", "text"),
    ],
)
def test_why_a_text_ended(message, ended, finish, text):
    found = completion_in({"choices": [{"message": message, "finish_reason": ended}]}, "asked")
    assert (found.finish, found.text) == (finish, text)


@pytest.mark.parametrize(
    ("stated", "model"),
    [
        ("good-1", "good-1"),
        (None, "asked"),
        ("", "asked"),
        (["m"], "asked"),
        ("/models/x.gguf", "asked"),
        ("C:\\models\\x", "asked"),
        ("a;b\nc", "a,b c"),
        ("m" * 500, "m" * 200),
        ("\ud800m", "?m"),
    ],
)
def test_the_model_is_a_name(stated, model):
    assert completion_in(answer(model=stated), "asked").model == model


@pytest.mark.parametrize(
    "usage", [None, [], "many", {"prompt_tokens": -1, "completion_tokens": True}, {"prompt_tokens": 1e300}]
)
def test_usage_that_is_none_is_nothing(usage):
    found = completion_in(answer(usage=usage), "asked")
    assert (found.input_tokens, found.output_tokens) == (0, 0)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["choices", "message", "content", "error", "usage", "model", "finish_reason", "code"]) | st.text(), inner)), st.sampled_from([200, 200, 201, 302, 400, 401, 404, 429, 500, 503, 999]))  # fmt: skip
def test_no_body_breaks_anything(value, status):
    try:
        found = completion_of(status, {}, json.dumps(value).encode(), "asked")
    except Unanswered as error:
        str(error).encode("utf-8", "replace")
    else:
        found.text.encode()


def test_when_to_come_again():
    assert wait_of({}) is None
    assert wait_of({"retry-after": "3"}) == 3.0
    assert wait_of({"retry-after": "0.5"}) == 0.5
    assert wait_of({"retry-after-ms": "250", "retry-after": "9"}) == 0.25
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 85 < wait_of({"retry-after": soon}) <= 90
    assert wait_of({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0
    assert wait_of({"retry-after": "Wed, 21 Oct 2015 07:28:00"}) == 0.0


@pytest.mark.parametrize(
    "stated", ["-1", "nan", "inf", "1e400", "soon", "", "9" * 40, "1e15", "0x10", "Wed, 99 Foo 99999"]
)
def test_a_time_that_is_none_is_not_heard(stated):
    assert wait_of({"retry-after": stated}) is None
    assert wait_of({"retry-after-ms": stated}) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12ms", 0.012), ("1.5s", 1.5), ("1m3s", 63.0), ("2h0m1s", 7201.0), ("1d", 86400.0), ("0.5", 0.5), ("0ms", 0.0)]
    + [(text, None) for text in ("", "soon", "1m soon", "-1s", "ms", "1y", "1.2.3s", "s1")],
)
def test_durations(text, seconds):
    assert seconds_of(text) == pytest.approx(seconds) if seconds is not None else seconds_of(text) is None


def test_what_headers_allow():
    names = {"limit": "x-ratelimit-limit-requests", "remaining": "x-ratelimit-remaining-requests"}
    headers = {names["limit"]: "100", names["remaining"]: "99", "x-ratelimit-reset-requests": "1m3s"}
    assert allowance(headers, "requests") == Allowance(100.0, 99.0, 63.0)
    assert allowance(headers, "tokens") == UNSAID
    assert allowance({names["remaining"]: "many", names["limit"]: "-5"}, "requests") == Allowance()
    assert allowance({names["remaining"]: "nan", names["limit"]: "1e999"}, "requests") == Allowance()


def settings(**more):
    return TeacherSettings("t", "openai", "http://127.0.0.1/v1", Path(), model="m", most_tokens=100, **more)


def test_a_request_asks_for_a_schema_as_well_as_the_endpoint_can_be_asked():
    asking = prompt("u", system="s", shape=Fact, most_tokens=7)
    body = body_of(asking, settings(), "json_schema")
    assert body["response_format"]["json_schema"]["schema"] == schema_of(Fact)
    assert body["messages"] == asking.messages() and body["max_tokens"] == 7
    weaker = body_of(asking, settings(), "json_object")
    assert weaker["response_format"] == {"type": "json_object"}
    assert json.dumps(schema_of(Fact)) in weaker["messages"][-1]["content"]
    assert "response_format" not in body_of(asking, settings(), "told")
    assert "模式" in body_of(prompt("u", shape=Fact, language="zh"), settings(), "told")["messages"][-1]["content"]


def test_what_the_recipe_says_of_the_endpoint_is_obeyed():
    asking = prompt("u", system="s", most_tokens=500, number=3)
    body = body_of(asking, settings(parameters={"temperature": 0.1, "seed": 5}, without=("top_p",)), "told")
    assert (body["temperature"], body["seed"], body["max_tokens"]) == (0.1, 8, 100) and "top_p" not in body
    bent = body_of(asking, settings(obeys={"system": False, "max_tokens": False}), "told")
    assert bent["messages"] == [{"role": "user", "content": "s\n\nu"}]
    assert bent["max_completion_tokens"] == 100 and "max_tokens" not in bent
