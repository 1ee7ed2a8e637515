"""Which part of the version a difference asks for: the rule that `docs/versions.md` states as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hum_hub.release.difference import ConfigDifference, Difference, SourceDifference
from hum_hub.release.opening import CompareError

Bump = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
REPAIRS = frozenset({"seed-changed", "task-version", "other-source"})
"""Reasons of added rows that stand for a row that was removed."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that asks for a bump, in words."""

    bump: Bump
    why: str


def demands(difference: Difference) -> list[Demand]:
    """All that asks for a new version, what asks for most first."""
    found = [demand for config in difference.configs for demand in _of_config(config)]
    found += [Demand("patch", f"the manifest says otherwise: {name}") for name in difference.facts]
    return sorted(found, key=lambda demand: -BUMPS.index(demand.bump))


def required_bump(difference: Difference) -> Bump:
    """The smallest bump that a difference allows; `none` when nothing differs."""
    found = demands(difference)
    return found[0].bump if found else "none"


def _of_config(config: ConfigDifference) -> Iterator[Demand]:
    name = config.name
    if config.presence != "kept":
        yield Demand("major" if config.presence == "removed" else "minor", f"config {name} was {config.presence}")
        return
    for column in config.columns_removed:
        yield Demand("major", f"{name}: column {column} was removed or renamed")
    for column, (old, new) in config.columns_retyped.items():
        yield Demand("major", f"{name}: column {column} was {old} and is {new}")
    for column in config.columns_added:
        yield Demand("minor", f"{name}: column {column} was added")
    for kind, rows in (("split", config.splits), ("sub-task", config.subtasks)):
        for each, (before, after) in rows.items():
            if not before or not after:
                yield Demand(
                    "minor" if after else "major", f"{name}: {kind} {each} was {'added' if after else 'removed'}"
                )
    if config.golds:
        yield Demand("major", f"{name}: the gold has other fields: {', '.join(config.golds)}")
    for asked in config.restrictions:
        yield Demand("major", f"{name}: the licence of some rows asks for {asked}, of none before")
    for source in config.sources:
        yield from _of_source(name, source)
    if config.download.fetched:
        yield Demand("patch", f"{name}: files were written anew")


def _of_source(config: str, source: SourceDifference) -> Iterator[Demand]:
    name = f"{config}/{source.name}"
    if source.restrictions:
        yield Demand("major", f"{name}: the licence now asks for {', '.join(source.restrictions)}")
    if source.presence != "kept" and (source.old or source.new):
        yield Demand("minor", f"source {name} was {source.presence}")
        return
    grown = sum(rows for reason, rows in source.why_added.items() if reason not in REPAIRS)
    if grown:
        yield Demand("minor", f"{name}: {grown:,} rows were added")
    for what, rows in (
        ("added as repairs", source.added - grown),
        ("removed", source.removed),
        ("changed", source.changed),
    ):
        if rows:
            yield Demand("patch", f"{name}: {rows:,} rows were {what}")


def next_version(old: str, difference: Difference) -> str:
    """The smallest version after `old` that the difference allows; `old` itself when nothing differs.

    Below 1.0.0 nothing is promised yet: what asks for a major or a minor bump raises the second number.

    Raises:
        CompareError: `old` is no version.
    """
    major, minor, patch = _numbers(old)
    match required_bump(difference):
        case "none":
            return old
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case "major" if major:
            return f"{major + 1}.0.0"
        case _:
            return f"{major}.{minor + 1}.0"


def allows(old_version: str, new_version: str, difference: Difference) -> bool:
    """Whether the step between two versions is as large as the difference asks for; larger ones are allowed.

    Raises:
        CompareError: one of them is no version.
    """
    old, new = _numbers(old_version), _numbers(new_version)
    return new >= old and new >= _numbers(next_version(old_version, difference))


def _numbers(version: str) -> tuple[int, int, int]:
    parts = version.removeprefix("v").split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise CompareError(f"{version!r} is no version; write three numbers, such as 1.2.0")
    major, minor, patch = map(int, parts)
    return major, minor, patch
