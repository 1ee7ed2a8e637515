"""The Hub server, asked by the real client: repositories, commits, refs and trees."""

import pytest

pytest_plugins = ("hub.fixtures",)

ADD = """
def add(**files):
    return [CommitOperationAdd(name.replace("__", "/"), text.encode()) for name, text in files.items()]
def commit(operations, **more):
    return api.create_commit("org/hum", operations, commit_message="a commit", repo_type="dataset", **more)
"""


@pytest.fixture
def repo(hub):
    """A repository with nothing in it."""
    hub.make("org/hum")
    return "org/hum"


def test_a_repository_is_created_once(hub, client):
    told = client.ask("""
url = create_repo("org/hum", repo_type="dataset", private=True)
again = create_repo("org/hum", repo_type="dataset", exist_ok=True)
info = api.dataset_info("org/hum", files_metadata=True)
told([url, again, info.private, [(file.rfilename, file.size > 0) for file in info.siblings]])
""")
    url = f"{hub.root}/datasets/org/hum"
    assert told == [url, url, True, [[".gitattributes", True]]]
    kind, status, message = client.error('create_repo("org/hum", repo_type="dataset")')
    assert (kind, status) == ("HfHubHTTPError", 409) and "already created" in message
    assert hub.repositories() == ["org/hum"]


def test_a_bare_repository_has_no_branch_and_no_file(hub, client):
    hub.make("org/hum", bare=True)
    told = client.ask('told(api.list_repo_refs("org/hum", repo_type="dataset").branches)')
    assert told == [] and client.error('api.dataset_info("org/hum")')[0] == "RevisionNotFoundError"


def test_a_commit_has_a_parent_a_tree_and_the_ids_that_git_gives(hub, client, repo):
    first = hub.head(repo)
    made = client.ask(ADD + 'told(commit(add(a="hello\\n", b__c="")).oid)')
    told = hub.repository(repo)
    assert told["history"] == [made, first]
    assert told["commits"][made]["parents"] == [first]
    assert told["commits"][made]["tree"]["a"]["oid"] == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert told["commits"][made]["tree"]["b/c"]["oid"] == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def test_a_stale_parent_is_refused_and_nothing_is_changed(hub, client, repo):
    first = hub.head(repo)
    second = hub.commit(repo, {"other": "1"})
    kind, status, message = client.error(ADD.strip() + f'\ncommit(add(a="1"), parent_commit="{first}")')
    assert (kind, status) == ("HfHubHTTPError", 412) and "A commit has happened since" in message
    assert hub.head(repo) == second
    client.ask(ADD + f'told(commit(add(a="1"), parent_commit="{second}").oid)')
    assert {"a", "other"} <= hub.tree(repo).keys()


def test_what_is_there_already_makes_no_commit(hub, client, repo):
    program = ADD + 'told(commit(add(a="1", b__c="2")).oid)'
    made = client.ask(program)
    hub.forget()
    assert client.ask(program) == made
    assert "commit" not in hub.counts()["by_kind"]


def test_deletions_take_files_and_folders(hub, client, repo):
    hub.commit(repo, {"a": "1", "b/c": "2", "b/d/e": "3", "bc": "4"})
    client.ask(ADD + 'told(commit([CommitOperationDelete("a"), CommitOperationDelete("b/")]).oid)')
    assert hub.tree(repo).keys() == {".gitattributes", "bc"}
    kind, status, message = client.error(ADD.strip() + '\ncommit([CommitOperationDelete("none")])')
    assert (kind, status) == ("RemoteEntryNotFoundError", 404) and "A file with this name doesn't exist" in message


def test_a_commit_is_all_or_nothing(hub, client, repo):
    hub.commit(repo, {"a": "1"})
    head = hub.head(repo)
    client.error(ADD.strip() + '\ncommit([*add(b="1"), CommitOperationDelete("none")])')
    assert hub.head(repo) == head


def test_branches_hold_commits_of_their_own(hub, client, repo):
    told = client.ask(
        ADD
        + """
api.create_branch("org/hum", branch="staging/v1", repo_type="dataset")
made = commit(add(a="1"), revision="staging/v1")
again = api.create_branch("org/hum", branch="staging/v1", repo_type="dataset", exist_ok=True)
names = {ref.name: ref.target_commit for ref in api.list_repo_refs("org/hum", repo_type="dataset").branches}
sha = api.dataset_info("org/hum", revision="staging/v1").sha
api.create_branch("org/hum", branch="from", revision=made.oid, repo_type="dataset")
api.delete_branch("org/hum", branch="staging/v1", repo_type="dataset")
told([made.oid, names, sha])
"""
    )
    main = hub.head(repo)
    assert told == [told[0], {"main": main, "staging/v1": told[0]}, told[0]]
    assert hub.repository(repo)["branches"] == {"main": main, "from": told[0]}
    twice = client.error('api.create_branch("org/hum", branch="from", repo_type="dataset")')
    gone = client.error('api.delete_branch("org/hum", branch="none", repo_type="dataset")')
    assert (twice[1], gone[0]) == (409, "RevisionNotFoundError")


def test_a_tag_is_never_moved(hub, client, repo):
    first, second = hub.head(repo), hub.commit(repo, {"a": "1"})
    told = client.ask(f"""
api.create_tag("org/hum", tag="v1.0.0", revision="{first}", repo_type="dataset")
api.create_tag("org/hum", tag="v1.0.0", revision="{second}", repo_type="dataset", exist_ok=True)
refs = api.list_repo_refs("org/hum", repo_type="dataset")
told([[ref.name, ref.target_commit] for ref in refs.tags])
""")
    assert told == [["v1.0.0", first]]
    assert client.error('api.create_tag("org/hum", tag="v1.0.0", repo_type="dataset")')[1] == 409
    client.ask('told(api.delete_tag("org/hum", tag="v1.0.0", repo_type="dataset"))')
    assert hub.repository(repo)["tags"] == {}


def test_a_pull_request_stands_beside_main_until_it_is_merged(hub, client, repo):
    first = hub.head(repo)
    told = client.ask(
        ADD
        + """
made = commit(add(a="1"), create_pr=True)
pulls = api.list_repo_refs("org/hum", repo_type="dataset", include_pull_requests=True).pull_requests
path = hf_hub_download("org/hum", "a", repo_type="dataset", revision=made.pr_revision)
more = commit(add(b="2"), revision=made.pr_revision)
told([made.pr_num, made.pr_revision, [pull.ref for pull in pulls], open(path).read()])
"""
    )
    assert told == [1, "refs/pr/1", ["refs/pr/1"], "1"]
    assert hub.head(repo) == first
    hub.commit(repo, {"c": "3"})
    client.ask('told(api.merge_pull_request("org/hum", 1, repo_type="dataset"))')
    assert hub.tree(repo).keys() == {".gitattributes", "a", "b", "c"}


def test_big_trees_come_in_pages(hub, client, repo):
    hub.commit(repo, {f"rows/{number:04}.txt": str(number) for number in range(2100)})
    hub.forget()
    told = client.ask("""
paths = [entry.path for entry in api.list_repo_tree("org/hum", repo_type="dataset", recursive=True)]
few = [entry.path for entry in api.list_repo_tree("org/hum", repo_type="dataset")]
rows = list(api.list_repo_tree("org/hum", "rows", repo_type="dataset", recursive=True))
told([len(paths), len(set(paths)), few, len(rows), rows[0].size])
""")
    assert told == [2102, 2102, [".gitattributes", "rows"], 2100, 1]
    assert hub.counts()["by_kind"]["tree"] == 3 + 1 + 3


def test_paths_and_commits_are_told(hub, client, repo):
    hub.commit(repo, {"a": "1", "b/c.parquet": b"PAR1"}, title="The first")
    told = client.ask("""
found = api.get_paths_info("org/hum", ["a", "b", "b/c.parquet", "none"], repo_type="dataset", expand=True)
commits = api.list_repo_commits("org/hum", repo_type="dataset")
told([[entry.path for entry in found], found[2].lfs.sha256, found[0].last_commit.title, [c.title for c in commits]])
""")
    assert told[0] == ["a", "b", "b/c.parquet"]
    assert told[1] == hub.tree(repo)["b/c.parquet"]["sha256"]
    assert told[2:] == ["The first", ["The first", "initial commit"]]


def test_a_history_is_squashed_and_a_repository_removed(hub, client, repo):
    made = hub.commit(repo, {"a": "1"})
    client.ask("""
api.super_squash_history("org/hum", repo_type="dataset")
api.update_repo_settings("org/hum", repo_type="dataset", private=True, gated="manual")
told(1)
""")
    told = hub.repository(repo)
    assert len(told["history"]) == 1 and told["history"] != [made] and "a" in hub.tree(repo)
    assert (told["private"], told["gated"]) == (True, True)
    client.ask('told(api.delete_repo("org/hum", repo_type="dataset"))')
    assert hub.repositories() == []


def test_missing_things_have_exceptions_of_their_own(client, repo):
    assert client.error('api.dataset_info("org/none")')[0] == "RepositoryNotFoundError"
    assert client.error('api.dataset_info("org/hum", revision="v9")')[0] == "RevisionNotFoundError"
    missing = client.error('hf_hub_download("org/hum", "none", repo_type="dataset")')
    assert missing[0] == "RemoteEntryNotFoundError"


def test_a_second_commit_at_the_same_time_is_refused(hub, client, repo):
    hub.play(commit_seconds=1)
    told = client.ask(
        ADD
        + """
from concurrent.futures import ThreadPoolExecutor
def one(name):
    try:
        return commit(add(**{name: "1"})) and 200
    except HfHubHTTPError as fault:
        return fault.response.status_code
with ThreadPoolExecutor() as pool:
    told(sorted(pool.map(one, "ab")))
"""
    )
    assert told == [200, 409]
