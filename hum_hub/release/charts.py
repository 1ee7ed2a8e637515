"""Coverage as pictures: SVG files without scripts, readable on light and on dark pages."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from hum_hub.pipeline.covering import Covered
from hum_hub.release.coverage import Coverage, Matrix, Scope
from hum_hub.release.coverage_tables import plain
from hum_hub.release.shortfalls import Share

LEVELS = 5
LONGEST = 40
"""The most characters of a name that are drawn; the whole of it shows when it is pointed at."""
LETTER = 6.3
"""The width of a letter, a little more than fonts have; Chinese ones take two."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG file: its name, what it shows, and its text."""

    file: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a heat map: where it stands, its level from 0 (a gap) upwards, and its words."""

    x: float
    y: float
    level: int
    words: str
    count: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it stands, how long it is and where the mix would have it end, in pixels, and its words."""

    y: float
    name: str
    whole: str
    length: float
    target: float | None
    words: str


def pictures(coverage: Coverage) -> dict[str, list[Picture]]:
    """The pictures of each scope, by its name."""
    return {scope.name: list(_of(scope, number)) for number, scope in enumerate(coverage.scopes)}


def _of(scope: Scope, number: int) -> Iterator[Picture]:
    """File names hold the name of a config only where it is plain."""
    simple = scope.name.isascii() and scope.name.replace("-", "").replace("_", "").isalnum() and scope.name != "all"
    stem = "all" if not scope.name else scope.name if simple else f"config-{number}"
    about = plain(scope.name) or "all configs"
    yield Picture(
        f"{stem}-mix.svg", f"Mix of {about}", bars(f"Mix of {about}, in % (mark: the mix asked for)", scope.mix)
    )
    for matrix in scope.matrices:
        if matrix.columns in ("rule", "format") and matrix.heads:
            title = f"{matrix.rows.capitalize()} and {matrix.columns} in {about}"
            filled = f"{title}: {matrix.filled:,} of {matrix.possible:,} possible pairs are met"
            yield Picture(f"{stem}-{matrix.columns}s.svg", title, heat_map(filled, matrix))


def heat_map(title: str, matrix: Matrix) -> str:
    """Counts as squares, darker with each power of their number; gaps as dashed squares.

    What there is more of stands from top to bottom.
    """
    names, heads = list(matrix.counts), matrix.heads
    flipped = len(heads) > len(names)
    down, across = (heads, names) if flipped else (names, heads)
    most = max((count for found in matrix.counts.values() for count in found.values()), default=1)
    gaps = set(matrix.gaps)
    squares = []
    for row, found in matrix.counts.items():
        for head in heads:
            count = found.get(head, 0)
            if count or (row, head) in gaps:
                place, line = (
                    (across.index(row), down.index(head)) if flipped else (across.index(head), down.index(row))
                )
                squares.append(
                    Square(
                        34 * place,
                        20 * line,
                        _level(count, most),
                        f"{plain(row)}, {plain(head)}: {count:,}",
                        _short(count),
                    )
                )
    return _template("heat.svg.jinja").render(
        title=plain(title),
        squares=squares,
        down=_named(down, 20),
        across=_named(across, 34),
        left=_widest(down) + 12,
        top=40 + 0.75 * _widest(across),
        slant=0.75 * _widest(across),
        width=max(34 * len(across), _breadth(title) - _widest(down)),
        height=20 * len(down),
    )


def bars(title: str, shares: tuple[Share, ...]) -> str:
    """Shares as bars, each with a mark where the mix would have it end."""
    found = [
        Bar(
            24 * place,
            _cut(plain(share.name)),
            plain(share.name),
            round(3 * share.percent, 1),
            None if share.target is None else round(300 * share.target, 1),
            f"{share.percent:.1f}" + ("" if share.points is None else f" ({share.points:+.1f})"),
        )
        for place, share in enumerate(shares)
    ]
    left = _widest([share.name for share in shares]) + 12
    return _template("bars.svg.jinja").render(title=plain(title), bars=found, left=left, height=24 * len(found))


def covered(coverage: Sequence[Covered]) -> list[Picture]:
    """Of each task whose topics are known, how large a share of them is met, as bars."""
    found = []
    for task in dict.fromkeys(each.task for each in coverage):
        shares = tuple(Share(each.kind, each.met, each.topics) for each in coverage if each.task == task)
        title = f"{task}: topics met, per cent"
        found.append(Picture(f"topics-{task}.svg", title, bars(title, shares)))
    return found


@cache
def _template(name: str) -> Template:
    folder = files("hum_hub_cards")
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    style = folder.joinpath("style.css.jinja").read_text("utf-8")
    return environment.from_string(
        folder.joinpath(name).read_text("utf-8"), globals={"style": environment.from_string(style)}
    )


def _named(names: list[str], step: int) -> list[Mapping[str, object]]:
    return [{"at": step * place, "name": _cut(plain(name)), "whole": plain(name)} for place, name in enumerate(names)]


def _level(count: int, most: int) -> int:
    """0 for none, then up to `LEVELS` by the logarithm of a count."""
    if not count:
        return 0
    return 1 + min(LEVELS - 1, int(LEVELS * math.log(count) / math.log(most + 1)))


def _short(count: int) -> str:
    if count < 1000:
        return str(count) if count else ""
    return (
        f"{count / 1000:.1f}k"
        if count < 10_000
        else f"{count / 1000:.0f}k"
        if count < 1_000_000
        else f"{count / 1e6:.0f}M"
    )


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _widest(names: list[str]) -> float:
    return max((_breadth(_cut(plain(name))) for name in names), default=0)


def _breadth(text: str) -> float:
    return LETTER * sum(1 if sign < "\u2e80" else 2 for sign in text)
