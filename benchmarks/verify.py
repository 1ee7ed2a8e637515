"""How fast `hum verify` proves rows, with one worker and with two, and where the time goes.

Builds the starter recipe with raised renderings in a temporary folder, or takes a build folder that is there. Prints
one JSON object as its last line; see README.md here.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
from material.corpus import ROOT, STARTER, corpus

from hum_hub.craft import formats, rules
from hum_hub.proof.features import SCHEMA
from hum_hub.proof.proving import Prover
from hum_hub.proof.rows import Row
from hum_hub.registry.loading import load
from hum_hub.release.verifying import Failure, verify


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rows, under 50 seconds")
    parser.add_argument("--folder", type=Path, help="a build folder to verify instead of one made for it")
    parser.add_argument("--recipe", type=Path, default=STARTER, help="another recipe to build")
    parser.add_argument("--profile", action="store_true", help="print what proving spends its time on")
    arguments = parser.parse_args()
    plugins = sorted((ROOT / "plugins").iterdir())
    with tempfile.TemporaryDirectory(prefix="hum-verify-") as name:
        rows = 10_000 if arguments.quick else 50_000
        folder = arguments.folder or corpus(arguments.recipe, Path(name), rows)
        figures = {"quick": arguments.quick} | _runs(folder, tiny(folder, Path(name) / "tiny"), plugins)
        if arguments.profile:
            _profile(folder, plugins)
        print(json.dumps(figures | _stages(folder, plugins)))


def tiny(folder: Path, target: Path) -> Path:
    """A folder with the configs of another one and two rows in each, in two row groups: all start-up and no work."""
    for config in {path.parent for path in folder.glob("*/train-*.parquet")}:
        path = min(config.glob("train-*.parquet"))
        (target / config.name).mkdir(parents=True)
        rows = pq.read_table(path, schema=SCHEMA).slice(0, 2)
        pq.write_table(rows, target / config.name / path.name, row_group_size=1)
    return target


def timed(folder: Path, plugins: Sequence[Path], workers: int) -> tuple[float, int]:
    """Seconds and rows of one verification.

    Raises:
        SystemExit: a row is not proven.
    """
    begun, proven = time.perf_counter(), 0
    for step in verify(folder, plugins, workers):
        if isinstance(step, Failure):
            raise SystemExit(f"not proven: {step}")
        proven += step
    return time.perf_counter() - begun, proven


def _runs(folder: Path, small: Path, plugins: Sequence[Path]) -> dict[str, float | int]:
    """Rates with two workers, then with one, which is this process."""
    figures: dict[str, float | int] = {}
    steady = {}
    for name, workers in (("two_workers", 2), ("one_worker", 1)):
        start = timed(small, plugins, workers)[0]
        seconds, rows = timed(folder, plugins, workers)
        # this process keeps its plugins, so that with one worker the second run has no start-up
        steady[workers] = seconds - start if workers > 1 else seconds
        whole = seconds if workers > 1 else seconds + start
        figures |= {
            "rows": rows,
            f"start_seconds_{name}": round(start, 2),
            f"rows_per_second_{name}": round(rows / steady[workers]),
            f"rows_per_second_{name}_with_start": round(rows / whole),
        }
        print(f"{name}: {rows:,} rows in {seconds:.1f} s, start {start:.2f} s", file=sys.stderr)
    return figures | {"speedup": round(steady[1] / steady[2], 3)}


def _stages(folder: Path, plugins: Sequence[Path]) -> dict[str, float]:
    """Microseconds of processor time per row of reading Parquet into dicts, of making rows of these, and of proving them."""
    seconds, count = defaultdict[str, float](float), 0
    registry = load(plugins)
    for path in sorted(folder.glob("*/*.parquet")):
        prover = Prover(registry.tasks[path.parent.name], formats.SHARED, rules.SHARED)
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            times = [time.process_time()]
            columns = file.read_row_group(group).to_pylist()
            times.append(time.process_time())
            rows = [Row.of(each) for each in columns]
            times.append(time.process_time())
            for row in rows:
                prover.problems(row)
            times.append(time.process_time())
            for stage, begun, ended in zip(("reading", "making", "proving"), times, times[1:], strict=False):
                seconds[stage] += ended - begun
            count += len(rows)
    return {f"microseconds_{stage}": round(spent / count * 1e6, 1) for stage, spent in seconds.items()}


def _profile(folder: Path, plugins: Sequence[Path]) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as profile:
        _stages(folder, plugins)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
