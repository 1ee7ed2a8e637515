"""The published row: the same columns in every config, and all that is needed to prove it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hum_hub.contract.formats import Conventions
from hum_hub.contract.guidelines import Explanation, Illustrated
from hum_hub.contract.records import Example, Instruction, Message, Placed, Shot, digest
from hum_hub.contract.rules import Choice
from hum_hub.contract.values import Schema
from hum_hub.craft.codec import dump, load


@dataclass(frozen=True, slots=True)
class Shown:
    """The schema as shown, with the conventions for absence: the `schema` column."""

    schema: Schema
    conventions: Conventions


@dataclass(frozen=True, slots=True)
class Row:
    """One published instruction with its gold and proof.

    `id` is the content of the messages, `example_id` that of inputs and gold: both are hashes. `inputs` says
    where the inputs stand in the messages, `shots` the same of each worked example, with its gold; `guidelines` are
    the pieces of guidelines that the instruction holds. `gold` and `schema` are JSON.
    """

    id: str
    example_id: str
    messages: tuple[Message, ...]
    inputs: tuple[Placed, ...]
    subtask: str
    gold: str
    schema: str
    format: str
    rules: tuple[Choice, ...]
    guidelines: tuple[Explanation, ...]
    shots: tuple[Shot, ...]
    kind: str
    instruction_language: str
    input_language: str
    source: str
    source_id: str
    license: str
    origin: str
    model: str | None
    plugin: str

    def shown(self) -> Shown:
        """The schema and conventions.

        Raises:
            ValueError: the column does not hold them.
        """
        return _shown(self.schema)

    def to_dict(self) -> dict[str, Any]:
        """The row as plain lists and dicts, one key for each column."""
        columns = {name: getattr(self, name) for name in Row.__dataclass_fields__}
        for name in ("messages", "inputs", "rules", "guidelines", "shots"):
            columns[name] = [_flat(entry) for entry in columns[name]]
        return columns

    @staticmethod
    def of(columns: Mapping[str, Any]) -> "Row":
        """The row that a mapping of columns states, as read from Parquet.

        Raises:
            ValueError: a column is missing or of another type.
        """
        try:
            given = dict(columns)
            given["messages"] = tuple(Message(each["role"], each["content"]) for each in given["messages"])
            given["inputs"] = tuple(_place(each) for each in given["inputs"])
            given["rules"] = tuple(Choice(each["rule"], each["option"], each["witness"]) for each in given["rules"])
            given["guidelines"] = tuple(_explanation(entry) for entry in given["guidelines"])
            given["shots"] = tuple(_shot(entry) for entry in given["shots"])
            return Row(**given)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a row: {error}") from error


@lru_cache(maxsize=4096)
def _shown(schema: str) -> Shown:
    """The same schema is shown in many rows, and a dataclass that is frozen can be shared."""
    shown: Shown = _exactly(schema, Shown)
    return shown


def _exactly(text: str, kind: Any) -> Any:
    """What a column of JSON states, if it is written just as a build writes it.

    Raises:
        ValueError: it is not, or is no JSON of this kind.
    """
    value = load(text, kind)
    if dump(value, kind) != text:
        raise ValueError("the JSON holds more than it states, or is written otherwise")
    return value


def _flat(entry: Any) -> dict[str, Any]:
    """An entry as a dict, its tuples as lists."""
    return {name: _plain(getattr(entry, name)) for name in type(entry).__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _flat(value) if hasattr(value, "__dataclass_fields__") else value


def _place(entry: Mapping[str, Any]) -> Placed:
    return Placed(entry["name"], entry["message"], entry["start"], entry["end"])


def _explanation(entry: Mapping[str, Any]) -> Explanation:
    illustrations = tuple(Illustrated(**each) for each in entry["illustrations"])
    return Explanation(**{**entry, "typical": tuple(entry["typical"]), "illustrations": illustrations})


def _shot(entry: Mapping[str, Any]) -> Shot:
    inputs = tuple(_place(placed) for placed in entry["inputs"])
    return Shot(**{**entry, "inputs": inputs, "answer": _place(entry["answer"])})


def gold_json(example: Example[Any], kind: Any) -> str:
    """The gold of an example as it stands in a row."""
    return dump(example.gold, kind)


@lru_cache(maxsize=256)
def read_gold(gold: str, kind: Any) -> Any:
    """The gold that a row states; the renderings of one example follow each other, so the last ones are remembered.

    Raises:
        ValueError: the text is not the JSON of such a gold.
    """
    return _exactly(gold, kind)


def example_id(task: str, inputs: tuple[tuple[str, str], ...], gold: str) -> str:
    """The identity of a truth: task, inputs and gold."""
    return digest("example", task, [list(pair) for pair in inputs], gold)


def row_id(example: str, instruction: Instruction) -> str:
    """The identity of a rendering: its example and its messages."""
    return digest("row", example, [[message.role, message.content] for message in instruction.messages])


def shown_json(schema: Schema, conventions: Conventions) -> str:
    """The `schema` column."""
    return dump(Shown(schema, conventions), Shown)
