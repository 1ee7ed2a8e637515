"""The synthesis: from a seed to texts, from texts to annotations that are found twice, from those to examples."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hum_hub import Example, Note, Problem, Prompt, Reply, Seed, Synthesis
from hum_hub_plugin_ie.gold import Extraction, Span, wording
from hum_hub_plugin_ie.layers import LAYERS, OF_EXAMPLE
from hum_hub_plugin_ie.synthesis import prompts
from hum_hub_plugin_ie.synthesis.agreement import agreement
from hum_hub_plugin_ie.synthesis.inspecting import fault, fault_of_description, repeated
from hum_hub_plugin_ie.synthesis.placing import Placed, placed
from hum_hub_plugin_ie.synthesis.planning import TextPlan, plans
from hum_hub_plugin_ie.synthesis.proposing import proposed
from hum_hub_plugin_ie.synthesis.scheme import Scheme, SchemeError, scheme_of, wanted_of
from hum_hub_plugin_ie.synthesis.shapes import Listing, Proposal

Read = Callable[[Seed], Iterable[Example[Extraction] | Problem | Note]]
Replies = Generator[Any, Any, list[Reply | None]]


@dataclass(frozen=True, slots=True)
class _Written:
    """A text on its way to an example: how it was planned, who wrote and annotated it, what it was found to say."""

    plan: TextPlan
    text: str
    models: tuple[str, ...]
    found: Placed


def synthesis(seed: Seed, read: Read) -> Synthesis[Extraction]:
    """Examples for the scheme of a seed, or for one that a teacher proposes; `read` is how annotated seeds are read."""
    if seed.language not in prompts.LANGUAGES:
        yield Problem("language-without-prompts", seed.language)
        return
    try:
        if seed.fields.get("open") is True and not {"entities", "relations", "events", "slots"} & seed.fields.keys():
            yield from _open(seed)
            return
        scheme = scheme_of(seed.fields).needed_by(seed.subtasks)
        planned = plans(seed.id, scheme, wanted_of(seed.fields, len(scheme.labels)), seed.language)
    except SchemeError as error:
        yield replace(error.problem, detail=f"{seed.id}: {error.problem.detail}")
        return
    texts = yield from _texts(seed, scheme, planned)
    annotated = yield from _annotated(seed, scheme, texts)
    yield from _found_again(seed, scheme, annotated, read)


def _open(seed: Seed) -> Synthesis[Extraction]:
    """The scheme for a topic, and with it a seed that texts are written for.

    Raises:
        SchemeError: no texts can be written for the topic of the seed.
    """
    asked = prompts.schema(_topic(seed), seed.language)
    description: Reply | None = yield asked
    if description is None:
        return
    if unfit := fault_of_description(description.text.strip(), asked, seed.language):
        yield replace(unfit, detail=f"{seed.id}: {unfit.detail}")
        return
    structured: Reply | None = yield prompts.schema_structure(description.text, seed.language)
    if structured is None:
        return
    fields, problems = proposed(structured.read(Proposal), seed.language)
    yield from (replace(problem, detail=f"{seed.id}: {problem.detail}") for problem in problems)
    stated = {key: value for key, value in seed.fields.items() if key != "open"}
    models = seed.example({}, Extraction()).written_by(description.model, structured.model).model
    yield replace(seed.follow({**stated, **fields}, "schema"), model=models)


def _topic(seed: Seed) -> str:
    """The topic of a seed that states no labels.

    Raises:
        SchemeError: it has none, wants texts as no seed may, or asks under the labels of a whole source.
    """
    wanted = wanted_of(seed.fields, 1)
    if not wanted.topic:
        raise SchemeError("no-topic")
    if others := [subtask for subtask in seed.subtasks if subtask not in OF_EXAMPLE]:
        raise SchemeError("subtask-with-labels-of-source", ", ".join(others))
    return wanted.topic


def _texts(seed: Seed, scheme: Scheme, planned: Sequence[TextPlan]) -> Generator[Any, Any, list[_Written]]:
    """The texts that are fit, each unlike those before it."""
    asked = tuple(prompts.text(scheme, plan, seed.language) for plan in planned)
    kept = list[_Written]()
    for plan, prompt, reply in zip(planned, asked, (yield from _replies(asked)), strict=True):
        if reply is None:
            continue
        text = reply.text.strip()
        found = fault(text, prompt, scheme, seed.language)
        if found is None and repeated(text, [other.text for other in kept]):
            found = Problem("text-repeats-another", text[:80])
        if found is not None:
            yield _about(seed, plan, found)
        else:
            kept.append(_Written(plan, text, (reply.model,), Placed()))
    return kept


def _annotated(seed: Seed, scheme: Scheme, texts: Sequence[_Written]) -> Generator[Any, Any, list[_Written]]:
    """The texts whose annotations all have their places; one that has none costs the text, or gold would be missing."""
    asked = tuple(prompts.annotation(each.text, scheme, each.plan, seed.language) for each in texts)
    kept = list[_Written]()
    for each, reply in zip(texts, (yield from _replies(asked)), strict=True):
        if reply is None:
            continue
        found = placed(reply.read(Listing), scheme, each.text)
        for problem in found.problems:
            yield _about(seed, each.plan, problem)
        if not found.problems:
            remarks = list(_against_plan(found, each.plan))
            for remark in remarks:
                yield _about(seed, each.plan, remark)
            if not any(isinstance(remark, Problem) for remark in remarks):
                kept.append(replace(each, found=found, models=(*each.models, reply.model)))
    return kept


def _against_plan(found: Placed, plan: TextPlan) -> Iterable[Problem | Note]:
    """How a text differs from what was wished for: gold is what it says, so that most of this does not matter."""
    labels = {mention.label for mention in found.mentions} | {relation.label for relation in found.relations}
    labels |= {event.type for event in found.events}
    if plan.wished and not labels:
        yield Problem("text-without-annotation", ", ".join(plan.wished))
    elif missing := [label for label in plan.wished if label not in labels]:
        yield Note("wished-label-not-used", ", ".join(missing))
    if unwished := [label for label in plan.absent if label in labels]:
        yield Note("unwished-label-used", ", ".join(unwished))


def _found_again(seed: Seed, scheme: Scheme, texts: Sequence[_Written], read: Read) -> Synthesis[Extraction]:
    """Examples of those layers of the texts in which a reader, who knows no annotation, finds exactly the same."""
    asked = tuple(prompts.extraction(each.text, scheme, seed.language) for each in texts)
    for each, reply in zip(texts, (yield from _replies(asked)), strict=True):
        if reply is None:
            continue
        again = placed(reply.read(Listing), scheme, each.text)
        if again.problems:
            first = again.problems[0]
            yield _about(seed, each.plan, Problem("annotation-not-found-again", f"{first.code}: {first.detail}"))
            continue
        shares = agreement(each.found, again)
        for problem in _disagreement(shares, seed.subtasks):
            yield _about(seed, each.plan, problem)
        agreed = tuple(
            subtask for subtask in seed.subtasks if all(shares.get(layer, 1.0) == 1.0 for layer in LAYERS[subtask])
        )
        if agreed:
            yield from _examples(seed, scheme, replace(each, models=(*each.models, reply.model)), agreed, read)


def _disagreement(shares: Mapping[str, float], subtasks: tuple[str, ...]) -> Iterable[Problem]:
    asked = {layer for subtask in subtasks for layer in LAYERS[subtask]}
    for layer, share in shares.items():
        if layer in asked and share < 1.0:
            yield Problem("annotation-not-found-again", f"{layer}: F1 {share:.2f}")


def _examples(
    seed: Seed, scheme: Scheme, written: _Written, subtasks: tuple[str, ...], read: Read
) -> Synthesis[Extraction]:
    """The examples of a text, read as those of an annotated seed are."""
    annotated = seed.follow(_fields(written.text, written.found, scheme), str(written.plan.number))
    for step in read(replace(annotated, subtasks=subtasks)):
        yield step.written_by(*written.models) if isinstance(step, Example) else step


def _fields(text: str, found: Placed, scheme: Scheme) -> dict[str, Any]:
    """The fields of an annotated seed; see `hum_hub_plugin_ie.reading`."""

    def place(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": wording(span, text)}

    roles = {type: list(event.roles) for type, event in scheme.events.items()}
    return {
        "text": text,
        "mentions": [{"label": mention.label, **place(Span(mention.start, mention.end))} for mention in found.mentions],
        "relations": [
            {"label": relation.label, "head": place(relation.head), "tail": place(relation.tail)}
            for relation in found.relations
        ],
        "events": [
            {
                "type": event.type,
                "trigger": place(event.trigger),
                "arguments": [{"role": argument.role, "mention": place(argument.span)} for argument in event.arguments],
            }
            for event in found.events
        ],
        "roles": roles,
        "offered": {"entities": list(scheme.mentions), "relations": list(scheme.relations), "events": roles},
    }


def _replies(asked: tuple[Prompt, ...]) -> Replies:
    """The replies to prompts that are asked at once; none is asked where there is none."""
    if not asked:
        return []
    received: tuple[Reply | None, ...] = yield asked
    return list(received)


def _about(seed: Seed, plan: TextPlan, said: Problem | Note) -> Problem | Note:
    return replace(said, detail=f"{seed.id}/{plan.number}: {said.detail}"[:300])
