"""A repository: commits, and the branches, tags and pull requests that name them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.answers import no_revision, refused
from hub.objects import Commit, Entry, regular

LARGE = (
    *(".7z", ".arrow", ".avro", ".bin", ".bz2", ".gz", ".jpeg", ".jpg", ".lz4", ".mp3", ".mp4", ".npy", ".npz"),
    *(".parquet", ".pdf", ".pickle", ".png", ".rar", ".safetensors", ".tar", ".tgz", ".wav", ".webp", ".xz", ".zip"),
    ".zst",
)
"""How the names of files end that are large whatever their size."""
_ATTRIBUTES = "".join(f"*{suffix} filter=lfs diff=lfs merge=lfs -text\n" for suffix in LARGE)


@dataclass(slots=True)
class Repository:
    """A dataset repository; `held` are the sha256 of the large files that it may point to."""

    id: str
    private: bool = False
    gated: bool = False
    readers: set[str] = field(default_factory=set)
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    pulls: dict[str, str] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    is_busy: bool = False

    def __post_init__(self) -> None:
        entries = {".gitattributes": regular(_ATTRIBUTES.encode())}
        self.branches["main"] = self._kept(Commit(entries, (), "initial commit", "", "hub", 0)).oid

    def _kept(self, commit: Commit) -> Commit:
        self.commits[commit.oid] = commit
        return commit

    def at(self, revision: str) -> Commit:
        """The commit that a revision names.

        Raises:
            Refused: there is none.
        """
        for names, start in ((self.branches, "refs/heads/"), (self.tags, "refs/tags/"), (self.pulls, "refs/pr/")):
            name = revision.removeprefix(start)
            if name in names and (revision != name or start != "refs/pr/"):
                return self.commits[names[name]]
        if revision in self.commits:
            return self.commits[revision]
        raise no_revision(revision)

    def commit(self, revision: str, tree: Mapping[str, Entry], title: str, message: str, author: str) -> Commit:
        """Put a tree on top of a branch or a pull request.

        Raises:
            Refused: the revision is neither.
        """
        names, name = self._movable(revision)
        made = Commit(dict(tree), (names[name],), title, message, author, len(self.commits))
        names[name] = self._kept(made).oid
        return made

    def _movable(self, revision: str) -> tuple[dict[str, str], str]:
        self.at(revision)
        if revision.startswith("refs/pr/"):
            return self.pulls, revision.removeprefix("refs/pr/")
        name = revision.removeprefix("refs/heads/")
        if name not in self.branches:
            raise refused(400, f"Invalid rev id: {revision} is not a branch")
        return self.branches, name

    def propose(self, base: str) -> str:
        """Open a pull request that starts at a commit; the revision under which it stands."""
        number = str(len(self.pulls) + 1)
        self.pulls[number] = base
        return f"refs/pr/{number}"

    def merge(self, number: str, author: str) -> Commit:
        """Put the files that a pull request has changed on top of `main`."""
        tip = self.commits[self.pulls[number]]
        base = tip
        main = set(self.history("main"))
        while base.oid not in main and base.parents:
            base = self.commits[base.parents[0]]
        tree = dict(self.at("main").tree)
        for path in {*base.tree, *tip.tree}:
            if base.tree.get(path) != tip.tree.get(path):
                tree.pop(path, None)
                if path in tip.tree:
                    tree[path] = tip.tree[path]
        return self.commit("main", tree, f"{tip.title} (#{number})", "", author)

    def squash(self, branch: str, title: str, author: str) -> Commit:
        """Replace the history of a branch by one commit."""
        made = Commit(self.at(branch).tree, (), title, "", author, len(self.commits))
        self.branches[branch] = self._kept(made).oid
        return made

    def history(self, revision: str) -> list[str]:
        """The ids of the commits of a revision, the newest first."""
        found = [self.at(revision).oid]
        while parents := self.commits[found[-1]].parents:
            found.append(parents[0])
        return found

    def told(self) -> dict[str, Any]:
        """All of it, for tests to look at."""
        return {
            "private": self.private,
            "gated": self.gated,
            "branches": self.branches,
            "tags": self.tags,
            "pulls": self.pulls,
            "history": self.history("main") if "main" in self.branches else [],
            "commits": {
                oid: {
                    "parents": list(commit.parents),
                    "title": commit.title,
                    "message": commit.message,
                    "author": commit.author,
                    "tree": {path: entry.told() for path, entry in sorted(commit.tree.items())},
                }
                for oid, commit in self.commits.items()
            },
        }
