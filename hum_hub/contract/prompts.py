"""What a task asks of a teacher model, and how a synthesis is written: a generator without any I/O."""

import json
import re
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from hum_hub.contract.records import Example, Note, Problem, Seed, Topic, digest
from hum_hub.contract.shapes import parsed, schema_of

Gold = TypeVar("Gold")
Shape = TypeVar("Shape")
Role = Literal["user", "assistant"]
_LONE_TAG = re.compile(r"(?<![^\s])<(?=\s*/?[\w-]+\s*>[^\S\n]*(?:\n|\Z))")
_FENCE = re.compile(r"\A\s*```[\w-]*\n(.*?)\n?```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request to a teacher: who it should be, what it is asked, and how freely it may sample.

    `stage` names the step of the synthesis; a recipe chooses a teacher for each stage. `number` tells repeated,
    otherwise equal requests apart, so that ten samples are ten requests. `shape` is a dataclass (or any type that
    pydantic validates) that the reply must be JSON of; without one the reply is text. `language` is the one that the
    reply must be written in. `most_tokens` bounds the reply; without it the teacher's own bound holds. `turns` are
    what was said after `user`, as pairs of role and text.
    """

    user: str
    stage: str
    system: str = ""
    temperature: float = 1.0
    top_p: float = 0.95
    number: int = 0
    shape: Any = None
    language: str | None = None
    most_tokens: int | None = None
    turns: tuple[tuple[Role, str], ...] = ()

    def key(self) -> str:
        """The content of the request: two prompts with the same key may share a reply."""
        return digest("prompt", self.content())

    def content(self) -> dict[str, Any]:
        """All that the reply depends on, as plain data; stage and language only say what becomes of it."""
        return {
            "system": self.system,
            "user": self.user,
            "turns": [list(turn) for turn in self.turns],
            "temperature": self.temperature,
            "top_p": self.top_p,
            "number": self.number,
            "most_tokens": self.most_tokens,
            "schema": schema_of(self.shape) if self.shape is not None else None,
        }

    def messages(self) -> list[dict[str, str]]:
        """The request as chat messages."""
        system = [{"role": "system", "content": self.system}] if self.system else []
        turns = [{"role": role, "content": text} for role, text in self.turns]
        return [*system, {"role": "user", "content": self.user}, *turns]

    def answered(self, text: str, then: str) -> "Prompt":
        """The prompt that follows when `text` was the reply and `then` is said to it."""
        turns: tuple[tuple[Role, str], ...] = (*self.turns, ("assistant", text), ("user", then))
        return replace(self, turns=turns)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a teacher answered, with the model that wrote it."""

    text: str
    model: str
    _read: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def read(self, shape: type[Shape]) -> Shape:
        """The reply as an instance of `shape`; a reply to a prompt with that shape can always be read.

        Raises:
            ValueError: the reply is not JSON of this shape; the message says where and what was expected.
        """
        if shape not in self._read:
            self._read[shape] = parsed(_unfenced(self.text), shape)
        found: Shape = self._read[shape]
        return found

    def json(self) -> object:
        """The reply as JSON; a fenced code block around it is taken off.

        Raises:
            ValueError: the reply is not JSON.
        """
        try:
            return json.loads(_unfenced(self.text), strict=False)
        except RecursionError as error:
            raise ValueError("JSON that is nested too deeply") from error


Synthesis = Generator[Prompt | tuple[Prompt, ...] | Example[Gold] | Seed | Topic | Problem | Note, Any, None]
"""Yields a prompt and receives a `Reply`, or several prompts at once and receives as many replies in their order.

Yields examples, problems and notes, and receives nothing. A topic says that something is there to be covered. A seed that it yields (see `Seed.follow`) is synthesized
in its turn, as a stage of its own: stored, inspected and resumed apart from this one. A reply that cannot be had, or
that could not be read even after the teacher was told why, is sent as `None`: the synthesis goes on with what it has.
"""


def delimited(name: str, text: str) -> str:
    """A text from a source or a model, marked off as data for a prompt: between tags that stand on lines of their own.

    The text cannot close them, nor open others: what looks like the tag, or like any tag alone on a line, is written
    with another bracket.
    """
    own = re.sub(rf"<(\s*/?\s*{re.escape(name)}\b)", r"‹\1", text, flags=re.IGNORECASE)
    return f"<{name}>\n{_LONE_TAG.sub(r'‹', own)}\n</{name}>"


def _unfenced(text: str) -> str:
    """A text without a code fence around it."""
    fenced = _FENCE.match(text)
    return fenced[1] if fenced else text.strip()
