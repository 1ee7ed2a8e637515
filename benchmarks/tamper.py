"""How many rows that somebody tampered with `hum verify` catches.

Builds a corpus, or takes a build folder that is there, proves its rows, changes each in one way and proves it again:
once with the id of its example as published, once with both ids made again. Prints one JSON object as its last line;
see README.md here. The ways to tamper stand in `tampering`, with the reason why each makes a row wrong.
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq
from material.corpus import ROOT, STARTER, corpus
from tampering import answers, arrangements, columns, instructions
from tampering.scene import Kind, Scene, refitted

from hum_hub.contract.records import Problem
from hum_hub.craft import formats, rules
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row
from hum_hub.registry.loading import load

CHANGES: Sequence[Kind] = (
    answers.answer_label,
    answers.answer_drop,
    answers.answer_add,
    answers.answer_boundary,
    answers.answer_order,
    answers.answer_case,
    answers.phrase,
    answers.phrase_in_another_language,
    answers.format_detail,
    answers.mark_moved,
    answers.shot_answer,
    instructions.input_swapped,
    instructions.option_in_column,
    instructions.option_in_message,
    instructions.option_everywhere,
    instructions.rule_sentence_deleted,
    instructions.rule_deleted_everywhere,
    instructions.sentence_added,
    instructions.statement,
    instructions.definition,
    instructions.label_removed,
    instructions.label_renamed,
    instructions.roles_swapped,
    arrangements.headings_exchanged,
    arrangements.examples_exchanged,
    arrangements.labels_reordered,
    arrangements.illustration_moved,
    arrangements.input_as_a_turn,
    columns.gold_only,
    columns.schema_column,
)
FORGERIES: Sequence[Kind] = (
    columns.gold_and_answer,
    columns.gold_not_asked,
    columns.definition_everywhere,
    columns.label_key,
    columns.provenance,
    columns.witness,
)
"""Changes after which a row is of one piece again, so that it alone cannot show them."""


@dataclass
class Tally:
    """How many rows were changed in each way, how many of them were caught, and some that were not."""

    rows: int = 0
    false_alarms: list[str] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)
    caught: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, other: "Tally") -> None:
        """Take over what another process counted."""
        self.rows += other.rows
        self.false_alarms += other.false_alarms
        self.changed += other.changed
        for name in other.caught:
            self.caught[name] += other.caught[name]
        for name, texts in other.missed.items():
            self.missed[name] += texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about 2,000 rows, under 50 seconds")
    parser.add_argument("--folder", type=Path, help="a build folder to take rows from instead of building one")
    parser.add_argument("--recipe", type=Path, default=STARTER, help="another recipe to build")
    arguments = parser.parse_args()
    wanted = 2_000 if arguments.quick else 20_000
    plugins = tuple(sorted((ROOT / "plugins").iterdir()))
    with tempfile.TemporaryDirectory(prefix="hum-tamper-") as name:
        folder = arguments.folder or corpus(arguments.recipe, Path(name), wanted)
        tally = _tampered(folder, plugins, wanted)
    _print_missed(tally)
    print(json.dumps({"quick": arguments.quick} | _figures(tally)))


def drawn(folder: Path, config: str, share: float) -> list[Row]:
    """A share of the rows of a config, drawn by a hash of their ids, in the order of these hashes."""
    found = [
        Row.of(columns)
        for path in sorted((folder / config).glob("*.parquet"))
        for columns in pq.read_table(path).to_pylist()
    ]
    found.sort(key=lambda row: _hashed(row.id))
    return found[: round(share * len(found))]


def tampered(folder: Path, config: str, plugins: tuple[Path, ...], share: float) -> Tally:
    """Change each row in a way that fits it, of those that fit the one that was least used so far."""
    task = load(plugins).tasks[config]
    prover = Prover(task, formats.SHARED, rules.SHARED)
    every, tally, used = drawn(folder, config, share), Tally(), Counter[str]()
    kin: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in every:
        kin[row.subtask, row.input_language].append(row)
    for row in every:
        tally.rows += 1
        if problems := prover.problems(row):
            tally.false_alarms.append(f"{config} {row.id}: {problems[0]}")
            continue
        others = kin[row.subtask, row.input_language]
        dice = random.Random(_hashed("tamper", row.id))
        scene = Scene(row, task, prover.formats, prover.rules, others, dice)
        for kind in sorted(
            (*CHANGES, *FORGERIES), key=lambda kind: (used[kind.__name__], _hashed(row.id, kind.__name__))
        ):
            changed = kind(scene)
            if changed is not None and changed != row:
                used[kind.__name__] += 1
                _judge(kind.__name__, scene, changed, prover, tally)
                break
    return tally


def _judge(name: str, scene: Scene, changed: Row, prover: Prover, tally: Tally) -> None:
    tally.changed[name] += 1
    for fit, example in (("published", False), ("refitted", True)):
        if _problems(prover, refitted(changed, prover.task.name, example)):
            tally.caught[fit][name] += 1
        else:
            tally.missed[name].append(f"{fit}: {_difference(scene.row, changed)}")


def _problems(prover: Prover, row: Row) -> list[Problem]:
    """As `hum verify` has it: a row on which a check fails is not proven."""
    try:
        return prover.problems(row)
    except Exception as error:  # a changed row can be malformed in ways that no check foresees
        return [Problem("check-failed", f"{type(error).__name__}: {error}")]


def _difference(row: Row, changed: Row) -> str:
    """What differs between two rows, shortly."""
    before, after = row.to_dict(), changed.to_dict()
    lines = [f"{row.subtask}, {row.format}, {', '.join(f'{c.rule}={c.option}' for c in row.rules)}"]
    for column in before:
        old, new = str(before[column]), str(after[column])
        if old != new and column not in ("inputs", "shots"):
            at = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
            lines.append(f"  {column}: …{old[max(0, at - 30) : at + 90]}… became …{new[max(0, at - 30) : at + 90]}…")
    return "\n".join(lines)


def _tampered(folder: Path, plugins: tuple[Path, ...], wanted: int) -> Tally:
    paths = sorted(folder.glob("*/*.parquet"))
    rows = sum(pq.read_metadata(path).num_rows for path in paths)
    configs, share, tally = sorted({path.parent.name for path in paths}), min(1.0, wanted / rows), Tally()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        waiting = [pool.submit(tampered, folder, config, plugins, share) for config in configs]
        for each in waiting:
            tally.add(each.result())
    return tally


def _figures(tally: Tally) -> dict[str, object]:
    changes, forgeries = ([kind.__name__ for kind in kinds] for kinds in (CHANGES, FORGERIES))
    figures: dict[str, object] = {"rows": tally.rows, "false_alarms": len(tally.false_alarms)}
    for prefix, names in (("", changes), ("forged_", forgeries)):
        figures[f"{prefix}changed"] = sum(tally.changed[name] for name in names)
        for fit, ending in (("published", ""), ("refitted", "_refitted")):
            figures[f"{prefix}caught_share{ending}"] = _share(tally, fit, names)
    for name in (*changes, *forgeries):
        figures[name] = {
            "rows": tally.changed[name],
            "caught_share": _share(tally, "published", [name]),
            "caught_share_refitted": _share(tally, "refitted", [name]),
        }
    missed = Counter(text.split(",")[0].removeprefix("refitted: ") for text in tally.missed["input_swapped"])
    return figures | {"input_swapped_missed": dict(sorted(missed.items()))}


def _share(tally: Tally, fit: str, names: Iterable[str]) -> float | None:
    names = list(names)
    changed = sum(tally.changed[name] for name in names)
    return round(sum(tally.caught[fit][name] for name in names) / changed, 5) if changed else None


def _print_missed(tally: Tally) -> None:
    for alarm in tally.false_alarms[:3]:
        print(f"false alarm: {alarm}")
    for name, texts in sorted(tally.missed.items()):
        for text in texts[:3]:
            print(f"{name} not caught, {text}")
    sys.stdout.flush()


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


if __name__ == "__main__":
    main()
