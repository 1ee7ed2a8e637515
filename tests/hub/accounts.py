"""Who is asking: whoami, and tokens for CI jobs that show who they are."""

import secrets
from typing import Any

from hub.answers import Answer, plain, refused
from hub.calls import Call
from hub.script import Account

_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"


async def whoami(call: Call) -> Answer:
    """The account and the role of its token."""
    account = call.account
    if account is None or account.oidc:
        raise refused(401, "Invalid username or password.")
    token: dict[str, Any] = {"displayName": "test", "role": _role(account), "createdAt": "2026-01-01T00:00:00.000Z"}
    if account.role == "fine-grained":
        scoped = [
            {"entity": {"type": "dataset" if "/" in name else "org", "name": name}, "permissions": _permissions(right)}
            for name, right in account.repos.items()
        ]
        token["fineGrained"] = {"canReadGatedRepos": True, "global": [], "scoped": scoped}
    orgs = [{"type": "org", "name": name, "fullname": name, "roleInOrg": account.role} for name in account.orgs]
    told = {"type": "user", "id": account.name, "name": account.name, "fullname": account.name, "orgs": orgs}
    return plain(told | {"auth": {"type": "access_token", "accessToken": token}})


def _role(account: Account) -> str:
    """Tokens are read, write or fine-grained; an admin is one by what the account is in the namespace."""
    return {"fine-grained": "fineGrained", "read": "read"}.get(account.role, "write")


def _permissions(right: str) -> list[str]:
    return [f"repo.{name}" for name in {"read": ["content.read"], "none": []}.get(right, ["content.read", "write"])]


async def harnesses(call: Call) -> Answer:
    """The registry of agents that every client asks for once a day, before its first request; here there are none."""
    return plain({"standardEnvVars": [], "harnesses": {}})


async def mint(call: Call) -> Answer:
    """The identity token of a CI job, as the runner of the job gives it."""
    if not call.hub.script.id_token or not call.headers.get("Authorization"):
        raise refused(401, "This job may not have an identity token")
    return plain({"value": call.hub.script.id_token})


async def exchange(call: Call) -> Answer:
    """A token that may write to one repository, for the identity token of a trusted publisher."""
    asked = call.json
    publisher = call.hub.script.publishers.get(asked.get("subject_token", ""))
    known = asked.get("grant_type") == _EXCHANGE and asked.get("subject_token_type") == _ID_TOKEN
    if not known or publisher is None or asked.get("resource") != f"datasets/{publisher.repo}":
        told = {"error": "invalid_grant", "error_description": "No trusted publisher matches the claims of this token"}
        return plain(told, 400)
    token = f"hf_jwt_{secrets.token_hex(16)}"
    namespace = publisher.repo.partition("/")[0]
    call.hub.issued[token] = Account(
        name=f"{namespace}-publisher", role="fine-grained", repos={publisher.repo: "write"}, can_create=False, oidc=True
    )
    told = {"access_token": token, "token_type": "bearer", "expires_in": publisher.expires_in}
    return plain(told | {"issued_token_type": "urn:ietf:params:oauth:token-type:access_token"})
