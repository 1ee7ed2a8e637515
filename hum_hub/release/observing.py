"""What one row adds to the counts: its enrichments, its answer, and what it could have been shown with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from hum_hub.contract.records import Example
from hum_hub.contract.rules import Case, offered
from hum_hub.contract.task import Task
from hum_hub.contract.values import Answer, Schema, Value
from hum_hub.craft import formats, rules
from hum_hub.craft.codec import load
from hum_hub.craft.mix import ENRICHMENTS, Mix
from hum_hub.proof.rows import Shown
from hum_hub.release.tally import Tally

SAMPLED = 24
"""For how many rows of each source and sub-task every rule is asked what it offers there."""
COLUMNS = [
    *(
        "example_id",
        "messages",
        "inputs",
        "subtask",
        "gold",
        "schema",
        "format",
        "rules",
        "guidelines.list.element.label",
    ),
    *("shots.list.element.origin", "kind", "instruction_language", "input_language", "source", "source_id", "license"),
    *("origin", "model"),
]


@dataclass(frozen=True, slots=True)
class Sibling:
    """A row with rules, as far as its contrast with others of its example goes."""

    subtask: str
    schema: str
    format: str
    rules: tuple[tuple[str, str], ...]
    answer: str

    def contrasts(self, other: "Sibling") -> bool:
        """Whether the two differ in nothing but the option of one rule, and answer differently."""
        shown = (self.subtask, self.schema, self.format) == (other.subtask, other.schema, other.format)
        if not shown or self.answer == other.answer or len(self.rules) != len(other.rules):
            return False
        unlike = [(mine, theirs) for mine, theirs in zip(self.rules, other.rules, strict=True) if mine != theirs]
        return len(unlike) == 1 and unlike[0][0][0] == unlike[0][1][0]


class Observer:
    """Counts the rows of one config, one after another; rows of one example stand together in a build."""

    def __init__(self, config: str, task: Task[Any], mix: Mix, tally: Tally) -> None:
        self._config, self._task, self._mix, self._tally = config, task, mix, tally
        every = {**formats.SHARED, **{format.id: format for format in task.formats}}
        self._every_format = every
        self._formats = _allowed(every, mix.allowed_formats)
        self._rules = _allowed({**rules.SHARED, **{rule.id: rule for rule in task.rules}}, mix.allowed_rules)
        self._fitting: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._asked: dict[tuple[str, str], int] = {}
        self._example, self._siblings, self._contrasted = "", list[Sibling](), False

    def see(self, split: str, row: Mapping[str, Any]) -> None:
        """Count a row.

        Raises:
            Exception: the row is none of this task; which one depends on what is wrong with it.
        """
        schema, names = shown(row["schema"])
        subtask = row["subtask"]
        self._add("split", split)
        self._add("kind", row["kind"])
        self._add("subtask", subtask)
        self._add("format", subtask, row["format"])
        self._add("instruction", subtask, row["instruction_language"])
        self._add("input", subtask, row["input_language"])
        for trait in _traits(row, schema):
            self._add("trait", trait)
        self._ruled(row, subtask)
        self._mixed(row, schema)
        self._long(row["messages"])
        self._contrast(row)
        example = self._truth(row)
        self._answered(self._task.answer(example, subtask, schema), subtask, schema, names)
        self._possible(row, example, schema)

    def _add(self, kind: str, *words: str) -> None:
        self._tally.add(kind, self._config, *words)

    def _ruled(self, row: Mapping[str, Any], subtask: str) -> None:
        chosen = row["rules"]
        self._add("number", str(len(chosen)))
        for choice in chosen:
            self._add("rule", subtask, choice["rule"])
            self._add("option", choice["rule"], choice["option"])
            self._add("use", row["source"], "idle" if choice["witness"] is None else "witnessed")
            self._add("witness", choice["rule"], "idle" if choice["witness"] is None else "witnessed")
        for one, other in combinations(sorted(choice["rule"] for choice in chosen), 2):
            self._add("pair", f"{one} + {other}")

    def _mixed(self, row: Mapping[str, Any], schema: Schema) -> None:
        """Which enrichments the row has, and whether its labels are explained."""
        source, language = row["source"], row["instruction_language"]
        unusual = row["format"] != self._task.subtasks[row["subtask"]].default_format
        carried = zip(ENRICHMENTS, (bool(row["guidelines"]), bool(row["rules"]), unusual), strict=True)
        self._add("mix", source, "+".join(name for name, is_there in carried if is_there))
        if schema.listed or not schema.labels:
            self._add("unlabelled", source)  # options are texts of an example, which no guideline explains
            return
        for label in schema.labels:
            self._add("shown", source, f"{language} {label.key}")
        for explanation in row["guidelines"]:
            self._add("explained", source, f"{language} {explanation['label']}")

    def _long(self, messages: Sequence[Mapping[str, str]]) -> None:
        self._add("length", "instruction", str(rounded(sum(len(message["content"]) for message in messages[:-1]))))
        self._add("length", "answer", str(rounded(len(messages[-1]["content"]))))

    def _contrast(self, row: Mapping[str, Any]) -> None:
        if row["example_id"] != self._example:
            self._example, self._siblings, self._contrasted = row["example_id"], [], False
        if not row["rules"] or self._contrasted:
            return
        chosen = tuple(sorted((choice["rule"], choice["option"]) for choice in row["rules"]))
        mine = Sibling(row["subtask"], row["schema"], row["format"], chosen, row["messages"][-1]["content"])
        if any(mine.contrasts(other) for other in self._siblings):
            self._contrasted = True
            self._add("contrast", "")
        self._siblings.append(mine)

    def _answered(self, truth: Answer, subtask: str, schema: Schema, names: Mapping[str, tuple[str, str]]) -> None:
        """Whether there is anything to say under the schema, before any rule, and which labels it says it with."""
        if not truth:
            self._add("empty", subtask)
        places = [place for place, field in enumerate(schema.fields) if field.kind == "label"]
        for record in truth:
            for place in places:
                cell = record[place]
                if isinstance(cell, Value):
                    key, name = names.get(cell.text, (cell.text, cell.text))
                    self._add("label", subtask, key)
                    self._add("name", subtask, key, schema.language, name)

    def _possible(self, row: Mapping[str, Any], example: Example[Any], schema: Schema) -> None:
        """What the row could have been shown with; rules are asked for the first rows of a source and sub-task only."""
        source, subtask = row["source"], row["subtask"]
        about = self._task.subtasks[subtask]
        fitting = self._fits(subtask, schema)
        if not any(name != about.default_format for name in fitting):
            self._add("one-format", source)
        if self._asked.get((source, subtask), 0) >= SAMPLED:
            return
        self._asked[source, subtask] = self._asked.get((source, subtask), 0) + 1
        self._add("sampled", source)
        for name in fitting:
            self._add("may-format", subtask, name)
        case = Case(example.inputs, example.language, schema, subtask, self._every_format[row["format"]])
        applies = False
        for id, rule in self._rules.items():
            options = offered(rule, case) if id not in about.excludes else ()
            if len(options) > 1:
                applies = True
                self._add("may-rule", subtask, id)
                for option in options:
                    self._add("may-option", id, option)
        if not applies and not row["rules"]:
            self._add("ruleless", source)

    def _truth(self, row: Mapping[str, Any]) -> Example[Any]:
        """The truth that a row states, as the proof takes it from the row."""
        messages = row["messages"]
        inputs = tuple(
            (placed["name"], messages[placed["message"]]["content"][placed["start"] : placed["end"]])
            for placed in row["inputs"]
        )
        given = (row[name] for name in ("input_language", "source", "source_id", "license", "origin", "model"))
        return Example(inputs, load(row["gold"], self._task.gold), (row["subtask"],), *given)

    def _fits(self, subtask: str, schema: Schema) -> tuple[str, ...]:
        """The formats that can hold answers of a schema: asked once for each shape of it."""
        parts = any(label.parts for label in schema.labels)
        shape = (subtask, schema.fields, schema.by, schema.many, schema.optional, schema.listed, schema.inline, parts)
        if shape not in self._fitting:
            self._fitting[shape] = tuple(name for name, format in self._formats.items() if format.fits(schema))
        return self._fitting[shape]


@lru_cache(maxsize=4096)
def shown(text: str) -> tuple[Schema, Mapping[str, tuple[str, str]]]:
    """The schema of a row, and the key and plain name of each label by its name in answers.

    Options that an example brings along go by their place. Rows that follow each other often share a schema.

    Raises:
        ValueError: the column does not hold a schema.
    """
    schema: Schema = load(text, Shown).schema
    if schema.listed:
        return schema, {label.name: (f"option {place}",) * 2 for place, label in enumerate(schema.labels, 1)}
    return schema, {label.name: (label.key, label.called or label.name) for label in schema.labels}


def rounded(length: int) -> int:
    """A length with its first three digits, so that however many lengths there are, few are told apart."""
    step: int = 10 ** max(0, len(str(length)) - 3)
    return length // step * step


def _traits(row: Mapping[str, Any], schema: Schema) -> Iterator[str]:
    if row["messages"][0]["role"] == "system":
        yield "system"
    if row["shots"]:
        yield "shots"
    if row["guidelines"]:
        yield "guidelines"
    if schema.hidden:
        yield "hidden"
    if schema.group[1] > 1:
        yield "groups"
    if row["instruction_language"] != row["input_language"]:
        yield "cross-language"


def _allowed(every: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, Any]:
    return {name: every[name] for name in sorted(every) if not allowed or name in allowed}
