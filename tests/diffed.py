"""Small versions of a corpus, written as a build would write them."""

import dataclasses
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.proof.features import SCHEMA
from hum_hub.release.assembling import DataFile, checksum
from hum_hub.release.manifest import Config, Manifest, SourceFacts, Split, counted
from hum_hub.release.opening import Version

SPLITS = ("train", "test")


def row(example: int, subtask: str = "a", shown: int = 0, source: str = "s", **more) -> dict:
    """A row whose id follows from its example and its messages, as in a build."""
    return {
        **dict.fromkeys(SCHEMA.names),
        "id": f"id-{example}-{subtask}-{shown}",
        "example_id": f"example-{example}",
        "messages": [{"role": "user", "content": f"{example} {shown}"}, {"role": "assistant", "content": "{}"}],
        "inputs": [{"name": "text", "message": 0, "start": 0, "end": len(str(example))}],
        "subtask": subtask,
        "gold": json.dumps({"value": example}),
        "format": f"format-{shown % 2}",
        "rules": [],
        "guidelines": [],
        "shots": [],
        "source": source,
        "source_id": f"seed-{example // 2}",
        "license": "cc0-1.0",
        "plugin": "plugin 0.1 (c 1)",
        **more,
    }


def version(
    folder: Path, configs: dict[str, list[tuple[str, dict]]], rows_per_file: int = 4, schema: pa.Schema = SCHEMA, **more
) -> Version:
    """A version written to a folder: rows with their split, by config, in files of a few rows."""
    made = {}
    for name, rows in configs.items():
        (folder / name).mkdir(parents=True)
        splits = {}
        for split in SPLITS:
            of_split = [each for where, each in rows if where == split]
            files = []
            for number, start in enumerate(range(0, len(of_split), rows_per_file)):
                path = folder / name / f"{split}-{number}.parquet"
                table = pa.Table.from_pylist(of_split[start : start + rows_per_file], schema)
                pq.write_table(table, path)
                size = path.stat().st_size
                relative = path.relative_to(folder).as_posix()
                files.append(DataFile(relative, table.num_rows, size, table.nbytes, checksum(path)))
            if files:
                sums = [sum(getattr(file, key) for file in files) for key in ("rows", "bytes", "memory")]
                splits[split] = Split(*sums, files)
        made[name] = Config(splits, *counted(folder, [file for split in splits.values() for file in split.files]))
    manifest = Manifest(
        repo="org/toy",
        version="1.0.0",
        title="",
        description="",
        configs=made,
        sources=[facts(name, source) for name in configs for source in ("s", "t")],
        splits=dict.fromkeys(SPLITS, 0.5),
        mix={},
        made_with={"hum-hub": "0", "plugins": "plugin 0.1 (c 1)"},
        recipe_sha256="",
    )
    manifest = dataclasses.replace(manifest, **more)
    manifest.write(folder)
    return Version(str(folder), manifest, lambda path: folder / path)  # as opened() has it, which is slower


def facts(task: str, name: str, **more) -> SourceFacts:
    told = dict.fromkeys(("uri", "homepage", "language"), "") | {key: {} for key in ("dropped", "noted", "refused")}
    told |= dict.fromkeys(("seeds", "examples", "rows"), 0) | {"license": "cc0-1.0", "model": None, "use": "rows"}
    return SourceFacts(**{**told, "task": task, "name": name, **more})
