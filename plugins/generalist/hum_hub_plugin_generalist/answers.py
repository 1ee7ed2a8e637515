"""From a question to its answer: samples, checks, agreement on the result, a judge."""

import string
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from hum_hub import Example, Note, Problem, Reply, Seed, Synthesis
from hum_hub_plugin_generalist import judging_prompts, shapes
from hum_hub_plugin_generalist.checks import faults
from hum_hub_plugin_generalist.choices import lettered, settled, shown
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.judging import judged
from hum_hub_plugin_generalist.results import largest_group
from hum_hub_plugin_generalist.stages import AnswerStage

CHECKABLE = ("choice", "calculation", "code")
"""The forms whose answers come to a result that several samples can be compared on."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The samples to choose from, with the result that they agree on and how many of how many do."""

    samples: tuple[Reply, ...]
    result: str = ""
    agreement: str = ""


_Samples = Generator[Any, Any, tuple[Reply, ...]]
_Agreed = Generator[Any, Any, Agreed | None]


def answers(seed: Seed, stage: AnswerStage) -> Synthesis[Response]:
    """The examples of a question: asked as it is, and for a choice question as a choice among its options too."""
    if stage.options and (stage.correct is None or not 0 <= stage.correct < len(stage.options)):
        yield Problem("no-right-choice", seed.id)
        return
    asked = shown(stage.question, stage.options)
    samples = yield from _sampled(seed, stage, asked)
    agreed = (yield from _agreed(seed, stage, asked, samples)) if samples else None
    if agreed is None:
        return
    chosen, score = agreed.samples[0], ""
    if stage.judge:
        verdict = yield from judged(seed, asked, agreed.samples[:2])
        if verdict is None:
            return
        chosen, score = agreed.samples[verdict.best], verdict.score
    yield from _examples(seed, stage, asked, chosen, agreed, score)


def _sampled(seed: Seed, stage: AnswerStage, asked: str) -> _Samples:
    """The samples that have no fault; when none is left, the first fault is what the question is dropped for."""
    number = stage.samples if stage.form in CHECKABLE else 1
    number = max(number, 2) if stage.judge else number
    replies = yield tuple(judging_prompts.answer(asked, seed.language, place) for place in range(number))
    kept, dropped = list[Reply](), list[Problem]()
    for reply in replies:
        if reply is not None:
            fault = next(faults(reply.text, seed.language), None)
            if fault is None and reply.text.strip() == asked.strip():
                fault = Problem("answer-repeats-question", reply.text.strip()[:80])
            if fault is None:
                kept.append(reply)
            else:
                dropped.append(Problem(fault.code, f"{seed.id}: {fault.detail}"[:200]))
    if dropped and not kept:
        yield dropped[0]
    elif dropped:
        yield Note("sample-dropped", f"{seed.id}: {', '.join(fault.code for fault in dropped)}"[:200])
    return tuple(kept)


def _agreed(seed: Seed, stage: AnswerStage, asked: str, samples: tuple[Reply, ...]) -> _Agreed:
    if stage.form == "choice" and stage.options:
        return (yield from _agreed_on_choice(seed, stage, asked, samples))
    if stage.form not in CHECKABLE or stage.samples == 1:
        return Agreed(samples)
    prompts = tuple(judging_prompts.result(asked, sample.text, stage.form, seed.language) for sample in samples)
    replies: tuple[Reply | None, ...] = yield prompts
    results = [_stated(reply) for reply in replies]
    if sum(result is None for result in results) * 2 >= len(results):
        yield Note("no-short-result", seed.id)
        return Agreed(samples)
    group = largest_group(results)
    if len(group) * 2 <= stage.samples:
        yield Problem("samples-disagree", f"{seed.id}: {' | '.join(result or '-' for result in results)}"[:200])
        return None
    agreement = f"{len(group)}/{stage.samples}"
    return Agreed(tuple(samples[place] for place in group), results[group[0]] or "", agreement)


def _agreed_on_choice(seed: Seed, stage: AnswerStage, asked: str, samples: tuple[Reply, ...]) -> _Agreed:
    """The samples that settle on the option which whoever set the question claims is right, if they are most."""
    letters = [settled(sample.text, stage.options) for sample in samples]
    unclear = [place for place, letter in enumerate(letters) if letter is None]
    if unclear:
        replies: tuple[Reply | None, ...] = yield tuple(
            judging_prompts.result(asked, samples[place].text, "choice", seed.language) for place in unclear
        )
        for place, reply in zip(unclear, replies, strict=True):
            letters[place] = lettered(_stated(reply) or "")
    assert stage.correct is not None
    right = string.ascii_uppercase[stage.correct]
    group = tuple(sample for sample, letter in zip(samples, letters, strict=True) if letter == right)
    number = max(stage.samples, len(samples))
    if len(group) * 2 <= number:
        found = " ".join(letter or "-" for letter in letters)
        yield Problem("answer-disagrees-with-key", f"{seed.id}: {found}, key {right}"[:200])
        return None
    return Agreed(group, right, f"{len(group)}/{number}")


def _stated(reply: Reply | None) -> str | None:
    if reply is None:
        return None
    found = reply.read(shapes.Result)
    return found.value.strip() or None if found.stated else None


def _examples(
    seed: Seed, stage: AnswerStage, asked: str, chosen: Reply, agreed: Agreed, score: str
) -> Generator[Example[Response], None, None]:
    wanted = seed.subtasks or ("response",)
    place = {
        "discipline": stage.discipline,
        "subject": stage.subject,
        "sessions": stage.sessions,
        "concepts": stage.concepts,
        "path": stage.path,
        "level": stage.level,
        "form": stage.form,
        "difficulty": stage.difficulty,
        "agreement": agreed.agreement,
        "score": score,
    }
    if "response" in wanted:
        gold = Response(chosen.text.strip(), result=agreed.result, **place)  # type: ignore[arg-type]  # fields by name
        example = seed.example({"question": asked}, gold, subtasks=("response",))
        yield example.written_by(*stage.models, chosen.model)
    if "choice" in wanted and stage.options and stage.correct is not None:
        right = stage.options[stage.correct]
        gold = Response(right, choices=stage.options, correct=stage.correct, **place)  # type: ignore[arg-type]  # fields by name
        example = seed.example({"question": stage.question}, gold, subtasks=("choice",), item="choice")
        yield example.written_by(*stage.models, chosen.model)
