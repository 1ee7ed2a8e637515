"""The engine against a server that misbehaves: nothing is lost, nothing is asked twice, nobody is asked too early."""

import asyncio
import json
from collections import defaultdict
from itertools import pairwise

import pytest
from engines import Fact, ask, numbered, opened, prompt, stored
from serving.running import ScriptedServer

from hum_hub.teacher.budget import Budget
from hum_hub.teacher.desk import Limits

pytest_plugins = ("serving.fixtures",)
KINDS = ["rate-limited", "failing", "reset", "cut", "html", "truncated", "error-in-200", "no-choices", "no-content"]
GOOD, BAD = '{"name": "Lumen", "year": 1901}', '{"name": "Lumen", "year": "long ago"}'


def by_content(log):
    """The requests of a log by what they say."""
    found = defaultdict(list)
    for entry in log:
        found[json.dumps(entry["body"], sort_keys=True)].append(entry)
    return found


def test_with_faults_of_all_kinds_nothing_is_lost(scripted, tmp_path):
    faults = [{"kind": kind, "share": 0.011, "after": 0.1, "said": "milliseconds"} for kind in KINDS]
    scripted.play(latency=0.01, faults=faults)
    asked = ask(scripted.url, tmp_path, numbered(400), limits=Limits(32))
    counts = scripted.counts()
    assert set(counts["by_fault"]) == set(KINDS)
    refused = [text for text, _ in stored(tmp_path) if not text]
    assert len(asked.texts) + len(asked.reasons) == 400 and asked.usage.lost == 0
    assert set(asked.reasons) <= {"empty"} and len(asked.reasons) == len(refused)  # an empty reply was paid for
    assert len(set(asked.texts)) == len(asked.texts)
    assert asked.usage.requests == counts["requests"]
    again = ask(scripted.url, tmp_path, numbered(400))
    assert again.texts == asked.texts and again.usage.stored == 400
    assert scripted.counts()["requests"] == counts["requests"]


def test_replies_are_those_of_a_server_without_faults(scripted, tmp_path):
    plain = ask(scripted.url, tmp_path / "plain", numbered(40)).texts
    scripted.play(faults=[{"kind": kind, "share": 0.03} for kind in KINDS[:-1]])
    assert ask(scripted.url, tmp_path / "troubled", numbered(40)).texts == plain


@pytest.mark.parametrize("said", ["seconds", "milliseconds"])
def test_nobody_comes_again_before_the_time_that_was_asked_for(scripted, tmp_path, said):
    after = 1.0 if said == "seconds" else 0.3
    scripted.play(log=True, faults=[{"kind": "rate-limited", "share": 0.3, "after": after, "said": said}])
    asked = ask(scripted.url, tmp_path, numbered(40), limits=Limits(16))
    assert len(asked.texts) == 40
    waits = []
    for entries in by_content(scripted.requests()).values():
        for refused, again in pairwise(entries):
            assert refused["status"] == 429
            waits.append(again["at"] - refused["until"])
    assert len(waits) > 10 and min(waits) >= after


def test_one_who_waits_keeps_no_place_from_others(scripted, tmp_path):
    scripted.play(latency=0.02, faults=[{"kind": "rate-limited", "numbers": [1], "after": 1, "said": "seconds"}])

    async def work():
        async with opened(scripted.url, tmp_path, limits=Limits(1)) as (engine, _):
            tasks = [asyncio.ensure_future(engine.outcome(each, "t")) for each in numbered(12)]
            done, _ = await asyncio.wait(tasks, timeout=0.9)
            await asyncio.gather(*tasks)
            return len(done)

    assert asyncio.run(work()) == 11


def test_equal_prompts_are_asked_once(scripted, tmp_path):
    scripted.play(latency=0.05)
    prompts = [prompt("the same"), prompt("the same", stage="other"), prompt("the same", language="en")] * 5
    asked = ask(scripted.url, tmp_path, prompts)
    assert len(asked.texts) == 15 and len(set(asked.texts)) == 1
    assert scripted.counts()["requests"] == 1
    tenth = [prompt("the same", number=number) for number in range(10)]
    assert len(ask(scripted.url, tmp_path, tenth).texts) == 10
    assert scripted.counts()["requests"] == 10  # the first of them was there


def test_one_who_leaves_takes_nothing_from_who_waits_for_the_same(scripted, tmp_path):
    scripted.play(latency=0.1)

    async def work():
        async with opened(scripted.url, tmp_path) as (engine, _):
            first, second = (asyncio.ensure_future(engine.outcome(prompt(), "t")) for _ in range(2))
            await asyncio.sleep(0.03)
            first.cancel()
            return (await second).reply

    assert asyncio.run(work()) is not None
    assert scripted.counts()["requests"] == 1


def test_what_is_under_way_is_kept_when_a_run_stops(scripted, tmp_path):
    scripted.play(latency=0.3)

    async def work():
        async with opened(scripted.url, tmp_path) as (engine, _):
            tasks = [asyncio.ensure_future(engine.outcome(each, "t")) for each in numbered(20)]
            await asyncio.sleep(0.1)
            for task in tasks:
                task.cancel()

    asyncio.run(work())
    assert len(stored(tmp_path)) == scripted.counts()["answered"] == 8


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("html", "answer-not-json"),
        ("truncated", "answer-not-json"),
        ("error-in-200", "error-with-status-200"),
        ("no-choices", "no-choices"),
        ("cut", "connection-lost"),
        ("reset", "connection-lost"),
        ("huge", "answer-too-large"),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again(scripted, tmp_path, kind, reason):
    scripted.play(faults=[{"kind": kind, "numbers": [1]}])
    asked = ask(scripted.url, tmp_path, [prompt()])
    assert len(asked.texts) == 1 and asked.usage.failures == {reason: 1}
    scripted.play(faults=[{"kind": kind}])
    asked = ask(scripted.url, tmp_path, [prompt("other")], limits=Limits(8, attempts=2))
    assert asked.reasons == [reason] and asked.usage.lost == 1 and asked.outcome.open
    assert len(stored(tmp_path)) == 1


def test_a_bomb_is_not_unpacked(scripted, tmp_path):
    scripted.play(faults=[{"kind": "huge", "compressed": True, "size": 60_000_000, "until": 1}])
    asked = ask(scripted.url, tmp_path, [prompt()])
    assert asked.usage.failures == {"answer-too-large": 1} and len(asked.texts) == 1


def test_a_compressed_reply_is_read(scripted, tmp_path):
    scripted.play(faults=[{"kind": "huge", "compressed": True, "size": 5_000}])
    asked = ask(scripted.url, tmp_path, [prompt()])
    assert asked.outcome.raw == "a" * 5_000 and asked.reasons == ["looping"]


@pytest.mark.parametrize("fault", [{"kind": "hang"}, {"kind": "drip", "every": 0.05}, {"kind": "drip", "every": 1e9}])
def test_a_request_has_an_end(scripted, tmp_path, fault):
    scripted.play(faults=[fault | {"numbers": [1]}])
    asked = ask(scripted.url, tmp_path, [prompt()], limits=Limits(8, timeout=0.3))
    assert asked.usage.failures == {"timeout": 1} and len(asked.texts) == 1


@pytest.mark.parametrize("status", [400, 422, 500])
@pytest.mark.parametrize("refused", [["json_schema"], ["json_schema", "json_object"]])
def test_an_endpoint_without_schemas_is_asked_in_a_simpler_way(tmp_path, status, refused):
    with ScriptedServer(
        refuses=dict.fromkeys(refused, status), replies=[{"contains": "", "text": GOOD}], log=True
    ) as server:
        asked = ask(server.url, tmp_path, numbered(12, shape=Fact), limits=Limits(2))
        assert [each.reply.read(Fact).year for each in asked.outcomes] == [1901] * 12
        last = server.requests()[-1]["body"]
        assert last.get("response_format", {}).get("type") == (None if len(refused) == 2 else "json_object")
        assert '"year"' in last["messages"][-1]["content"]
        assert server.counts()["requests"] <= 12 + 2 * 2 * len(refused)


def test_requests_in_a_simpler_way_are_within_the_budget(tmp_path):
    with ScriptedServer(refuses={"json_schema": 400}) as server:
        asked = ask(server.url, tmp_path, numbered(20, shape=Fact), budget=Budget(max_requests=9))
        assert server.counts()["requests"] == 9 == asked.usage.requests


def test_an_endpoint_that_fails_now_and_then_is_still_asked_for_schemas(scripted, tmp_path):
    scripted.play(log=True, faults=[{"kind": "failing", "share": 0.3}])
    asked = ask(scripted.url, tmp_path, numbered(40, shape=Fact), limits=Limits(2))
    assert len(asked.texts) == 40
    kinds = [entry["body"]["response_format"]["type"] for entry in scripted.requests()[8:]]
    assert set(kinds) == {"json_schema"}


def test_a_reply_beside_the_schema_is_repaired_once(scripted, tmp_path):
    scripted.play(replies=[{"contains": "once more", "text": GOOD}, {"contains": "", "text": BAD}], log=True)
    outcome = ask(scripted.url, tmp_path, [prompt(shape=Fact)]).outcome
    assert outcome.reply.read(Fact) == Fact("Lumen", 1901)
    assert [use.output_tokens for use in outcome.used] == [len(BAD) // 4 + 1, len(GOOD) // 4 + 1]
    messages = scripted.requests()[1]["body"]["messages"]
    assert messages[1]["content"] == BAD and "year: Input should be a valid integer" in messages[2]["content"]


def test_a_reply_that_stays_wrong_is_counted_and_kept(scripted, tmp_path):
    scripted.play(replies=[{"contains": "", "text": BAD}])
    asked = ask(scripted.url, tmp_path, [prompt(shape=Fact)])
    assert (asked.outcome.reason, asked.outcome.raw, asked.outcome.open) == ("unreadable", BAD, False)
    assert asked.usage.repairs == 1 and asked.usage.failures == {"unreadable": 1} and asked.usage.lost == 0
    assert stored(tmp_path) == [(BAD, "stop")] * 2
    assert scripted.counts()["requests"] == 2
    again = ask(scripted.url, tmp_path, [prompt(shape=Fact)])
    assert again.outcome == asked.outcome and scripted.counts()["requests"] == 2


def test_a_repair_that_is_not_had_leaves_the_request_open(scripted, tmp_path):
    scripted.play(replies=[{"contains": "", "text": BAD}], faults=[{"kind": "html", "contains": "once more"}])
    asked = ask(scripted.url, tmp_path, [prompt(shape=Fact)], limits=Limits(8, attempts=2))
    assert asked.outcome.open and asked.usage.lost == 1


@pytest.mark.parametrize(
    ("fault", "reason", "requests"),
    [
        ({"kind": "refusal"}, "refused", 1),
        ({"kind": "content-filter"}, "refused", 1),
        ({"kind": "text", "text": "I'm sorry, but I can't help with that."}, "refused", 1),
        ({"kind": "text", "text": "抱歉，我无法回答这个问题。"}, "refused", 1),
        ({"kind": "length"}, "truncated", 2),
        ({"kind": "no-content"}, "empty", 1),
        ({"kind": "text", "text": "yes " * 100}, "looping", 2),
    ],
)
def test_a_completion_that_is_no_reply_is_counted(scripted, tmp_path, fault, reason, requests):
    scripted.play(faults=[fault])
    asked = ask(scripted.url, tmp_path, [prompt()])
    assert asked.reasons == [reason] and not asked.outcome.open and asked.usage.failures == {reason: 1}
    assert scripted.counts()["requests"] == requests == len(stored(tmp_path))


def test_an_endpoint_without_system_messages_is_told_them_by_the_user(scripted, tmp_path):
    scripted.play(refuses={"system": 400}, echo=True)
    asking = prompt("and this", system="Repeat what is said.")
    asked = ask(scripted.url, tmp_path, [asking], obeys={"system": False})
    assert asked.texts == ["Repeat what is said.\n\nand this"]
