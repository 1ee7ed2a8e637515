"""What looks like a secret is objected to, wherever it stands in an example."""

import pytest
from toy import Word

from hum_hub import Example
from hum_hub.quality.secrets import hum_object_to_example

# Written in two pieces, so that no scanner of this repository takes them for secrets.
SECRETS = {
    "private-key": ("-----BEGIN RSA ", "PRIVATE KEY-----"),
    "hub-token": ("hf", "_abcdefghijABCDEFGHIJ0123456789abcd"),
    "model-api-key": ("sk", "-proj-abcdefghijABCDEFGHIJ0123456789abcd"),
    "aws-key": ("AKIA", "IOSFODNN7EXAMPLE"),
    "github-token": ("ghp", "_abcdefghijABCDEFGHIJ0123456789abcdef"),
    "slack-token": ("xoxb", "-123456789012-abcdefghijkl"),
    "json-web-token": ("eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0NTY3.abcdefghijkl_-"),
    "password-in-url": ("postgres://", "admin:hunter2@db.example.org/shop"),
}
OTHER_FORMS = {
    "private-key": (("-----BEGIN ", "PRIVATE KEY-----"), ("-----BEGIN PGP ", "PRIVATE KEY BLOCK-----")),
    "model-api-key": (("sk", "-ant-abcdefghijABCDEFGHIJ0123456789abcd"), ("sk", "-abcdefghijABCDEFGHIJ0123456789ab")),
    "github-token": (("github_pat", "_abcdefghijABCDEFGHIJ0123456789abcdefghij_1"),),
}
EVERY = [(kind, "".join(parts)) for kind, parts in SECRETS.items()]
EVERY += [(kind, "".join(parts)) for kind, forms in OTHER_FORMS.items() for parts in forms]


def objection(text: str, gold: object = None, name: str = "text") -> str | None:
    inputs = (("title", "A title"), (name, text))
    problem = hum_object_to_example(Example(inputs, gold, ("longest",), "en", "s", "1", "cc0-1.0", "o"))
    assert problem is None or problem.code == "looks-like-a-secret"
    return problem.detail if problem is not None else None


@pytest.mark.parametrize(("kind", "secret"), EVERY)
def test_a_secret_in_an_input_is_found(kind, secret):
    assert objection(f"Use {secret} to log in.") == kind


@pytest.mark.parametrize(("kind", "secret"), EVERY)
def test_a_secret_between_chinese_characters_is_found(kind, secret):
    assert objection(f"密钥是{secret}，请保密。") == kind


@pytest.mark.parametrize(("kind", "secret"), EVERY)
def test_a_secret_in_the_gold_is_found(kind, secret):
    assert objection("Nothing here.", Word(0, 3, f"a\n{secret}")) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The Bank of Ayr hired Ann Lee in 1998.",
        "这把钥匙丢了，密码也忘了。",
        "See https://example.org:8080/a?b=c@d and ftp://example.org/x:y@z.",
        "Write to ann@example.org: she answers.",
        "A risk-averse, task-oriented, state-of-the-art, never-to-be-forgotten approach.",
        "Tokens begin with hf_ or ghp_ and keys with sk- or AKIA.",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "eyJ is how many tokens begin.",
        "",
    ],
)
def test_ordinary_text_is_no_secret(text):
    assert objection(text, Word(0, 1, text)) is None


def test_the_secret_itself_is_not_repeated():
    _, secret = EVERY[1]
    problem = hum_object_to_example(Example((("text", secret),), None, (), "en", "s", "1", "cc0-1.0", "o"))
    assert problem is not None
    assert secret not in repr(problem)
