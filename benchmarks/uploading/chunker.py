"""What the real chunker of the Hub's client uploads: its own storage in a folder, and its own count of bytes.

Run as a program it uploads files, in a process with caches of its own, as a runner of a CI job is that has uploaded
nothing before: `python chunker.py STORE FILE…` prints one JSON object.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Bytes of the files, bytes of them that the store had not, and bytes that went over the wire for them."""

    total: int
    new: int
    sent: int


def upload(store: Path, files: Sequence[Path]) -> Uploaded:
    """Upload files to a store in a folder, without what an earlier upload has left in the client's caches."""
    if not files:
        return Uploaded(0, 0, 0)
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hum-bench-cache-") as cache:
        environment = {**os.environ, "HF_HOME": cache, "HF_XET_CACHE": f"{cache}/xet", "HF_XET_TELEMETRY_ENABLED": "0"}
        command = [sys.executable, __file__, str(store), *map(str, files)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return Uploaded(**json.loads(done.stdout.splitlines()[-1]))


def main(store: str, files: Sequence[str]) -> None:
    """Upload, and print what it took."""
    from hf_xet import XetSession

    commit = XetSession().new_upload_commit(endpoint=f"local://{store}")
    for file in files:
        commit.start_upload_file(file)
    metrics = commit.wait_to_finish().dedup_metrics
    told = Uploaded(metrics.total_bytes, metrics.new_bytes, metrics.total_bytes_uploaded)
    print(json.dumps({"total": told.total, "new": told.new, "sent": told.sent}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
