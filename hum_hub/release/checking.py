"""Proves a build folder fit to publish: files, numbers, card, and the real loader with a fresh cache."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.records import Problem
from hum_hub.proof.features import SCHEMA
from hum_hub.release.assembling import checksum
from hum_hub.release.card_checking import problems as card_problems
from hum_hub.release.layout import SUMS
from hum_hub.release.manifest import Manifest, read_manifest


def check(folder: Path, report: Callable[[str], None] = lambda step: None) -> Iterator[Problem]:
    """All that keeps a build folder from being published.

    Raises:
        CheckError: the folder has no manifest.
    """
    manifest = read_manifest(folder)
    report("checksums")
    yield from _sums(folder)
    report("Parquet files")
    yield from _files(folder, manifest)
    report("card")
    found = card_problems(folder)
    yield from found
    if not found:
        yield from _loads(folder, manifest, report)


def _sums(folder: Path) -> Iterator[Problem]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        yield Problem("checksums-missing", SUMS)
        return
    stated = {name: sum for sum, _, name in (line.partition("  ") for line in lines)}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    for name in sorted(present - set(stated)):
        yield Problem("file-without-checksum", name)
    for name, sum in stated.items():
        if name not in present:
            yield Problem("file-missing", name)
        elif checksum(folder / name) != sum:
            yield Problem("checksum-differs", name)


def _files(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    for name, config in manifest.configs.items():
        for split, facts in config.splits.items():
            if facts.rows != sum(file.rows for file in facts.files):
                yield Problem("rows-differ-from-manifest", f"{name}/{split}")
            for file in facts.files:
                try:
                    parquet = pq.ParquetFile(folder / file.path)
                except (OSError, pa.ArrowException) as error:
                    yield Problem("not-parquet", f"{file.path}: {error}")
                    continue
                if parquet.metadata.num_rows != file.rows:
                    yield Problem("rows-differ-from-manifest", file.path)
                if not parquet.schema_arrow.equals(SCHEMA):
                    yield Problem("columns-differ", file.path)


def _loads(folder: Path, manifest: Manifest, report: Callable[[str], None]) -> Iterator[Problem]:
    """Load every config with a fresh cache: `datasets` would serve rows of another folder of the same name."""
    from datasets import Dataset, load_dataset
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    for name, config in manifest.configs.items():
        report(f"load_dataset {name}")
        with tempfile.TemporaryDirectory(prefix="hum-check-") as cache:
            try:
                loaded: Any = load_dataset(str(folder.resolve()), name, cache_dir=cache)
                streamed: Any = load_dataset(str(folder.resolve()), name, streaming=True, cache_dir=cache)
                if {split: rows.num_rows for split, rows in loaded.items()} != {
                    split: facts.rows for split, facts in config.splits.items()
                }:
                    yield Problem("loaded-rows-differ", name)
                for split in config.splits:
                    rows: Dataset = loaded[split]
                    # read to the end: a stream that is left half-way aborts the interpreter when it ends
                    pairs = itertools.zip_longest((row["id"] for row in streamed[split]), rows["id"])
                    if sum(one != other for one, other in pairs):
                        yield Problem("streaming-differs", f"{name}/{split}")
            except Exception as error:  # the loader may fail in any way, and each of them is the finding
                yield Problem("does-not-load", f"{name}: {type(error).__name__}: {error}")
