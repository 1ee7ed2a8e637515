"""Compares two versions of the dataset: rows by config, source and reason, columns, licences, and bytes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from hum_hub.errors import CompareError
from hum_hub.release.diff.difference import Change, ConfigDifference, Difference, Download, Presence, SourceDifference
from hum_hub.release.diff.fingerprints import Rows
from hum_hub.release.diff.golds import changed_golds
from hum_hub.release.diff.manifests import both, causes, facts, ledger, settings
from hum_hub.release.diff.matching import Buckets, Counted, Found, Matcher, scratch
from hum_hub.release.diff.recipes import recipes
from hum_hub.release.diff.restrictions import ATTRIBUTION, added_restrictions, restrictions
from hum_hub.release.diff.samples import samples as sampled
from hum_hub.release.diff.sides import Side, columns, read, sides
from hum_hub.release.manifest import Config, Manifest
from hum_hub.release.opening import Version

Report = Callable[[str, int, int], None]
"""Told of a config how many rows are read, and of how many."""
Picked = Mapping[Change, list[Found]]


def diff(old: Version, new: Version, samples: int = 0, report: Report = lambda config, done, total: None) -> Difference:
    """What differs in the new version.

    Files with the same checksum in the same split are neither read nor downloaded: their rows are unchanged. Up to
    `samples` rows of each config and change are picked, those that stand first. Rows are held as hashes on disk, and
    a bucket of them in memory.

    Raises:
        CompareError: a file cannot be read or downloaded, or a manifest does not fit its files.
    """
    said = recipes(old, new)
    names = sorted({*old.manifest.configs, *new.manifest.configs})
    configs = [_config(*sides(name, old, new, said), samples, report) for name in names]
    return Difference(
        old=old.name,
        new=new.name,
        old_version=old.manifest.version,
        new_version=new.manifest.version,
        configs=configs,
        facts=facts(old.manifest, new.manifest, configs),
    )


def _config(old: Side, new: Side, samples: int, report: Report) -> ConfigDifference:
    kept = old.is_there and new.is_there
    before, after = columns(old, new) if kept else ({}, {})
    common = [name for name, kind in before.items() if after.get(name) == kind]
    counts, picked = _matched(old, new, common, samples, report) if kept else _whole(old, new, samples)
    version = (old.task_version, new.task_version)
    return ConfigDifference(
        name=new.name,
        presence=_presence(old.is_there, new.is_there),
        sources=[_source(name, old, new, counted) for name, counted in counts.items()],
        splits=both(*({name: split.rows for name, split in side.config.splits.items()} for side in (old, new))),
        subtasks=both(old.by("subtask"), new.by("subtask")),
        licenses=both(old.by("license"), new.by("license")),
        formats=both(old.by("format"), new.by("format")),
        rules=both(old.config.rules, new.config.rules),
        task_version=version,
        download=_download(new.config, old.version.manifest),
        columns_added={name: kind for name, kind in after.items() if name not in before},
        columns_removed={name: kind for name, kind in before.items() if name not in after},
        columns_retyped={name: (before[name], kind) for name, kind in after.items() if before.get(name, kind) != kind},
        golds=changed_golds(old, new) if kept and version[0] != version[1] else (),
        restrictions=_restrictions(old, new) if kept else (),
        samples=list(sampled(old, new, picked)),
    )


def _presence(was_there: bool, is_there: bool) -> Presence:
    return "kept" if was_there and is_there else "added" if is_there else "removed"


def _whole(old: Side, new: Side, samples: int) -> tuple[dict[str, Counted], Picked]:
    """The rows of a config that only one version has: all of them, without reading a file to count them."""
    counts = {
        name: Counted(
            removed=Counter(config=old.by("source").get(name, 0)), added=Counter(config=new.by("source").get(name, 0))
        )
        for name in _names(old, new)
    }
    why = ("config",)
    removed, added = (range(min(samples, sum(file.rows for _, file in side.files))) for side in (old, new))
    return counts, {
        "removed": [(place, None, why) for place in removed],
        "added": [(None, place, why) for place in added],
    }


def _matched(
    old: Side, new: Side, wanted: list[str], samples: int, report: Report
) -> tuple[dict[str, Counted], Picked]:
    """The rows of a config that both versions have: those in files that differ are matched, all others are equal."""
    numbers = {name: place for place, name in enumerate(_names(old, new))}
    matcher = Matcher(numbers, *causes(old, new), samples)
    total, done = sum(file.rows for side in (old, new) for _, file in side.files), 0

    def told(rows: Rows) -> Rows:
        nonlocal done
        done += len(rows)
        report(new.name, done, total)
        return rows

    if total:
        with scratch() as folder:
            buckets = Buckets(Path(folder), total)
            for name, side in (("old", old), ("new", new)):
                buckets.add(name, map(told, read(side, wanted, numbers)))
            _check_sources(new.name, numbers.keys() - matcher.counts.keys())
            matcher.match(buckets)
    return matcher.counts, matcher.picked


def _check_sources(config: str, unknown: Iterable[str]) -> None:
    if unknown:
        raise CompareError(
            f"rows of {config} have sources that no manifest names: {', '.join(sorted(unknown))}; run hum check"
        )


def _names(old: Side, new: Side) -> list[str]:
    """The names of all sources."""
    return sorted({*old.by("source"), *new.by("source"), *old.sources, *new.sources})


def _source(name: str, old: Side, new: Side, counted: Counted) -> SourceDifference:
    before, after = old.by("source").get(name, 0), new.by("source").get(name, 0)
    removed, added = counted.removed.total(), counted.added.total()
    same = before - counted.unchanged - counted.changed - removed
    if same < 0 or same != after - counted.unchanged - counted.changed - added:
        raise CompareError(
            f"the rows of source {name!r} in {new.name} are not as many as the manifests of {old.version.name} and "
            f"{new.version.name} say; run hum check on both"
        )
    was, now = old.sources.get(name), new.sources.get(name)
    found = SourceDifference(
        name=name,
        presence=_presence(was is not None or before > 0, now is not None or after > 0),
        old=before,
        new=after,
        unchanged=counted.unchanged + same,
        changed=counted.changed,
        removed=removed,
        added=added,
        why_changed=_sorted(counted.reasons),
        why_removed=_sorted(counted.removed),
        why_added=_sorted(counted.added),
    )
    if was is None or now is None:
        return found
    asked = added_restrictions(was.license, now.license)
    return replace(found, settings=settings(name, old, new), facts=ledger(was, now), restrictions=asked)


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: rows for reason, rows in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if rows}


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
