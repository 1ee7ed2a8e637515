"""The `recorded:` teacher: replies from a file of JSON lines, found by the content of the prompt."""

import json
from pathlib import Path

from hum_hub.contract.hooks import Teacher, hookimpl
from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.records import digest
from hum_hub.errors import TeacherError
from hum_hub.sources.schemes import hum_open_source


class Recorded:
    """Answers prompts from replies by key; a prompt without one has no reply."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self._replies = replies
        self.fingerprint = digest(sorted((key, reply.text, reply.model) for key, reply in replies.items()))

    def reply(self, prompt: Prompt) -> Reply | None:
        """See `Teacher.reply`."""
        return self._replies.get(prompt.key())


@hookimpl
def hum_make_teacher(scheme: str, rest: str, base: Path) -> Teacher | None:
    """See `hum_hub.contract.hooks.hum_make_teacher`: `recorded:` and the uri of a file with `key`, `model`, `text`."""
    if scheme != "recorded":
        return None
    inner, _, place = rest.partition(":")
    material = hum_open_source(scheme=inner, rest=place, base=base)
    if material is None:
        raise TeacherError(f"recorded:{rest} needs file: or package: after recorded:")
    replies = {}
    for file in material.files:
        with file.open() as stream:
            for number, line in enumerate(stream, 1):
                try:
                    entry = json.loads(line)
                    replies[entry["key"]] = Reply(entry["text"], entry["model"])
                except (ValueError, KeyError, TypeError) as error:
                    raise TeacherError(f"{file.name}:{number} is not a recorded reply: {error}") from error
    return Recorded(replies)
