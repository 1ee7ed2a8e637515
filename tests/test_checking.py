"""What a task must bring before any work starts."""

from dataclasses import replace
from typing import Any

import pytest
from toy import LongestWord

from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.rules import SHARED as RULES
from hum_hub.registry.checking import faults

ASKED = LongestWord.subtasks["longest"]


def found(**changes: Any) -> list[str]:
    task = LongestWord()
    task.subtasks = {"longest": replace(ASKED, **changes)}
    return list(faults(task, RULES, FORMATS))


def test_the_toy_has_no_fault():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"statements": {"en": ("Find it.",)}}, "no statement in 'zh'"),
        (
            {"statements": {**ASKED.statements, "en": ("Find {label}.",)}},
            "a placeholder other than {labels}: Find {label}.",
        ),
        ({"inputs": (("text", {"en": ("Text: ",)}),)}, "input 'text' has no heading in 'zh'"),
        ({"default_format": "jsn"}, "names the format 'jsn', which there is not"),
    ],
)
def test_a_fault_is_told_with_its_place(changes, fault):
    (told,) = found(**changes)
    assert fault in told
    assert "'longest'" in told


def test_a_stage_that_there_is_not_is_told():
    class Misplaced(type(RULES["order"])):
        id = "misplaced"
        stage = "write"

    task = LongestWord()
    task.rules = (Misplaced(),)
    (told,) = faults(task, RULES, FORMATS)
    assert told.startswith("the rule 'misplaced' has the stage 'write', expected one of name, select,")


def test_a_rule_or_format_that_is_there_already_is_told():
    task = LongestWord()
    task.rules, task.formats = (RULES["order"],), (FORMATS["plain"], FORMATS["plain"])
    assert list(faults(task, RULES, FORMATS)) == [
        "the rule 'order' is there already; give it another name",
        "the format 'plain' is there already; give it another name",
    ]
