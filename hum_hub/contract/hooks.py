"""The hooks of hum-hub: what plugins, and the core itself, can offer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pluggy

from hum_hub.contract.records import Example, Note, Problem
from hum_hub.contract.task import Task
from hum_hub.contract.teachers import Teacher, TeacherSettings

PROJECT = "hum_hub"
"""The name of the pluggy project and of the entry-point group."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source: its name, for messages and stand-off partners, and how to open it for reading bytes."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Material:
    """What a source consists of: files for a reader, or rows that are parsed already."""

    files: tuple[SourceFile, ...] = ()
    rows: Iterable[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one file layout: its options, as a dataclass type, and the function that reads.

    `read` takes the material, the options and the source's language, and yields the fields of each seed
    (with at least `id`), problems for what had to be dropped, and notes on what is odd but kept.
    """

    name: str
    options: type
    read: Callable[[Material, Any, str], Iterator[dict[str, Any] | Problem | Note]]


@hookspec
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer tasks.

    Called once for each process that needs tasks. The result is a list of tasks; those of all plugins are
    sorted by name, and a name offered twice is an error that names both distributions.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def hum_open_source(scheme: str, rest: str, base: Path) -> Material | None:
    """Open the source `scheme:rest`, relative paths starting at `base`.

    Called when a recipe is checked and when its source is read. Return `None` if the scheme is not yours; the
    first answer that is not `None` is used. Raise `SourceError` when the source cannot be opened.
    """
    raise NotImplementedError


@hookspec
def hum_register_readers() -> Iterable[Reader]:
    """Offer readers of file layouts.

    Called once for each process. Readers are chosen by their name in the recipe; a name offered twice is an error.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def hum_make_teacher(settings: TeacherSettings) -> Teacher | None:
    """Make the teacher that a recipe describes.

    Called once for each teacher of a run. Return `None` if the scheme is not yours; the first answer that is not
    `None` is used. Raise `TeacherError` when the settings are wrong.
    """
    raise NotImplementedError


@hookspec
def hum_object_to_example(example: Example[Any]) -> Problem | None:
    """Object to an example of any task.

    Called for each example that its task found valid. A problem drops the example and is counted; with several,
    the one whose code sorts first is reported.
    """
    raise NotImplementedError
