"""The columns of a row in words: for the card, and for machines that read `croissant.json`."""

from collections.abc import Mapping

import pyarrow as pa

from hum_hub.proof.features import SCHEMA

MEANING: Mapping[str, str] = {
    "id": "hash of the messages; no two rows share one",
    "example_id": "hash of inputs and gold; rows that share it show the same truth in other ways",
    "messages": "the conversation to train on; the last message is the answer",
    "inputs": "where each input text stands: number of the message, first and last character (the last one excluded)",
    "subtask": "what is asked",
    "gold": "the annotation, as JSON",
    "schema": "what was asked for as it was shown, and how the answer says that there is nothing, as JSON",
    "format": "the format of the answer; a parser of this name reads it back",
    "rules": "preference rules, each with the option dictated and a witness: where another one would answer otherwise",
    "guidelines": "what the instruction says of each label, piece by piece",
    "shots": "the worked examples in the messages, each with its gold and its places",
    "kind": "basic, or compound: with guidelines, preference rules, or a format other than the usual one",
    "instruction_language": "language of the instruction",
    "input_language": "language of the texts",
    "source": "the source that the texts are from; the table of sources says more",
    "source_id": "the place in the source",
    "license": "the licence of the texts: the one that applies to this row",
    "origin": "what must share a split: a document, a set of parallel texts",
    "model": "the model that wrote the texts; null where none did",
    "plugin": "what made the row: distribution, version, task and its version",
}


def columns() -> list[tuple[str, str, str]]:
    """Each column: its name, its type in words, and what it means."""
    return [(field.name, type_words(field.type), MEANING[field.name]) for field in SCHEMA]


def type_words(type: pa.DataType) -> str:
    """A type for readers: `list of {name: string, message: int32}`."""
    if pa.types.is_list(type):
        return f"list of {type_words(type.value_type)}"
    if pa.types.is_struct(type):
        return "{" + ", ".join(f"{field.name}: {type_words(field.type)}" for field in type) + "}"
    return str(type)
