"""A tiny task for the tests of the machine: which word of a text is the longest, and how long is it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

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
    hookimpl,
)

_TEXT = ("text", {"en": ("Text: ",), "zh": ("文本：",)})


@dataclass(frozen=True, slots=True)
class Word:
    """The longest word of a text, by its place."""

    start: int
    end: int
    kind: str


class LongestWord(Task[Word]):
    """Longest words."""

    name: ClassVar[str] = "toy"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = Word
    subtasks = {
        "longest": Subtask(
            name="longest",
            columns=(Column({"en": "length", "zh": "长度"}, "label"), Column({"en": "word", "zh": "词"}, "text")),
            inputs=(_TEXT,),
            statements={"en": ("Which word is the longest?", "Find the longest word."), "zh": ("哪个词最长？",)},
            default_format="json-records",
            by=0,
        )
    }

    stages = ("text",)

    def read(self, seed: Seed) -> Iterator[Example[Word] | Problem | Note]:
        """An example of the field `text`; fails at once when told to."""
        if "fail" in seed.fields:
            raise RuntimeError("this plugin fails before it yields")
        return self._read(seed)

    def _read(self, seed: Seed) -> Iterator[Example[Word] | Problem | Note]:
        text = seed.fields.get("text")
        if not isinstance(text, str) or not text.strip():
            yield Problem("no-text", seed.id)
            return
        if text == "crash":
            raise RuntimeError("this seed is too much for the plugin")
        yield seed.example({"text": text}, _longest(text), subtasks=("longest",))

    def synthesize(self, seed: Seed) -> Synthesis[Word]:
        """A text about the field `topic`, written by the teacher."""
        reply = yield Prompt(f"Write about {seed.fields['topic']}.", "text")
        if reply is not None:
            yield seed.example({"text": reply.text}, _longest(reply.text), subtasks=("longest",))

    def validate(self, example: Example[Word]) -> Iterable[Problem]:
        """The word stands in the text and none is longer."""
        if _longest(example.text()) != example.gold:
            yield Problem("not-the-longest")

    def elements(self, example: Example[Word], subtask: str) -> Iterable[Element]:
        """Short or long."""
        return [Element(example.gold.kind)]

    def answer(self, example: Example[Word], subtask: str, schema: Schema) -> Answer:
        """The one record."""
        gold = example.gold
        word = Value(example.text()[gold.start : gold.end], gold.start, gold.end)
        name = schema.name(gold.kind)
        return ((Value(name), word),) if name is not None else ()


def _longest(text: str) -> Word:
    word = max(text.split(), key=len)
    start = text.index(word)
    return Word(start, start + len(word), "long" if len(word) > 6 else "short")


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer the toy."""
    return [LongestWord()]
