"""Rows of the toy task made by hand, in build folders whose counts are known beforehand."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.formats import Conventions
from hum_hub.contract.values import Field, Label, Schema
from hum_hub.proof.features import SCHEMA
from hum_hub.proof.rows import shown_json
from hum_hub.release.assembling import DataFile
from hum_hub.release.manifest import Config, Manifest, SourceFacts, Split

TEXT = "a tall lighthouse"
LONG, SHORT = Label("long", "long word"), Label("short", "short word")


def schema(*labels: Label, **given: Any) -> str:
    fields = (Field("length", "label"), Field("word", "text"))
    return shown_json(Schema("en", fields, labels or (LONG, SHORT), by=0, **given), Conventions())


def choice(rule: str, option: str, witness: str | None = "lighthouse") -> dict[str, str | None]:
    return {"rule": rule, "option": option, "witness": witness}


def row(**given: Any) -> dict[str, Any]:
    """A row of the toy task; the answer's words matter only where rows are compared."""
    text, answer = given.pop("text", TEXT), given.pop("answer", "lighthouse")
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": answer}]
    if system := given.pop("system", ""):
        messages.insert(0, {"role": "system", "content": system})
    word = max(text.split(), key=len)
    start = text.index(word)
    gold = {"start": start, "end": start + len(word), "kind": "long" if len(word) > 6 else "short"}
    usual: dict[str, Any] = {
        **dict.fromkeys(("id", "source_id", "license", "origin", "plugin"), "x"),
        "rules": [],
        "guidelines": [],
        "shots": [],
        "example_id": "e",
        "messages": messages,
        "inputs": [{"name": "text", "message": len(messages) - 2, "start": 0, "end": len(text)}],
        "subtask": "longest",
        "gold": json.dumps(gold),
        "schema": schema(),
        "format": "json-records",
        "kind": "basic",
        "instruction_language": "en",
        "input_language": "en",
        "source": "words",
        "model": None,
    }
    return {**usual, **given}


def explained(*labels: str) -> list[dict[str, Any]]:
    empty: dict[str, Any] = {"typical": [], "boundary": "", "illustrations": []}
    return [{"label": label, "definition": "it is", **empty} for label in labels]


def facts(name: str, refused: dict[str, int]) -> SourceFacts:
    return SourceFacts("toy", name, "", "cc0-1.0", "en", "", None, "rows", 1, 1, 1, {}, {}, refused)


def build(folder: Path, rows: dict[str, list[dict[str, Any]]], refused: dict[str, int] | None = None) -> Path:
    """A build folder with these rows by split, of one config."""
    splits = {}
    (folder / "toy").mkdir(parents=True)
    for number, (split, of_split) in enumerate(rows.items()):
        path = f"toy/{number}.parquet"
        pq.write_table(pa.Table.from_pylist(of_split, SCHEMA), folder / path, row_group_size=2)
        splits[split] = Split(len(of_split), 0, 0, [DataFile(path, len(of_split), 0, 0, "")])
    sources = [facts(name, refused or {}) for name in {each["source"]: 0 for found in rows.values() for each in found}]
    shares = dict.fromkeys(rows, 0.5)
    Manifest(
        "org/toy", "1", "", "", {"toy": Config(splits, {}, {})}, sources, shares, {"compound": 0.6}, {}, "0"
    ).write(folder)
    return folder


ROWS = {
    "train": [
        row(),
        row(kind="compound", rules=[choice("letter-case", "upper")], answer="LIGHTHOUSE"),
        row(kind="compound", rules=[choice("letter-case", "lower")]),
        row(
            kind="compound",
            example_id="f",
            text="a ferry",
            rules=[choice("letter-case", "upper"), choice("order", "text", None)],
            format="csv",
            guidelines=explained("long", "short"),
            instruction_language="zh",
        ),
    ],
    "test": [
        row(
            example_id="g",
            schema=schema(SHORT, hidden=True, group=(1, 2)),
            system="Answer well.",
            shots=[{"source_id": "y", "origin": "y", "gold": "{}", "inputs": [], "answer": None}],
        )
    ],
}
