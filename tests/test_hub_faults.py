"""The Hub server: each fault is what it says, and what was asked for has happened or has not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hub.running import STRANGER

pytest_plugins = ("hub.fixtures",)

COMMIT = 'api.create_commit("org/hum", [CommitOperationAdd("a", b"1")], commit_message="a", repo_type="dataset"'
INFO = 'api.dataset_info("org/hum")'
LARGE = COMMIT.replace('"a", b"1"', '"a.parquet", b"PAR1PAR1"') + ")"
LFS = {"HF_HUB_DISABLE_XET": "1"}
PATIENT = """
import httpx2
from huggingface_hub import set_client_factory
set_client_factory(lambda: httpx2.Client(timeout=1, follow_redirects=True))
"""


@pytest.fixture
def repo(hub):
    """A repository with a file."""
    hub.make("org/hum")
    hub.commit("org/hum", {"data": "1" * 1000})
    return "org/hum"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_status_comes_instead_of_what_was_asked_for(hub, client, repo, status):
    head = hub.head(repo)
    hub.play(faults=[{"do": "status", "kind": "commit", "status": status, "text": "not now"}])
    kind, told, message = client.error(COMMIT + ")")
    assert (kind, told) == ("HfHubHTTPError", status) and "not now" in message
    assert hub.head(repo) == head


def test_a_connection_is_dropped_before_the_request_is_handled(hub, client, repo):
    head = hub.head(repo)
    hub.play(faults=[{"do": "drop", "kind": "commit"}])
    assert client.error(COMMIT + ")")[0] == "ReadError"
    assert hub.head(repo) == head
    assert hub.requests("commit")[0] | {"fault": "drop", "status": None} == hub.requests("commit")[0]


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ({"do": "drop"}, "ReadError"),
        ({"do": "drop", "orderly": True}, "RemoteProtocolError"),
        ({"do": "status", "status": 504}, "HfHubHTTPError"),
        ({"do": "hang"}, "ReadTimeout"),
    ],
)
def test_an_answer_is_lost_after_the_commit_has_happened(hub, client, repo, fault, raised):
    head = hub.head(repo)
    hub.play(faults=[{"kind": "commit", "handled": True, **fault}])
    assert client.error(PATIENT + COMMIT + ")")[0] == raised
    assert hub.repository(repo)["history"][1] == head and "a" in hub.tree(repo)
    assert hub.requests("commit")[0]["lost"] == 200


def test_a_commit_goes_on_when_its_client_does_not_wait(hub, client, repo):
    hub.play(commit_seconds=2)
    head = hub.head(repo)
    assert client.error(PATIENT + COMMIT + ")")[0] == "ReadTimeout"
    hub.play()
    while client.error(COMMIT.replace('"a", b', '"b", b') + ")")[1] == 409:
        pass
    assert hub.repository(repo)["history"][2] == head and {"a", "b"} <= hub.tree(repo).keys()


def test_a_request_hangs(hub, client, repo):
    head = hub.head(repo)
    hub.play(faults=[{"do": "hang", "kind": "commit"}])
    assert client.error(PATIENT + COMMIT + ")")[0] == "ReadTimeout"
    assert hub.head(repo) == head


def test_a_request_hangs_until_another_script_is_played(hub, client, repo):
    hub.play(faults=[{"do": "hang", "kind": "info"}])
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(client.error, INFO)
        hub.wait_until_one_hangs()
        assert not asked.done()
        hub.play()
        assert asked.result()[0] == ""


def test_a_request_is_sent_on_to_a_storage_without_its_token(hub, client, repo):
    hub.play(faults=[{"do": "status", "kind": "info", "status": 307, "to": "storage"}])
    assert client.error(INFO)[1] == 404
    assert [(entry["port"], entry["authorization"], entry["strayed"]) for entry in hub.requests()] == [
        ("hub", "hub", []),
        ("storage", "none", []),
    ]


def test_a_token_that_strays_is_seen(hub, client, repo):
    client.error(f'get_session().post("{hub.root}/api/datasets/org/hum?token=hf_owner", content=b"hf_writer")')
    assert [entry["strayed"] for entry in hub.requests()] == [["the address", "the body"]]


def test_an_answer_may_be_slow(hub, client, repo):
    hub.play(faults=[{"do": "hang", "kind": "info", "seconds": 0.2}])
    assert client.error(PATIENT + INFO)[0] == ""


def test_requests_are_counted_among_all_or_among_their_kind(hub, client, repo):
    client.ask(f"told([api.whoami(), {INFO}] and 1)")
    numbers = [(entry["number"], entry["kind"]) for entry in hub.requests()]
    assert numbers == [(1, "whoami"), (2, "info")]
    hub.forget()
    hub.play(faults=[{"do": "status", "kind": "info", "numbers": [2]}])
    assert client.ask(f"""
codes = []
for _ in range(3):
    try:
        {INFO}
        codes.append(200)
    except HfHubHTTPError as fault:
        codes.append(fault.response.status_code)
told(codes)
""") == [200, 500, 200]
    hub.forget()
    hub.play(faults=[{"do": "status", "numbers": [1]}])
    assert client.error(INFO)[1] == 500 and client.error(INFO)[0] == ""


def test_a_fault_happens_as_often_as_it_is_told_to(hub, client, repo):
    hub.play(faults=[{"do": "status", "contains": "GET /api/datasets/org/hum", "times": 1, "status": 503}])
    assert client.error(INFO)[1] == 503 and client.error(INFO)[0] == ""
    assert hub.counts()["by_fault"] == {"status": 1}


def test_a_body_that_is_cut_short_is_noticed(hub, client, repo):
    hub.play(faults=[{"do": "truncate", "contains": "GET /datasets/org/hum/resolve", "orderly": True, "times": 1}])
    path = client.ask('told(hf_hub_download("org/hum", "data", repo_type="dataset"))')
    with open(path, encoding="ascii") as file:
        assert file.read() == "1" * 1000, "the client asks again"
    assert [entry["status"] for entry in hub.requests("resolve")] == [200, None, 200]


@pytest.mark.parametrize("files", [{"theirs": "2"}, {"a": "2"}], ids=["foreign", "ours"])
def test_another_writer_is_faster(hub, client, repo, files):
    head = hub.head(repo)
    hub.play(faults=[{"do": "rival", "kind": "commit", "files": files, "times": 1}])
    assert client.error(COMMIT + f', parent_commit="{head}")')[1] == 412
    told = hub.repository(repo)
    assert told["history"][1] == head and told["commits"][told["history"][0]]["author"] == "another"
    assert hub.file(repo, next(iter(files))) == b"2"
    assert client.error(COMMIT + f', parent_commit="{hub.head(repo)}")')[0] == ""


def test_another_writer_may_set_a_tag(hub, client, repo):
    hub.play(faults=[{"do": "rival", "kind": "info", "files": {"b": "2"}, "tag": "v1", "times": 1}])
    client.error(INFO)
    assert hub.repository(repo)["tags"] == {"v1": hub.head(repo)}


def test_another_writer_may_delete(hub, client, repo):
    hub.play(faults=[{"do": "rival", "kind": "info", "deletes": ["data"], "times": 1}])
    client.error(INFO)
    assert "data" not in hub.tree(repo)


def test_a_token_expires(hub, client, repo):
    hub.play(faults=[{"do": "expire", "kind": "commit"}])
    _, status, message = client.error(COMMIT + ")")
    assert status == 401 and "Invalid credentials" in message
    assert client.error(INFO)[1] == 401
    assert client.error(INFO, STRANGER)[0] == ""


def test_an_upload_fails_and_nothing_is_committed(hub, client, repo):
    head = hub.head(repo)
    hub.play(faults=[{"do": "status", "kind": "storage-put", "status": 403}])
    assert client.error(LARGE, **LFS)[0] == "RuntimeError"
    hub.play(faults=[{"do": "status", "kind": "cas-xorb", "status": 400}])
    assert client.error(LARGE)[0]
    assert hub.head(repo) == head
    hub.play()
    assert client.error(LARGE)[0] == ""


def test_xet_gives_up_on_a_storage_that_fails_and_lives_with_one_that_knows_no_chunks(hub, client, repo):
    hub.play(faults=[{"do": "drop", "kind": "cas-xorb"}])
    assert client.error(LARGE)[0] == "ConnectionError"
    assert hub.counts()["by_kind"]["cas-xorb"] > 1 and "commit" not in hub.counts()["by_kind"]
    hub.play(faults=[{"do": "status", "kind": "cas-chunk"}, {"do": "status", "kind": "xet-token", "times": 1}])
    assert client.error(LARGE)[0] == ""


def test_the_client_waits_as_long_as_a_rate_limit_says(hub, client, repo):
    hub.play(faults=[{"do": "status", "kind": "preupload", "status": 429, "ratelimit": 1, "times": 1}])
    assert client.error(COMMIT + ")")[0] == ""
    assert [entry["status"] for entry in hub.requests("preupload")] == [429, 200]


def test_a_script_that_is_none_is_refused(hub):
    with pytest.raises(ValueError, match="dropp"):
        hub.play(faults=[{"do": "dropp"}])
    with pytest.raises(ValueError, match="comit"):
        hub.play(faults=[{"do": "drop", "kind": "comit"}])
