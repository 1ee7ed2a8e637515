"""The manifest of a build: counts, hashes and versions; all that a card may say."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from hum_hub.errors import CheckError
from hum_hub.pipeline.covering import Covered
from hum_hub.recipe.policy import Policy
from hum_hub.release.assembling import DataFile
from hum_hub.release.layout import MANIFEST

COUNTED = ("kind", "subtask", "format", "instruction_language", "input_language", "license", "source", "model")


@dataclass(frozen=True, slots=True)
class Split:
    """The files of a split and what they hold; characters are the code points of all messages."""

    rows: int
    bytes: int
    memory: int
    files: list[DataFile]
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """A config: its splits, and how many rows have which value in the columns that are counted."""

    splits: dict[str, Split]
    counts: dict[str, dict[str, int]]
    rules: dict[str, int]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where rows come from: what the recipe says of a source, and what became of it."""

    task: str
    name: str
    uri: str
    license: str
    language: str
    homepage: str
    model: str | None
    use: str
    seeds: int
    examples: int
    rows: int
    dropped: dict[str, int]
    noted: dict[str, int]
    refused: dict[str, int]
    failed: dict[str, int] = field(default_factory=dict)
    mode: str = "read"


@dataclass(frozen=True, slots=True)
class Spending:
    """The replies of one teacher's model to one stage of a task: how many, their tokens, and what they cost.

    The cost is in the currency of the recipe's prices; `None` where the recipe states no price.
    """

    task: str
    stage: str
    teacher: str
    model: str
    replies: int
    input_tokens: int
    output_tokens: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is known about a build. It holds no clock and no path of the machine that made it."""

    repo: str
    version: str
    title: str
    description: str
    configs: dict[str, Config]
    sources: list[SourceFacts]
    splits: dict[str, float]
    mix: dict[str, Any]
    made_with: dict[str, str]
    recipe_sha256: str
    usage: list[Spending] = field(default_factory=list)
    coverage: list[Covered] = field(default_factory=list)
    licenses: list[str] = field(default_factory=list)
    license_policy: Policy = "listed"

    @property
    def rows(self) -> int:
        """The number of rows in all configs."""
        return sum(split.rows for config in self.configs.values() for split in config.splits.values())

    def write(self, folder: Path) -> None:
        """Write the manifest into a build folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a build folder.

    Raises:
        CheckError: there is none, or it is not one.
    """
    path = folder / MANIFEST
    try:
        manifest: Manifest = TypeAdapter(Manifest).validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CheckError(f"{path} is missing; is {folder} a build folder? make one with hum build") from error
    except ValueError as error:
        raise CheckError(f"{path} is not a manifest: {error}") from error
    return manifest


def counted(folder: Path, files: list[DataFile]) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """How many rows of the files have which value in the counted columns, and which rules; read batch by batch."""
    counts = {column: Counter[str]() for column in COUNTED}
    rules = Counter[str]()
    for file in files:
        for batch in pq.ParquetFile(folder / file.path).iter_batches(5000, columns=[*COUNTED, "rules"]):
            for column in COUNTED:
                for pair in pc.value_counts(batch.column(column).drop_null()).to_pylist():
                    counts[column][pair["values"]] += pair["counts"]
            flat = batch.column("rules").flatten()
            if len(flat):
                for pair in pc.value_counts(pc.struct_field(flat, "rule")).to_pylist():
                    rules[pair["values"]] += pair["counts"]
    return {column: dict(sorted(found.items())) for column, found in counts.items()}, dict(sorted(rules.items()))


def characters(folder: Path, files: list[DataFile]) -> int:
    """How many Unicode code points the messages in some files have together."""
    found = 0
    for file in files:
        for batch in pq.ParquetFile(folder / file.path).iter_batches(5000, columns=["messages"]):
            lengths = pc.utf8_length(pc.struct_field(batch.column("messages").flatten(), "content"))
            found += pc.sum(lengths).as_py() or 0
    return found


def made_with(plugins: list[str]) -> dict[str, str]:
    """The versions that decide the bytes of a build."""
    return {"hum-hub": version("hum-hub"), "pyarrow": pa.__version__, "plugins": "; ".join(sorted(set(plugins)))}
