"""The plan of a corpus at the paper's scale: 126 disciplines, 150 subjects each, ten million questions, streamed.

Draws every question of the plan as the generalist would, from syllabi of the paper's size (10 to 30 sessions, three to
seven key concepts each), and holds none of them. Prints one JSON object as its last line; see README.md here.
"""

import argparse
import hashlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins" / "generalist"))

from hum_hub_plugin_generalist.draws import draws, total_draws

DISCIPLINES, SUBJECTS, QUESTIONS = 126, 150, 10_000_000


def subjects(share: float) -> Iterator[tuple[str, list[int]]]:
    """Subjects with the numbers of key concepts of their sessions."""
    for number in range(round(DISCIPLINES * SUBJECTS * share)):
        name = f"discipline-{number // SUBJECTS}/subject-{number % SUBJECTS}"
        seed = hashlib.sha256(name.encode()).digest()
        yield name, [3 + seed[place % 32] % 5 for place in range(10 + seed[31] % 21)]


def peak() -> float:
    """The highest resident memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one subject in a hundred")
    share = 0.01 if parser.parse_args().quick else 1.0
    each = round(QUESTIONS / (DISCIPLINES * SUBJECTS))
    made = concepts = hit = planned = 0
    early, spread, possible = 0.0, list[float](), 0
    begun = told = time.perf_counter()
    for number, (name, sizes) in enumerate(subjects(share)):
        hits: Counter[tuple[int, int]] = Counter()
        for draw in draws(name, sizes, each):
            made += 1
            hits.update(
                (session, place) for session, of in zip(draw.sessions, draw.concepts, strict=True) for place in of
            )
        concepts, hit = concepts + sum(sizes), hit + len(hits)
        planned, possible = planned + 1, possible + total_draws(sizes)
        spread.append(max(hits.values()) / min(hits.values()))
        early = early or (peak() if number >= 0.1 * DISCIPLINES * SUBJECTS * share else 0.0)
        if time.perf_counter() - told > 5:
            told = time.perf_counter()
            print(f"{made:,} questions planned ({made / (told - begun):,.0f}/s)", file=sys.stderr)
    seconds = time.perf_counter() - begun
    figures = {
        "subjects": planned,
        "questions": made,
        "questions_per_second": round(made / seconds),
        "share_of_possible_draws": round(made / possible, 6),
        "concepts_hit_share": round(hit / concepts, 4),
        "most_over_least_hits": round(sum(spread) / len(spread), 2),
        "peak_mib": round(peak()),
        "memory_growth": round(peak() / early, 3),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
