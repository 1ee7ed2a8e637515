"""The rules of publishing, one by one and without a Hub: what changes, what is waited for, what a message says."""

import httpx2
import pytest
from huggingface_hub.errors import HfHubHTTPError

from hum_hub.release.hub.mirror import RemoteFile, changes, local_file, sums_of
from hum_hub.release.hub.patience import MOST_ASKED, refusal, wait_for, without_token
from hum_hub.release.hub.planning import version_of
from hum_hub.release.hub.preparing import with_sum
from hum_hub.release.hub.previous import versions


def answer(status: int, said: str = "no", **headers: str) -> HfHubHTTPError:
    """The client's error for an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = httpx2.Request("POST", "http://127.0.0.1/api")
    return HfHubHTTPError(said, response=httpx2.Response(status, headers=named, request=request))


def test_files_of_the_release_before_are_deleted_and_foreign_ones_are_not(tmp_path):
    for name in ("same", "other", "new"):
        (tmp_path / name).write_text(name)
    local = {name: local_file(tmp_path, name) for name in ("same", "other", "new")}
    there = {name: RemoteFile(name, 1, "0" * 40, None) for name in ("other", "gone", "foreign")}
    there["same"] = RemoteFile("same", 4, local["same"].blob, None)
    found = changes(local, there, frozenset({"same", "other", "gone", "never-there"}))
    assert (found.added, found.replaced, found.deleted) == (("new",), ("other",), ("gone",))
    assert (found.same, found.foreign, found.bytes) == (("same",), ("foreign",), 8)
    assert set(found.held) == {"same", "other", "gone"}


def test_a_path_that_leads_out_of_the_repository_is_no_path():
    sums = "".join(f"{'a' * 64}  {path}\n" for path in ("fine/x", "/etc/x", "../x", "a/../../x"))
    assert list(sums_of(sums)) == ["fine/x"]


def test_a_checksum_is_replaced_in_its_place():
    assert with_sum("1  a/README.md\n2  README.md\n3  z\n", "README.md", "9") == "1  a/README.md\n9  README.md\n3  z\n"


def test_the_newest_version_is_the_highest_and_not_the_last_in_the_alphabet():
    assert versions(("v1.9.0", "v1.10.0", "latest", "v2", "v0.1.0")) == ["v1.10.0", "v1.9.0", "v0.1.0"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"version": 5}', '{"version": ["1.0.0"]}', '{"version": "1.0"}']
)
def test_a_foreign_manifest_states_no_version(text):
    assert version_of(text) is None
    assert version_of('{"version": "1.0.0"}') == "1.0.0"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422])
def test_a_clear_no_is_not_asked_again(status):
    assert wait_for(answer(status), 1) is None


@pytest.mark.parametrize("status", [408, 409, 412, 429, 500, 502, 503, 504])
def test_what_passes_is_asked_again_ever_later(status):
    assert 0 < wait_for(answer(status), 1) < 1 < wait_for(answer(status), 4) <= 16


def test_a_stated_wait_is_kept_unless_it_is_too_long():
    assert wait_for(answer(429, retry_after="7"), 1) == 8
    assert wait_for(answer(429, ratelimit='"api";r=0;t=55'), 1) == 56
    assert wait_for(answer(429, retry_after=str(MOST_ASKED)), 1) is None
    assert wait_for(answer(503, ratelimit='"api";r=9;t=55'), 1) < 1
    assert wait_for(answer(429, said="You have exceeded our hourly quotas for action: commit."), 1) is None


def test_a_failure_of_an_upload_is_what_lies_under_it(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    wrapped = RuntimeError("Error while uploading")
    wrapped.__cause__ = answer(403)
    assert wait_for(wrapped, 1) is None and "may not do this" in str(refusal(wrapped, "uploading"))
    assert wait_for(ValueError("Invalid metadata in README.md"), 1) is None
    assert "hf_secret" not in str(refusal(OSError("hf_secret was here"), "x"))


@pytest.mark.parametrize("token", ["hf_jwt_" + "a1b2" * 8, "hf_" + "aB3" * 12, "of the runner"])
def test_tokens_are_blotted_out_also_those_that_another_process_has_got(monkeypatch, token):
    monkeypatch.setenv("HF_TOKEN", "hf_other")
    monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "of the runner\n")
    assert without_token(f"it was '{token}', see org/hf_hub") == "it was '[token]', see org/hf_hub"
