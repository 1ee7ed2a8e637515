"""How quickly `hum` answers: `hum --help` beside an interpreter that does nothing. Prints one JSON object; see README.md."""

import argparse
import json
import statistics
import subprocess
import sys
import time


def seconds(command: list[str], runs: int) -> float:
    """The median time of a command."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    runs = 5 if parser.parse_args().quick else 30
    bare = seconds([sys.executable, "-c", ""], runs)
    help_page = seconds([sys.executable, "-m", "hum_hub", "--help"], runs)
    print(json.dumps({"help_seconds": round(help_page, 3), "help_over_bare": round(help_page / bare, 2)}))


if __name__ == "__main__":
    main()
