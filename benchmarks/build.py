"""How fast `hum build` is, and whether time and memory stay flat as the corpus grows.

Builds synthetic English and Chinese texts with entities in processes of its own, with a small and a large number of
examples, and the small one with one worker and with two. Prints one JSON object as its last line; see README.md here.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
RECIPE = """
[dataset]
repo = "bench/hum"
version = "0.0.1"
licenses = ["cc0-1.0"]
[plugins]
folders = ["plugins/*"]
"""
SOURCE = """
[[tasks.ie.sources]]
name = "texts-{language}"
uri = "file:texts.{language}.jsonl"
reader = {{ type = "json-lines" }}
language = "{language}"
license = "cc0-1.0"
subtasks = ["entities"]
"""
WORDS = {
    "en": [
        "the",
        "a",
        "of",
        "in",
        "on",
        "and",
        "with",
        "from",
        "over",
        "under",
        "after",
        "before",
        "river",
        "market",
        "bridge",
        "museum",
        "train",
        "letter",
        "garden",
    ],
    "zh": [
        "的",
        "在",
        "和",
        "从",
        "到",
        "后",
        "前",
        "河边",
        "市场",
        "桥上",
        "博物馆",
        "火车",
        "来信",
        "花园",
        "昨天",
        "今天",
        "他们",
        "我们",
    ],
}
NAMES = {
    "person": ("Ada", "林晓", "Omar", "周岚"),
    "place": ("Leeds", "杭州", "Oslo", "成都"),
    "product": ("Lumen", "云雀"),
}


def texts(language: str, count: int) -> Iterator[str]:
    """JSON lines with marked texts, made from a fixed seed."""
    dice = random.Random(f"{language}{count}")
    glue = "" if language == "zh" else " "
    for number in range(count):
        pieces = dice.choices(WORDS[language], k=18)
        for label in dice.choices(list(NAMES), k=3):
            name = dice.choice(NAMES[label]) + str(dice.randrange(1000))
            pieces.insert(dice.randrange(len(pieces)), f"[{name}]({label})")
        yield json.dumps({"id": f"{language}-{number}", "marked": glue.join(pieces) + f" {number}"}, ensure_ascii=False)


def make_project(folder: Path, examples: int) -> None:
    """A recipe with as many examples, half of them in each language."""
    (folder / "plugins").symlink_to(ROOT / "plugins")
    (folder / "hum.toml").write_text(RECIPE + "".join(SOURCE.format(language=language) for language in WORDS))
    for language in WORDS:
        with (folder / f"texts.{language}.jsonl").open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in texts(language, examples // 2))


def build(examples: int, workers: int) -> tuple[float, float, int]:
    """Seconds, peak resident memory of the largest process in MiB, and rows of one build."""
    with tempfile.TemporaryDirectory(prefix="hum-bench-") as name:
        folder = Path(name)
        make_project(folder, examples)
        command = [sys.executable, "-m", "hum_hub", "build", "--json", "--workers", str(workers)]
        measured = [sys.executable, __file__, "--measure", str(folder), *command]
        result = subprocess.run(measured, capture_output=True, text=True, check=True)
        seconds, peak, rows = json.loads(result.stdout.splitlines()[-1])
        return seconds, peak, rows


def measure(folder: str, command: list[str]) -> None:
    """Run a command as the only child of this process, so that the peak is that of its process tree alone."""
    begun = time.perf_counter()
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sources = json.loads(result.stdout)["manifest"]["sources"]
    print(json.dumps([seconds, peak, sum(source["rows"] for source in sources)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer examples, under 50 seconds")
    parser.add_argument("--measure", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure[0], arguments.measure[1:])
        return
    small, large, middle = (3_000, 30_000, 12_000) if arguments.quick else (10_000, 1_000_000, 50_000)
    figures: dict[str, float | int | bool] = {
        "quick": arguments.quick,
        "small_examples": small,
        "large_examples": large,
    }
    times = {}
    for name, examples in (("small", small), ("large", large)):
        seconds, peak, rows = build(examples, 2)
        times[name] = (seconds, peak)
        figures |= {
            f"{name}_seconds": round(seconds, 2),
            f"{name}_rows_per_second": round(rows / seconds),
            f"{name}_peak_mib": round(peak),
        }
        print(f"{name}: {rows:,} rows in {seconds:.1f} s, peak {peak:.0f} MiB", file=sys.stderr)
    figures["time_growth"] = round(times["large"][0] / times["small"][0] / (large / small), 3)
    figures["memory_growth"] = round(times["large"][1] / times["small"][1], 3)
    one, two = build(middle, 1)[0], build(middle, 2)[0]
    figures |= {
        "one_worker_seconds": round(one, 2),
        "two_workers_seconds": round(two, 2),
        "speedup": round(one / two, 3),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
