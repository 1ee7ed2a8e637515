"""Answers of the server, and refusals in the words and headers from which the clients make their exceptions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: a status, a body, headers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = JSON


class Refused(Exception):
    """A request is refused; the answer says how."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def plain(body: Any, status: int = 200, **headers: str) -> Answer:
    """JSON, with headers whose names have `_` for `-`."""
    return Answer(status, json.dumps(body).encode(), {name.replace("_", "-"): value for name, value in headers.items()})


def refused(status: int, message: str, code: str = "", headers: Mapping[str, str] | None = None) -> Refused:
    """An error as the Hub tells it: in the body, and in headers for requests that get none."""
    told = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {}), **(headers or {})}
    return Refused(Answer(status, json.dumps({"error": message}).encode(), told))


def no_repository(signed_in: bool) -> Refused:
    """A repository is missing, or must not be known of."""
    if signed_in:
        return refused(404, "Repository not found", "RepoNotFound")
    return refused(401, "Invalid username or password.", "RepoNotFound")


def no_revision(revision: str) -> Refused:
    """A revision is missing."""
    return refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")


def no_entry(path: str, commit: str = "") -> Refused:
    """A file is missing at a commit that exists."""
    return refused(404, f"Entry not found: {path}", "EntryNotFound", {"X-Repo-Commit": commit} if commit else None)
