"""Objects to examples that hold what looks like a secret, so that none is ever published."""

import re
from typing import Any

from hum_hub.contract.hooks import hookimpl
from hum_hub.contract.records import Example, Problem

_SECRETS = {
    "private-key": r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----",
    "hub-token": r"\bhf_[A-Za-z0-9]{30,}\b",
    "model-api-key": r"\bsk-(?:proj-|ant-|svcacct-)?[A-Za-z0-9_-]{32,}\b",
    "aws-key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "github-token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b",
    "slack-token": r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b",
    "json-web-token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "password-in-url": r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/:@]+@[^\s/]+",
}
_ANY = re.compile("|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in _SECRETS.items()), re.ASCII)
_ESCAPED = re.compile(r"\\(?:[nrt]|x..|u....)")


@hookimpl
def hum_object_to_example(example: Example[Any]) -> Problem | None:
    """See `hum_hub.contract.hooks.hum_object_to_example`."""
    gold = _ESCAPED.sub(" ", repr(example.gold))  # else the letter of an escape would join what follows it
    kinds = (secret_in(text) for text in (*(text for _, text in example.inputs), gold))
    return next((Problem("looks-like-a-secret", kind) for kind in kinds if kind is not None), None)


def secret_in(text: str) -> str | None:
    """The kind of the first thing in a text that looks like a secret, or `None`."""
    match = _ANY.search(text)
    return str(match.lastgroup).replace("_", "-") if match else None
