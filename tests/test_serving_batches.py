"""Files and batches of the scripted server: states, shuffled output, failed and missing lines."""

import pytest
from serving.asking import ask, chat, download, upload

pytest_plugins = ("serving.fixtures",)


def line(number):
    url = "/v1/chat/completions"
    return {"custom_id": f"id-{number}", "method": "POST", "url": url, "body": chat(f"第 {number} 个问题\u2028")}


def begun(scripted, lines):
    """A batch of these lines, as it is when made."""
    body = {"input_file_id": upload(scripted, lines), "endpoint": "/v1/chat/completions", "completion_window": "24h"}
    return scripted.call("/v1/batches", body)


def polled(scripted, batch, most=20):
    """The states of a batch, poll after poll, and how it ended."""
    states = []
    for _ in range(most):
        batch = scripted.call(f"/v1/batches/{batch['id']}")
        states.append(batch["status"])
        if batch["status"] in ("completed", "failed", "expired", "cancelled"):
            break
    return states, batch


def ids(lines):
    return [each["custom_id"] for each in lines]


def test_a_batch_answers_each_line_once_in_another_order(scripted):
    lines = [line(number) for number in range(300)]
    batch = begun(scripted, lines)
    assert batch["status"] == "validating" and batch["metadata"] is None
    states, batch = polled(scripted, batch)
    assert states == ["validating", "in_progress", "finalizing", "completed"]
    answered = download(scripted, batch["output_file_id"])
    assert sorted(ids(answered)) == sorted(ids(lines))
    assert ids(answered) != ids(lines)
    assert batch["error_file_id"] is None
    assert batch["request_counts"] == {"total": 300, "completed": 300, "failed": 0}


def test_a_line_has_the_completion_that_a_request_has(scripted):
    _, batch = polled(scripted, begun(scripted, [line(1)]))
    [answered] = download(scripted, batch["output_file_id"])
    assert answered["response"]["status_code"] == 200 and answered["error"] is None
    assert answered["response"]["body"] == ask(scripted, line(1)["body"])[0].json
    usage = answered["response"]["body"]["usage"]
    told = {"answered": 1, "input_tokens": usage["prompt_tokens"], "output_tokens": usage["completion_tokens"]}
    assert scripted.counts()["batch"] == told


def test_failed_lines_stand_in_the_second_file(scripted):
    scripted.play(batch={"errors": 0.1})
    lines = [line(number) for number in range(200)]
    _, batch = polled(scripted, begun(scripted, lines))
    answered, failed = (download(scripted, batch[name]) for name in ("output_file_id", "error_file_id"))
    assert sorted(ids(answered) + ids(failed)) == sorted(ids(lines))
    assert {each["response"]["status_code"] for each in failed} == {500}
    assert 5 <= len(failed) <= 40
    assert batch["request_counts"] == {"total": 200, "completed": len(answered), "failed": len(failed)}


def test_what_the_server_refuses_it_refuses_in_a_batch(scripted):
    scripted.play(refuses={"system": 400})
    refused = line(1)
    refused["body"]["messages"].insert(0, {"role": "system", "content": "s"})
    _, batch = polled(scripted, begun(scripted, [refused, line(2)]))
    [failed] = download(scripted, batch["error_file_id"])
    assert (failed["custom_id"], failed["response"]["status_code"]) == ("id-1", 400)
    assert ids(download(scripted, batch["output_file_id"])) == ["id-2"]


def test_some_lines_may_be_missing(scripted):
    scripted.play(batch={"missing": 0.2})
    _, batch = polled(scripted, begun(scripted, [line(number) for number in range(100)]))
    assert batch["status"] == "completed"
    assert 5 <= 100 - len(download(scripted, batch["output_file_id"])) <= 40


def test_a_batch_that_expires_gives_what_it_has_done(scripted):
    scripted.play(batch={"end": "expired", "answered": 0.5})
    states, batch = polled(scripted, begun(scripted, [line(number) for number in range(100)]))
    answered, failed = (download(scripted, batch[name]) for name in ("output_file_id", "error_file_id"))
    assert states[-1] == "expired"
    assert len(answered) + len(failed) == 100 and 25 <= len(answered) <= 75
    assert {each["error"]["code"] for each in failed} == {"batch_expired"}
    assert {each["response"] for each in failed} == {None}


def test_a_batch_that_is_cancelled_gives_what_it_has_done(scripted):
    scripted.play(batch={"in_progress": 50, "answered": 0.5})
    batch = begun(scripted, [line(number) for number in range(100)])
    assert polled(scripted, batch, most=3)[0][-1] == "in_progress"
    assert scripted.call(f"/v1/batches/{batch['id']}/cancel", {})["status"] == "cancelling"
    states, batch = polled(scripted, batch)
    assert states == ["cancelled"]
    assert 25 <= len(download(scripted, batch["output_file_id"])) <= 75


def test_a_batch_may_fail_as_a_whole(scripted):
    scripted.play(batch={"end": "failed", "code": "token_limit_exceeded"})
    _, batch = polled(scripted, begun(scripted, [line(1)]))
    assert (batch["status"], batch["output_file_id"]) == ("failed", None)
    assert batch["errors"]["data"][0]["code"] == "token_limit_exceeded"


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ([line(1), "{broken\n"], "invalid_json_line", 2),
        ([line(1), line(1)], "duplicate_custom_id", 2),
        ([{**line(1), "url": "/v1/embeddings"}], "invalid_json_line", 1),
        ([line(1), line(2), line(3)], "too_many_requests", None),
    ],
)
def test_a_file_that_is_wrong_fails_when_it_is_validated(scripted, lines, code, place):
    scripted.play(batch={"most_lines": 2})
    states, batch = polled(scripted, begun(scripted, lines))
    assert states == ["failed"]
    assert (batch["errors"]["data"][0]["code"], batch["errors"]["data"][0]["line"]) == (code, place)


def test_batches_are_listed_in_pages(scripted):
    made = [begun(scripted, [line(number)])["id"] for number in range(3)]
    first = scripted.call("/v1/batches?limit=2")
    rest = scripted.call(f"/v1/batches?limit=2&after={first['last_id']}")
    assert [batch["id"] for batch in first["data"] + rest["data"]] == made[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_what_is_not_there_is_not_found(scripted):
    for path in ("files/file-9", "files/file-9/content", "batches/batch-9"):
        with pytest.raises(ValueError, match="no such"):
            scripted.call(f"/v1/{path}")
