"""Replies, and requests whose replies come from elsewhere, as the reply store holds them."""

import json
import zlib
from dataclasses import dataclass
from typing import Any, Literal

from hum_hub.contract.records import digest
from hum_hub.contract.teachers import Completion

Finish = Literal["stop", "length", "refusal", "rejected"]
COLUMNS = "key, prompt_key, teacher, stage, prompt, text, model, finish, input_tokens, output_tokens, discount"
"""The columns of a reply, in the order of `Kept`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply in the store.

    `key` is that of the request at its teacher, `prompt_key` that of the prompt alone, `prompt` the prompt's content.
    `finish` says why the text ended; `rejected` means that the endpoint will never answer, and the text says why.
    `discount` is the factor on the teacher's price that holds for it.
    """

    key: str
    prompt_key: str
    teacher: str
    stage: str
    prompt: Any
    text: str
    model: str
    finish: Finish
    input_tokens: int = 0
    output_tokens: int = 0
    discount: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose reply will come from elsewhere; the fields are those of `Kept`."""

    key: str
    prompt_key: str
    teacher: str
    stage: str
    prompt: Any

    def kept(self, completion: Completion, finish: Finish | None = None) -> Kept:
        """The request with its completion."""
        return Kept(
            self.key,
            self.prompt_key,
            self.teacher,
            self.stage,
            self.prompt,
            completion.text,
            completion.model,
            finish or completion.finish,
            completion.input_tokens,
            completion.output_tokens,
            completion.discount,
        )


@dataclass(frozen=True, slots=True)
class Spent:
    """What a teacher's replies have cost so far: how many there were, and their tokens, each times its discount."""

    replies: int = 0
    input_tokens: float = 0.0
    output_tokens: float = 0.0


def reply_key(fingerprint: str, prompt_key: str) -> str:
    """The key of the reply to a prompt, from a teacher with some fingerprint: the content of all it depends on."""
    return digest("reply", fingerprint, prompt_key)


def row_of(kept: Kept) -> tuple[Any, ...]:
    """A reply as a row of `COLUMNS`."""
    return (
        kept.key,
        kept.prompt_key,
        kept.teacher,
        kept.stage,
        packed(kept.prompt),
        kept.text,
        kept.model,
        kept.finish,
        kept.input_tokens,
        kept.output_tokens,
        kept.discount,
    )


def packed(prompt: Any) -> bytes:
    """A prompt's content, made small."""
    return zlib.compress(json.dumps(prompt, ensure_ascii=True).encode(), 1)


def kept_of(row: tuple[Any, ...]) -> Kept:
    """The reply in a row of `COLUMNS`."""
    key, prompt_key, teacher, stage, prompt, *others = row
    return Kept(key, prompt_key, teacher, stage, unpacked(prompt), *others)


def unpacked(prompt: bytes) -> Any:
    """The content of a prompt that `packed` has made small."""
    return json.loads(zlib.decompress(prompt))
