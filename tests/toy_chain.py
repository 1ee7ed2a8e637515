"""A tiny task written by teachers in stages: an outline, then texts about each of its points, then a verdict on each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from hum_hub import (
    Answer,
    Column,
    Element,
    Example,
    Note,
    Problem,
    Prompt,
    Schema,
    Seed,
    Subtask,
    Synthesis,
    Task,
    Value,
    delimited,
    hookimpl,
    length,
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What there is to say."""

    points: Annotated[tuple[Annotated[str, length(8, 40)], ...], length(2, 4)]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a text is any good."""

    good: bool
    reason: Annotated[str, length(1, 60)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a text: good or poor."""

    kind: str


class Chain(Task[Verdict]):
    """Verdicts on texts."""

    name: ClassVar[str] = "chain"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = Verdict
    stages = ("outline", "write", "judge")
    subtasks = {
        "verdict": Subtask(
            name="verdict",
            columns=(Column({"en": "verdict", "zh": "评价"}, "label"),),
            inputs=(("text", {"en": ("Text: ",), "zh": ("文本：",)}),),
            statements={"en": ("Is the text good or poor?",), "zh": ("这段文字是好是差？",)},
            default_format="json-records",
            by=0,
        )
    }

    def read(self, seed: Seed) -> Iterator[Example[Verdict] | Problem | Note]:
        """Nothing is annotated."""
        yield Problem("only-written")

    def synthesize(self, seed: Seed) -> Synthesis[Verdict]:
        """The stage that a seed is for; the odd ones misbehave as a seed says."""
        odd = seed.fields.get("odd")
        yield from _ODD[odd](seed) if odd else _texts(seed) if "point" in seed.fields else _outline(seed)

    def validate(self, example: Example[Verdict]) -> Iterable[Problem]:
        """A text has words."""
        if not example.text().strip():
            yield Problem("no-words")

    def elements(self, example: Example[Verdict], subtask: str) -> Iterable[Element]:
        """The verdict."""
        return [Element(example.gold.kind)]

    def answer(self, example: Example[Verdict], subtask: str, schema: Schema) -> Answer:
        """The one record."""
        name = schema.name(example.gold.kind)
        return ((Value(name),),) if name is not None else ()


def _outline(seed: Seed) -> Synthesis[Verdict]:
    topic = delimited("topic", str(seed.fields["topic"]))
    reply = yield Prompt(f"{topic}\nName points about this topic.", "outline", "You plan texts.", shape=Outline)
    points = reply.read(Outline).points if reply is not None else ()
    for number, point in enumerate(points):
        yield seed.follow({"stage": "write", "point": point}, str(number))


def _texts(seed: Seed) -> Synthesis[Verdict]:
    asked = f"{delimited('point', seed.fields['point'])}\nWrite a few sentences about this point."
    replies = yield tuple(Prompt(asked, "write", number=number, language="en") for number in range(2))
    for number, reply in enumerate(replies):
        if reply is None:
            yield Problem("no-text")
            continue
        said = f"{delimited('text', reply.text)}\nIs this text any good?"
        judged = yield Prompt(said, "judge", temperature=0.0, shape=Judgement)
        if judged is not None:
            gold = Verdict("good" if judged.read(Judgement).good else "poor")
            yield seed.example({"text": reply.text}, gold, item=str(number)).written_by(reply.model)


def _stages_without_end(seed: Seed) -> Synthesis[Verdict]:
    yield seed.follow(seed.fields, "more")


def _prompts_without_end(seed: Seed) -> Synthesis[Verdict]:
    while True:
        yield Prompt("Once more.", "write")


def _too_many_at_once(seed: Seed) -> Synthesis[Verdict]:
    yield tuple(Prompt("And this?", "write", number=number) for number in range(10_001))


def _no_json(seed: Seed) -> Synthesis[Verdict]:
    yield seed.follow({"point": object()}, "0")
    yield seed.follow({"point": "the harbour at night"}, "1")


def _no_fields(seed: Seed) -> Synthesis[Verdict]:
    yield replace(seed, id=f"{seed.id}/0", fields=["no", "mapping"])  # type: ignore[arg-type]


def _none_at_once(seed: Seed) -> Synthesis[Verdict]:
    replies = yield ()
    assert replies == ()
    yield Note("none-asked")


def _stranger(seed: Seed) -> Synthesis[Verdict]:
    fields = {"stage": "../../stage", "point": "the ferry", "teacher": "critic", "uri": "openai:http://203.0.113.1"}
    yield replace(seed, id="../../outside", source="elsewhere", license="none", language="xx", fields=fields)


def _pair(seed: Seed) -> Synthesis[Verdict]:
    replies = yield tuple(Prompt(f"Say {word}.", "write") for word in ("yes", "no"))
    yield seed.follow({"point": f"what {sum(reply is not None for reply in replies)} replies said"}, "0")


_ODD: dict[Any, Any] = {
    "pair": _pair,
    "stages": _stages_without_end,
    "prompts": _prompts_without_end,
    "many": _too_many_at_once,
    "no-json": _no_json,
    "no-fields": _no_fields,
    "none": _none_at_once,
    "stranger": _stranger,
}


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer the chain."""
    return [Chain()]
