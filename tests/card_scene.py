"""A build folder made by hand for the tests of the card: two configs, both languages, several licences, few rows."""

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.pipeline.covering import Covered
from hum_hub.proof.features import SCHEMA
from hum_hub.release.assembling import DataFile, checksum
from hum_hub.release.card import card
from hum_hub.release.cards.pictures import of_card
from hum_hub.release.cards.templates import Templates
from hum_hub.release.croissant import croissant
from hum_hub.release.layout import CROISSANT
from hum_hub.release.manifest import Config, Manifest, SourceFacts, Spending, Split, characters, counted


@dataclass(frozen=True)
class Words:
    """What people, sources and models may call things; a test puts hostile texts here."""

    title: str = "Small corpus"
    description: str = "Two configs for a test."
    subtask: str = "entities"
    format: str = "json-records"
    rule: str = "order"
    license: str = "cc-by-sa-4.0"
    source: str = "harbour-en"
    homepage: str = "https://example.org/harbour"
    uri: str = "file:harbour.jsonl"
    model: str = "writer-1"
    teacher: str = "strong"
    stage: str = "question"
    reason: str = "no-text"
    topic: str = "session"
    plugin: str = "hum-hub-plugin-ie 0.1.0 (ie 3)"
    role: str = "user"
    text: str = "The ferry crosses."


def scene(folder: Path, words: Words = Words(), templates: Templates | None = None, **changes: Any) -> Manifest:
    """Write the folder; the manifest that it was written from."""
    manifest = replace(_manifest(folder, words), **changes)
    manifest.write(folder)
    (folder / CROISSANT).write_text(croissant(manifest), encoding="utf-8")
    (folder / "README.md").write_text(card(manifest, folder, templates), encoding="utf-8")
    (folder / "assets").mkdir()
    for picture in chain.from_iterable(of_card(manifest).values()):
        (folder / "assets" / picture.file).write_text(picture.text, encoding="utf-8")
    return manifest


def row(number: int, words: Words, **columns: Any) -> dict[str, Any]:
    """A row that has every column, proven or not."""
    return {
        "id": f"{number:032x}",
        "example_id": f"{number // 2:032x}",
        "messages": [
            {"role": words.role, "content": f"Which places are there? {words.text}"},
            {"role": "assistant", "content": "[]"},
        ],
        "inputs": [{"name": "text", "message": 0, "start": 24, "end": 24 + len(words.text)}],
        "subtask": words.subtask,
        "gold": "{}",
        "schema": "{}",
        "format": words.format,
        "rules": [{"rule": words.rule, "option": "first", "witness": None}] if number % 2 else [],
        "guidelines": [],
        "shots": [],
        "kind": "compound" if number % 2 else "basic",
        "instruction_language": "en",
        "input_language": "en",
        "source": words.source,
        "source_id": f"seed-{number}",
        "license": words.license,
        "origin": f"text/{number // 2}",
        "model": None,
        "plugin": words.plugin,
    } | columns


def _manifest(folder: Path, words: Words) -> Manifest:
    chinese = {"input_language": "zh", "instruction_language": "zh", "source": "gangkou-zh", "license": "cc0-1.0"}
    ie = [*(row(n, words) for n in range(6)), *(row(n, words, **chinese) for n in range(6, 10))]
    mrc = [row(n, words, subtask="span", source="quiz", license="mit", model=words.model) for n in range(10, 14)]
    configs = {"ie": _config(folder, "ie", ie), "mrc": _config(folder, "mrc", mrc)}
    return Manifest(
        repo="org/small",
        version="1.2.0",
        title=words.title,
        description=words.description,
        configs=configs,
        sources=_sources(words),
        splits={"train": 0.5, "test": 0.5},
        mix={},
        made_with={"hum-hub": "0.1.0", "pyarrow": "26.0.1", "plugins": words.plugin},
        recipe_sha256="0" * 64,
        usage=[Spending("mrc", words.stage, words.teacher, words.model, 4, 1200, 340, 0.0123)],
        coverage=[Covered("mrc", words.topic, 8, 4, 4, 0.75)],
        licenses=sorted({words.license, "cc0-1.0", "mit"}),
        license_policy="share-alike" if words.license == "cc-by-sa-4.0" else "listed",
    )


def _config(folder: Path, name: str, rows: list[dict[str, Any]]) -> Config:
    splits = {}
    for split, of_split in (("train", rows[::2]), ("test", rows[1::2])):
        path = folder / name / f"{split}-words-00000.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table = pa.Table.from_pylist(of_split, SCHEMA)
        pq.write_table(table, path)
        place = path.relative_to(folder).as_posix()
        file = DataFile(place, len(of_split), path.stat().st_size, table.nbytes, checksum(path))
        splits[split] = Split(file.rows, file.bytes, file.memory, [file], characters(folder, [file]))
    counts, rules = counted(folder, [file for split in splits.values() for file in split.files])
    return Config(splits, counts, rules)


def _sources(words: Words) -> list[SourceFacts]:
    first = SourceFacts(
        task="ie",
        name=words.source,
        uri=words.uri,
        license=words.license,
        language="en",
        homepage=words.homepage,
        model=None,
        use="rows",
        seeds=9,
        examples=6,
        rows=6,
        dropped={words.reason: 2, "duplicate": 1},
        noted={},
        refused={},
        failed={words.reason: 1},
    )
    chinese = replace(first, name="gangkou-zh", uri="hf:org/gangkou?revision=abc", license="cc0-1.0", language="zh")
    quiz = replace(first, task="mrc", name="quiz", license="mit", model=words.model, seeds=4, examples=4, rows=4)
    benchmark = replace(quiz, name="exam", use="reference", model=None, license="cc-by-nc-4.0", seeds=20, rows=0)
    empty: dict[str, Any] = {"dropped": {}, "failed": {}}
    return [first, replace(chinese, seeds=4, examples=4, rows=4, **empty), quiz, replace(benchmark, **empty)]
