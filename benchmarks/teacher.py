"""How near the teacher engine comes to what an endpoint can give, and what it costs beside other clients.

Starts the scripted server of the tests in a process of its own, and each client in another. Prints one JSON object as
its last line; see README.md here.
"""

import argparse
import json
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from serving.running import ScriptedServer
from teaching.asked import REPLY
from teaching.measuring import Run, run
from teaching.measuring import main as measure

CONNECTIONS, LATENCY = 64, 0.1
IDEAL = CONNECTIONS / LATENCY
ANSWERS = ({"contains": "", "text": REPLY},)
TROUBLE = (
    {"kind": "rate-limited", "share": 0.05, "after": 1, "said": "seconds"},
    {"kind": "failing", "share": 0.02},
    {"kind": "reset", "share": 0.005},
)
"""The server waits for the latency before it refuses, too. The last prompts to be refused show in the share, since each
waits for its second and may be refused again: about two seconds, however many prompts there are."""
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How many requests each figure is measured with, how often, and for whom besides the engine."""

    ideal: int
    repeats: int
    processor: int
    processor_repeats: int
    trouble: int
    memory: tuple[int, int]
    others: tuple[str, ...]


QUICK = Size(3_200, 1, 1_000, 3, 9_600, (2_000, 12_000), ("aiohttp",))
FULL = Size(6_400, 3, 5_000, 5, 25_600, (10_000, 100_000), ("aiohttp", "openai_leanest", "openai_defaults"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer requests, under 50 seconds")
    parser.add_argument("--measure", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(*arguments.measure)
        return
    size = QUICK if arguments.quick else FULL
    figures: Figures = {"quick": arguments.quick, "connections": CONNECTIONS, "latency_seconds": LATENCY}
    with ScriptedServer() as server:
        for part in (ideal, processor, trouble, memory):
            figures |= part(server, size)
    print(json.dumps(figures))


def ideal(server: ScriptedServer, size: Size) -> Figures:
    """Replies a second as a share of connections over latency."""
    shares: dict[str, list[float]] = {}
    for _ in range(size.repeats):
        for client in ("engine", *size.others):
            server.reset(latency=LATENCY, replies=ANSWERS)
            shares.setdefault(client, []).append(share(told("latency", client, size.ideal, server)))
    figures: Figures = {f"ideal_share{of(client)}": median(all) for client, all in shares.items()}
    return figures | {"ideal_share_over_aiohttp": round(figures["ideal_share"] / figures["ideal_share_aiohttp"], 3)}


def processor(server: ScriptedServer, size: Size) -> Figures:
    """Processor time of the client for each request, beside the floor; clients take turns."""
    times: dict[str, list[float]] = {}
    for _ in range(size.processor_repeats):
        for client in ("engine", *size.others):
            server.reset(replies=ANSWERS)
            found = told("no latency", client, size.processor, server)
            times.setdefault(client, []).append(found.processor / found.right * 1e6)
    micros = {client: statistics.median(all) for client, all in times.items()}
    figures: Figures = {f"cpu_microseconds_{client}": round(found) for client, found in micros.items()}
    ratios = {client: round(found / micros["aiohttp"], 2) for client, found in micros.items() if client != "aiohttp"}
    return figures | {f"cpu_ratio{of(client)}": ratio for client, ratio in ratios.items()}


def trouble(server: ScriptedServer, size: Size) -> Figures:
    """The share of the ideal where some requests are refused for a second, fail or are cut off."""
    figures: Figures = {"trouble_prompts": size.trouble}
    count = size.trouble
    for client in ("engine", *size.others):
        if client == "aiohttp":
            continue  # it gives up at the first trouble
        server.reset(latency=LATENCY, replies=ANSWERS, faults=TROUBLE)
        found = told("trouble", client, count, server)
        counts = server.counts()
        figures |= {
            f"trouble_share{of(client)}": round(share(found), 3),
            f"trouble_steady_share{of(client)}": round(found.steady / IDEAL, 3),
            f"trouble_requests{of(client)}": counts["requests"],
            f"trouble_lost{of(client)}": count - found.right,
        }
    return figures


def memory(server: ScriptedServer, size: Size) -> Figures:
    """Resident memory of the engine's process after many replies over that after few."""
    few, many = size.memory
    server.reset(replies=ANSWERS)
    found = told("memory", "engine", many, server, few)
    before, after = found.mebibytes
    return {
        "memory_requests": many,
        "memory_mebibytes": round(after),
        "memory_growth": round(after / before, 3),
        "replies_per_second_no_latency": round(found.right / found.seconds),
    }


def told(what: str, client: str, count: int, server: ScriptedServer, *points: int) -> Run:
    """A run, told of while the benchmark goes on."""
    found = run(client, server.url, CONNECTIONS, count, points)
    micros = found.processor / max(found.right, 1) * 1e6
    print(f"{what}, {client}: {found.right:,} in {found.seconds:.2f} s, {micros:.0f} µs each", file=sys.stderr)
    return found


def share(found: Run) -> float:
    """Replies a second as a share of what connections and latency allow."""
    return found.right / found.seconds / IDEAL


def median(values: list[float]) -> float:
    """The median, as it is printed."""
    return round(statistics.median(values), 3)


def of(client: str) -> str:
    """What follows the name of a figure that is not the engine's."""
    return "" if client == "engine" else f"_{client}"


if __name__ == "__main__":
    main()
