"""What came of making a release again: which files are the same, what may be why others are not, and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hum_hub.release.cards.escaping import one_line
from hum_hub.release.hub.mirror import LocalFile
from hum_hub.release.manifest import Manifest
from hum_hub.release.reproduce.released import Released

Pair = tuple[str, str]
Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reproduced:
    """The files of a release that are the same, that differ, that were not made again, and that were made besides.

    `altered` are files of the release that are gone from it, or are not what its own checksums list. Pairs are what
    was then, and what is now: in `made_with` the versions that decide the bytes, in `sources` what was counted of
    sources, in `replies` how many of each teacher's went in, where there are fewer.
    """

    release: str
    same: tuple[str, ...]
    differ: tuple[str, ...]
    missing: tuple[str, ...]
    additional: tuple[str, ...]
    altered: tuple[str, ...]
    made_with: dict[str, Pair]
    sources: dict[str, dict[str, Counts]]
    replies: dict[str, Counts]

    @property
    def whole(self) -> bool:
        """Whether every file came out the same."""
        return not (self.differ or self.missing or self.additional or self.altered)

    def lines(self) -> Iterator[str]:
        """The report for a person: files, what else differs, the verdict, and what to do next."""
        for what in ("altered", "differ", "missing", "additional"):
            yield from (f"{what:12}{one_line(path)}" for path in getattr(self, what))
        if self.whole:
            yield f"reproduced: every byte of {len(self.same)} files is the same"
            return
        for name, (then, now) in self.made_with.items():
            yield f"made with {one_line(name)}: {one_line(then) or 'none'} then, {one_line(now) or 'none'} now"
        for name, counts in self.sources.items():
            told = ", ".join(f"{then:,} {what} then and {now:,} now" for what, (then, now) in counts.items())
            yield f"source {one_line(name)}: {told}"
        for name, (before, after) in self.replies.items():
            yield f"teacher {one_line(name)}: {before:,} replies then and {after:,} now"
        count = len({*self.same, *self.differ, *self.missing, *self.additional, *self.altered})
        yield f"not reproduced: {len(self.same)} of {count} files are the same"
        yield from self._next()

    def _next(self) -> Iterator[str]:
        again = "and run the same command again"
        if self.altered:
            yield "next: do not use the altered files; SHA256SUMS lists others, so they were changed after the release"
            return
        if self.made_with:
            yield f"next: install the versions that it was made with, {again}"
        if self.replies:
            yield f"next: get the replies that are not here (hum teacher import, or their recording), {again}"
        elif self.sources:
            yield f"next: put the files of these sources here as they were, {again}"
        if not (self.made_with or self.replies or self.sources):
            yield (
                "next: code or texts are others than then, with the same version or number; build it here, and "
                f"hum diff {one_line(self.release)} build/NAME shows the rows"
            )


def reproduced(name: str, release: Released, again: Mapping[str, LocalFile], now: Manifest) -> Reproduced:
    """A release compared with what was made again of it."""
    then, paths = release.version.manifest, release.paths
    there = {path: file for path, file in release.files.items() if path in paths}
    both = sorted(there.keys() & again.keys())
    return Reproduced(
        release=name,
        same=tuple(path for path in both if there[path].is_same(again[path])),
        differ=tuple(path for path in both if not there[path].is_same(again[path])),
        missing=tuple(sorted(paths - again.keys())),
        additional=tuple(sorted(again.keys() - paths)),
        altered=release.altered(dict(again)),
        made_with=_versions(then.made_with, now.made_with),
        sources=_sources(then, now),
        replies=_replies(then, now),
    )


def _versions(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Pair]:
    """The versions that differ; of plugins, those that do."""
    found = {}
    for name in sorted({*then, *now}):
        before, after = (set(each.get(name, "").split("; ")) - {""} for each in (then, now))
        if before != after:
            found[name] = "; ".join(sorted(before - after)), "; ".join(sorted(after - before))
    return found


def _sources(then: Manifest, now: Manifest) -> dict[str, dict[str, Counts]]:
    counted = [
        {(each.task, each.name): {"seeds": each.seeds, "rows": each.rows} for each in manifest.sources}
        for manifest in (then, now)
    ]
    found: dict[str, dict[str, Counts]] = {}
    for key in sorted({*counted[0], *counted[1]}):
        before, after = (each.get(key, {"seeds": 0, "rows": 0}) for each in counted)
        other = {what: (before[what], after[what]) for what in before if before[what] != after[what]}
        if other:
            found[key[1]] = other
    return found


def _replies(then: Manifest, now: Manifest) -> dict[str, Counts]:
    before, after = (Counter[str](), Counter[str]())
    for counts, manifest in ((before, then), (after, now)):
        for each in manifest.usage:
            counts[each.teacher] += each.replies
    return {name: (count, after[name]) for name, count in sorted(before.items()) if after[name] < count}
