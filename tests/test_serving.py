"""The scripted server: each fault is on the wire what it says, and every count is exact."""

import json
import socket

import pytest
from serving.asking import ask, chat
from serving.running import ScriptedServer

pytest_plugins = ("serving.fixtures",)


def one(scripted, kind, patience=5.0, **more):
    """The answer to a request that a fault befalls."""
    scripted.play(faults=[{"kind": kind, **more}])
    [heard] = ask(scripted, patience=patience)
    return heard


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("rate-limited", 429, "rate_limit_exceeded"),
        ("quota", 429, "insufficient_quota"),
        ("failing", 500, None),
        ("unauthorized", 401, "invalid_api_key"),
        ("model-gone", 404, "model_not_found"),
        ("refused", 400, "invalid_request_error"),
    ],
)
def test_a_status_comes_with_an_error_in_the_words_of_the_api(scripted, kind, status, code):
    heard = one(scripted, kind)
    assert (heard.status, heard.json["error"]["code"]) == (status, code)
    assert heard.json["error"]["message"]
    assert scripted.counts()["by_status"] == {str(status): 1}
    assert scripted.counts()["by_fault"] == {kind: 1}
    assert scripted.counts()["answered"] == 0


def test_another_status_can_be_given(scripted):
    assert one(scripted, "failing", status=529, code="overloaded").status == 529


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [("seconds", "retry-after", "2"), ("milliseconds", "retry-after-ms", "1500"), ("date", "retry-after", " GMT")],
)
def test_a_429_says_when_to_come_again(scripted, said, name, value):
    assert one(scripted, "rate-limited", after=1.5, said=said).headers[name].endswith(value)


def test_a_429_may_say_nothing_of_when_to_come_again(scripted):
    assert not {"retry-after", "retry-after-ms"} & one(scripted, "rate-limited").headers.keys()


def test_a_redirect_names_its_target(scripted):
    heard = one(scripted, "redirect", to="http://127.0.0.1:1/elsewhere")
    assert (heard.status, heard.headers["location"]) == (307, "http://127.0.0.1:1/elsewhere")


def test_a_reset_breaks_the_connection_before_anything_is_sent(scripted):
    scripted.play(faults=[{"kind": "reset"}])
    body = json.dumps(chat()).encode()
    with socket.create_connection(("127.0.0.1", scripted.port)) as connection:
        connection.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n")
        connection.sendall(f"content-length: {len(body)}\r\n\r\n".encode() + body)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_a_cut_body_is_as_long_as_announced_in_its_headers_only(scripted):
    heard = one(scripted, "cut")
    assert heard.status == 200 and heard.broke
    assert 0 < len(heard.body) < int(heard.headers["content-length"])
    assert scripted.counts()["answered"] == 0


def test_a_drip_sends_byte_after_byte(scripted):
    heard = one(scripted, "drip", every=0.01, patience=0.5)
    assert heard.status == 200 and heard.broke == "TimeoutError"
    assert 2 <= len(heard.body) <= 60
    assert heard.body.startswith(b'{"')


def test_a_hang_never_answers(scripted):
    assert one(scripted, "hang", patience=0.2).broke == "TimeoutError"
    assert scripted.counts()["by_status"] == {}


def test_html_has_status_200(scripted):
    heard = one(scripted, "html")
    assert (heard.status, heard.headers["content-type"]) == (200, "text/html")
    assert heard.body.startswith(b"<!doctype html>")


def test_truncated_json_is_whole_on_the_wire(scripted):
    heard = one(scripted, "truncated")
    assert heard.status == 200 and not heard.broke
    with pytest.raises(ValueError):
        heard.json  # noqa: B018


def test_an_error_may_have_status_200(scripted):
    heard = one(scripted, "error-in-200")
    assert heard.status == 200 and heard.json.keys() == {"error"}


def test_there_may_be_no_choices(scripted):
    assert one(scripted, "no-choices").json["choices"] == []
    assert scripted.counts()["output_tokens"] == 0


@pytest.mark.parametrize(
    ("kind", "finish"), [("length", "length"), ("content-filter", "content_filter"), ("no-content", "stop")]
)
def test_an_odd_completion_is_a_completion(scripted, kind, finish):
    heard = one(scripted, kind)
    assert heard.json["choices"][0]["finish_reason"] == finish
    assert (heard.text is None) == (kind == "no-content")
    counts = scripted.counts()
    assert counts["answered"] == 1
    assert counts["output_tokens"] == heard.json["usage"]["completion_tokens"]


def test_a_refusal_stands_in_its_own_field(scripted):
    message = one(scripted, "refusal").json["choices"][0]["message"]
    assert message["content"] is None and message["refusal"]


def test_a_text_can_be_given(scripted):
    assert one(scripted, "text", text="```json\n{}\n```").text == "```json\n{}\n```"


def test_a_huge_body_has_the_size_it_says(scripted):
    heard = one(scripted, "huge")
    assert len(heard.body) == int(heard.headers["content-length"]) > 50_000_000
    assert len(heard.text) == 50_000_000


def test_a_huge_body_may_be_small_on_the_wire(scripted):
    heard = one(scripted, "huge", size=5_000_000, compressed=True)
    assert int(heard.headers["content-length"]) < 20_000
    assert len(heard.text) == 5_000_000


def test_faults_befall_exact_numbers(scripted):
    scripted.play(faults=[{"kind": "failing", "numbers": [2, 4]}, {"kind": "quota", "until": 1}])
    assert [heard.status for heard in ask(scripted, *[chat()] * 5)] == [429, 500, 200, 500, 200]


def test_faults_befall_requests_with_a_text(scripted):
    scripted.play(faults=[{"kind": "failing", "contains": "bad"}])
    assert [heard.status for heard in ask(scripted, chat("good"), chat("bad"), chat("so bad"))] == [200, 500, 500]


def test_shares_are_met_and_drawn_alike_each_time(scripted):
    faults = [{"kind": "failing", "share": 0.2}, {"kind": "rate-limited", "share": 0.1}]
    found = []
    for _ in range(2):
        scripted.reset(faults=faults)
        found.append([heard.status for heard in ask(scripted, *[chat()] * 600, at_once=20)])
        counts = scripted.counts()
        assert counts["by_fault"] == {
            "failing": counts["by_status"]["500"],
            "rate-limited": counts["by_status"]["429"],
        }
    assert sorted(found[0]) == sorted(found[1])
    assert 90 <= found[0].count(500) <= 150 and 40 <= found[0].count(429) <= 80


def test_a_share_by_content_befalls_the_same_requests_again(scripted):
    scripted.play(faults=[{"kind": "failing", "share": 0.5, "by": "content"}])
    bodies = [chat(str(number)) for number in range(40)]
    first = [heard.status for heard in ask(scripted, *bodies)]
    again = [heard.status for heard in ask(scripted, *reversed(bodies))][::-1]
    assert first == again and {200, 500} == set(first)


def test_a_script_changes_what_comes_next_and_keeps_the_counts(scripted):
    ask(scripted)
    scripted.play(faults=[{"kind": "failing", "numbers": [2]}])
    assert [heard.status for heard in ask(scripted, chat(), chat())] == [500, 200]
    assert scripted.counts()["requests"] == 3


def test_a_misspelt_script_is_refused(scripted):
    with pytest.raises(ValueError, match="latencie"):
        scripted.play(latencie=1)
    with pytest.raises(ValueError, match="kind"):
        scripted.play(faults=[{"kind": "faling"}])


def test_a_share_of_requests_is_slow(scripted):
    scripted.play(slow=[{"share": 0.5, "seconds": 30}])
    heard = ask(scripted, *[chat()] * 40, patience=1.0, at_once=40)
    slow = sum(each.broke == "TimeoutError" for each in heard)
    assert 8 <= slow <= 32
    assert sum(each.status == 200 for each in heard) == 40 - slow


def test_all_take_the_latency(scripted):
    scripted.play(latency=30)
    assert [each.broke for each in ask(scripted, patience=0.1)] == ["TimeoutError"]


def test_only_the_key_opens(scripted):
    scripted.play(key="right")
    assert [ask(scripted, key=key)[0].status for key in ("right", "wrong", "")] == [200, 401, 401]


def test_only_its_models_are_there(scripted):
    scripted.play(models=["small-1"], said_model="small-1-2026-01-01")
    wrong, right = ask(scripted, chat(), {**chat(), "model": "small-1"})
    assert (wrong.status, wrong.json["error"]["code"]) == (404, "model_not_found")
    assert right.json["model"] == "small-1-2026-01-01"
    assert [model["id"] for model in scripted.call("/v1/models")["data"]] == ["small-1"]


def test_faults_may_befall_other_areas(scripted):
    scripted.play(faults=[{"kind": "failing", "area": "models", "numbers": [1]}])
    assert ask(scripted)[0].status == 200
    with pytest.raises(ValueError, match="had an error"):
        scripted.call("/v1/models")
    assert scripted.call("/v1/models")["object"] == "list"


def test_the_log_tells_all_of_a_request(scripted):
    scripted.play(log=True, faults=[{"kind": "failing", "numbers": [2]}])
    ask(scripted, chat("first"), chat("second"), key="k")
    first, second = scripted.requests()
    assert [first["status"], second["status"]] == [200, 500]
    assert [first["fault"], second["fault"]] == [None, "failing"]
    assert first["body"] == chat("first") and first["path"] == "/v1/chat/completions"
    assert first["headers"]["authorization"] == "Bearer k"
    assert first["connection"] == second["connection"]
    assert 0 <= first["at"] <= first["until"] <= second["at"]


def test_nothing_is_logged_unasked(scripted):
    ask(scripted)
    assert scripted.requests() == []


def test_counts_are_exact_under_load(scripted):
    scripted.play(latency=0.001, faults=[{"kind": "failing", "share": 0.1}])
    heard = ask(scripted, *(chat(str(number)) for number in range(2000)), at_once=64)
    counts, answered = scripted.counts(), [each.json["usage"] for each in heard if each.status == 200]
    assert counts["requests"] == 2000
    assert counts["answered"] == len(answered) == counts["by_status"]["200"]
    assert counts["input_tokens"] == sum(usage["prompt_tokens"] for usage in answered)
    assert counts["output_tokens"] == sum(usage["completion_tokens"] for usage in answered)
    assert 2 <= counts["most_at_once"] <= 64 and counts["at_once"] == 0


def test_clients_that_leave_are_counted(scripted):
    scripted.play(faults=[{"kind": "hang"}])
    ask(scripted, *[chat()] * 3, patience=0.3, at_once=3)
    counts = scripted.counts()
    while counts["at_once"]:  # the server hears of it when its turn comes
        counts = scripted.counts()
    assert (counts["gone"], counts["most_at_once"]) == (3, 3)


def test_a_stopped_server_refuses_connections():
    with ScriptedServer() as server:
        assert ask(server)[0].status == 200
        server.stop()
        assert ask(server)[0].broke == "ClientConnectorError"
    with ScriptedServer(port=server.port) as again:
        assert ask(again)[0].status == 200
        assert again.port == server.port
