"""The `recorded:` teacher: replies from a file of JSON lines, found by the content of the prompt."""

import json
from collections.abc import Iterator
from typing import Any

from hum_hub.contract.hooks import SourceFile, hookimpl
from hum_hub.contract.prompts import Prompt
from hum_hub.contract.records import digest
from hum_hub.contract.teachers import Completion, Teacher, TeacherSettings, Unanswered
from hum_hub.errors import TeacherError
from hum_hub.sources.schemes import hum_open_source


class Recorded:
    """Answers prompts from replies by key; a prompt without one has no reply."""

    kept = False

    def __init__(self, replies: dict[str, Completion]) -> None:
        self._replies = replies
        self.fingerprint = digest(sorted((key, reply.text, reply.model) for key, reply in replies.items()))

    async def complete(self, prompt: Prompt) -> Completion:
        """See `Teacher.complete`."""
        found = self._replies.get(prompt.key())
        if found is None:
            raise Unanswered("not-recorded", verdict="never")
        return found

    async def close(self) -> None:
        """See `Teacher.close`: there is nothing to give back."""


@hookimpl
def hum_make_teacher(settings: TeacherSettings) -> Teacher | None:
    """See `hum_hub.contract.hooks.hum_make_teacher`: `recorded:` and the uri of a file with `key`, `model`, `text`.

    `finish`, `input_tokens` and `output_tokens` may stand beside them, as in what `hum teacher record` writes.
    """
    if settings.scheme != "recorded":
        return None
    replies = {}
    for where, entry in lines_of(settings):
        try:
            replies[str(entry["key"])] = completion_of(entry)
        except (ValueError, KeyError, TypeError) as error:
            raise TeacherError(f"{where} is not a recorded reply: {error!r}") from error
    return Recorded(replies)


def lines_of(settings: TeacherSettings) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries of the files that a teacher's uri names after its scheme, each with its place.

    Raises:
        TeacherError: there is no such file, or a line is not a JSON object.
    """
    inner, _, place = settings.rest.partition(":")
    material = hum_open_source(scheme=inner, rest=place, base=settings.base)
    if material is None:
        raise TeacherError(f"{settings.scheme}:{settings.rest} needs file: or package: after {settings.scheme}:")
    for file in material.files:
        yield from _lines(file)


def _lines(file: SourceFile) -> Iterator[tuple[str, dict[str, Any]]]:
    with file.open() as stream:
        for number, line in enumerate(stream, 1):
            where = f"{file.name}:{number}"
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise TeacherError(f"{where} is not JSON: {error}") from error
            if not isinstance(entry, dict):
                raise TeacherError(f"{where} is not a JSON object")
            yield where, entry


def completion_of(entry: dict[str, Any]) -> Completion:
    """The completion that an entry states.

    Raises:
        KeyError, TypeError: a field is missing or of the wrong type.
    """
    text, model, finish = entry["text"], entry["model"], entry.get("finish", "stop")
    if not isinstance(text, str) or not isinstance(model, str) or finish not in ("stop", "length", "refusal"):
        raise TypeError("text and model must be texts, finish one of stop, length, refusal")
    tokens = [entry.get(name, 0) for name in ("input_tokens", "output_tokens")]
    if not all(isinstance(count, int) and 0 <= count < 10**9 for count in tokens):
        raise TypeError("input_tokens and output_tokens must be numbers of tokens")
    text, model = (part.encode("utf-8", "replace").decode() for part in (text, model))  # half a character is none
    return Completion(text, model, finish, *tokens)
