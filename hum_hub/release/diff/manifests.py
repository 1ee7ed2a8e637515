"""What the manifests and recipes of two versions say otherwise, besides the rows themselves."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from hum_hub.release.diff.difference import ConfigDifference, Facts
from hum_hub.release.diff.sides import Side
from hum_hub.release.manifest import Manifest, SourceFacts

_SETTINGS = ("uri", "license", "language", "model", "homepage", "mode")
_APART = ("version", "recipe_sha256", "made_with", "configs")
"""Parts of a manifest that differ in every version without meaning, or are compared by themselves."""
_COUNTS = ("sources", "usage", "coverage")
"""Parts that differ whenever rows or seeds do; they are told where nothing else says so."""


def settings(name: str, old: Side, new: Side) -> Facts:
    """What the recipes say otherwise of a source that both versions have."""
    return _differing(_settings(name, old), _settings(name, new))


def _settings(name: str, side: Side) -> dict[str, Any]:
    return {**side.recipe.get(name, {}), **{key: getattr(side.sources[name], key) for key in _SETTINGS}}


def ledger(was: SourceFacts, now: SourceFacts) -> dict[str, tuple[int, int]]:
    """The counts of the ledger that differ."""
    pairs = {"seeds": (was.seeds, now.seeds), "examples": (was.examples, now.examples)}
    for kind in ("dropped", "failed"):
        pairs |= {f"{kind}: {name}": pair for name, pair in both(getattr(was, kind), getattr(now, kind)).items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def both(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Counts by name, old and new."""
    return {name: (old.get(name, 0), new.get(name, 0)) for name in {**old, **new}}


def causes(old: Side, new: Side) -> tuple[dict[str, str], dict[str, str]]:
    """Why rows of each source that is kept can be gone, and why they can have come."""
    kept = old.sources.keys() & new.sources.keys()
    return {name: _cause(name, old, new) for name in kept}, {name: _cause(name, new, old) for name in kept}


def _cause(name: str, more: Side, fewer: Side) -> str:
    """Why one version may have rows of a source that the other has not: what the ledger tells, else other seeds."""
    most, least = more.sources[name], fewer.sources[name]
    losses = {reason: least.dropped[reason] - most.dropped.get(reason, 0) for reason in least.dropped}
    losses |= {f"failed: {reason}": count - most.failed.get(reason, 0) for reason, count in least.failed.items()}
    found = [reason for reason, count in sorted(losses.items()) if count > 0]
    if least.seeds < most.seeds or not found:
        found.insert(0, "limit" if _is_cut(name, more, fewer) else "seeds")
    return " or ".join(found)


def _is_cut(name: str, more: Side, fewer: Side) -> bool:
    """Whether one version has fewer seeds of a source because its recipe limits them to just so many."""
    wide, narrow = (side.recipe.get(name, {}).get("limit") for side in (more, fewer))
    cut = fewer.sources[name].seeds
    return narrow == cut < more.sources[name].seeds and wide != narrow


def facts(old: Manifest, new: Manifest, configs: Iterable[ConfigDifference]) -> Facts:
    """What else the manifests say otherwise: titles, the mix, the splits, the licences, references."""
    found = _differing(_stated(old), _stated(new))
    if not found and not any(config.differs for config in configs):
        found = {name: ("", "") for name in _COUNTS if getattr(old, name) != getattr(new, name)}
    return found


def _stated(manifest: Manifest) -> dict[str, Any]:
    """The parts of a manifest by name; of a table, each key; of references, what is read and how much."""
    found: dict[str, Any] = {}
    for name, value in asdict(manifest).items():
        if isinstance(value, dict) and name not in _APART:
            found |= {f"{name}.{key}": each for key, each in value.items()}
        elif name not in (*_APART, *_COUNTS):
            found[name] = value
    for source in manifest.sources:
        if source.use == "reference":
            found[f"reference {source.name}"] = f"{source.uri}, {source.license}, {source.seeds:,} seeds"
    return found


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Facts:
    return {name: _texts(old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)}


def _texts(old: Any, new: Any) -> tuple[str, str]:
    """Two values as texts; of two lists, what only one of them has."""
    if isinstance(old, list) and isinstance(new, list):
        old, new = [each for each in old if each not in new], [each for each in new if each not in old]
    return _text(old), _text(new)


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)
