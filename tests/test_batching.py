"""Builds through the Batch API: the same rows as live ones, nothing sent twice, whatever ends in between."""

import json
import threading
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from chained import KEY, SEEDED, Project, topics, usage
from serving.running import ScriptedServer

from hum_hub.teacher.batching import Sent
from hum_hub.teacher.store import ReplyStore

pytest_plugins = ("serving.fixtures",)
PRICE = "price = { input = 2.0, output = 8.0, batch = 0.25 }"
BATCH = f'{SEEDED}\nmode = "batch"\nbatch_poll = 0.02\nattempts = 4\n{PRICE}'


@pytest.fixture
def project(tmp_path: Path, scripted: ScriptedServer) -> Project:
    """A project of eight topics whose teachers are asked through batches."""
    scripted.play(key=KEY, log=True)
    made = Project(tmp_path / "one", scripted)
    made.recipe(BATCH)
    made.seeds(topics(8))
    return made


def created(server: ScriptedServer) -> int:
    """How many batches have been created."""
    return sum(
        (each["method"], each["path"], each["status"]) == ("POST", "/v1/batches", 200) for each in server.requests()
    )


def answered(server: ScriptedServer) -> dict[str, float]:
    """Replies and tokens of all lines of batches, by the server's own count."""
    counts = server.counts()["batch"]
    return {"replies": counts["answered"], **{name: counts[name] for name in ("input_tokens", "output_tokens")}}


def live(scripted: ScriptedServer, folder: Path) -> dict[str, bytes]:
    """The rows of a build that asks at once."""
    project = Project(folder, scripted)
    project.recipe(f"{SEEDED}\n{PRICE}")
    project.seeds(topics(8))
    project.build()
    return project.data()


def test_a_build_through_batches_makes_the_rows_of_a_live_one(project, scripted, tmp_path):
    manifest = project.build()
    assert usage(manifest) == answered(scripted)
    assert scripted.counts()["requests"] == 0, "nothing is asked live"
    assert created(scripted) == 4, "outlines, texts, and the verdicts on both texts one after the other"
    cost = sum(2 * each["input_tokens"] + 8 * each["output_tokens"] for each in manifest["usage"]) * 0.25 / 1e6
    assert sum(each["cost"] for each in manifest["usage"]) == pytest.approx(cost, abs=1e-5)
    with ReplyStore(project.folder / ".hum" / "replies.sqlite") as store:
        assert sum(each.replies for each in store.spent().values()) == usage(manifest)["replies"]
        assert store.notes("batch ") == {}
    rows = project.data()
    scripted.reset(key=KEY)
    assert live(scripted, tmp_path / "two") == rows


def test_files_hold_no_more_lines_than_allowed(project, scripted):
    scripted.play(key=KEY, log=True, batch={"most_lines": 5})
    project.recipe(f"{BATCH}\nbatch_lines = 5")
    project.seeds(topics(2))
    manifest = project.build()
    assert usage(manifest) == answered(scripted)
    assert created(scripted) >= usage(manifest)["replies"] / 5


@pytest.mark.parametrize(
    "plan",
    [
        {"errors": 0.4},
        {"missing": 0.4},
        {"end": "expired", "answered": 0.5},
        {"end": "failed", "code": "token_limit_exceeded"},
    ],
    ids=["error lines", "lines missing", "expired", "failed"],
)
def test_what_a_batch_did_not_answer_is_sent_again_and_nothing_else(project, scripted, tmp_path, plan):
    scripted.play(key=KEY, log=True, batch=plan)
    over, mended = threading.Event(), threading.Event()

    def mend() -> None:
        """From the second batch on, all goes well."""
        while not created(scripted):
            if over.wait(0.005):
                return
        scripted.play(key=KEY, log=True)
        mended.set()

    mending = threading.Thread(target=mend)
    mending.start()
    try:
        manifest = project.build()
    finally:
        over.set()
        mending.join()
    assert mended.is_set()
    assert usage(manifest) == answered(scripted)
    rows = project.data()
    scripted.reset(key=KEY)
    assert live(scripted, tmp_path / "two") == rows


def test_lines_that_always_fail_end_the_build_and_a_later_one_heals_it(project, scripted, tmp_path):
    scripted.play(key=KEY, log=True, batch={"errors": 0.3})
    project.recipe(BATCH.replace("attempts = 4", "attempts = 1"))
    result = project.hum("build")
    assert result.exit_code == 1
    assert "got no reply (status-500" in result.stderr
    assert scripted.counts()["batch"]["failed"] > 0
    scripted.play(key=KEY, log=True)
    assert usage(project.build()) == answered(scripted)
    rows = project.data()
    scripted.reset(key=KEY)
    assert live(scripted, tmp_path / "two") == rows


@pytest.mark.parametrize("lost", [False, True], ids=["its id is known", "the answer to its creation was lost"])
def test_a_build_killed_between_sending_and_fetching_sends_nothing_twice(project, scripted, lost):
    scripted.play(key=KEY, log=True, batch={"validating": 40})
    project.killed(lambda counts: counts["areas"].get("batches", 0) >= 4, "build", "--workers", "1")
    assert created(scripted) == 1
    with ReplyStore(project.folder / ".hum" / "replies.sqlite") as store:
        ((name, note),) = store.notes("batch ").items()
        sent = Sent(**note)
        assert (sent.teacher, sent.id, len(sent.keys)) == ("critic", "batch-2", 8)
        if lost:
            store.remember(name, {**asdict(sent), "id": None})
    assert KEY not in json.dumps(note)
    scripted.play(key=KEY, log=True)
    manifest = project.build()
    assert usage(manifest) == answered(scripted)
    assert created(scripted) == 4
    project.hum("build")
    assert created(scripted) == 4


def test_a_batch_is_remembered_before_it_is_sent(project, scripted):
    scripted.play(key=KEY, log=True, faults=[{"kind": "hang", "area": "batches"}])
    project.killed(lambda counts: counts["areas"].get("batches", 0) >= 1, "build", "--workers", "1")
    with ReplyStore(project.folder / ".hum" / "replies.sqlite") as store:
        (note,) = store.notes("batch ").values()
    assert (note["id"], len(note["keys"])) == (None, 8)
    scripted.play(key=KEY, log=True)
    assert usage(project.build()) == answered(scripted)
    assert created(scripted) == 4


def test_a_batch_that_never_arrived_is_sent_again(project, scripted):
    """The connection breaks at the creation of the first batch, and once while one is waited for."""
    scripted.play(key=KEY, log=True, faults=[{"kind": "reset", "area": "batches", "numbers": [1, 4]}])
    assert usage(project.build()) == answered(scripted)
    assert created(scripted) == 4


def test_trouble_while_replies_are_fetched_is_waited_out(project, scripted):
    """The second request for a file is the first for replies: it fails twice, once with a page of HTML."""
    faults = [
        {"kind": "failing", "area": "files", "numbers": [2]},
        {"kind": "html", "area": "batches", "numbers": [3]},
        {"kind": "rate-limited", "area": "batches", "numbers": [4]},
    ]
    scripted.play(key=KEY, log=True, faults=faults)
    assert usage(project.build()) == answered(scripted)
    assert created(scripted) == 4


def test_a_batch_of_another_endpoint_is_left_alone(project, scripted):
    scripted.play(key=KEY, log=True, batch={"validating": 40})
    project.killed(lambda counts: counts["areas"].get("batches", 0) >= 2, "build", "--workers", "1")
    scripted.play(key=KEY, log=True)
    with ScriptedServer(key=KEY) as other:
        project.uris = dict.fromkeys(("critic", "writer"), f"openai:{other.url}")
        project.recipe(BATCH)
        assert usage(project.build()) == answered(other)
    project.uris = {}
    project.recipe(BATCH)
    assert usage(project.build()) == answered(scripted)
    assert created(scripted) == 4


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"kind": "model-gone", "area": "files"}, 'use mode = "live", or hum teacher export'),
        ({"kind": "unauthorized", "area": "files"}, "refuses the key"),
        ({"kind": "quota", "area": "batches"}, "has no credit left"),
        ({"kind": "refused", "area": "batches", "code": KEY}, "the request is not valid"),
    ],
)
def test_an_endpoint_that_refuses_batches_ends_the_build_in_one_line(project, scripted, fault, said):
    scripted.play(key=KEY, faults=[fault])
    result = project.hum("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: teacher 'critic' ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_texts_with_odd_ends_of_lines_come_through_and_keys_do_not(project, scripted):
    text = f"One line\u2028and another\u0085and a third, and {KEY}."
    scripted.play(key=KEY, replies=[{"contains": "Write a few", "text": text}])
    manifest = project.build()
    assert Counter(row["model"] for row in project.rows()) == {"writer-1": 1}
    assert usage(manifest) == answered(scripted)
    assert "One line\u2028and another\u0085and a third, and [key]." in project.rows()[0]["messages"][0]["content"]
    assert not [path for path in (project.folder / ".hum").glob("*.sqlite*") if KEY.encode() in path.read_bytes()]


def test_the_limit_of_requests_holds_for_batches(project, scripted):
    result = project.hum("build", "--max-requests", "30")
    assert result.exit_code == 1
    assert "the budget is spent (max_requests = 30)" in result.stderr
    assert scripted.counts()["batch"]["answered"] <= 30
    assert usage(project.build()) == answered(scripted)
