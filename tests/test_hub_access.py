"""The Hub server, asked by the real client: who may do what, cards, quotas, and tokens of CI jobs."""

import pytest
from hub.running import OWNER, READER, STRANGER, WRITER

pytest_plugins = ("hub.fixtures",)

COMMIT = 'api.create_commit("org/hum", [CommitOperationAdd("a", b"1")], commit_message="a", repo_type="dataset"'
INFO = 'api.dataset_info("org/hum")'
READ = 'hf_hub_download("org/hum", "data", repo_type="dataset")'
SCOPED = "hf_scoped"


@pytest.fixture
def repo(hub):
    """A repository with a file."""
    hub.make("org/hum")
    hub.commit("org/hum", {"data": "1"})
    return "org/hum"


@pytest.mark.parametrize(
    ("token", "role", "may_write", "may_create"),
    [
        (OWNER, "write", "", ""),
        (WRITER, "write", "", ""),
        (READER, "read", "HfHubHTTPError 403", "HfHubHTTPError 403"),
        (STRANGER, "write", "HfHubHTTPError 403", "HfHubHTTPError 403"),
        (SCOPED, "fineGrained", "", "HfHubHTTPError 403"),
    ],
)
def test_tokens_may_do_what_their_role_says(client, repo, token, role, may_write, may_create):
    told = client.ask(
        f"""
def tried(deed):
    try:
        deed()
    except Exception as fault:
        return f"{{type(fault).__name__}} {{fault.response.status_code}}"
    return ""
told([
    api.whoami()["auth"]["accessToken"]["role"],
    tried(lambda: {COMMIT})),
    tried(lambda: api.auth_check("org/hum", repo_type="dataset", write=True)),
    tried(lambda: api.create_tag("org/hum", tag="v1", repo_type="dataset")),
    tried(lambda: create_repo("org/new", repo_type="dataset")),
])
""",
        token,
    )
    assert told == [role, may_write, may_write, may_write, may_create]


def test_without_a_token_one_may_only_read(hub, client, repo):
    head = hub.head(repo)
    assert client.error(READ, None)[0] == ""
    assert client.error(COMMIT + ")", None)[1] == 401
    assert hub.head(repo) == head


def test_a_token_that_is_not_known_is_told_so(client, repo):
    assert client.error("api.whoami()", "hf_unknown")[1] == 401
    _, status, message = client.error('api.dataset_info("org/hum")', "hf_unknown")
    assert status == 401 and "Invalid credentials in Authorization header" in message


def test_a_private_repository_is_there_for_its_owners_only(hub, client, repo):
    hub.make(repo, private=True)
    for token in (STRANGER, None):
        assert client.error('api.dataset_info("org/hum")', token)[0] == "RepositoryNotFoundError"
        assert client.error(COMMIT + ")", token)[0] == "RepositoryNotFoundError"
        assert client.error(READ, token)[0] == "RepositoryNotFoundError"
    assert client.error(READ, READER)[0] == ""
    # The client hides a refusal when it has the file from before.
    assert client.error(READ, STRANGER)[0] == ""


def test_a_gated_repository_shows_its_name_but_not_its_files(hub, client, repo):
    hub.make(repo, gated=True)
    assert client.error('api.dataset_info("org/hum")', STRANGER)[0] == ""
    assert client.error(READ, STRANGER)[:2] == ("GatedRepoError", 403)
    assert client.error(READ, None)[:2] == ("GatedRepoError", 401)
    assert client.error('api.auth_check("org/hum", repo_type="dataset")', STRANGER)[0] == "GatedRepoError"
    hub.make(repo, readers=["sven"])
    assert client.error(READ, STRANGER)[0] == ""


def test_a_stranger_may_open_a_pull_request(hub, client, repo):
    head = hub.head(repo)
    assert client.error(COMMIT + ", create_pr=True)", STRANGER)[0] == ""
    assert hub.head(repo) == head and hub.repository(repo)["pulls"].keys() == {"1"}


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("a: [1", "YAML Metadata Error"),
        ("license: mit\nlicense: mit", "duplicated mapping key"),
        ("license: no-such", '"license" must be one of'),
        ("configs:\n- config_name: a\n- config_name: a", "duplicate value"),
        ("configs:\n- data_files: a", "config_name"),
        ("size_categories: [many]", "size_categories"),
        ("license: mit\nconfigs:\n- config_name: a", ""),
    ],
)
def test_cards_are_checked_before_and_at_the_commit(hub, client, repo, front, said):
    head = hub.head(repo)
    kind, _, message = client.error(f"""
card = "---\\n" + {front!r} + "\\n---\\n# A card\\n"
operation = CommitOperationAdd("README.md", card.encode())
api.create_commit("org/hum", [operation], commit_message="a", repo_type="dataset")
""")
    assert (kind == "ValueError" and said in message) if said else kind == ""
    assert (hub.head(repo) == head) == bool(said)
    assert hub.counts()["by_kind"]["validate-yaml"] == 1


def test_a_card_without_metadata_is_warned_of(client, repo):
    done = client.run("""
operation = CommitOperationAdd("README.md", b"# A card")
api.create_commit("org/hum", [operation], commit_message="a", repo_type="dataset")
""")
    assert done.returncode == 0 and "empty or missing yaml metadata" in done.stderr


def test_the_quota_of_requests_is_told_and_kept(hub, client, repo):
    hub.play(quota={"limit": 3, "window": 2})
    told = client.ask("""
codes = []
for _ in range(5):
    try:
        api.dataset_info("org/hum")
    except HfHubHTTPError as fault:
        codes.append([fault.response.status_code, fault.response.headers["ratelimit-policy"], str(fault)])
told([codes[0], [entry.path for entry in api.list_repo_tree("org/hum", repo_type="dataset")]])
""")
    [[status, policy, message], paths] = told
    assert (status, policy) == (
        429,
        '"fixed window";"api";q=3;w=2',
    ) and "you have reached your 'api' rate limit" in message
    assert paths == [".gitattributes", "data"], "the client waits as long as it is told, for what it repeats itself"


def test_the_quota_of_commits_is_told_in_the_body(hub, client, repo):
    hub.play(commits=1)
    assert client.error(COMMIT + ")")[0] == ""
    _, status, message = client.error(COMMIT.replace('"a", b', '"b", b') + ")")
    assert status == 429 and "hourly quotas for action: commit" in message and "rate limit" not in message
    hub.play(commits=0, quota={"limit": 0})
    assert client.error(INFO)[1] == 429
    hub.play(commits=0)
    assert client.error(COMMIT.replace('"a", b', '"b", b') + ")")[1] == 429


def test_a_ci_job_gets_a_token_for_one_repository(hub, client, repo):
    hub.make("org/other")
    hub.play(publishers={"id-token": {"repo": repo}}, id_token="id-token")
    job = {
        "HF_OIDC_RESOURCE": "datasets/org/hum",
        "GITHUB_ACTIONS": "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL": f"{hub.root}/actions/id-token",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of the runner",
    }
    assert client.error(COMMIT + ")", None, **job)[0] == ""
    assert hub.repository(repo)["commits"][hub.head(repo)]["title"] == "a [OIDC]"
    assert client.error(COMMIT.replace("org/hum", "org/other") + ")", None, **job)[1] == 403
    assert client.error('create_repo("org/new", repo_type="dataset")', None, **job)[1] == 401
    assert client.error("api.whoami()", None, **job)[1] == 401
    hub.play()
    assert client.error(COMMIT + ")", None, **job)[1] in (400, 401)
