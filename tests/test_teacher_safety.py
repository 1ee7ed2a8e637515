"""Safety: a key goes to its own endpoint and nowhere else, and nothing from the environment goes anywhere."""

import asyncio
import json
import logging
import socket
import sqlite3
import threading
from pathlib import Path

import pytest
from engines import Fact, ask, numbered, prompt
from serving.running import ScriptedServer

from hum_hub.contract.teachers import TeacherSettings
from hum_hub.errors import TeacherError
from hum_hub.teacher.addresses import base_url, is_loopback
from hum_hub.teacher.desk import Limits
from hum_hub.teacher.endpoint import Endpoint

pytest_plugins = ("serving.fixtures",)
KEY = "sk-hum-4711-not-for-others"
LEAKS = {
    "OPENAI_API_KEY": "sk-leak-key",
    "OPENAI_ADMIN_KEY": "sk-leak-admin",
    "OPENAI_ORG_ID": "leak-organisation",
    "OPENAI_PROJECT_ID": "leak-project",
    "OPENAI_CUSTOM_HEADERS": "X-Leak: leak-header\nAuthorization: Bearer leak-bearer",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/leak",
    "NETRC": "/leak/netrc",
}


@pytest.fixture
def environment(monkeypatch):
    for name, value in LEAKS.items():
        monkeypatch.setenv(name, value)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("HUM_TEST_KEY", KEY)


@pytest.mark.parametrize("key", [None, "HUM_TEST_KEY"])
def test_nothing_of_the_environment_is_sent(scripted, tmp_path, environment, key):
    scripted.play(log=True)
    assert len(ask(scripted.url, tmp_path, numbered(2, shape=Fact), key=key).texts) == 2
    for entry in scripted.requests():
        assert "leak" not in json.dumps(entry)
        assert entry["headers"]["authorization"] == ("Bearer none" if key is None else f"Bearer {KEY}")
        assert set(entry["headers"]) <= {
            "host", "authorization", "content-type", "content-length", "accept", "accept-encoding", "user-agent"
        }  # fmt: skip


def test_nothing_of_the_environment_is_sent_with_files_and_batches_either(scripted, tmp_path, environment):
    openai = pytest.importorskip("openai")

    async def work():
        endpoint = Endpoint(TeacherSettings("t", "openai", scripted.url, tmp_path, "m", key="HUM_TEST_KEY"))
        client = endpoint.client()
        await client.models.list()
        file = await client.files.create(file=("in.jsonl", b"{}\n"), purpose="batch")
        with pytest.raises(openai.APIConnectionError):  # not below the address of the teacher
            await client.get(f"{scripted.root}/elsewhere", cast_to=object)
        await endpoint.close()
        return file.id

    scripted.play(log=True, key=KEY)
    assert asyncio.run(work())
    assert [entry["path"] for entry in scripted.requests()] == ["/v1/models", "/v1/files"]
    assert "leak" not in json.dumps(scripted.requests()) and "stainless" not in json.dumps(scripted.requests()).lower()


def test_a_redirect_is_not_followed(scripted, tmp_path, environment):
    with ScriptedServer(log=True) as target:
        for status in (301, 302, 303, 307, 308):
            to = f"{target.url}/chat/completions"
            scripted.play(faults=[{"kind": "redirect", "status": status, "to": to}])
            found = ask(scripted.url, tmp_path, numbered(5), key="HUM_TEST_KEY")
            assert len(set(found.reasons)) == 1 and "redirects are not followed" in found.reasons[0]
        assert target.counts()["areas"] == {} and target.requests() == []


@pytest.mark.parametrize("to", ["http://[", "//\x01", "http://user:pass@127.0.0.1/", "é" * 9, "http://" + "a" * 70_000])
def test_where_a_redirect_leads_does_not_matter(scripted, tmp_path, to):
    scripted.play(faults=[{"kind": "redirect", "to": to}])
    found = ask(scripted.url, tmp_path, [prompt()], limits=Limits(8, attempts=1))
    assert len(found.reasons) == 1 and len(found.reasons[0]) < 500


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.com/v1", "unprotected"),
        ("http://10.0.0.5/v1", "unprotected"),
        ("http://localhost.example.com/v1", "unprotected"),
        ("http://127.0.0.1.example.com/v1", "unprotected"),
        ("http://[::ffff:10.0.0.5]/v1", "unprotected"),
        ("http://2130706433/v1", "unprotected"),
        ("http://169.254.169.254/v1", "metadata"),
        ("https://169.254.169.254/v1", "metadata"),
        ("https://[::ffff:169.254.169.254]/v1", "metadata"),
        ("https://[fe80::1%25eth0]/v1", "metadata"),
        ("https://0.0.0.0/v1", "metadata"),
        ("https://[::]/v1", "metadata"),
        ("https://224.0.0.1/v1", "metadata"),
        ("https://me:secret-word@host/v1", "user or a password"),
        ("https://secret-word@host/v1", "user or a password"),
        ("https://:@host/v1", "user or a password"),
        ("https://host/v1?key=secret-word", "a query"),
        ("https://host/v1#secret-word", "a query"),
        ("file:///etc/passwd", "no http or https"),
        ("ftp://host/v1", "no http or https"),
        ("host/v1", "no http or https"),
        ("https://", "no http or https"),
        ("https://ho st/v1", "blanks"),
        ("https://host/v1\n", "blanks"),
        ("https://host:port/v1", "is no URL"),
        ("https://[host/v1", "is no URL"),
    ],
)
def test_an_address_that_could_lead_elsewhere_is_refused(address, words):
    with pytest.raises(TeacherError, match=words) as caught:
        base_url(address, "teacher 't'")
    assert "secret-word" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example.com/v1",
        "https://10.0.0.5/v1",
        "http://localhost:8000/v1",
        "http://127.0.0.1:8000",
        "http://127.8.9.1/v1",
        "http://[::1]:8000/v1",
        "http://[::ffff:127.0.0.1]/v1",
    ],
)
def test_an_address_that_is_safe_is_taken(address):
    assert base_url(address + "/", "teacher 't'") == address


def test_an_address_that_is_allowed_by_hand_is_taken():
    assert base_url("http://10.0.0.5/v1", "t", ["http://10.0.0.5/v1/"]) == "http://10.0.0.5/v1"
    with pytest.raises(TeacherError, match=r"allow this address with --allow-endpoint http://10\.0\.0\.6/v1"):
        base_url("http://10.0.0.6/v1", "t", ["http://10.0.0.5/v1/"])


def test_what_is_this_machine():
    assert all(map(is_loopback, ("localhost", "LOCALHOST", "127.0.0.1", "::1", "::ffff:127.0.0.1")))
    assert not any(map(is_loopback, ("example.com", "10.0.0.1", "0.0.0.0", "::", "localhost.example.com", "")))


def everything(found, folder, log):
    """All that a run leaves behind, as one text."""
    with sqlite3.connect(f"file:{folder / 'replies.sqlite'}?mode=ro", uri=True) as store:
        rows = str(store.execute("SELECT * FROM replies").fetchall()) + str(
            store.execute("SELECT * FROM notes").fetchall()
        )
    store.close()
    files = "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())
    said = "".join(f"{record.getMessage()}{record.args}{record.exc_text}" for record in log.records)
    return f"{found.outcomes!r}{found.reasons}{found.texts}{found.usage!r}{rows}{files}{said}"


REPEATED = f"The key was {KEY}, said the ferryman."


@pytest.mark.parametrize(
    "script",
    [
        {"replies": [{"contains": "", "text": REPEATED}]},
        {"replies": [{"contains": "", "text": REPEATED}], "said_model": f"model-{KEY}"},
        {"faults": [{"kind": "refusal", "text": REPEATED}]},
        {"faults": [{"kind": "failing", "status": 400, "code": KEY}]},
        {"faults": [{"kind": "failing", "status": 401, "code": KEY}]},
        {"faults": [{"kind": "failing", "status": 404, "code": KEY}]},
        {"faults": [{"kind": "failing", "status": 500, "code": KEY}]},
        {"faults": [{"kind": "failing", "status": 500, "code": "x" * 290 + KEY}]},
        {"faults": [{"kind": "redirect", "to": f"http://127.0.0.1:9/{KEY}"}]},
    ],
)
@pytest.mark.parametrize("shape", [None, Fact])
def test_a_key_that_is_repeated_to_us_is_blotted_out(scripted, tmp_path, environment, caplog, script, shape):
    caplog.set_level(logging.DEBUG)
    scripted.play(**script)
    asking = [prompt("Tell me.", shape=shape)]
    found = ask(scripted.url, tmp_path, asking, key="HUM_TEST_KEY", limits=Limits(8, attempts=1))
    assert KEY[:8] not in everything(found, tmp_path, caplog)


@pytest.mark.parametrize("status", [200, 400, 401])
def test_a_key_with_a_slash_is_blotted_out_however_it_is_written(tmp_path, monkeypatch, caplog, status):
    monkeypatch.setenv("HUM_TEST_KEY", "sk/hum/4711")
    body = r'{"choices": [{"message": {"content": "It was sk\/hum\/4711."}}], "message": "sk\/hum\/4711 sk/hum/4711"}'
    url = answered_raw(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode(), 1)
    found = ask(url, tmp_path, [prompt()], key="HUM_TEST_KEY")
    assert "[key]" in f"{found.outcomes!r}"
    assert "hum/4711" not in everything(found, tmp_path, caplog)


def answered_raw(content, requests):
    """A server that answers each connection with some bytes; its URL."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)

    def serve():
        for _ in range(requests):
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(content)
        server.close()

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.mark.parametrize(
    "head",
    [
        f"HTTP/1.1 200 OK\r\nX-Key: {KEY}\r\nSet-Cookie: k={KEY}\r\nRetry-After: {KEY}\r\nContent-Length: 2\r\n\r\n{{}}",
        f"HTTP/1.1 429 {KEY}\r\nx-ratelimit-remaining-tokens: {KEY}\r\nRetry-After: {KEY}\r\nContent-Length: 0\r\n\r\n",
        f"HTTP/1.1 {KEY}\r\n\r\n",
        f"{KEY}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\n{KEY}\x01\x02\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nContent-Length: {KEY}\r\n\r\n",
        f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n{KEY[:9]}",
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={KEY}\r\nContent-Length: 26\r\n\r\n{KEY}",
    ],
)
def test_a_key_in_odd_headers_is_shown_nowhere(tmp_path, environment, caplog, head):
    caplog.set_level(logging.DEBUG)
    url = answered_raw(head.encode("latin-1"), 1)
    found = ask(url, tmp_path, [prompt()], key="HUM_TEST_KEY", limits=Limits(8, attempts=1, timeout=5))
    assert len(found.reasons) == 1
    assert KEY not in everything(found, tmp_path, caplog)


def test_what_is_logged_has_no_prompt_and_no_key(scripted, tmp_path, environment, caplog):
    caplog.set_level(logging.DEBUG)
    ask(scripted.url, tmp_path, [prompt("A very private question.")], key="HUM_TEST_KEY")
    said = "".join(f"{record.getMessage()}{record.args}" for record in caplog.records)
    assert KEY not in said and "private" not in said


def test_a_key_is_sent_to_its_own_endpoint_only(scripted, tmp_path, environment):
    scripted.play(log=True)
    with ScriptedServer(log=True) as other:
        assert len(ask(scripted.url, tmp_path, [prompt()], key="HUM_TEST_KEY").texts) == 1
        assert len(ask(other.url, tmp_path, [prompt()]).texts) == 1  # the same prompt elsewhere is another request
        assert KEY in json.dumps(scripted.requests()) and KEY not in json.dumps(other.requests())


def test_a_key_that_is_not_there_is_named_and_not_shown(monkeypatch):
    def made(**more):
        return Endpoint(TeacherSettings("t", "openai", "https://h/v1", Path(), "m", key="HUM_TEST_KEY", **more))

    monkeypatch.delenv("HUM_TEST_KEY", raising=False)
    with pytest.raises(TeacherError, match="the environment variable HUM_TEST_KEY holds no key"):
        made()
    assert made(offline=True).url == "https://h/v1"
    for bad in ("sk-\x00", "sk-a\r\nX-Other: b", "sk-é", "  "):
        if "\x00" not in bad:
            monkeypatch.setenv("HUM_TEST_KEY", bad)
            with pytest.raises(TeacherError) as caught:
                made()
            assert "HUM_TEST_KEY" in str(caught.value) and "X-Other" not in str(caught.value)
    monkeypatch.setenv("HUM_TEST_KEY", KEY)
    assert KEY not in repr(made()) + repr(made().settings) + made().fingerprint
