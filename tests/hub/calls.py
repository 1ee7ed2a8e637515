"""A request as the handlers see it: what it asks, who asks, and what they may do."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multidict import MultiMapping

from hub.answers import Answer, no_repository, refused
from hub.objects import Commit
from hub.repository import Repository
from hub.script import Account, Right

if TYPE_CHECKING:
    from hub.state import Hub

_RIGHTS: tuple[Right, ...] = ("none", "read", "write", "admin")


@dataclass(frozen=True, slots=True)
class Call:
    """A request to one of the routes; `parts` are the named parts of its path."""

    hub: Hub
    method: str
    parts: Mapping[str, str]
    query: MultiMapping[str]
    headers: Mapping[str, str]
    body: bytes
    token: str
    account: Account | None

    @property
    def json(self) -> Any:
        """The body as JSON.

        Raises:
            Refused: it is none.
        """
        try:
            return json.loads(self.body or b"{}")
        except ValueError:
            raise refused(400, "Invalid JSON") from None

    @property
    def right(self) -> Right:
        """What the account may do in the repository that the path names."""
        return right(self.account, self.parts["repo"])

    def repository(self, least: Right = "read") -> Repository:
        """The repository that the path names, for an account that has at least this right in it.

        Everyone may read what is not private.

        Raises:
            Refused: it is missing, hidden, or the right is not there.
        """
        repository = self.hub.repositories.get(self.parts["repo"])
        granted = _RIGHTS.index(self.right)
        if repository is None or (repository.private and not granted):
            raise no_repository(self.account is not None)
        if least != "read" and self.account is None:
            raise refused(401, "Invalid username or password.")
        if least != "read" and granted < _RIGHTS.index(least):
            raise refused(403, f"You don't have the rights to {least} to the repository {repository.id}", "")
        return repository

    def files_of(self, repository: Repository) -> None:
        """See that the account may read files.

        Raises:
            Refused: the repository is gated, and the account has not been let in.
        """
        is_let_in = self.account is not None and (self.right != "none" or self.account.name in repository.readers)
        if repository.gated and not is_let_in:
            status = 401 if self.account is None else 403
            message = f"Access to dataset {repository.id} is restricted and you are not in the authorized list."
            raise refused(status, message, "GatedRepo")

    def at(self, repository: Repository) -> Commit:
        """The commit of the revision in the path, `main` if there is none there."""
        return repository.at(self.parts.get("revision") or "main")


Handler = Callable[[Call], Coroutine[Any, Any, Answer]]


def right(account: Account | None, repo: str) -> Right:
    """What an account may do in a repository."""
    if account is None:
        return "none"
    namespace = repo.partition("/")[0]
    given = account.repos.get(repo) or account.repos.get(namespace) or "none"
    if account.role == "fine-grained":
        return given
    return account.role if namespace in (account.name, *account.orgs) else given
