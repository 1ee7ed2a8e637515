"""The synthesis: texts and near misses that a teacher writes for a label, each labelled again by another request."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from typing import Any

from hum_hub import Example, Note, Problem, Prompt, Reply, Seed, Synthesis
from hum_hub_plugin_classification.gold import Classes
from hum_hub_plugin_classification.synthesis import prompts
from hum_hub_plugin_classification.synthesis.instructions import LANGUAGES
from hum_hub_plugin_classification.synthesis.refusing import refused
from hum_hub_plugin_classification.synthesis.shapes import AllLabelled, Labelled, Written
from hum_hub_plugin_classification.synthesis.wishes import Wish, wish

Reads = Callable[[Seed], Iterable[Example[Classes] | Problem | Note]]


def synthesis(seed: Seed, read: Reads) -> Synthesis[Classes]:
    """Examples of the label that a seed wishes for; `read` makes them of the fields of annotated seeds."""
    if seed.language not in LANGUAGES:
        yield Problem("language-without-prompts", seed.language)
        return
    for subtask in seed.subtasks:
        wished = wish(seed, subtask)
        if isinstance(wished, Problem):
            yield wished
            continue
        item = "" if len(seed.subtasks) == 1 else f"{subtask}-"
        known = list[str]()
        if wished.texts:
            yield from _batch(seed, wished, read, prompts.texts(wished), wished.texts, None, f"{item}text", known)
        for number, sibling in enumerate(wished.siblings if wished.near_misses else ()):
            asked, name = prompts.near_misses(wished, sibling), f"{item}near-{number}"
            yield from _batch(seed, wished, read, asked, wished.near_misses, sibling, name, known)


def _batch(
    seed: Seed, wished: Wish, read: Reads, asked: Prompt, count: int, sibling: str | None, item: str, known: list[str]
) -> Generator[Any, Any, None]:
    """Yield the examples of one request for texts; they are labelled at once, each by a request of its own."""
    reply: Reply | None = yield asked
    if reply is None:
        yield Problem("no-reply", f"{asked.stage}: {seed.id}")
        return
    texts = [text.strip() for text in reply.read(Written).texts]
    if len(texts) != count:
        yield Note("other-number-of-texts", f"{seed.id}/{item}: {len(texts)} instead of {count}")
    kept = list[tuple[int, str]]()
    for number, text in enumerate(texts[:count]):
        if (fault := refused(text, wished, known)) is not None:
            yield replace(fault, detail=f"{seed.id}/{item}-{number}: {fault.detail}")
            continue
        known.append(text)
        kept.append((number, text))
    if not kept:
        return
    found: tuple[Reply | None, ...] = yield tuple(prompts.labelling(wished, text) for _, text in kept)
    for (number, text), labelled in zip(kept, found, strict=True):
        fault = _verdict(wished, text, labelled, sibling)
        if fault is not None:
            yield replace(fault, detail=f"{seed.id}/{item}-{number}: {fault.detail}")
            continue
        yield from _examples(seed, wished, read, text, f"{item}-{number}", reply.model)


def _verdict(wished: Wish, text: str, reply: Reply | None, sibling: str | None) -> Problem | None:
    """Why a text is not kept after it was labelled again, or `None`."""
    if reply is None:
        return Problem("no-reply", f"labelling: {text[:80]}")
    numbers = reply.read(AllLabelled).labels if wished.several else (reply.read(Labelled).label,)
    shown = prompts.ordered(wished, text)
    found = {shown[number - 1] for number in numbers if 1 <= number <= len(shown)}
    if found == set(wished.wanted) and all(number <= len(shown) for number in numbers):
        return None
    said = f"{', '.join(wished.wanted)}, again {', '.join(sorted(found)) or 'none'}: {text[:80]}"
    return Problem("near-miss-is-sibling" if sibling in found else "label-not-found-again", said)


def _examples(seed: Seed, wished: Wish, read: Reads, text: str, item: str, model: str) -> Generator[Any, Any, None]:
    """Read the text as that of an annotated seed is read, and mark its examples with who wrote it."""
    fields = {**wished.given, wished.written: text, "labels": list(wished.wanted)}
    for step in read(replace(seed, id=f"{seed.id}/{item}", fields=fields, subtasks=(wished.subtask,))):
        yield step.written_by(model) if isinstance(step, Example) else step
