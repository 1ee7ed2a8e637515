"""What a recipe says, as dataclasses; `docs/recipe.md` explains each key."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from hum_hub.craft.mix import Count, Mix

_STRICT = ConfigDict(extra="forbid", strict=True)

_NAME = r"^[a-z0-9][a-z0-9._-]{0,63}$"
_LANGUAGE = r"^[a-z]{2}$"
_URI = r"^[a-z][a-z0-9+-]*:.+"
_REPO = r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$"
_VERSION = r"^\d+\.\d+\.\d+$"
_SPLIT = r"^\w+$"
EXPECTED = {
    _NAME: "a name of at most 64 lower-case letters, digits, dots, underscores and hyphens",
    _LANGUAGE: "an ISO 639-1 code of two letters, such as en or zh",
    _URI: "a scheme and a place, such as file:seeds.jsonl",
    _REPO: "a repository on the Hub, such as org/name",
    _VERSION: "three numbers, such as 1.2.0",
    _SPLIT: "a name of letters, digits and underscores",
}
"""What each pattern wants, in words."""

Name = Annotated[str, StringConstraints(pattern=_NAME)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Uri = Annotated[str, StringConstraints(pattern=_URI)]
Repo = Annotated[str, StringConstraints(pattern=_REPO)]
Version = Annotated[str, StringConstraints(pattern=_VERSION)]
Split = Annotated[str, StringConstraints(pattern=_SPLIT)]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is built: its repository on the Hub, its version, and the licences that its rows may have."""

    __pydantic_config__ = _STRICT
    repo: Repo
    version: Version
    licenses: tuple[str, ...]
    title: str = ""
    description: str = ""
    name: Name | None = None

    @property
    def folder(self) -> str:
        """The name of the build folder."""
        return self.name or self.repo.split("/")[1].lower()


@dataclass(frozen=True, slots=True)
class Plugins:
    """`folders` are plugin folders or glob patterns of them; `only` restricts loading to these plugins."""

    __pydantic_config__ = _STRICT
    folders: tuple[str, ...] = ()
    only: tuple[Name, ...] | None = None


@dataclass(frozen=True, slots=True)
class TeacherChoice:
    """The teacher of the tasks that synthesize."""

    __pydantic_config__ = _STRICT
    uri: Uri


@dataclass(frozen=True, slots=True)
class GuidelineFile:
    """A file of guidelines: TOML as `docs/guidelines.md` shows it, or JSON that `select` turns into such elements."""

    __pydantic_config__ = _STRICT
    uri: Uri
    select: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a task. `reader` names a reader and gives its options; they are checked by the reader itself."""

    __pydantic_config__ = _STRICT
    name: Name
    uri: Uri
    reader: dict[str, Any]
    language: Language
    license: str
    subtasks: Annotated[tuple[str, ...], Field(min_length=1)]
    family: Name | None = None
    mode: Literal["read", "synthesize"] = "read"
    use: Literal["rows", "reference"] = "rows"
    limit: Count | None = None
    renderings: Count | None = None
    labels: dict[str, str] = field(default_factory=dict)
    guidelines: tuple[GuidelineFile, ...] = ()
    model: str | None = None
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class TaskSources:
    """The sources of one task."""

    __pydantic_config__ = _STRICT
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe, and the folder that its relative paths start from."""

    __pydantic_config__ = _STRICT
    dataset: Dataset
    tasks: dict[Name, TaskSources]
    plugins: Plugins = field(default_factory=Plugins)
    teacher: TeacherChoice | None = None
    mix: Mix = field(default_factory=Mix)
    splits: dict[Split, Annotated[float, Field(gt=0, le=1)]] = field(
        default_factory=lambda: {"train": 0.9, "validation": 0.05, "test": 0.05}
    )
    base: Annotated[Path, Field(exclude=True)] = Path()

    def mix_of(self, source: Source) -> Mix:
        """The mix for a source, which may have its own number of renderings."""
        return replace(self.mix, renderings=source.renderings or self.mix.renderings)
