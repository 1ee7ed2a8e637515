"""Compares two versions of the dataset: rows by config, source and reason, columns, licences, and bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from hum_hub.release.difference import (
    ConfigDifference,
    Difference,
    Download,
    Presence,
    Sample,
    SourceDifference,
)
from hum_hub.release.fingerprints import Rows
from hum_hub.release.manifest import Config, Manifest, SourceFacts
from hum_hub.release.matching import Buckets, Counted, Matcher, scratch
from hum_hub.release.opening import CompareError, Version
from hum_hub.release.restrictions import ATTRIBUTION, added_restrictions, restrictions
from hum_hub.release.sides import Side, changed_golds, columns, read, row_text, sides

_SETTINGS = ("uri", "license", "language", "model", "homepage")
_OWN = ("version", "recipe", "made_with", "configs")
"""How parts of a manifest begin that differ in every version without meaning, or are compared by themselves."""

Report = Callable[[str, int, int], None]
"""Told of a config how many rows are read, and of how many."""


def diff(old: Version, new: Version, samples: int = 0, report: Report = lambda config, done, total: None) -> Difference:
    """What differs in the new version.

    Files with the same checksum in the same split are neither read nor downloaded: their rows are unchanged. Up to
    `samples` rows of each config and change are picked, those that stand first. Rows are held as hashes on disk, and
    a bucket of them in memory.

    Raises:
        CompareError: a file cannot be read or downloaded, or a manifest does not fit its files.
    """
    names = sorted({*old.manifest.configs, *new.manifest.configs})
    return Difference(
        old=old.name,
        new=new.name,
        old_version=old.manifest.version,
        new_version=new.manifest.version,
        configs=[_config(*sides(name, old, new), samples, report) for name in names],
        facts=_facts(old.manifest, new.manifest),
    )


def _facts(old: Manifest, new: Manifest) -> tuple[str, ...]:
    mine, theirs = asdict(old), asdict(new)
    return tuple(name for name in mine if not name.startswith(_OWN) and mine[name] != theirs[name])


def _config(old: Side, new: Side, samples: int, report: Report) -> ConfigDifference:
    presence = _presence(old.is_there, new.is_there)
    before, after = columns(old), columns(new)
    if not before or not after:  # a file that both versions have says that columns are the same
        before = after = before or after
    numbers: dict[str, int] = {name: place for place, name in enumerate(_sources_of(old, new))}
    matcher = Matcher(numbers, *_causes(old, new), samples)
    if old.files or new.files:
        _match(old, new, [name for name, kind in before.items() if after.get(name) == kind], numbers, matcher, report)
    version = (old.task_version, new.task_version)
    return ConfigDifference(
        name=new.name,
        presence=presence,
        sources=[_source(name, old, new, presence, matcher.counts[name]) for name in _sources_of(old, new)],
        splits=_both(*({name: split.rows for name, split in side.config.splits.items()} for side in (old, new))),
        subtasks=_both(old.by("subtask"), new.by("subtask")),
        licenses=_both(old.by("license"), new.by("license")),
        task_version=version,
        download=_download(new.config, old.version.manifest),
        columns_added={name: kind for name, kind in after.items() if name not in before},
        columns_removed={name: kind for name, kind in before.items() if name not in after},
        columns_retyped={name: (before[name], kind) for name, kind in after.items() if before.get(name, kind) != kind},
        golds=changed_golds(old, new) if version[0] != version[1] else (),
        restrictions=_restrictions(old, new) if presence == "kept" else (),
        samples=list(_samples(old, new, matcher)),
    )


def _presence(was_there: bool, is_there: bool) -> Presence:
    return "kept" if was_there and is_there else "added" if is_there else "removed"


def _match(old: Side, new: Side, wanted: list[str], numbers: dict[str, int], matcher: Matcher, report: Report) -> None:
    total, done = sum(file.rows for side in (old, new) for _, file in side.files), 0
    with scratch() as folder:
        buckets = Buckets(Path(folder), total)
        for name, side in (("old", old), ("new", new)):

            def told(side: Side = side) -> Iterator[Rows]:
                nonlocal done
                for rows in read(side, wanted, numbers):
                    done += len(rows)
                    report(side.name, done, total)
                    yield rows

            buckets.add(name, told())
        unknown = set(numbers) - set(matcher.counts)
        if unknown:
            raise CompareError(
                f"rows of {new.name} have sources that no manifest names: {', '.join(sorted(unknown))}; run hum check"
            )
        matcher.match(buckets)


def _sources_of(old: Side, new: Side) -> list[str]:
    return sorted({*old.by("source"), *new.by("source"), *old.sources, *new.sources})


def _causes(old: Side, new: Side) -> tuple[dict[str, str], dict[str, str]]:
    """Why rows of each source that is kept can be gone, and why they can have come."""
    kept = old.sources.keys() & new.sources.keys()
    gone = {name: _cause(old.sources[name], new.sources[name]) for name in kept}
    come = {name: _cause(new.sources[name], old.sources[name]) for name in kept}
    return gone, come


def _cause(more: SourceFacts, fewer: SourceFacts) -> str:
    """What the ledger tells of rows that only the one version of a source has; that seeds differ if it tells nothing."""
    losses = {reason: fewer.dropped[reason] - more.dropped.get(reason, 0) for reason in fewer.dropped}
    losses |= {f"failed: {name}": count - more.failed.get(name, 0) for name, count in fewer.failed.items()}
    found = [reason for reason, count in sorted(losses.items()) if count > 0]
    if fewer.seeds < more.seeds or not found:
        found.insert(0, "seeds")
    return " or ".join(found)


def _source(name: str, old: Side, new: Side, presence: Presence, counted: Counted) -> SourceDifference:
    was, now = old.sources.get(name), new.sources.get(name)
    before, after = old.by("source").get(name, 0), new.by("source").get(name, 0)
    removed, added = sum(counted.removed.values()), sum(counted.added.values())
    same = before - counted.unchanged - counted.changed - removed
    if presence != "kept":
        same, removed, added = 0, before, after
        counted.removed["config"], counted.added["config"] = before, after
    elif same < 0 or same != after - counted.unchanged - counted.changed - added:
        raise CompareError(
            f"the rows of source {name!r} in {new.name} are not as many as the manifests of {old.version.name} and "
            f"{new.version.name} say; run hum check on both"
        )
    both = was is not None and now is not None
    return SourceDifference(
        name=name,
        presence="kept" if both else _presence(was is not None or before > 0, now is not None or after > 0),
        old=before,
        new=after,
        unchanged=counted.unchanged + same,
        changed=counted.changed,
        removed=removed,
        added=added,
        why_changed=_sorted(counted.reasons),
        why_removed=_sorted(counted.removed),
        why_added=_sorted(counted.added),
        settings=_settings(was, now) if was is not None and now is not None else {},
        facts=_ledger(was, now) if was is not None and now is not None else {},
        restrictions=added_restrictions(was.license, now.license) if was is not None and now is not None else (),
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: rows for reason, rows in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if rows}


def _settings(was: SourceFacts, now: SourceFacts) -> dict[str, tuple[str, str]]:
    pairs = {name: (str(getattr(was, name) or ""), str(getattr(now, name) or "")) for name in _SETTINGS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _ledger(was: SourceFacts, now: SourceFacts) -> dict[str, tuple[int, int]]:
    """The counts of the ledger that differ."""
    pairs = {"seeds": (was.seeds, now.seeds), "examples": (was.examples, now.examples)}
    for kind in ("dropped", "failed"):
        pairs |= {f"{kind}: {name}": pair for name, pair in _both(getattr(was, kind), getattr(now, kind)).items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _both(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (old.get(name, 0), new.get(name, 0)) for name in {**old, **new}}


def _download(config: Config, old: Manifest) -> Download:
    """Blobs are kept by their content, so a file that was in any config of the old version is not fetched again."""
    there = {file.sha256 for config in old.configs.values() for split in config.splits.values() for file in split.files}
    files = [file for split in config.splits.values() for file in split.files]
    kept = sum(file.bytes for file in files if file.sha256 in there)
    return Download(sum(file.bytes for file in files) - kept, kept)


def _restrictions(old: Side, new: Side) -> tuple[str, ...]:
    """What some row asks now and none did; attribution is owed for nearly every source, and is left out."""
    before, after = ({each for license in side.by("license") for each in restrictions(license)} for side in (old, new))
    return tuple(sorted(after - before - {ATTRIBUTION}))


def _samples(old: Side, new: Side, matcher: Matcher) -> Iterator[Sample]:
    for change, found in matcher.picked.items():
        for before, after, reasons in found:
            yield Sample(
                change,
                reasons,
                row_text(old, before) if before is not None else None,
                row_text(new, after) if after is not None else None,
            )
