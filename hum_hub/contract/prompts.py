"""What a task asks of a teacher model, and how a synthesis is written: a generator without any I/O."""

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass
from typing import TypeVar

from hum_hub.contract.records import Example, Note, Problem, digest

Gold = TypeVar("Gold")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request to a teacher: who it should be, what it is asked, and how freely it may sample.

    `stage` names the step of the synthesis for the ledger. `number` tells repeated, otherwise equal requests
    apart, so that ten samples are ten requests.
    """

    user: str
    stage: str
    system: str = ""
    temperature: float = 1.0
    top_p: float = 0.95
    number: int = 0

    def key(self) -> str:
        """The content of the request: two prompts with the same key may share a reply."""
        return digest("prompt", asdict(self))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a teacher answered, with the model that wrote it."""

    text: str
    model: str

    def json(self) -> object:
        """The reply as JSON; a fenced code block around it is taken off.

        Raises:
            ValueError: the reply is not JSON.
        """
        text = self.text.strip()
        if text.startswith("```"):
            text = text.split("\n", 1)[-1].rsplit("```", 1)[0]
        try:
            return json.loads(text)
        except RecursionError as error:
            raise ValueError("JSON that is nested too deeply") from error


Synthesis = Generator[Prompt | Example[Gold] | Problem | Note, Reply | None, None]
"""Yields prompts and receives replies; yields examples, problems and notes and receives nothing.

A reply that cannot be had is sent as `None`: the synthesis goes on with what it has.
"""
