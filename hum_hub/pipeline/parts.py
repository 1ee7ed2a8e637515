"""Parts on disk: a file appears under its key only when it is complete."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


class PartStore:
    """Files by key below a folder; deleting it costs time and never changes a result."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str, suffix: str) -> Path:
        """Where the file of a key and suffix is, or will be."""
        return self.root / key[:2] / f"{key}{suffix}"

    def has(self, key: str, suffix: str) -> bool:
        """Whether the file is there."""
        return self.path(key, suffix).is_file()

    @contextlib.contextmanager
    def writing(self, key: str, suffix: str) -> Iterator[Path]:
        """A path to write to; the file is moved to its place when the block ends without an error."""
        final = self.path(key, suffix)
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = final.with_name(f"{final.name}.{os.getpid()}.tmp")
        try:
            yield draft
            os.replace(draft, final)
        finally:
            draft.unlink(missing_ok=True)
