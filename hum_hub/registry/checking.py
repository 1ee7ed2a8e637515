"""What a task must bring before any work starts: wordings in both languages without stray placeholders, rules of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hum_hub.contract.rules import STAGES
from hum_hub.contract.task import Task

LANGUAGES = ("en", "zh")
_PLACEHOLDER = re.compile(r"[{}]")


def faults(task: Task[Any], shared_rules: Mapping[str, object], shared_formats: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with a task as offered, in words that name the place and what to do."""
    for name, asked in task.subtasks.items():
        for language in LANGUAGES:
            if not asked.statements.get(language):
                yield f"subtask {name!r} has no statement in {language!r}; write at least one"
            for statement in asked.statements.get(language, ()):
                if _PLACEHOLDER.search(statement.replace("{labels}", "")):
                    yield f"subtask {name!r}: a statement has a placeholder other than {{labels}}: {statement}"
            for input_name, headings in asked.inputs:
                if not headings.get(language):
                    yield f"subtask {name!r}: input {input_name!r} has no heading in {language!r}; an empty one will do"
        if asked.default_format not in {*shared_formats, *(format.id for format in task.formats)}:
            yield f"subtask {name!r} names the format {asked.default_format!r}, which there is not"
    for rule in task.rules:
        if rule.stage not in STAGES:
            yield f"the rule {rule.id!r} has the stage {rule.stage!r}, expected one of {', '.join(STAGES)}"
    yield from _repeated("rule", [rule.id for rule in task.rules], shared_rules)
    yield from _repeated("format", [format.id for format in task.formats], shared_formats)


def _repeated(kind: str, ids: Sequence[str], shared: Mapping[str, object]) -> Iterator[str]:
    for id in sorted(set(ids)):
        if id in shared or ids.count(id) > 1:
            yield f"the {kind} {id!r} is there already; give it another name"
