"""What parts depend on: the code of the machine and of a plugin, as hashes."""

import hashlib
import importlib
from functools import cache
from pathlib import Path

_CODE = (".py", ".jq", ".toml")


@cache
def code_of(module: str) -> str:
    """A hash of all code and wordings of an importable package, without the data that it ships in `starter`."""
    origin = importlib.import_module(module).__file__
    assert origin is not None
    root = Path(origin).parent
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in _CODE and "starter" not in path.parts and path.is_file():
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
