"""Which part of the version a difference asks for: the rule that `docs/versions.md` states as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hum_hub.errors import CompareError
from hum_hub.release.diff.difference import ConfigDifference, Difference, SourceDifference

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
    if config.presence != "kept":
        yield Demand(
            "major" if config.presence == "removed" else "minor", f"config {config.name} was {config.presence}"
        )
        return
    found = [*_of_columns(config), *_of_parts(config), *_of_meaning(config)]
    found += [demand for source in config.sources for demand in _of_source(config.name, source)]
    found += _of_repairs(config)
    yield from found
    if config.download.fetched and not found:
        yield Demand("patch", f"{config.name}: files were written anew")


def _of_columns(config: ConfigDifference) -> Iterator[Demand]:
    for column in config.columns_removed:
        yield Demand("major", f"{config.name}: column {column} was removed or renamed")
    for column, (old, new) in config.columns_retyped.items():
        yield Demand("major", f"{config.name}: column {column} was {old} and is {new}")
    for column in config.columns_added:
        yield Demand("minor", f"{config.name}: column {column} was added")


def _of_parts(config: ConfigDifference) -> Iterator[Demand]:
    for kind, rows in (("split", config.splits), ("sub-task", config.subtasks)):
        for name, (before, after) in rows.items():
            if not after:
                yield Demand("major", f"{config.name}: {kind} {name} was removed")
            elif not before:
                yield Demand("minor", f"{config.name}: {kind} {name} was added")


def _of_meaning(config: ConfigDifference) -> Iterator[Demand]:
    if config.golds:
        yield Demand("major", f"{config.name}: the gold has other fields: {', '.join(config.golds)}")
    for asked in config.restrictions:
        yield Demand("major", f"{config.name}: the licence of some rows asks for {asked}, of none before")


def _of_source(config: str, source: SourceDifference) -> Iterator[Demand]:
    name = f"{config}/{source.name}"
    if source.restrictions:
        yield Demand("major", f"{name}: the licence now asks for {', '.join(source.restrictions)}")
    if source.presence != "kept":
        has_rows = source.old or source.new
        yield Demand("minor" if has_rows else "patch", f"source {name} was {source.presence}")
        return
    grown = source.added - _repairs(source)
    if grown:
        yield Demand("minor", f"{name}: {_rows(grown)} added")
    if (source.settings or source.facts) and not (source.added or source.removed or source.changed):
        yield Demand("patch", f"{name}: other values of {', '.join([*source.settings, *source.facts])}")


def _of_repairs(config: ConfigDifference) -> Iterator[Demand]:
    kept = [source for source in config.sources if source.presence == "kept"]
    for what, rows in (
        ("added as repairs", sum(map(_repairs, kept))),
        ("removed", sum(source.removed for source in kept)),
        ("changed", sum(source.changed for source in kept)),
    ):
        if rows:
            yield Demand("patch", f"{config.name}: {_rows(rows)} {what}")


def _repairs(source: SourceDifference) -> int:
    return sum(rows for reason, rows in source.why_added.items() if reason in REPAIRS)


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"


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


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, to be compared with those of another; empty when it is no version."""
    parts = version.split(".")
    is_one = len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)
    return tuple(map(int, parts)) if is_one else ()


def _numbers(version: str) -> tuple[int, int, int]:
    found = numbers(version.removeprefix("v"))
    if not found:
        raise CompareError(f"{version!r} is no version; write three numbers, such as 1.2.0")
    major, minor, patch = found
    return major, minor, patch
