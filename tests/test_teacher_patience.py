"""Patience: a teacher that will not answer is left at once, with one message that says what to do."""

import asyncio
import socket

import pytest
from engines import Fact, ask, numbered, opened, stored

from hum_hub.contract.teachers import Unanswered
from hum_hub.errors import TeacherError
from hum_hub.teacher.desk import Limits
from hum_hub.teacher.patience import ALIKE, Patience, Tries

pytest_plugins = ("serving.fixtures",)
SIXTY_FOUR = Limits(64)


def broken(found):
    """The one message of a run that broke."""
    assert all(isinstance(each, TeacherError) for each in found.outcomes)
    (message,) = set(found.reasons)
    return message


def test_a_wrong_key_breaks_at_once(scripted, tmp_path, monkeypatch):
    monkeypatch.setenv("WRONG_KEY", "sk-wrong")
    scripted.play(key="right", latency=0.02)
    message = broken(ask(scripted.url, tmp_path, numbered(500), limits=SIXTY_FOUR, key="WRONG_KEY"))
    assert message.startswith("teacher 't' refuses the key (") and "environment variable" in message
    assert scripted.counts()["requests"] <= 64
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "model-gone"}, "does not know the address or the model"),
        ({"kind": "failing", "status": 402, "code": "payment_required"}, "has no credit left"),
        ({"kind": "quota"}, "has no credit left"),
        ({"kind": "redirect", "to": "http://127.0.0.1:9/v1/chat/completions"}, "sends requests elsewhere"),
        ({"kind": "rate-limited", "after": 7200, "said": "seconds"}, "asks to wait 7,200 seconds"),
        ({"kind": "refused"}, "rejects every request"),
    ],
)
def test_what_no_request_survives_breaks_at_once(scripted, tmp_path, fault, words):
    scripted.play(latency=0.02, faults=[fault])
    found = ask(scripted.url, tmp_path, numbered(200), limits=SIXTY_FOUR)
    messages = [str(each) for each in found.outcomes if isinstance(each, TeacherError)]
    assert len(set(messages)) == 1 and words in messages[0]
    assert scripted.counts()["requests"] <= 64 + 20
    if fault["kind"] != "refused":
        assert broken(found) == messages[0] and stored(tmp_path) == []


def test_later_prompts_are_not_sent_to_a_broken_teacher(scripted, tmp_path):
    scripted.play(faults=[{"kind": "unauthorized"}])

    async def work():
        async with opened(scripted.url, tmp_path) as (engine, _):
            for each in numbered(3):
                with pytest.raises(TeacherError, match="refuses the key"):
                    await engine.outcome(each, "t")

    asyncio.run(work())
    assert scripted.counts()["requests"] == 1


def test_where_nobody_listens_it_breaks_soon(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        message = broken(ask(url, tmp_path, numbered(100), limits=SIXTY_FOUR))
    assert "does not answer" in message and "check its address and that it runs" in message


def test_a_server_that_dies_breaks_after_a_while(tmp_path):
    from serving.running import ScriptedServer

    with ScriptedServer(latency=0.01) as server:

        async def work():
            limits = Limits(8, dead_after=0.4)
            async with opened(server.url, tmp_path, limits=limits) as (engine, asked):
                first = await engine.outcome(numbered(1)[0], "t")
                assert first.reply is not None
                server.stop()
                waiting = (engine.outcome(each, "t") for each in numbered(30)[1:])
                asked.outcomes = list(await asyncio.gather(*waiting, return_exceptions=True))
            return asked

        assert "does not answer" in broken(asyncio.run(work()))


def test_the_same_server_error_again_and_again_is_given_up():
    patience = Patience("teacher 't'", 12, 900.0, 60.0, clock=lambda: 0.0)
    tries, error = Tries(), Unanswered("status-500", "status 500: oh")
    waits = [patience.wait(error, tries) for _ in range(ALIKE)]
    assert None not in waits[:-1] and waits[-1] is None


def test_waits_grow_and_have_an_end():
    patience = Patience("teacher 't'", 12, 900.0, 1e9, clock=lambda: 0.0)
    tries = Tries()
    waits = [patience.wait(Unanswered("status-502", str(number)), tries) for number in range(12)]
    assert waits[-1] is None
    assert 0.25 <= waits[0] <= 0.5 and 30 <= waits[-2] <= 60
    assert all(wait <= 60 for wait in waits[:-1])


def test_a_wait_is_never_shorter_than_asked_for():
    patience = Patience("teacher 't'", 99, 900.0, 60.0, clock=lambda: 0.0)
    tries = Tries()
    for after in (0.0, 0.001, 1.0, 30.0, 900.0):
        wait = patience.wait(Unanswered("rate-limited", after=after, busy=True), tries)
        assert after <= wait <= 1.1 * after + 0.02


def test_who_is_told_to_come_back_at_once_does_not_use_up_all_tries_at_once():
    patience = Patience("teacher 't'", 12, 900.0, 60.0, clock=lambda: 0.0)
    tries = Tries()
    waits = [patience.wait(Unanswered("rate-limited", after=0.0, busy=True), tries) for _ in range(11)]
    assert max(waits[:2]) <= 0.02 and sum(waits) > 20


def test_a_busy_teacher_is_not_a_dead_one():
    clock = [0.0]
    patience = Patience("teacher 't'", 1000, 900.0, 60.0, clock=lambda: clock[0])
    for _ in range(200):
        clock[0] += 10
        patience.wait(Unanswered("rate-limited", busy=True), Tries())
    with pytest.raises(TeacherError, match="does not answer"):
        for _ in range(200):
            clock[0] += 10
            patience.wait(Unanswered("timeout", busy=True), Tries())


def test_one_request_that_is_rejected_breaks_nothing(scripted, tmp_path):
    scripted.play(faults=[{"kind": "refused", "contains": "Number 3"}])
    found = ask(scripted.url, tmp_path, numbered(8))
    assert len(found.texts) == 7 and found.reasons == ["rejected"]
    assert found.usage.lost == 0
    again = ask(scripted.url, tmp_path, numbered(8))
    assert again.reasons == ["rejected"] and again.usage.stored == 8
    assert scripted.counts()["requests"] == 8


def test_a_shape_that_is_rejected_is_asked_for_in_a_simpler_way_once(scripted, tmp_path):
    scripted.play(faults=[{"kind": "refused", "contains": "Number 3"}])
    found = ask(scripted.url, tmp_path, numbered(8, shape=Fact))
    assert len(found.texts) == 7 and found.reasons == ["rejected"]
    assert scripted.counts()["requests"] <= 10
