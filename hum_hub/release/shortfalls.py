"""How far rows are from the mix, source by source, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hum_hub.craft.mix import ENRICHMENTS, Mix
from hum_hub.release.manifest import Manifest, SourceFacts
from hum_hub.release.tally import Counts, Tally

NEAR = 1.0
"""How many percentage points a share may be away from the mix."""
FEW = 200
"""Below so many rows, shares are as they fall."""
OFTEN = 20
"""A label that so many rows show and none explains has no definition that could be shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some rows have something, and the share that the mix asks for, if it does."""

    name: str
    rows: int
    of: int
    target: float | None = None

    @property
    def percent(self) -> float:
        """The share in per cent."""
        return 100 * self.rows / self.of if self.of else 0.0

    @property
    def points(self) -> float | None:
        """How many percentage points it is above the mix, or below."""
        return None if self.target is None or not self.of else self.percent - 100 * self.target

    @property
    def misses(self) -> bool:
        """Whether it is too far from the mix."""
        return self.points is not None and abs(self.points) > NEAR

    def to_json(self) -> dict[str, Any]:
        """The share as plain data."""
        points = None if self.points is None else round(self.points, 2)
        return {
            "name": self.name,
            "rows": self.rows,
            "of": self.of,
            "percent": round(self.percent, 2),
            "target": None if self.target is None else round(100 * self.target, 2),
            "points": points,
        }


@dataclass(frozen=True, slots=True)
class SourceMix:
    """The mix of one source: its shares, those too far from the mix, and what is known of the reasons."""

    config: str
    source: str
    rows: int
    mix: tuple[Share, ...]
    misses: tuple[str, ...]
    reasons: tuple[str, ...]


def mix_shares(cells: Mapping[str, int], mix: Mix) -> tuple[Share, ...]:
    """The shares of the mix among rows, counted by the enrichments that they have, joined by `+`."""
    rows, basic = sum(cells.values()), cells.get("", 0)

    def having(*wanted: str) -> int:
        return sum(count for cell, count in cells.items() if cell and set(wanted) <= set(cell.split("+")))

    compound = rows - basic
    shares = [Share("basic", basic, rows, 1 - mix.compound), Share("compound", compound, rows, mix.compound)]
    shares += [Share(name, having(name), compound, getattr(mix, name)) for name in ENRICHMENTS]
    for one, other in (("guidelines", "rules"), ("guidelines", "formats"), ("rules", "formats")):
        shares.append(Share(f"{one} and {other}", having(one, other), compound, getattr(mix, f"{one}_and_{other}")))
    return tuple(shares)


def source_mixes(manifest: Manifest, mix: Mix, tally: Tally, configs: Sequence[str]) -> tuple[SourceMix, ...]:
    """The mix of each source that has rows, in the order of the configs and the names of the sources."""
    facts = {(source.task, source.name): source for source in manifest.sources}
    found = []
    for config in configs:
        counts = tally.of(config)
        for source, cells in counts.pairs("mix").items():
            shares = mix_shares(cells, mix)
            missed = tuple(share.name for share in shares if share.misses)
            reasons = tuple(_reasons(source, shares, counts, mix, facts.get((config, source)))) if missed else ()
            found.append(SourceMix(config, source, sum(cells.values()), shares, missed, reasons))
    return tuple(found)


def _reasons(
    source: str, shares: Sequence[Share], counts: Counts, mix: Mix, facts: SourceFacts | None
) -> Iterator[str]:
    """What is known to keep rows of a source from the mix."""
    missed = {share.name: share.points or 0.0 for share in shares if share.misses}
    rows = counts.total("mix", source)
    short = falls_short(missed)
    found: list[str] = []
    if "guidelines" in short:
        found += _undefined(source, counts, rows)
    if "rules" in short:
        found += _ruleless(source, counts, mix)
    if "formats" in short and (count := counts.total("one-format", source)):
        found.append(f"no other format fits {count:,} of {rows:,} rows")
    if rows < FEW:
        found.append(f"fewer than {FEW} rows")
    if facts is not None and facts.refused:
        found.append(_refused(facts.refused))
    yield from found or ["unknown"]


def falls_short(missed: Mapping[str, float]) -> set[str]:
    """The enrichments that fall short: by themselves, or in a pair of which neither does by itself."""
    below = {name for name, points in missed.items() if points < 0}
    if "compound" in below:
        return set(ENRICHMENTS)
    short = below & set(ENRICHMENTS)
    for pair in (name.split(" and ") for name in below if " and " in name):
        if not short & set(pair):
            short = short | set(pair)
    return short


def _undefined(source: str, counts: Counts, rows: int) -> Iterator[str]:
    if count := counts.total("unlabelled", source):
        yield f"no labels to define in {count:,} of {rows:,} rows"
    explained, shown = counts.under("explained", source), counts.under("shown", source)
    without = [label for label, count in shown.items() if label not in explained and count >= OFTEN]
    if shown and (without or not explained):
        yield f"no definition for every label: {len(without) or len(shown):,} of {len(shown):,} are never explained"


def _ruleless(source: str, counts: Counts, mix: Mix) -> Iterator[str]:
    ruleless, sampled = counts.total("ruleless", source), counts.total("sampled", source)
    if ruleless:
        yield f"no rule applies to {ruleless:,} of {sampled:,} rows sampled"
    idle, uses = counts.total("use", source, "idle"), counts.total("use", source)
    if uses and idle >= (mix.idle - 0.02) * uses:
        yield f"no rule makes a difference: {100 * idle / uses:.0f} % of uses have no witness already"


def _refused(refused: Mapping[str, int]) -> str:
    """The commonest reasons for which plans were refused, whatever they were shown with."""
    found = Counter[str]()
    for reason, count in refused.items():
        found[reason.rpartition(": ")[2]] += count
    common = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return "refused: " + ", ".join(f"{reason} {count:,}" for reason, count in common[:3])
