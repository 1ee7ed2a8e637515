"""The `scripted:` teacher: replies by rules, for trying a recipe or a plugin without a model.

A file of JSON lines, each a rule: `text` is the reply when the prompt is of `stage` and holds all of `contains`, where
these stand; the first rule that fits is used. `fault` instead of `text` names a reason why there is no reply.
"""

from dataclasses import dataclass

from pydantic import ConfigDict, TypeAdapter, ValidationError

from hum_hub.contract.hooks import hookimpl
from hum_hub.contract.prompts import Prompt
from hum_hub.contract.records import digest
from hum_hub.contract.teachers import Completion, Teacher, TeacherSettings, Unanswered
from hum_hub.errors import TeacherError
from hum_hub.teacher.recorded import lines_of


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a script."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=False)
    text: str = ""
    stage: str | None = None
    contains: tuple[str, ...] = ()
    model: str = "scripted"
    fault: str | None = None

    def fits(self, prompt: Prompt) -> bool:
        """Whether the rule is for a prompt."""
        said = "\n".join(message["content"] for message in prompt.messages())
        return self.stage in (None, prompt.stage) and all(part in said for part in self.contains)


class Scripted:
    """Answers prompts by the first rule that fits."""

    kept = False

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self.fingerprint = digest("scripted", [repr(rule) for rule in rules])

    async def complete(self, prompt: Prompt) -> Completion:
        """See `Teacher.complete`."""
        rule = next((rule for rule in self._rules if rule.fits(prompt)), None)
        if rule is None:
            raise Unanswered("not-recorded", verdict="never")
        if rule.fault is not None:
            raise Unanswered(rule.fault, verdict="never")
        return Completion(rule.text, rule.model)

    async def close(self) -> None:
        """See `Teacher.close`: there is nothing to give back."""


@hookimpl
def hum_make_teacher(settings: TeacherSettings) -> Teacher | None:
    """See `hum_hub.contract.hooks.hum_make_teacher`: `scripted:` and the uri of a file of rules."""
    if settings.scheme != "scripted":
        return None
    rules = []
    for where, entry in lines_of(settings):
        try:
            rules.append(TypeAdapter(Rule).validate_python(entry))
        except ValidationError as error:
            raise TeacherError(f"{where} is not a rule: {error.errors()[0]['msg']}") from error
    return Scripted(rules)
