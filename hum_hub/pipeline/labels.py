"""What is learned of a source's labels while its parts are read: which there are, and how they occur."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import Any

from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.records import Example, digest
from hum_hub.contract.task import Element, Subtask, Task
from hum_hub.contract.values import Field, Label, Schema, Value, values
from hum_hub.craft.confusing import confusable

SURVEYED = 5000
"""From how many examples of a source it is learned how labels occur: the first ones, so that a source to which
examples are added at its end keeps its rows."""
SKETCH = 1024
"""How many wordings of a subtask are remembered with their labels: those with the smallest hashes, so that memory
stays flat and the sample is the same however the source is cut into parts."""


@dataclass(slots=True)
class _Met:
    """What is known of the labels of one subtask."""

    parts: dict[str, set[str]] = field(default_factory=dict)
    together: Counter[tuple[str, str]] = field(default_factory=Counter)
    surfaces: dict[str, set[str]] = field(default_factory=dict)

    def trim(self) -> None:
        """Keep the sketch at its size."""
        if len(self.surfaces) > SKETCH:
            self.surfaces = {key: self.surfaces[key] for key in heapq.nsmallest(SKETCH, self.surfaces)}


class Labels:
    """The labels met in a source, by subtask; grows while parts come in."""

    def __init__(self) -> None:
        self._met: dict[str, _Met] = {}
        self._examples = 0

    def note(self, example: Example[Any], task: Task[Any]) -> None:
        """Add the labels of one example."""
        self._examples += 1
        for name in example.subtasks:
            asked = task.subtasks[name]
            if asked.labels != "source":
                continue
            met, elements = self._met.setdefault(name, _Met()), list(task.elements(example, name))
            for element in elements:
                met.parts.setdefault(element.key, set()).update(element.parts)
            keys = sorted({element.key for element in elements})
            met.together.update(combinations_with_replacement(keys[:64], 2))
            for surface, label in _surfaces(example, task, asked, elements):
                met.surfaces.setdefault(surface, set()).add(label)
            if len(met.surfaces) > 2 * SKETCH:
                met.trim()

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        for met in self._met.values():
            met.trim()
        return {"examples": self._examples, "subtasks": self._subtasks()}

    def _subtasks(self) -> dict[str, Any]:
        return {
            name: {
                "parts": {key: sorted(parts) for key, parts in sorted(met.parts.items())},
                "together": [[*pair, count] for pair, count in sorted(met.together.items())],
                "surfaces": {surface: sorted(labels) for surface, labels in sorted(met.surfaces.items())},
            }
            for name, met in self._met.items()
        }

    def add(self, part: Mapping[str, Any]) -> None:
        """Add what `to_json` stated of a part; parts are added in the order of the source.

        Of a part that goes beyond what is surveyed only the labels are added; see `room`.
        """
        surveyed = part["examples"] > self.room
        self._examples += part["examples"]
        for name, stated in part["subtasks"].items():
            met = self._met.setdefault(name, _Met())
            for key, parts in stated["parts"].items():
                met.parts.setdefault(key, set()).update(parts)
            if surveyed:
                continue
            for one, other, count in stated["together"]:
                met.together[one, other] += count
            for surface, labels in stated["surfaces"].items():
                met.surfaces.setdefault(surface, set()).update(labels)
            met.trim()

    @property
    def room(self) -> int:
        """From how many more examples something is to be learned; the part that holds the last one is cut there."""
        return max(0, SURVEYED - self._examples)

    def inventory(self) -> dict[str, tuple[Element, ...]]:
        """All labels by subtask, sorted by key."""
        return {
            name: tuple(Element(key, tuple(sorted(met.parts[key]))) for key in sorted(met.parts))
            for name, met in sorted(self._met.items())
        }

    def near(self, guidelines: Sequence[Guideline], task: Task[Any]) -> dict[str, dict[str, tuple[str, ...]]]:
        """For each subtask and label those easily taken for it; see `confusable`."""
        found = {}
        for name, met in sorted(self._met.items()):
            kinds = task.subtasks[name].guideline_kinds
            known = {guide.key: guide for guide in guidelines if guide.kind in kinds}
            found[name] = confusable(sorted(met.parts), known, met.together, met.surfaces.values())
        return found


def _surfaces(
    example: Example[Any], task: Task[Any], asked: Subtask, elements: Sequence[Element]
) -> list[tuple[str, str]]:
    """Hashes of the wordings of an example's answer, each with its label."""
    if asked.by is None:
        return []
    labels = tuple(
        Label(element.key, element.key, tuple((part, part) for part in element.parts)) for element in elements
    )
    fields = tuple(Field(column.name["en"], column.kind) for column in task.columns(example, asked.name))
    found = []
    for record in task.answer(example, asked.name, Schema("en", fields, labels, asked.by)):
        label = record[asked.by]
        wordings = values(tuple(cell for place, cell in enumerate(record) if fields[place].kind == "text"))
        if isinstance(label, Value) and wordings:
            found.append((digest("surface", wordings[0].text.casefold())[:12], label.text))
    return found
