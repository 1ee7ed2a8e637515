"""A synthesis driven without a model: for tests of tasks that synthesize."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.records import Example, Note, Problem, Seed, Topic
from hum_hub.contract.task import Task

Answering = Callable[[Prompt], str | None]
"""Gives the text of the reply to a prompt, or `None` for a reply that cannot be had."""


@dataclass(slots=True)
class Synthesized:
    """All that came of a synthesis, in order: `examples` are the valid ones, `seeds` those of later stages."""

    examples: list[Example[Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seeds: list[Seed] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)


def synthesized(
    task: Task[Any], seeds: Iterable[Seed], teacher: Answering, model: str = "scripted-1", follow: bool = True
) -> Synthesized:
    """Drive the synthesis of some seeds; with `follow`, of the seeds that come of them as well."""
    found = Synthesized()
    for seed in seeds:
        _drive(task, seed, teacher, model, found)
    done = 0
    while follow and done < len(found.seeds):
        _drive(task, found.seeds[done], teacher, model, found)
        done += 1
    return found


def _drive(task: Task[Any], seed: Seed, teacher: Answering, model: str, found: Synthesized) -> None:
    synthesis = task.synthesize(seed)
    received: Any = None
    while True:
        try:
            step = synthesis.send(received)
        except StopIteration:
            return
        received = None
        match step:
            case Prompt():
                received = _reply(step, teacher, model, found)
            case tuple():
                received = tuple(_reply(prompt, teacher, model, found) for prompt in step)
            case Seed():
                found.seeds.append(step)
            case Topic():
                found.topics.append(step)
            case Problem():
                found.problems.append(step)
            case Note():
                found.notes.append(step)
            case _:
                faults = list(task.validate(step))
                found.problems += faults
                found.examples += [] if faults else [step]


def _reply(prompt: Prompt, teacher: Answering, model: str, found: Synthesized) -> Reply | None:
    """The reply as a run would hand it on: one that is not of the shape asked for is none."""
    found.prompts.append(prompt)
    text = teacher(prompt)
    if text is None:
        return None
    reply = Reply(text, model)
    try:
        if prompt.shape is not None:
            reply.read(prompt.shape)
    except ValueError:
        return None
    return reply
