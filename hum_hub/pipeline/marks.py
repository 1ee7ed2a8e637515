"""The marks of examples: hashes by which duplicates are found and splits are drawn without reading the texts."""

from typing import Any

import numpy as np

from hum_hub.contract.records import Example, digest
from hum_hub.contract.task import Task
from hum_hub.text.folding import folded

MARK = np.dtype([("question", "u8"), ("passage", "u8"), ("origin", "u8")])
"""For each example: hashes of all that it asks, of the first input, and of its origin."""


def marks(example: Example[Any], task: Task[Any]) -> tuple[int, int, int]:
    """The marks of an example, in the order of `MARK`."""
    texts = [[name, folded(text)] for name, text in example.inputs]
    own = [
        [element.key for element in task.elements(example, subtask)]
        for subtask in example.subtasks
        if task.subtasks[subtask].labels == "example"
    ]
    return (_hash(task.name, sorted(example.subtasks), texts, own), passage_mark(texts[0][1]), _hash(example.origin))


def passage_mark(text: str) -> int:
    """The mark of an example whose first input is `text`."""
    return _hash(folded(text))


def _hash(*parts: object) -> int:
    return int(digest(*parts)[:16], 16)
