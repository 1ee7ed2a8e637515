"""A corpus to measure on: a recipe built in a folder of its own, with as many renderings as it needs."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
STARTER = ROOT / "hum.toml"
ROWS_PER_RENDERING = 3_700
"""Of the starter recipe; only a first guess for any other."""


def corpus(recipe: Path, folder: Path, rows: int) -> Path:
    """The build folder of a recipe whose `renderings` are raised until it makes as many rows."""
    for beside in recipe.resolve().parent.iterdir():
        if beside.name != "build" and not beside.name.startswith(".") and beside.suffix != ".toml":
            (folder / beside.name).symlink_to(beside)
    renderings = max(1, math.ceil(rows / ROWS_PER_RENDERING))
    while True:
        built, made = _built(recipe.read_text(encoding="utf-8"), folder, renderings)
        print(f"{made:,} rows with {renderings} renderings", file=sys.stderr)
        if made >= rows:
            return built
        renderings = max(renderings + 1, math.ceil(renderings * rows / made * 1.05))


def _built(recipe: str, folder: Path, renderings: int) -> tuple[Path, int]:
    """Where the recipe was built, and how many rows it made."""
    wanted = f"renderings = {renderings}"
    if re.search(r"(?m)^\[mix\]$", recipe) is None:
        recipe += "\n[mix]\n"
    head, mix, rest = re.split(r"(?m)(^\[mix\]$)", recipe, maxsplit=1)
    table, *after = re.split(r"(?m)(?=^\[)", rest, maxsplit=1)
    table = re.sub(r"(?m)^renderings = .*$", "", table)
    (folder / "hum.toml").write_text(f"{head}{mix}\n{wanted}{table}{''.join(after)}", encoding="utf-8")
    command = [sys.executable, "-m", "hum_hub", "build", "--json", "--workers", "2"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found = json.loads(result.stdout)
    return Path(found["folder"]), sum(source["rows"] for source in found["manifest"]["sources"])
