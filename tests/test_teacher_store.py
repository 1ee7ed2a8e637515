"""The reply store: what it has promised survives everything, and the first reply stays."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.errors import TeacherError
from hum_hub.teacher.store import Kept, ReplyStore, Spent

WRITER = """
import asyncio, os, sys
from pathlib import Path
from hum_hub.teacher.store import Kept, ReplyStore

async def work(store, name, worker):
    for number in range(int(sys.argv[3])):
        for key in (f"{name}-{worker}-{number}", f"same-{worker}-{number}"):
            kept = await getattr(store, sys.argv[4])(Kept(key, "p", "t", "s", {"user": key}, name, "m", "stop", 1, 2))
            os.write(1, f"{key} {kept.text}\\n".encode())

async def main():
    with ReplyStore(Path(sys.argv[1])) as store:
        await asyncio.gather(*(work(store, sys.argv[2], worker) for worker in range(8)))

asyncio.run(main())
"""


def writer(path, name, count, method="put"):
    command = [sys.executable, "-c", WRITER, str(path), name, str(count), method]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kept(key, text="text", **more):
    fields = {"prompt_key": "p", "teacher": "t", "stage": "s", "prompt": {"user": "u"}, "model": "m", "finish": "stop"}
    return Kept(key=key, text=text, **{**fields, **more})


def put(store, *replies):
    async def work():
        return await asyncio.gather(*(store.put(reply) for reply in replies))

    return asyncio.run(work())


@pytest.fixture
def store(tmp_path):
    with ReplyStore(tmp_path / "replies.sqlite") as store:
        yield store


def test_what_was_given_back_is_there_after_a_kill(tmp_path):
    path, chance, seen = tmp_path / "replies.sqlite", random.Random(4), {}
    for attempt, method in enumerate(("put", "write", "put", "write")):
        process = writer(path, f"run{attempt}", 100_000, method)
        seen |= dict([process.stdout.readline().split()])  # it has begun
        time.sleep(chance.uniform(0.0, 0.15))  # the moment of the kill is what is tested
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        seen |= dict(line.split() for line in rest.splitlines() if line.count(" ") == 1)
        with ReplyStore(path) as store:
            assert {key: store.get(key).text for key in seen} == seen
    assert len(seen) > 100


def test_processes_that_write_the_same_keys_agree(tmp_path):
    path = tmp_path / "replies.sqlite"
    processes = [writer(path, name, 15) for name in ("one", "two", "three")]
    told = [dict(line.split() for line in process.communicate()[0].splitlines()) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    same = [{key: text for key, text in each.items() if key.startswith("same")} for each in told]
    assert same[0] == same[1] == same[2] and len(same[0]) == 120
    with ReplyStore(path) as store:
        assert {entry.key: entry.text for entry in store.entries()} == told[0] | told[1] | told[2]
        assert store.spent() == {"t": Spent(720, 720.0, 1440.0)}  # those that came second were paid for, too


def test_the_first_reply_stays(store):
    assert put(store, kept("k", "first"))[0].text == "first"
    assert put(store, kept("k", "second"))[0].text == "first"
    assert [each.text for each in put(store, kept("new", "a"), kept("new", "b"))] == ["a", "a"]
    assert store.put_all([kept("k", "third"), kept("other")]) == 1


def test_more_replies_than_a_statement_takes_are_written(store):
    replies = [kept(f"{number:05}", str(number)) for number in range(1203)]
    assert store.put_all(replies) == 1203
    assert store.put_all(replies[::-1]) == 0
    assert list(store.entries()) == replies


def test_entries_are_chosen_and_in_order(store):
    put(store, *(kept(key, stage=stage) for key, stage in (("c", "x"), ("a", "x"), ("b", "y"))))
    assert [entry.key for entry in store.entries()] == ["a", "b", "c"]
    assert [entry.key for entry in store.entries("stage = ?", ("x",))] == ["a", "c"]


def test_removal_changes_the_generation_and_not_what_was_spent(store):
    put(store, kept("a", input_tokens=10, output_tokens=4, discount=0.5), kept("b", finish="rejected"))
    before, spent = store.generation(), store.spent()
    assert spent == {"t": Spent(1, 5.0, 2.0)}
    assert store.remove("stage = 'none'") == 0
    assert store.generation() == before
    assert store.remove("key = ?", ("a",)) == 1
    assert store.generation() != before
    assert store.get("a") is None and store.spent() == spent
    again = store.generation()
    store.remove("1")
    assert store.generation() not in (before, again)


def test_a_note_is_remembered(store):
    assert store.note("n") is None
    store.remember("n", {"a": [1, "二"]})
    store.remember("n", {"a": [2, "二"]})
    assert store.note("n") == {"a": [2, "二"]}


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_store_is_named(tmp_path, content):
    path = tmp_path / "replies.sqlite"
    path.write_bytes(content)
    with pytest.raises(TeacherError, match=r"replies\.sqlite cannot be used: .*; free the disk"):
        ReplyStore(path)
    assert path.read_bytes() == content


def test_a_file_that_is_damaged_later_is_named(tmp_path):
    path = tmp_path / "replies.sqlite"
    with ReplyStore(path) as store:
        store.put_all([kept(f"{number:04}", "x" * 500) for number in range(200)])
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(size - 4096))
    with ReplyStore(path) as store, pytest.raises(TeacherError, match=r"replies\.sqlite cannot be used"):
        list(store.entries())


def test_whoever_waits_hears_that_nothing_was_written(tmp_path):
    with ReplyStore(tmp_path / "replies.sqlite") as store:
        store.put_all([kept("there")])
        with store._open() as other:
            other.execute("DROP TABLE replies")
        with pytest.raises(TeacherError, match="cannot be used"):
            put(store, kept("k"))


any_text = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    texts=st.lists(
        any_text | st.sampled_from(["\0", "'; DROP TABLE replies; --", "\u202e", "\U0001f600" * 3]), max_size=9
    ),
    prompt=st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.floats(allow_nan=False)),
    tokens=st.integers(0, 10**9),
)
def test_what_is_kept_comes_back_as_it_was(tmp_path_factory, texts, prompt, tokens):
    replies = [
        kept(f"{number} {text}", text, prompt=prompt, model=text, input_tokens=tokens)
        for number, text in enumerate(texts)
    ]
    with ReplyStore(tmp_path_factory.getbasetemp() / "property.sqlite") as store:
        store.remove("1")
        assert store.put_all(replies) == len(replies)
        assert [store.get(reply.key) for reply in replies] == replies
        assert sorted(store.entries(), key=lambda each: each.key) == sorted(replies, key=lambda each: each.key)
