"""Git's objects, as far as the Hub shows them: the ids of files, folders and commits are what git would give them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePosixPath

_FIRST_DAY = 1_767_225_600
"""The first of January 2026; commits are a minute apart, so that their ids hang on their order and content only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file at a commit: of a large one only what points to it."""

    oid: str
    size: int
    content: bytes | None = None
    sha256: str | None = None
    pointer_size: int = 0

    def told(self) -> dict[str, object]:
        """The file as the control routes tell it."""
        return {"oid": self.oid, "size": self.size, "sha256": self.sha256}


def regular(content: bytes) -> Entry:
    """A file that is kept in git."""
    return Entry(_hashed("blob", content), len(content), content)


def large(sha256: str, size: int) -> Entry:
    """A file that is kept elsewhere, and a pointer to it in git."""
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode()
    return Entry(_hashed("blob", pointer), size, None, sha256, len(pointer))


def folders(tree: Mapping[str, Entry]) -> dict[str, str]:
    """The id of every folder by its path; that of the whole tree stands under ""."""
    inside: dict[str, dict[str, tuple[str, str]]] = {"": {}}
    for path, entry in tree.items():
        parent = _parent(path)
        inside.setdefault(parent, {})[PurePosixPath(path).name] = ("100644", entry.oid)
        while parent:
            parent = _parent(parent)
            inside.setdefault(parent, {})
    found: dict[str, str] = {}
    for folder in sorted(inside, key=lambda path: (-path.count("/"), path == "", path)):
        lines = sorted(inside[folder].items(), key=lambda line: line[0] + "/" * (line[1][0] == "40000"))
        content = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(oid) for name, (mode, oid) in lines)
        found[folder] = _hashed("tree", content)
        if folder:
            inside[_parent(folder)][PurePosixPath(folder).name] = ("40000", found[folder])
    return found


def _parent(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def _hashed(kind: str, content: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content).hexdigest()


@dataclass(frozen=True)
class Commit:
    """A commit with its whole tree; `number` is the how-manieth of the repository it is."""

    tree: Mapping[str, Entry]
    parents: tuple[str, ...]
    title: str
    message: str
    author: str
    number: int

    @cached_property
    def folders(self) -> dict[str, str]:
        """The ids of its folders."""
        return folders(self.tree)

    @cached_property
    def oid(self) -> str:
        """Its id."""
        who = f"{self.author} <{self.author}@localhost> {_FIRST_DAY + 60 * self.number} +0000"
        lines = [f"tree {self.folders['']}", *(f"parent {parent}" for parent in self.parents)]
        text = "\n".join([*lines, f"author {who}", f"committer {who}", "", self.title])
        return _hashed("commit", (f"{text}\n\n{self.message}" if self.message else text).encode())

    @property
    def date(self) -> str:
        """When it was made."""
        return datetime.fromtimestamp(_FIRST_DAY + 60 * self.number, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def below(self, folder: str, recursive: bool) -> Iterator[tuple[str, Entry | str]]:
        """Files, and the ids of folders, in a folder, by path."""
        start = f"{folder}/" if folder else ""
        every: dict[str, Entry | str] = {**{path: oid for path, oid in self.folders.items() if path}, **self.tree}
        for path in sorted(every):
            if path.startswith(start) and (recursive or "/" not in path.removeprefix(start)):
                yield path, every[path]
