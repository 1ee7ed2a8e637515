"""The columns of a row as Arrow types: explicit, the same in every config, readable by old clients."""

import pyarrow as pa

_CHOICE = pa.struct([("rule", pa.string()), ("option", pa.string()), ("witness", pa.string())])
_MESSAGE = pa.struct([("role", pa.string()), ("content", pa.string())])
_PLACED = pa.struct([("name", pa.string()), ("message", pa.int32()), ("start", pa.int32()), ("end", pa.int32())])
_ILLUSTRATED = pa.struct(
    [("text", pa.string()), ("mention", pa.string()), ("reason", pa.string()), ("fits", pa.bool_())]
)
_EXPLANATION = pa.struct(
    [
        ("label", pa.string()),
        ("definition", pa.string()),
        ("typical", pa.list_(pa.string())),
        ("boundary", pa.string()),
        ("illustrations", pa.list_(_ILLUSTRATED)),
    ]
)
_SHOT = pa.struct(
    [
        ("source_id", pa.string()),
        ("origin", pa.string()),
        ("gold", pa.string()),
        ("inputs", pa.list_(_PLACED)),
        ("answer", _PLACED),
    ]
)

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("example_id", pa.string()),
        ("messages", pa.list_(_MESSAGE)),
        ("inputs", pa.list_(_PLACED)),
        ("subtask", pa.string()),
        ("gold", pa.string()),
        ("schema", pa.string()),
        ("format", pa.string()),
        ("rules", pa.list_(_CHOICE)),
        ("guidelines", pa.list_(_EXPLANATION)),
        ("shots", pa.list_(_SHOT)),
        ("kind", pa.string()),
        ("instruction_language", pa.string()),
        ("input_language", pa.string()),
        ("source", pa.string()),
        ("source_id", pa.string()),
        ("license", pa.string()),
        ("origin", pa.string()),
        ("model", pa.string()),
        ("plugin", pa.string()),
    ]
)
"""No schema metadata: the features stand in the card, in the notation that every version of `datasets` reads."""
