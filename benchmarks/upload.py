"""How many bytes a release uploads after some change, with the real chunker on builds of the project's own writer.

Builds a synthetic corpus, uploads it to a store in a folder, and again after each change, each time onto the first
version. Prints one JSON object as its last line; see README.md here.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from uploading.chunker import upload
from uploading.corpus import SOURCES, Corpus

Figures = dict[str, float | int | bool]
Change = Callable[[Corpus], Corpus]
ASKED = ("nothing", "append", "source_changed", "source_removed", "config_changed")
"""The changes for which there are targets, or of which everybody asks."""
GROWN, REWRITTEN, REMOVED, REPAIRED = "ie-en", "ie-zh", "ie-zh", "ie-en"
"""None of them is the last of its config: what comes after them moves."""


@dataclass(frozen=True, slots=True)
class Built:
    """A build: where it is, the checksums of its Parquet files by path, and how many rows it has."""

    folder: Path
    sums: dict[str, str]
    rows: int

    def bytes(self) -> int:
        """The size of its Parquet files."""
        return sum((self.folder / path).stat().st_size for path in self.sums)

    def others(self, before: "Built") -> list[str]:
        """The Parquet files that the build before has not."""
        known = set(before.sums.values())
        return [path for path, checksum in self.sums.items() if checksum not in known]


def build(project: Path, corpus: Corpus, workers: int) -> Built:
    """Build a corpus in a project; what was built there before goes."""
    corpus.write(project)
    command = [sys.executable, "-m", "hum_hub", "build", "--json", "--workers", str(workers)]
    told = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    folder = project / "build" / "hum"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {path: checksum for checksum, _, path in (line.partition("  ") for line in lines)}
    rows = sum(source["rows"] for source in json.loads(told)["manifest"]["sources"])
    return Built(folder, {path: checksum for path, checksum in sums.items() if path.endswith(".parquet")}, rows)


def changes(append: int) -> dict[str, Change]:
    """What may have changed since the last release, by name."""

    def grown(corpus: Corpus) -> Corpus:
        return replace(corpus, seeds={**corpus.seeds, GROWN: corpus.seeds[GROWN] + append})

    def grown_everywhere(corpus: Corpus) -> Corpus:
        each = append // len(corpus.seeds)
        return replace(corpus, seeds={name: count + each for name, count in corpus.seeds.items()})

    def repaired(corpus: Corpus) -> Corpus:
        middle = corpus.seeds[REPAIRED] // 2
        return replace(corpus, fixed={REPAIRED: range(middle, middle + append)})

    return {
        "nothing": lambda corpus: corpus,
        "append": grown,
        "append_everywhere": grown_everywhere,
        "repair": repaired,
        "source_changed": lambda corpus: replace(corpus, editions={REWRITTEN: 1}),
        "source_removed": lambda corpus: replace(
            corpus, seeds={name: count for name, count in corpus.seeds.items() if name != REMOVED}
        ),
        "config_changed": lambda corpus: replace(corpus, editions=dict.fromkeys(SOURCES["toy"], 1)),
    }


def measured(name: str, before: Built, after: Built, store: Path) -> Figures:
    """The figures of a change, uploaded onto what the store holds."""
    files = after.others(before)
    sent = upload(store, [after.folder / path for path in files]).sent
    return {
        f"{name}_files": len(files),
        f"{name}_bytes": sent,
        f"{name}_share": round(sent / before.bytes(), 5),
        f"{name}_grown": after.bytes() - before.bytes(),
        f"{name}_elsewhere": sum(not path.startswith(_touched(name)) for path in files),
    }


def _touched(name: str) -> tuple[str, ...]:
    """The configs that a change is in; in the others no byte may differ."""
    return {"config_changed": ("toy/",), "append_everywhere": ("ie/", "toy/")}.get(name, ("ie/",))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smaller corpus, under 50 seconds")
    parser.add_argument("--seeds", type=int, help="how many seeds a source has")
    parser.add_argument("--only", action="append", help="only this change; may be given several times")
    arguments = parser.parse_args()
    each = arguments.seeds or (600 if arguments.quick else 40_000)
    workers = 1 if arguments.quick else 2  # starting a second one takes longer than the few rows do
    first = Corpus({name: each for names in SOURCES.values() for name in names})
    with tempfile.TemporaryDirectory(prefix="hum-bench-") as name:
        project, store = Path(name) / "project", Path(name) / "store"
        project.mkdir()
        built = build(project, first, workers)
        before = replace(built, folder=Path(name) / "before")
        shutil.copytree(built.folder, before.folder)
        sent = upload(store, [before.folder / path for path in before.sums])
        figures: Figures = {"quick": arguments.quick, "rows": before.rows, "bytes": before.bytes(), "first": sent.sent}
        every = changes(len(first.seeds) * each // 100)
        for title, change in every.items():
            if title not in (arguments.only or (ASKED if arguments.quick else every)):
                continue
            copy = Path(name) / title
            shutil.copytree(store, copy)
            figures |= measured(title, before, build(project, change(first), workers), copy)
            shutil.rmtree(copy)
            print({key: figure for key, figure in figures.items() if key.startswith(f"{title}_")}, file=sys.stderr)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
