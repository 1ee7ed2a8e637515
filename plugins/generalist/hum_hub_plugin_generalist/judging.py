"""A judge's marks for one answer, or for two in both orders."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from hum_hub import Note, Problem, Reply, Seed
from hum_hub_plugin_generalist import judging_prompts, shapes

LEAST = 3.0
"""The least mean mark, and the least mark for being correct, of an answer that is kept."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Which answer is best, and its mean mark of five."""

    best: int
    score: str = ""


_Judged = Generator[Any, Any, Judged | None]


def judged(seed: Seed, question: str, answers: tuple[Reply, ...]) -> _Judged:
    """Which of one or two answers is best; `None` when that one is too poor. A judge who says nothing is noted."""
    if len({answer.text for answer in answers}) == 1:
        reply: Reply | None = yield judging_prompts.verdict(question, answers[0].text, seed.language)
        marks = [[reply.read(shapes.Verdict).marks]] if reply is not None else []
        return (yield from _kept(seed, 0, marks[0] if marks else []))
    first, second = (answer.text for answer in answers)
    replies: tuple[Reply | None, Reply | None] = yield (
        judging_prompts.comparison(question, first, second, seed.language),
        judging_prompts.comparison(question, second, first, seed.language),
    )
    straight, turned = (reply.read(shapes.Comparison) if reply is not None else None for reply in replies)
    best = yield from _best(seed, straight, turned)
    of_first = [*([straight.first] if straight else []), *([turned.second] if turned else [])]
    of_second = [*([straight.second] if straight else []), *([turned.first] if turned else [])]
    return (yield from _kept(seed, best, (of_first, of_second)[best]))


def _best(
    seed: Seed, straight: shapes.Comparison | None, turned: shapes.Comparison | None
) -> Generator[Note, None, int]:
    """The answer that both orders prefer; the first one where they do not agree on one."""
    if straight is None or turned is None:
        if straight is not None or turned is not None:
            yield Note("judge-silent-once", seed.id)
        return 0
    one = {"first": 0, "second": 1, "equal": None}[straight.better]
    other = {"first": 1, "second": 0, "equal": None}[turned.better]
    if one is not None and one == other:
        yield Note("judge-prefers-one", seed.id)
        return one
    if one is None and other is None:
        yield Note("judge-tie", seed.id)
    else:
        yield Note("judge-order-dependent", seed.id)
    return 0


def _kept(seed: Seed, best: int, marks: list[shapes.Marks]) -> _Judged:
    if not marks:
        yield Note("judge-silent", seed.id)
        return Judged(best)
    correct = sum(mark.correct for mark in marks) / len(marks)
    mean = sum(mark.correct + mark.complete + mark.clear + mark.fitting for mark in marks) / (4 * len(marks))
    if min(correct, mean) < LEAST:
        yield Problem("judged-poor", f"{seed.id}: {mean:.2f}, correct {correct:.1f}")
        return None
    return Judged(best, f"{mean:.2f}")
