"""What publishing would change, as values for a person or a program to look at before it happens."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hum_hub.release.hub.mirror import Changes
from hum_hub.release.hub.planning import Plan
from hum_hub.release.hub.repository import Repository
from hum_hub.release.layout import CARD, MANIFEST
from hum_hub.release.manifest import Config, Manifest

Rows = dict[str, dict[str, int]]
"""Rows by config and split."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change: files, rows by config and split before and after, the card, and why the version steps so."""

    repo: str
    tag: str
    head: str
    state: str
    changes: Changes
    rows_before: Rows
    rows_after: Rows
    card: list[str]
    compared_with: str | None

    def lines(self) -> Iterator[str]:
        """The preview for a person."""
        yield f"{self.state}: {self.repo} {self.tag}, upon {self.head[:8]}" + (
            f", compared with {self.compared_with}" if self.compared_with else ""
        )
        for config in sorted({*self.rows_before, *self.rows_after}):
            before, after = self.rows_before.get(config, {}), self.rows_after.get(config, {})
            for split in sorted({*before, *after}):
                yield f"{config}/{split}: {before.get(split, 0):,} rows before, {after.get(split, 0):,} after"
        for sign, paths in (("+", self.changes.added), ("~", self.changes.replaced), ("-", self.changes.deleted)):
            yield from (f"{sign} {path}" for path in paths)
        yield (
            f"{self.changes.bytes:,} bytes to upload at most; files that stay: {len(self.changes.same)}, "
            f"foreign files, left alone: {len(self.changes.foreign)}"
        )
        yield from self.card


def preview(repository: Repository, todo: Plan) -> Preview:
    """What a plan would change."""
    state = "nothing to do" if todo.tagged else "would be completed" if todo.changes.nothing else "would be published"
    return Preview(
        repo=repository.name,
        tag=todo.release.tag,
        head=todo.head,
        state=state,
        changes=todo.changes,
        rows_before=_rows(_configs(repository.text(MANIFEST, todo.head))),
        rows_after=_rows(todo.release.manifest.configs),
        card=list(
            difflib.unified_diff(
                (todo.card or "").splitlines(),
                todo.release.card.splitlines(),
                CARD,
                CARD,
                lineterm="",
                n=1,
            )
        ),
        compared_with=todo.previous.tag if todo.previous is not None else None,
    )


def _configs(manifest: str | None) -> dict[str, Config]:
    """The configs of a manifest on the Hub; none when it is no manifest of ours."""
    try:
        found: Manifest = TypeAdapter(Manifest).validate_json(manifest or "")
    except ValidationError:
        return {}
    return found.configs


def _rows(configs: dict[str, Config]) -> Rows:
    return {name: {split: facts.rows for split, facts in config.splits.items()} for name, config in configs.items()}


def as_json(found: Preview) -> dict[str, Any]:
    """The preview for a program."""
    return {name: getattr(found, name) for name in Preview.__dataclass_fields__ if name != "changes"} | {
        name: getattr(found.changes, name) for name in ("added", "replaced", "deleted", "same", "foreign", "bytes")
    }
