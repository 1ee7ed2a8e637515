"""Making and removing repositories, branches and tags, and what else changes without a commit of files."""

from hub.answers import Answer, no_repository, no_revision, plain, refused
from hub.calls import Call, right
from hub.repository import Repository
from hub.state import HUB


async def create(call: Call) -> Answer:
    """Make an empty repository in a namespace where the account may write."""
    asked = call.json
    if call.account is None:
        raise refused(401, "Invalid username or password.")
    namespace = asked.get("organization") or call.account.name
    repo = f"{namespace}/{asked['name']}"
    if asked.get("type") != "dataset":
        raise refused(400, "only datasets are kept here")
    if call.account.oidc:
        raise refused(401, "This token cannot create repositories")
    if right(call.account, repo) not in ("write", "admin") or not call.account.can_create:
        raise refused(403, f'You don\'t have the rights to create a dataset under the namespace "{namespace}"')
    url = f"{call.hub.address(HUB)}/datasets/{repo}"
    if repo in call.hub.repositories:
        return plain({"error": "You already created this dataset repo", "url": url}, 409)
    call.hub.repositories[repo] = Repository(repo, asked.get("visibility") == "private")
    return plain({"url": url, "name": repo, "id": repo})


async def delete(call: Call) -> Answer:
    """Remove a repository."""
    asked = call.json
    repo = f"{asked.get('organization') or (call.account.name if call.account else '')}/{asked['name']}"
    if repo not in call.hub.repositories:
        raise no_repository(call.account is not None)
    if right(call.account, repo) != "admin":
        raise refused(403, f"You don't have the rights to delete the repository {repo}")
    del call.hub.repositories[repo]
    return plain({})


async def settings(call: Call) -> Answer:
    """Make a repository private, public or gated."""
    repository, asked = call.repository("admin"), call.json
    if "private" in asked or "visibility" in asked:
        repository.private = bool(asked.get("private")) or asked.get("visibility") == "private"
    if "gated" in asked:
        repository.gated = bool(asked["gated"])
    return plain({})


async def create_branch(call: Call) -> Answer:
    """Make a branch at a revision."""
    repository, name = call.repository("write"), call.parts["revision"]
    target = repository.at(call.json.get("startingPoint") or "main").oid
    if name in repository.branches:
        raise refused(409, f"Reference already exists: refs/heads/{name}")
    repository.branches[name] = target
    return plain({})


async def delete_branch(call: Call) -> Answer:
    """Remove a branch."""
    repository, name = call.repository("write"), call.parts["revision"]
    if name == "main":
        raise refused(403, "The main branch cannot be deleted")
    if name not in repository.branches:
        raise no_revision(name)
    del repository.branches[name]
    return plain({})


async def create_tag(call: Call) -> Answer:
    """Tag a revision."""
    repository, name = call.repository("write"), call.json.get("tag")
    target = call.at(repository).oid
    if not name:
        raise refused(400, "A tag wants a name")
    if name in repository.tags:
        raise refused(409, f"Tag reference exists already: {name}")
    repository.tags[name] = target
    return plain({})


async def delete_tag(call: Call) -> Answer:
    """Remove a tag."""
    repository, name = call.repository("write"), call.parts["revision"]
    if name not in repository.tags:
        raise no_revision(name)
    del repository.tags[name]
    return plain({})


async def squash(call: Call) -> Answer:
    """Replace the history of a branch by one commit."""
    repository = call.repository("write")
    if call.parts["revision"] not in repository.branches:
        raise no_revision(call.parts["revision"])
    repository.squash(call.parts["revision"], call.json.get("message", ""), _name(call))
    return plain({})


async def merge(call: Call) -> Answer:
    """Merge a pull request."""
    repository, number = call.repository("write"), call.parts["number"]
    if number not in repository.pulls:
        raise refused(404, f"Discussion not found: {number}")
    made = repository.merge(number, _name(call))
    return plain({"newStatus": "merged", "commitOid": made.oid})


def _name(call: Call) -> str:
    return call.account.name if call.account else "nobody"
