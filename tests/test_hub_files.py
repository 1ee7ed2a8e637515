"""The Hub server, asked by the real clients: large files by LFS and by Xet, and datasets that load."""

import hashlib
import urllib.error
import urllib.request

import pytest

pytest_plugins = ("hub.fixtures",)

CARD = """---
license: cc0-1.0
configs:
- config_name: ie
  default: true
  data_files:
  - {split: train, path: ie/train-*.parquet}
- config_name: mrc
  data_files:
  - {split: train, path: mrc/train-*.parquet}
---
# A corpus
"""
PUBLISH = f"""
import io, random
import pyarrow as pa, pyarrow.parquet as pq
def parquet(start, rows):
    draws = random.Random(start)
    words = ["".join(draws.choices("abcdefghijklmnop", k=6)) for _ in range(2000)]
    texts = [" ".join(draws.choices(words, k=12)) for _ in range(rows)]
    table = pa.table({{"id": list(range(start, start + rows)), "text": texts}})
    kept = io.BytesIO()
    pq.write_table(table, kept, compression="zstd", row_group_size=3000, use_content_defined_chunking=True)
    return kept.getvalue()
def publish(rows=1000, **more):
    files = {{"README.md": {CARD!r}.encode()}}
    for at, name in enumerate(("ie", "mrc")):
        files[name + "/train-00000-of-00001.parquet"] = parquet(at * 1000, rows)
    operations = [CommitOperationAdd(path, content) for path, content in files.items()]
    made = api.create_commit("org/hum", operations, commit_message="a", repo_type="dataset", **more)
    return made.oid
"""
LOAD = """
from datasets import load_dataset
def numbers(name, revision, **more):
    return [row["id"] for row in load_dataset("org/hum", name, split="train", revision=revision, **more)]
"""
LFS = {"HF_HUB_DISABLE_XET": "1"}


@pytest.fixture
def repo(hub):
    """A repository with nothing in it."""
    hub.make("org/hum")
    return "org/hum"


@pytest.mark.parametrize("way", [LFS, {}], ids=["lfs", "xet"])
def test_a_dataset_loads_by_tag_by_commit_and_by_streaming(hub, client, repo, way):
    told = client.ask(
        PUBLISH
        + LOAD
        + """
first = publish()
api.create_tag("org/hum", tag="v1.0.0", revision=first, repo_type="dataset")
second = publish(2000)
told([
    numbers("ie", "v1.0.0") == list(range(1000)),
    numbers("mrc", second) == list(range(1000, 3000)),
    numbers("ie", second, streaming=True) == list(range(2000)),
    numbers("mrc", "v1.0.0", streaming=True) == list(range(1000, 2000)),
])
""",
        **way,
    )
    assert told == [True] * 4
    uploads = {True: "cas-xorb", False: "storage-put"}
    assert hub.counts()["by_kind"][uploads[not way]] and uploads[bool(way)] not in hub.counts()["by_kind"]


@pytest.mark.parametrize("way", [LFS, {}], ids=["lfs", "xet"])
def test_large_files_are_kept_under_their_sha256(hub, client, repo, way):
    client.ask(PUBLISH + "told(publish())", **way)
    path = "ie/train-00000-of-00001.parquet"
    content = hub.file(repo, path)
    assert hub.tree(repo)[path]["sha256"] == hashlib.sha256(content).hexdigest() and content.startswith(b"PAR1")
    assert hub.tree(repo)["README.md"]["sha256"] is None
    listed = client.ask(f"""
file = api.get_paths_info("org/hum", "{path}", repo_type="dataset")[0]
told([file.size, file.lfs.sha256, bool(file.xet_hash)])
""")
    assert listed == [len(content), hashlib.sha256(content).hexdigest(), not way]


@pytest.mark.parametrize("way", [LFS, {}], ids=["lfs", "xet"])
def test_no_token_of_the_hub_goes_to_a_storage(hub, client, repo, way):
    client.ask(PUBLISH + LOAD + 'told([numbers("ie", publish()), numbers("ie", "main", streaming=True)] and 1)', **way)
    came = {(entry["port"], entry["authorization"]) for entry in hub.requests()}
    assert came == {("hub", "hub"), ("storage", "none")} | ({("cas", "xet")} if not way else set())
    assert not any(entry["strayed"] for entry in hub.requests())


def test_the_storage_refuses_a_token_and_an_address_that_is_not_signed(hub, client, repo):
    client.ask(PUBLISH + "told(publish())", **LFS)
    location = client.ask("""
from huggingface_hub import get_hf_file_metadata
told(get_hf_file_metadata(hf_hub_url("org/hum", "ie/train-00000-of-00001.parquet", repo_type="dataset")).location)
""")
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(location) as response:
        assert response.read(4) == b"PAR1"
    with direct.open(urllib.request.Request(location, headers={"Range": "bytes=-4"})) as response:
        assert (response.status, response.read()) == (206, b"PAR1")
    for address, headers, status in (
        (location, {"Authorization": "Bearer hf_owner"}, 400),
        (location.partition("?")[0], {}, 403),
        (location, {"Range": "bytes=99999999-"}, 416),
    ):
        with (
            pytest.raises(urllib.error.HTTPError) as caught,
            direct.open(urllib.request.Request(address, headers=headers)),
        ):
            pass
        with caught.value as error:
            assert error.code == status
    shown = hub.requests("storage-get")[-3]
    assert (shown["authorization"], shown["strayed"]) == ("hub", ["Authorization"])


def test_what_is_stored_is_not_sent_again_by_lfs(hub, client, repo):
    client.ask(PUBLISH + "told(publish())", **LFS)
    hub.forget()
    client.ask(
        PUBLISH
        + """
api.create_branch("org/hum", branch="other", repo_type="dataset")
told(api.create_commit("org/hum", [CommitOperationAdd("moved.parquet", parquet(0, 1000))],
     commit_message="a", repo_type="dataset").oid)
""",
        **LFS,
    )
    assert hub.counts()["by_port"] == {"hub": hub.counts()["requests"]}
    assert "moved.parquet" in hub.tree(repo)


def test_xet_sends_only_chunks_that_are_new_even_from_another_machine(hub, client, repo, tmp_path):
    client.ask(PUBLISH + "told(publish(30000))")
    first = hub.counts()["received"]["cas"]
    hub.forget()
    client.home = tmp_path / "another machine"
    client.ask(PUBLISH + "told(publish(30300))")
    assert hub.counts()["received"]["cas"] < 0.2 * first


def test_files_come_in_parts(hub, client, repo):
    hub.play(multipart=10_000)
    client.ask(PUBLISH + "told(publish())", **LFS)
    content = hub.file(repo, "ie/train-00000-of-00001.parquet")
    assert len(content) > 10_000 and hub.counts()["by_kind"]["lfs-complete"] == 2
    assert hub.tree(repo)["ie/train-00000-of-00001.parquet"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert {entry["authorization"] for entry in hub.requests("storage-put")} == {"none"}


def test_a_commit_cannot_point_to_what_was_never_uploaded(hub, client, repo):
    kind, status, message = client.error("""
operation = CommitOperationAdd("a.parquet", b"PAR1 never sent PAR1")
operation._upload_mode, operation._is_uploaded = "lfs", True
operation._remote_oid = operation._should_ignore = None
api.create_commit("org/hum", [operation], commit_message="a", repo_type="dataset")
""")
    assert (kind, status) == ("BadRequestError", 400) and "does not exist" in message
    assert "a.parquet" not in hub.tree(repo)


def test_without_xet_storage_only_lfs_works(hub, client, repo):
    hub.play(xet=False)
    assert client.error(PUBLISH.strip() + "\npublish()")[0]
    client.ask(PUBLISH + "told(publish())", **LFS)
    assert hub.file(repo, "ie/train-00000-of-00001.parquet")
