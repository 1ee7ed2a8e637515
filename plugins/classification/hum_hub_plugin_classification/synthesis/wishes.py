"""What a seed wishes to be written: a label, those it may be confused with, and what is given beside the text.

The fields of a seed: `label`, a string, or for sub-tasks of several labels a list of strings; `labels`, all that a reader
may choose from; `definition`, that of the label, or `definitions`, by label; `names`, by label, what it is called in the
seed's language; `siblings`, labels easily confused with it; `texts`, how many to write (1 when left out), and
`near_misses`, how many for each sibling (1 when left out); `register` and `topic`, hints; and by sub-task the inputs that
are given: `premise`, `aspect`, `previous`, `services`, `target`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hum_hub import Problem, Seed
from hum_hub_plugin_classification.subtasks import SEVERAL, SUBTASKS
from hum_hub_plugin_classification.synthesis.shapes import MOST_LABELS, MOST_TEXTS

HINTS = ("register", "topic")


@dataclass(frozen=True, slots=True)
class Wish:
    """The texts that a seed wishes for a sub-task; `written` names the input to write, `given` holds the others."""

    seed: str
    subtask: str
    language: str
    wanted: tuple[str, ...]
    labels: tuple[str, ...]
    siblings: tuple[str, ...]
    definitions: Mapping[str, str]
    names: Mapping[str, str]
    texts: int
    near_misses: int
    written: str
    given: Mapping[str, str]
    hints: tuple[str, ...]

    @property
    def several(self) -> bool:
        """Whether a text may have several labels."""
        return self.subtask in SEVERAL

    def line(self, label: str) -> str:
        """A label as it is shown to a teacher: its name, and its definition if there is one."""
        colon = "：" if self.language == "zh" else ": "
        name, definition = self.names.get(label, label), self.definitions.get(label)
        return " ".join((f"{name}{colon}{definition}" if definition else name).split())


def wish(seed: Seed, subtask: str) -> Wish | Problem:
    """The wish of a seed for a sub-task, or what is wrong with its fields."""
    try:
        return _wish(seed, subtask)
    except (KeyError, TypeError, ValueError) as error:
        return Problem("fields-of-wrong-type", f"{seed.id}: {type(error).__name__}: {error}")


def _wish(seed: Seed, subtask: str) -> Wish | Problem:
    fields = seed.fields
    if subtask not in SUBTASKS or subtask == "aspects":
        return Problem("subtask-without-synthesis", subtask)
    label = fields["label"]
    wanted = _texts([label] if isinstance(label, str) else label, "label")
    if not wanted or (subtask not in SEVERAL and len(wanted) > 1):
        return Problem("not-one-label", f"{seed.id}: {', '.join(wanted)}")
    siblings = tuple(name for name in _texts(fields.get("siblings", []), "siblings") if name not in wanted)
    labels = tuple(dict.fromkeys((*_texts(fields.get("labels", []), "labels"), *wanted, *siblings)))
    if not len(wanted) < len(labels) <= MOST_LABELS:
        return Problem("too-few-or-many-labels", f"{seed.id}: {len(labels)}")
    written = "hypothesis" if subtask == "inference" else "text"
    others = [name for name, _ in SUBTASKS[subtask].inputs if name != written]
    definitions = dict(_named(fields.get("definitions", {}), "definitions"))
    if "definition" in fields:
        definitions |= dict.fromkeys(wanted[:1], _text(fields["definition"], "definition"))
    return Wish(
        seed=seed.id,
        subtask=subtask,
        language=seed.language,
        wanted=wanted,
        labels=labels,
        siblings=siblings,
        definitions=definitions,
        names=_named(fields.get("names", {}), "names"),
        texts=_count(fields, "texts"),
        near_misses=_count(fields, "near_misses"),
        written=written,
        given={name: _text(fields[name], name) for name in others},
        hints=tuple(_text(fields[name], name) for name in HINTS if name in fields),
    )


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name, 1)
    if type(value) is not int or not 0 <= value <= MOST_TEXTS:
        raise ValueError(f"{name} is to be a number from 0 to {MOST_TEXTS}, got {value!r:.40}")
    return value


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{name} is to be a text, got {value!r:.40}")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{name} are to be a list, got {value!r:.40}")
    return tuple(dict.fromkeys(_text(entry, name) for entry in value))


def _named(value: Any, name: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} are to be an object, got {value!r:.40}")
    return {_text(key, name): _text(entry, name) for key, entry in value.items()}
