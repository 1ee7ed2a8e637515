"""The records that travel through a build: seed, example, instruction, and what is said about them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

Gold = TypeVar("Gold")
MODELS = "; "
"""What stands between the names of several models that wrote parts of one example."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a seed or an example is dropped: a kebab-case code that is counted, and the detail of this case."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd about a seed that is kept: counted like a problem, but nothing is dropped."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something of the world that examples are about and that a corpus should cover: its kind, and its path of names.

    A session of a syllabus, for example, is of the kind `session`, and its path names discipline, subject and session.
    """

    kind: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """One item of a source as read: its fields in the layout that the task documents, and where it is from.

    `origin` groups everything that must share a split: parallel texts, questions on one passage.
    `model` names the model that wrote the texts, if one did.
    """

    id: str
    source: str
    language: str
    license: str
    origin: str
    fields: Mapping[str, Any]
    subtasks: tuple[str, ...] = ()
    model: str | None = None

    def example(
        self, inputs: Mapping[str, str], gold: Gold, *, subtasks: tuple[str, ...] = (), item: str = ""
    ) -> "Example[Gold]":
        """An example with this seed's provenance; `item` tells several examples of one seed apart."""
        return Example(
            inputs=tuple(inputs.items()),
            gold=gold,
            subtasks=subtasks or self.subtasks,
            language=self.language,
            source=self.source,
            source_id=f"{self.id}/{item}" if item else self.id,
            license=self.license,
            origin=self.origin,
            model=self.model,
        )

    def follow(self, fields: Mapping[str, Any], item: str, *, apart: bool = False) -> "Seed":
        """A seed that a synthesis makes of this one for its next stage, with the same provenance.

        `fields` must be plain JSON data; `item` tells the seeds that follow one seed apart. What comes of seeds that
        are `apart` need not share a split with what comes of the others.
        """
        origin = f"{self.origin}/{item}" if apart else self.origin
        return replace(self, id=f"{self.id}/{item}", fields=fields, origin=origin)


@dataclass(frozen=True, slots=True)
class Example(Generic[Gold]):
    """Texts and their gold, with provenance: the truth, before anything is worded.

    `inputs` are pairs of name and text, such as passage and question; `subtasks` are those that the gold can
    be asked for. The language is that of the texts, as an ISO 639-1 code.
    """

    inputs: tuple[tuple[str, str], ...]
    gold: Gold
    subtasks: tuple[str, ...]
    language: str
    source: str
    source_id: str
    license: str
    origin: str
    model: str | None = None

    def text(self, name: str = "text") -> str:
        """The text of the input `name`.

        Raises:
            KeyError: the example has no such input.
        """
        return dict(self.inputs)[name]

    def written_by(self, *models: str) -> "Example[Gold]":
        """The example, marked with the models that wrote parts of it besides those known already."""
        known = set(self.model.split(MODELS)) if self.model else set[str]()
        return replace(self, model=MODELS.join(sorted(known | set(models))) or None)


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message; `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an input stands: character positions `start` to `end` in message number `message`."""

    name: str
    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A worked example in an instruction: another truth, where its inputs and its answer stand, and its gold as JSON."""

    source_id: str
    origin: str
    gold: str
    inputs: tuple[Placed, ...]
    answer: Placed


@dataclass(frozen=True, slots=True)
class Instruction:
    """An example rendered under a plan: the chat messages, the answer last, and where the inputs stand in them.

    `shots` are the worked examples that come before the inputs.
    """

    messages: tuple[Message, ...]
    inputs: tuple[Placed, ...] = field(default=())
    shots: tuple[Shot, ...] = field(default=())


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*parts: object) -> str:
    """A 128-bit content id in hexadecimal of JSON-serialisable parts; equal content gives an equal id."""
    return hashlib.sha256(_CANONICAL.encode(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
