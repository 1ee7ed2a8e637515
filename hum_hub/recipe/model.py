"""What a recipe says, as dataclasses; `docs/recipe.md` explains each key."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from hum_hub.craft.mix import Count, Mix
from hum_hub.recipe.policy import Policy

_STRICT = ConfigDict(extra="forbid", strict=True)

_NAME = r"^[a-z0-9][a-z0-9._-]{0,63}$"
_LANGUAGE = r"^[a-z]{2}$"
_URI = r"^[a-z][a-z0-9+-]*:.+"
_REPO = r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$"
_VERSION = r"^\d+\.\d+\.\d+$"
_SPLIT = r"^\w+$"
_VARIABLE = r"^[A-Z][A-Z0-9_]{0,63}$"
EXPECTED = {
    _NAME: "a name of at most 64 lower-case letters, digits, dots, underscores and hyphens",
    _LANGUAGE: "an ISO 639-1 code of two letters, such as en or zh",
    _URI: "a scheme and a place, such as file:seeds.jsonl",
    _REPO: "a repository on the Hub, such as org/name",
    _VERSION: "three numbers, such as 1.2.0",
    _SPLIT: "a name of letters, digits and underscores",
    _VARIABLE: "the name of an environment variable, such as TEACHER_API_KEY (never the key itself)",
}
"""What each pattern wants, in words."""

Name = Annotated[str, StringConstraints(pattern=_NAME)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Uri = Annotated[str, StringConstraints(pattern=_URI)]
Repo = Annotated[str, StringConstraints(pattern=_REPO)]
Version = Annotated[str, StringConstraints(pattern=_VERSION)]
Split = Annotated[str, StringConstraints(pattern=_SPLIT)]
Variable = Annotated[str, StringConstraints(pattern=_VARIABLE)]
Amount = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=0, allow_inf_nan=False)]


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
    license_policy: Policy = "listed"

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
class PriceList:
    """What a million tokens cost, in any currency; `batch` is the factor that holds for the Batch API."""

    __pydantic_config__ = _STRICT
    input: Cost = 0.0
    output: Cost = 0.0
    batch: Annotated[float, Field(gt=0, le=1)] = 0.5


@dataclass(frozen=True, slots=True)
class TeacherChoice:
    """A teacher: where it is, how it is asked, what it costs and how much it bears."""

    __pydantic_config__ = _STRICT
    uri: Uri
    model: str = ""
    key: Variable | None = None
    mode: Literal["live", "batch"] = "live"
    parameters: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    most_tokens: Count = 4096
    price: PriceList = field(default_factory=PriceList)
    connections: Annotated[int, Field(ge=1, le=4096)] = 64
    requests_per_minute: Amount | None = None
    tokens_per_minute: Amount | None = None
    timeout: Amount = 300.0
    attempts: Count = 12
    longest_wait: Amount = 900.0
    dead_after: Amount = 60.0
    batch_lines: Annotated[int, Field(ge=1, le=50_000)] = 50_000
    batch_poll: Amount = 30.0


@dataclass(frozen=True, slots=True)
class Spending:
    """What all runs of a recipe may spend together."""

    __pydantic_config__ = _STRICT
    max_requests: Count | None = None
    max_cost: Amount | None = None


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
    teacher: Name | None = None
    stages: dict[str, Name] = field(default_factory=dict)
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
    teachers: dict[Name, TeacherChoice] = field(default_factory=dict)
    budget: Spending = field(default_factory=Spending)
    mix: Mix = field(default_factory=Mix)
    splits: dict[Split, Annotated[float, Field(gt=0, le=1)]] = field(
        default_factory=lambda: {"train": 0.9, "validation": 0.05, "test": 0.05}
    )
    base: Annotated[Path, Field(exclude=True)] = Path()

    def mix_of(self, source: Source) -> Mix:
        """The mix for a source, which may have its own number of renderings."""
        return replace(self.mix, renderings=source.renderings or self.mix.renderings)

    def teacher_of(self, source: Source, stage: str) -> str:
        """The name of the teacher that answers a stage of a source: its own, that of the source, or the only one."""
        return source.stages.get(stage) or source.teacher or next(iter(self.teachers))

    def teachers_of(self, source: Source) -> tuple[str, ...]:
        """The names of all teachers that a source may ask."""
        if source.mode != "synthesize":
            return ()
        return tuple(sorted({self.teacher_of(source, ""), *source.stages.values()}))
