"""From what is to be asked about to questions: asked for at once, checked, none twice."""

from collections.abc import Generator
from typing import Any

from hum_hub import Problem, Prompt, Reply, Seed, Synthesis
from hum_hub_plugin_generalist import prompts, shapes
from hum_hub_plugin_generalist.checks import echoes, faults
from hum_hub_plugin_generalist.choices import laid_out
from hum_hub_plugin_generalist.gold import Response
from hum_hub_plugin_generalist.names import nearly_same, triples
from hum_hub_plugin_generalist.stages import AnswerStage, Ask, QuestionsStage, follow, of

LONGEST_QUESTION = 6000
_Structured = Generator[tuple[Prompt, ...], tuple[Reply | None, ...], dict[int, Reply]]


def questions(seed: Seed, stage: QuestionsStage) -> Synthesis[Response]:
    """The seeds of the questions, each with all that is known of where it comes from."""
    if (problem := _beyond(seed, stage)) is not None:
        yield problem
        return
    asked = tuple(_prompt(stage, ask, seed.language) for ask in stage.asks)
    replies: tuple[Reply | None, ...] = () if not asked else (yield asked)
    written: dict[int, Reply] = {}
    for place, (prompt, reply) in enumerate(zip(asked, replies, strict=True)):
        if reply is not None and (problem := _fault(prompt, reply, seed.language)) is not None:
            yield Problem(problem.code, f"{seed.id}/{place}: {problem.detail}"[:200])
        elif reply is not None:
            written[place] = reply
    structured = yield from _structured(stage, written, seed.language)
    known = list[frozenset[tuple[str, ...]]]()
    for place, reply in written.items():
        found = _question(seed, stage, place, reply, structured.get(place))
        if isinstance(found, Problem):
            yield found
        elif found is not None:
            shown = triples("\n".join((found.question, *sorted(found.options))))
            if any(nearly_same(shown, other) for other in known):
                yield Problem("question-repeats", f"{seed.id}/{place}: {found.question}"[:200])
                continue
            known.append(shown)
            yield follow(seed, "answer", str(place), found)


def _beyond(seed: Seed, stage: QuestionsStage) -> Problem | None:
    """Positions that the sessions do not have can only come from a seed that was made by hand."""
    for ask in stage.asks:
        for session, places in zip(ask.sessions, ask.concepts, strict=False):
            size = len(stage.sessions[session].concepts) if 0 <= session < len(stage.sessions) else 0
            if len(ask.concepts) != len(ask.sessions) or not all(0 <= place < size for place in places):
                return Problem("draw-outside-syllabus", f"{seed.id}: {ask}"[:200])
    return None


def _prompt(stage: QuestionsStage, ask: Ask, language: str) -> Prompt:
    reached = [stage.sessions[session] for session in ask.sessions]
    return prompts.question(stage, reached, _concepts(stage, ask), ask.form, ask.difficulty, language)


def _concepts(stage: QuestionsStage, ask: Ask) -> tuple[str, ...]:
    drawn = zip(ask.sessions, ask.concepts, strict=True)
    return tuple(stage.sessions[session].concepts[place] for session, places in drawn for place in places)


def _fault(prompt: Prompt, reply: Reply, language: str) -> Problem | None:
    """What is wrong with a question; wrong calculations in it may be what is asked about."""
    if echoes(prompt, reply.text):
        return Problem("reply-echoes-prompt", reply.text.strip()[:80])
    if len(reply.text) > LONGEST_QUESTION:
        return Problem("giant-text", f"{len(reply.text)} characters")
    harmless = ("calculation-wrong", "code-does-not-parse", "json-does-not-parse")
    return next((problem for problem in faults(reply.text, language) if problem.code not in harmless), None)


def _structured(stage: QuestionsStage, written: dict[int, Reply], language: str) -> _Structured:
    """The structures of the choice questions, by their places."""
    places = [place for place in written if stage.asks[place].form == "choice"]
    if not places:
        return {}
    replies = yield tuple(prompts.choice_as_json(written[place].text, language) for place in places)
    return {place: reply for place, reply in zip(places, replies, strict=True) if reply is not None}


def _question(
    seed: Seed, stage: QuestionsStage, place: int, reply: Reply, structure: Reply | None
) -> AnswerStage | Problem | None:
    ask = stage.asks[place]
    more: dict[str, Any] = {
        "question": reply.text.strip(),
        "sessions": tuple(stage.sessions[session].title for session in ask.sessions),
        "concepts": _concepts(stage, ask),
        "form": ask.form,
        "difficulty": ask.difficulty,
        "models": (reply.model,),
    }
    if ask.form == "choice":
        if structure is None:
            return None
        laid = laid_out(structure.read(shapes.ChoiceQuestion))
        if isinstance(laid, Problem):
            return Problem(laid.code, f"{seed.id}/{place}: {laid.detail}"[:200])
        more |= laid | {"models": tuple(sorted({reply.model, structure.model}))}
    return of(AnswerStage, stage, **more)
