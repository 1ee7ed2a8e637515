"""What `load_dataset` gives at a commit, compared with files here; run in a process of its own by `loading`.

`python -m hum_hub.release.hub.loader REPO COMMIT TIMEOUT` reads what is expected as JSON, for each config and split the
rows and the files, and prints what differs and what failed. It imports no more of the machine than it needs.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hum_hub.release.hub.client import set_timeout
from hum_hub.release.hub.patience import first_line

Expected = dict[str, dict[str, Any]]
"""For each split of a config its `rows` and its `files`, with their whole paths."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading: where the rows or features differ, and which configs could not be loaded."""

    differs: list[str]
    failed: list[str]


def load(repo: str, commit: str, configs: dict[str, Expected]) -> Loaded:
    """Load every config, and compare it with the files."""
    found = Loaded([], [])
    for name, expected in configs.items():
        try:
            found.differs.extend(_of_config(repo, commit, name, expected))
        except Exception as error:  # whatever a user would run into
            found.failed.append(f"{name}: load_dataset fails: {type(error).__name__}: {first_line(error)}"[:400])
    return found


def _of_config(repo: str, commit: str, name: str, expected: Expected) -> Iterator[str]:
    from datasets import load_dataset  # the process is started for it

    loaded: Any = load_dataset(repo, name, revision=commit)
    if sorted(loaded) != sorted(expected):
        yield f"{name}: splits {sorted(loaded)} instead of {sorted(expected)}"
        return
    for split, facts in expected.items():
        rows = loaded[split]
        if rows.num_rows != facts["rows"]:
            yield f"{name}/{split}: {rows.num_rows} rows instead of {facts['rows']}"
        local: Any = load_dataset("parquet", data_files=facts["files"], split="train", streaming=True)
        if rows.features != local.features:
            yield f"{name}/{split}: other features than the files have"
        elif _hash(rows.select_columns(["id", "gold"])) != _hash(local.select_columns(["id", "gold"])):
            yield f"{name}/{split}: other rows than the files have"


def _hash(rows: Iterable[Any]) -> str:
    whole = hashlib.sha256()
    for row in rows:
        whole.update(json.dumps([row["id"], row["gold"]]).encode())
    return whole.hexdigest()


if __name__ == "__main__":
    set_timeout(float(sys.argv[3]))
    print(json.dumps(asdict(load(sys.argv[1], sys.argv[2], json.load(sys.stdin)))), flush=True)
