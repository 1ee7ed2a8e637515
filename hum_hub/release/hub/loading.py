"""Loads a release back from the Hub as a user would, in a process and with caches of its own, and compares it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hum_hub.errors import PublishError
from hum_hub.release.hub import loader
from hum_hub.release.hub.client import TIMEOUT
from hum_hub.release.hub.loader import Loaded
from hum_hub.release.hub.patience import without_token
from hum_hub.release.manifest import read_manifest

_TRIES = 3
_ANSWERS = 30
"""How many times the timeout of an answer the loading may take: an hour, for a corpus that has to be fetched once."""


def loads_back(repo: str, commit: str, folder: Path, timeout: float = TIMEOUT) -> list[str]:
    """What differs between a build folder and what `load_dataset` gives at a commit; nothing when all is well.

    A config that cannot be loaded is tried again: an answer that was lost on the way says nothing of the release.

    Raises:
        PublishError: it could not be loaded in time.
    """
    with tempfile.TemporaryDirectory(prefix="hum-loading-") as cache:
        for _ in range(_TRIES):
            found = _loaded(repo, commit, folder.resolve(), timeout, Path(cache))
            if not found.failed:
                break
    return [without_token(each) for each in (*found.differs, *found.failed)]


def _loaded(repo: str, commit: str, folder: Path, timeout: float, cache: Path) -> Loaded:
    fresh = {"HF_DATASETS_CACHE": cache / "datasets", "HF_HUB_CACHE": cache / "hub", "HF_XET_CACHE": cache / "xet"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", loader.__name__, repo, commit, str(timeout)],
            input=_expected(folder),
            env={**os.environ, **{name: str(place) for name, place in fresh.items()}},
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


def _expected(folder: Path) -> str:
    configs = read_manifest(folder).configs.items()
    return json.dumps(
        {
            name: {
                split: {"rows": facts.rows, "files": [str(folder / file.path) for file in facts.files]}
                for split, facts in config.splits.items()
            }
            for name, config in configs
        }
    )
