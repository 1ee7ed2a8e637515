"""One run of one client in a process of its own, and what it took."""

import asyncio
import gc
import json
import subprocess
import sys
import time
from array import array
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from teaching.asked import REPLY
from teaching.clients import CLIENTS, WORKERS, Ask

BEFORE = 128
"""How many requests are asked before the clock starts, so that imports and first connections are in no figure."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds, seconds of processor time of the client, and the memory it had at some points.

    `right` counts the requests whose reply came and was the right one. `steady` is how many came in a second, from the
    first fifth of them to the last, where neither start nor end shows.
    """

    seconds: float
    processor: float
    right: int
    steady: float
    mebibytes: tuple[float, ...]


def run(client: str, url: str, connections: int, count: int, points: Sequence[int] = ()) -> Run:
    """Measure a client in a process of its own; memory is read after so many replies as `points` say."""
    arguments = [client, url, str(connections), str(count), *map(str, points)]
    script = Path(__file__).parent.parent / "teacher.py"
    result = subprocess.run(
        [sys.executable, str(script), "--measure", *arguments], stdout=subprocess.PIPE, text=True, check=True
    )
    return Run(**json.loads(result.stdout.splitlines()[-1]))


def main(client: str, url: str, connections: str, count: str, *points: str) -> None:
    """Measure in this process, and print what was found."""
    found = asyncio.run(_measured(client, url, int(connections), int(count), [int(point) for point in points]))
    print(json.dumps(asdict(found)))


async def _measured(client: str, url: str, connections: int, count: int, points: list[int]) -> Run:
    workers = connections * WORKERS.get(client, 1)
    async with CLIENTS[client](url, connections) as ask:
        await _all(ask, -BEFORE, 0, workers, [])
        gc.collect()
        gc.freeze()  # what the imports have left behind would be looked through again and again
        begun, processor = time.perf_counter(), time.process_time()
        memory, came = list[float](), array("d")
        for first, last in zip([0, *points], [*points, count], strict=True):
            came.extend(await _all(ask, first, last, workers, memory))
        seconds, spent = time.perf_counter() - begun, time.process_time() - processor
        fifth = len(came) // 5
        steady = 3 * fifth / (came[4 * fifth] - came[fifth])
        return Run(seconds, spent, len(came), steady, tuple(memory))


async def _all(ask: Ask, first: int, last: int, workers: int, memory: list[float]) -> "array[float]":
    """Ask all requests of a range; when each of the right replies came."""
    numbers, came = iter(range(first, last)), array("d")

    async def work() -> None:
        for number in numbers:
            if await ask(number) == REPLY:
                came.append(time.perf_counter())

    await asyncio.gather(*(work() for _ in range(workers)))
    memory.append(_resident())
    return came


def _resident() -> float:
    """The resident memory of this process in MiB."""
    with open("/proc/self/status", encoding="ascii") as stream:
        return next(int(line.split()[1]) for line in stream if line.startswith("VmRSS")) / 1024
