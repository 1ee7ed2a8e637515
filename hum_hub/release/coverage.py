"""Coverage of a build: what its rows are shown with, counted from the rows, held against the mix of its manifest."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.task import Task
from hum_hub.craft.codec import load
from hum_hub.craft.mix import Mix
from hum_hub.errors import CheckError
from hum_hub.release.manifest import Manifest, read_manifest
from hum_hub.release.observing import COLUMNS, Observer
from hum_hub.release.shortfalls import Share, SourceMix, mix_shares, source_mixes
from hum_hub.release.tally import Counts, Tally

BATCH = 500
TOP = 20
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by two things. `gaps` are the pairs that could be met and are not; `possible` counts gaps and the rest.

    A sub-task can have the formats that fit its schemas, and the rules that have options for one of the rows that
    were sampled of each source and sub-task; where nothing says what is possible, every pair is.
    """

    rows: str
    columns: str
    counts: dict[str, dict[str, int]]
    gaps: tuple[tuple[str, str], ...]
    filled: int
    possible: int

    @property
    def heads(self) -> list[str]:
        """The names of the columns."""
        found = {name for of_row in self.counts.values() for name in of_row} | {name for _, name in self.gaps}
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Balance:
    """How even the labels of a sub-task's answers are: their entropy as a share of the highest it could be."""

    labels: int
    distinct: int
    entropy: float
    top: dict[str, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """The coverage of one config, or of all (`name` is then empty and sub-tasks are called `config/sub-task`).

    `witnessed` are uses of a rule with a witness and all its uses, `empty` the empty answers of a sub-task and its
    rows. `contrasts` are the examples that two rows show alike but for the option of one rule, with two answers.
    """

    name: str
    rows: int
    splits: dict[str, int]
    subtasks: dict[str, int]
    matrices: tuple[Matrix, ...]
    rules_per_row: dict[str, int]
    pairs: dict[str, int]
    distinct_pairs: int
    empty: dict[str, tuple[int, int]]
    witnessed: dict[str, tuple[int, int]]
    contrasts: int
    mix: tuple[Share, ...]
    shares: tuple[Share, ...]
    balance: dict[str, Balance]
    lengths: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the rows of a build are shown with: all of them, by config, and by source against the mix."""

    repo: str
    version: str
    whole: Scope
    configs: tuple[Scope, ...]
    sources: tuple[SourceMix, ...]
    rules_per_row: tuple[float, ...]

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """All rows, then each config."""
        return (self.whole, *self.configs)

    def to_json(self) -> dict[str, Any]:
        """The coverage as plain data, with shares in per cent and distances from the mix in points worked out."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        for scope, data in zip(self.scopes, (plain["whole"], *plain["configs"]), strict=True):
            for name in ("mix", "shares"):
                data[name] = [share.to_json() for share in getattr(scope, name)]
        for source, data in zip(self.sources, plain["sources"], strict=True):
            data["mix"] = [share.to_json() for share in source.mix]
        return plain


def cover(
    folder: Path,
    tasks: Mapping[str, Task[Any]],
    config: str | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Coverage:
    """The coverage of a build folder, or of one config of it, streamed batch by batch.

    An answer is empty when the truth is: the gold of the row under its schema, as the task states it and as the proof
    takes it, before any rule. So a rule that leaves all records out makes no answer empty, and neither format nor
    phrase matters.

    Raises:
        CheckError: the folder is no build, has no such config, no plugin offers its task, or a row cannot be read.
    """
    manifest = read_manifest(folder)
    names = list(manifest.configs) if config is None else [config]
    for name in names:
        if name not in manifest.configs:
            raise CheckError(f"{folder} has no config {name!r}; it has {', '.join(manifest.configs)}")
        if name not in tasks:
            raise CheckError(f"no plugin offers the task {name!r}; install it, or name its folder with --plugins")
    mix, tally = _mix(manifest), Tally()
    total = sum(split.rows for name in names for split in manifest.configs[name].splits.values())
    done = 0
    for name in names:
        observer = Observer(name, tasks[name], mix, tally)
        for rows in _seen(folder, manifest, name, observer):
            done += rows
            report(done, total)
    whole, *configs = (_scope(name or "", tally.of(name), mix, manifest.splits) for name in (None, *names))
    return Coverage(
        manifest.repo,
        manifest.version,
        whole,
        tuple(configs),
        source_mixes(manifest, mix, tally, names),
        mix.rules_per_row,
    )


def _mix(manifest: Manifest) -> Mix:
    given = {name: value for name, value in manifest.mix.items() if name in Mix.__dataclass_fields__}
    try:
        mix: Mix = load(json.dumps(given), Mix)
    except ValueError as error:
        raise CheckError(f"the mix of the manifest is none: {error}") from error
    return mix


def _seen(folder: Path, manifest: Manifest, config: str, observer: Observer) -> Iterator[int]:
    """Count the rows of a config; yields how many were in each batch."""
    for split, facts in manifest.configs[config].splits.items():
        for file in facts.files:
            number = 0
            try:
                for batch in pq.ParquetFile(folder / file.path).iter_batches(BATCH, columns=COLUMNS):
                    for row in batch.to_pylist():
                        observer.see(split, row)
                        number += 1
                    yield batch.num_rows
            except (OSError, pa.ArrowException) as error:
                raise CheckError(
                    f"{file.path} cannot be read: {error}; hum check says what is wrong with it"
                ) from error
            except Exception as error:  # a row can be malformed in ways that nothing foresees
                reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                raise CheckError(
                    f"{file.path} row {number} cannot be counted ({reason}); hum verify says what is wrong with it"
                ) from error


def _scope(name: str, counts: Counts, mix: Mix, order: Iterable[str]) -> Scope:
    rows, splits = counts.total("split"), counts.under("split")
    subtasks, empty = counts.under("subtask"), counts.under("empty")
    pairs = counts.under("pair")
    uses = {rule: sum(found.values()) for rule, found in counts.pairs("witness").items()}
    return Scope(
        name=name,
        rows=rows,
        splits={split: splits[split] for split in sorted(splits, key=[*order, *splits].index)},
        subtasks=subtasks,
        matrices=tuple(_matrices(counts)),
        rules_per_row=counts.under("number"),
        pairs=_top(pairs),
        distinct_pairs=len(pairs),
        empty={subtask: (empty.get(subtask, 0), of) for subtask, of in subtasks.items()},
        witnessed={rule: (counts.total("witness", rule, "witnessed"), of) for rule, of in uses.items()},
        contrasts=counts.total("contrast"),
        mix=mix_shares(_cells(counts), mix),
        shares=tuple(_shares(counts, mix, rows)),
        balance={subtask: _balance(counts, subtask) for subtask in subtasks if counts.total("label", subtask)},
        lengths={part: _quantiles(counts.under("length", part)) for part in ("instruction", "answer")},
    )


def _cells(counts: Counts) -> dict[str, int]:
    """Rows by their enrichments, of all sources."""
    found: dict[str, int] = {}
    for of_source in counts.pairs("mix").values():
        for cell, count in of_source.items():
            found[cell] = found.get(cell, 0) + count
    return found


def _matrices(counts: Counts) -> Iterator[Matrix]:
    yield _matrix("sub-task", "rule", counts.pairs("rule"), counts.pairs("may-rule"), counts)
    yield _matrix("sub-task", "format", counts.pairs("format"), counts.pairs("may-format"), counts)
    yield _matrix("sub-task", "instruction language", counts.pairs("instruction"), None, counts)
    yield _matrix("sub-task", "input language", counts.pairs("input"), None, counts)
    yield _matrix("rule", "option", counts.pairs("option"), counts.pairs("may-option"), counts)


def _matrix(
    rows: str,
    columns: str,
    found: Mapping[str, dict[str, int]],
    may: Mapping[str, dict[str, int]] | None,
    counts: Counts,
) -> Matrix:
    """The matrix of what was found; where it is not said what else may be, every pair may."""
    names = sorted({*found, *(may or {}), *(counts.under("subtask") if rows == "sub-task" else ())})
    heads = {head for of_row in found.values() for head in of_row}
    wanted = {name: heads if may is None else set(may.get(name, ())) for name in names}
    gaps = tuple((name, head) for name in names for head in sorted(wanted[name] - set(found.get(name, ()))))
    filled = sum(len(of_row) for of_row in found.values())
    return Matrix(rows, columns, {name: found.get(name, {}) for name in names}, gaps, filled, filled + len(gaps))


def _shares(counts: Counts, mix: Mix, rows: int) -> Iterator[Share]:
    traits, uses = counts.under("trait"), counts.total("witness")
    yield Share("system message", traits.get("system", 0), rows, mix.system)
    yield Share("worked examples", traits.get("shots", 0), rows, mix.shots)
    yield Share(
        "hidden names, of rows with guidelines", traits.get("hidden", 0), traits.get("guidelines", 0), mix.hidden_names
    )
    yield Share("instruction in the other language", traits.get("cross-language", 0), rows, mix.cross_language)
    yield Share("labels in groups", traits.get("groups", 0), rows)
    yield Share("empty answers", counts.total("empty"), rows)
    yield Share(
        "rules without a witness, of all uses",
        uses - sum(of.get("witnessed", 0) for of in counts.pairs("witness").values()),
        uses,
    )


def _balance(counts: Counts, subtask: str) -> Balance:
    """The labels by the name that most rows give them, English ones if there are; labels of one name count as one."""
    by_name: dict[str, int] = {}
    for key, count in counts.under("label", subtask).items():
        languages = counts.under("name", subtask, key)
        names = counts.under(
            "name", subtask, key, "en" if "en" in languages else max(languages, key=languages.__getitem__)
        )
        name = max(names, key=names.__getitem__)
        by_name[name] = by_name.get(name, 0) + count
    total = sum(by_name.values())
    bits = -sum(count / total * math.log2(count / total) for count in by_name.values())
    even = bits / math.log2(len(by_name)) if len(by_name) > 1 else 0.0
    return Balance(total, len(by_name), round(even, 4), _top(by_name, 10))


def _top(found: Mapping[str, int], most: int = TOP) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0]))[:most])


def _quantiles(lengths: Mapping[str, int]) -> dict[str, int]:
    """Quantiles of lengths that are known to three digits, by their share in per cent."""
    found, total = {}, sum(lengths.values())
    ordered = sorted((int(length), count) for length, count in lengths.items())
    for share in QUANTILES:
        passed = 0
        for length, count in ordered:
            passed += count
            if passed >= share * total:
                found[f"{share:.0%}"] = length
                break
    return found
