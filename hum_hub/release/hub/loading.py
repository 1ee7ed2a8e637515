"""Loads a release back from the Hub as a user would, in a process and with caches of its own, and compares it.

Run as `python -m hum_hub.release.hub.loading REPO COMMIT FOLDER TIMEOUT`; prints what differs and what failed as JSON.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hum_hub.errors import PublishError
from hum_hub.release.hub.patience import first_line, without_token
from hum_hub.release.hub.repository import TIMEOUT, set_timeout
from hum_hub.release.manifest import Config, read_manifest

_TRIES = 3
_ANSWERS = 30
"""How many times the timeout of an answer the loading may take: an hour, for a corpus that has to be fetched once."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading: where the rows or features differ, and which configs could not be loaded."""

    differs: list[str]
    failed: list[str]


def loads_back(repo: str, commit: str, folder: Path, timeout: float = TIMEOUT) -> list[str]:
    """What differs between a build folder and what `load_dataset` gives at a commit; nothing when all is well.

    A config that cannot be loaded is tried again: an answer that was lost on the way says nothing of the release.

    Raises:
        PublishError: it could not be loaded in time.
    """
    with tempfile.TemporaryDirectory(prefix="hum-loading-") as cache:
        for _ in range(_TRIES):
            found = _loaded(repo, commit, folder, timeout, Path(cache))
            if not found.failed:
                break
    return [without_token(each) for each in (*found.differs, *found.failed)]


def _loaded(repo: str, commit: str, folder: Path, timeout: float, cache: Path) -> Loaded:
    fresh = {"HF_DATASETS_CACHE": cache / "datasets", "HF_HUB_CACHE": cache / "hub", "HF_XET_CACHE": cache / "xet"}
    environment = {**os.environ, **{name: str(place) for name, place in fresh.items()}}
    command = [sys.executable, "-m", __name__, repo, commit, str(folder.resolve()), str(timeout)]
    try:
        done = subprocess.run(
            command,
            env=environment,
            cwd=cache,  # a folder of the repository's name here would be loaded in its place
            capture_output=True,
            text=True,
            timeout=_ANSWERS * timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PublishError(
            f"{repo}@{commit[:8]} was not loaded back within {_ANSWERS * timeout:g} seconds; give more with --timeout"
        ) from error
    try:
        return Loaded(**json.loads(done.stdout.strip().splitlines()[-1]))
    except (ValueError, IndexError, TypeError):
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return Loaded([], [f"loading ended with {done.returncode}: {last}"[:400]])


def load(repo: str, commit: str, folder: Path) -> Loaded:
    """Load every config, and compare it with the build folder."""
    found = Loaded([], [])
    for name, config in read_manifest(folder).configs.items():
        try:
            found.differs.extend(_of_config(repo, commit, folder, name, config))
        except Exception as error:  # whatever a user would run into
            found.failed.append(f"{name}: load_dataset fails: {type(error).__name__}: {first_line(error)}"[:400])
    return found


def _of_config(repo: str, commit: str, folder: Path, name: str, config: Config) -> Iterator[str]:
    from datasets import load_dataset  # the process is started for it

    loaded: Any = load_dataset(repo, name, revision=commit)
    if sorted(loaded) != sorted(config.splits):
        yield f"{name}: splits {sorted(loaded)} instead of {sorted(config.splits)}"
        return
    for split, facts in config.splits.items():
        rows = loaded[split]
        if rows.num_rows != facts.rows:
            yield f"{name}/{split}: {rows.num_rows} rows instead of {facts.rows}"
        local: Any = load_dataset(
            "parquet", data_files=[str(folder / file.path) for file in facts.files], split="train", streaming=True
        )
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
    set_timeout(float(sys.argv[4]))
    print(json.dumps(asdict(load(sys.argv[1], sys.argv[2], Path(sys.argv[3])))), flush=True)
