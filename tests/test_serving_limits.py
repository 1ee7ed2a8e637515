"""Limits of the scripted server: requests, tokens, and requests at once."""

import re
import time

import pytest
from serving.asking import ask, chat
from serving.limiting import Bucket, Limiter, duration
from serving.script import Limits

pytest_plugins = ("serving.fixtures",)


def test_a_bucket_is_filled_evenly():
    limiter = Limiter(Limits(requests=10, window=10), now=0.0)
    assert [limiter.wait(1, 0.0) for _ in range(10)] == [0.0] * 10
    assert limiter.wait(1, 0.0) == 1.0
    assert limiter.wait(1, 0.5) == 0.5
    assert limiter.wait(1, 1.0) == 0.0
    assert limiter.wait(1, 1000.0) == 0.0
    assert limiter.buckets["requests"].level == 9


def test_what_is_refused_takes_nothing():
    limiter = Limiter(Limits(requests=10, tokens=100, window=10), now=0.0)
    assert limiter.wait(60, 0.0) == 0.0
    assert limiter.wait(60, 0.0) == pytest.approx(2.0)
    assert limiter.buckets["requests"].level == 9
    assert limiter.buckets["tokens"].level == 40


def test_more_than_the_limit_can_never_be_had():
    assert Bucket(100, 60.0, 0.0).wait(101) == 60.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0ms"), (0.012, "12ms"), (1.5, "1.5s"), (6, "6s"), (62.2, "1m3s"), (120, "2m0s"), (7201, "2h0m1s")],
)
def test_durations_are_written_as_the_api_writes_them(seconds, text):
    assert duration(seconds) == text


def test_requests_beyond_the_limit_are_429_and_told_when_to_come(scripted):
    scripted.play(limits={"requests": 5})
    heard = ask(scripted, *[chat()] * 7)
    assert [each.status for each in heard] == [200] * 5 + [429] * 2
    first, last = heard[0].headers, heard[-1].headers
    assert (first["x-ratelimit-limit-requests"], first["x-ratelimit-remaining-requests"]) == ("5", "4")
    assert re.fullmatch(r"12s|11\.\d+s", first["x-ratelimit-reset-requests"])
    assert last["x-ratelimit-remaining-requests"] == "0"
    assert last["retry-after"] in ("11", "12")
    counts = scripted.counts()
    assert (counts["limited"], counts["answered"]) == (2, 5)


def test_tokens_beyond_the_limit_are_429(scripted):
    used = ask(scripted)[0].json["usage"]["total_tokens"]
    scripted.play(limits={"tokens": 3 * used + 1, "window": 6000})
    heard = ask(scripted, *[chat()] * 4)
    assert [each.status for each in heard] == [200] * 3 + [429]
    assert heard[2].headers["x-ratelimit-remaining-tokens"] == "1"


def test_a_limit_may_be_silent(scripted):
    scripted.play(limits={"requests": 1, "headers": False, "said": "nothing"})
    heard = ask(scripted, chat(), chat())[1]
    assert heard.status == 429
    assert not [name for name in heard.headers if name.startswith(("x-ratelimit", "retry-after"))]


def test_who_keeps_to_the_limit_is_answered(scripted):
    scripted.play(limits={"requests": 20, "window": 0.5, "said": "milliseconds"})
    start, answered = time.monotonic(), 0
    while answered < 40:
        heard = ask(scripted)[0]
        answered += heard.status == 200
        if heard.status == 429:
            time.sleep(int(heard.headers["retry-after-ms"]) / 1000)
    assert time.monotonic() - start >= 0.49  # 20 at once, the others one every 25 ms
    assert scripted.counts()["limited"] <= 25


def test_more_at_once_than_allowed_are_503(scripted):
    scripted.play(latency=0.3, limits={"at_once": 4})
    heard = ask(scripted, *[chat()] * 10, at_once=10)
    assert sorted(each.status for each in heard) == [200] * 4 + [503] * 6
    assert scripted.counts()["most_at_once"] >= 5  # those that are turned away were there, too
