"""The schemes of the core: `file:`, `package:` and `hf:`."""

import importlib.resources
import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from hum_hub.contract.hooks import Material, SourceFile, hookimpl
from hum_hub.errors import SourceError


@hookimpl
def hum_open_source(scheme: str, rest: str, base: Path) -> Material | None:
    """See `hum_hub.contract.hooks.hum_open_source`."""
    openers = {"file": _open_files, "package": _open_package, "hf": _open_hub}
    return openers[scheme](rest, base) if scheme in openers else None


def _open_files(rest: str, base: Path) -> Material:
    """A file, all files of a folder, or a glob pattern, in the order of their names."""
    path = base / rest
    try:
        if path.is_file():
            found = [path]
        elif path.is_dir():
            found = sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            matches = [] if Path(rest).is_absolute() else base.glob(rest)
            found = sorted(inner for inner in matches if inner.is_file())
    except (OSError, ValueError) as error:  # a name that is too long, a pattern that is none
        raise SourceError(f"file:{rest} cannot be looked up: {error}") from error
    if not found:
        raise SourceError(f"no file at {path}")
    root = path if path.is_dir() else base
    return Material(tuple(SourceFile(_relative(file, root), _opener(file)) for file in found))


def _opener(file: Path | Traversable) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _relative(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def _open_package(rest: str, base: Path) -> Material:
    """`module/path`: a file or folder shipped inside an importable package."""
    module, _, path = rest.partition("/")
    try:
        place = importlib.resources.files(module).joinpath(path)
    except (ModuleNotFoundError, TypeError, ValueError) as error:
        raise SourceError(f"no package {module!r} is installed or in a plugin folder") from error
    found = sorted(_walk(place, place.name))
    if not found:
        raise SourceError(f"package {module!r} ships no {path!r}")
    return Material(tuple(SourceFile(name, _opener(file)) for name, file in found))


def _walk(place: Traversable, name: str) -> Iterable[tuple[str, Traversable]]:
    if place.is_file():
        yield name, place
    elif place.is_dir():
        for inner in place.iterdir():
            yield from _walk(inner, f"{name}/{inner.name}")


def _open_hub(rest: str, base: Path) -> Material:
    """`org/name?config=…&split=…&revision=…`: rows of a dataset through `datasets.load_dataset`, streamed.

    A local dataset repository is named by a path that starts with `./` or `/` and needs no revision.
    """
    path, _, query = rest.partition("?")
    options = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(options) - {"config", "split", "revision", "streaming"})
    if unknown:
        raise SourceError(
            f"hf: source {path!r} has unknown options {', '.join(unknown)}; use config, split, revision, streaming"
        )
    local = path.startswith(("./", "../", "/"))
    if not local and not options.get("revision"):
        raise SourceError(f"hf: source {path!r} needs revision=, a tag or commit, so that the build can be repeated")
    if "split" not in options:
        raise SourceError(f"hf: source {path!r} needs split=, for example split=train")
    if options.get("streaming", "true") not in ("true", "false"):
        raise SourceError(f"hf: source {path!r} has streaming={options['streaming']}; expected true or false")
    return Material(rows=_HubRows(str(base / path) if local else path, options))


class _HubRows:
    """The rows of a Hub dataset, loaded when they are iterated."""

    def __init__(self, path: str, options: Mapping[str, str]) -> None:
        self.path = path
        self.options = options

    def __iter__(self) -> Any:
        from datasets import load_dataset  # the one heavy import, only where a hf: source is read

        try:
            rows = load_dataset(
                self.path,
                self.options.get("config"),
                split=self.options["split"],
                revision=self.options.get("revision"),
                streaming=self.options.get("streaming", "true") == "true",
            )
            yield from rows
        except (OSError, ValueError, RuntimeError) as error:
            raise SourceError(f"hf: source {self.path!r} cannot be loaded: {error}") from error
