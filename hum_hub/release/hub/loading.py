"""Loads a release back from the Hub as a user would, in a process and with caches of its own, and compares it.

Run as `python -m hum_hub.release.hub.loading REPO COMMIT FOLDER`; prints one JSON list of what differs.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hum_hub.errors import PublishError
from hum_hub.release.hub.patience import without_token
from hum_hub.release.manifest import Config, read_manifest

DEADLINE = 3600.0
"""Seconds for loading all configs back: a corpus of many gigabytes has to be fetched once."""


def loads_back(repo: str, commit: str, folder: Path) -> list[str]:
    """What differs between a build folder and what `load_dataset` gives at a commit; nothing when all is well.

    Raises:
        PublishError: it could not be loaded in time.
    """
    with tempfile.TemporaryDirectory(prefix="hum-loading-") as cache:
        home = Path(cache)
        fresh = {"HF_DATASETS_CACHE": home / "datasets", "HF_HUB_CACHE": home / "hub", "HF_XET_CACHE": home / "xet"}
        environment = {**os.environ, **{name: str(place) for name, place in fresh.items()}}
        command = [sys.executable, "-m", __name__, repo, commit, str(folder.resolve())]
        try:
            done = subprocess.run(
                command, env=environment, cwd=cache, capture_output=True, text=True, timeout=DEADLINE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise PublishError(f"{repo}@{commit[:8]} was not loaded back within {DEADLINE:g} seconds") from error
    try:
        found: list[str] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return [without_token(f"loading ended with {done.returncode}: {last}"[:400])]
    return [without_token(each) for each in found]


def differences(repo: str, commit: str, folder: Path) -> Iterator[str]:
    """What differs, config by config."""
    for name, config in read_manifest(folder).configs.items():
        try:
            yield from _of_config(repo, commit, folder, name, config)
        except Exception as error:  # whatever a user would run into
            yield f"{name}: load_dataset fails: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


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
    print(json.dumps(list(differences(sys.argv[1], sys.argv[2], Path(sys.argv[3])))), flush=True)
