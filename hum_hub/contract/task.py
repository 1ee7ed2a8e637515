"""What a plugin offers: a task that reads or synthesizes examples, validates them and states their answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Literal, TypeVar

from hum_hub.contract.formats import Format
from hum_hub.contract.prompts import Synthesis
from hum_hub.contract.records import Example, Note, Problem, Seed, Topic
from hum_hub.contract.rules import Rule
from hum_hub.contract.values import Answer, Kind, Schema

Gold = TypeVar("Gold")
Localised = Mapping[str, str]
"""A text by language code."""
Headings = Mapping[str, tuple[str, ...]]
"""Ways to head an input, by language code."""


@dataclass(frozen=True, slots=True)
class Element:
    """A schema element that an example knows of: its key and the keys of its parts (roles)."""

    key: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a subtask's records: its names by language and what it holds."""

    name: Localised
    kind: Kind


@dataclass(frozen=True, slots=True)
class Subtask:
    """One thing that can be asked about an example.

    `columns` are the fields of the answer's records, `inputs` the names of the texts shown with ways to head them.
    `labels` says where the labels come from: all of a `source`, the `example` itself, or `none`; `window` into
    groups of how many a long list is cut (of four to six, as in IEPile, arXiv 2402.14710). `inline` says that every
    wording of an answer is a span of the one input. `excludes` names rules that make no sense here. `statements` are the ways to ask, by language; `{labels}` in one
    is filled with the label names.
    """

    name: str
    columns: tuple[Column, ...]
    inputs: tuple[tuple[str, Headings], ...]
    statements: Mapping[str, tuple[str, ...]]
    default_format: str
    labels: Literal["source", "example", "none"] = "source"
    guideline_kinds: tuple[str, ...] = ()
    by: int | None = None
    many: bool = True
    optional: bool = True
    listed: bool = False
    window: int | None = None
    inline: bool = False
    excludes: frozenset[str] = frozenset()
    label_names: Mapping[str, Localised] = field(default_factory=dict)


class Task(ABC, Generic[Gold]):
    """A task plugin: one config of the published dataset.

    A task is stateless and free of I/O; every method is a pure function of its arguments, so that parts of a
    corpus can be made on any machine in any order. `system_messages` are those that rows may begin with, by language; `stages` are
    the names of the stages of its prompts, for which a recipe can choose teachers.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    gold: ClassVar[type]
    subtasks: Mapping[str, Subtask]
    rules: Sequence[Rule] = ()
    formats: Sequence[Format] = ()
    system_messages: Mapping[str, Sequence[str]] = {}
    stages: Sequence[str] = ()

    def read(self, seed: Seed) -> Iterable[Example[Gold] | Problem | Note]:
        """The examples in an annotated seed, and what is wrong with the rest of it."""
        return (Problem("not-annotated-data", f"task {self.name!r} does not read seeds"),)

    def synthesize(self, seed: Seed) -> Synthesis[Gold]:
        """Examples made from a seed with the help of a teacher; see `Synthesis`."""
        yield Problem("no-synthesis", f"task {self.name!r} does not synthesize")

    @abstractmethod
    def validate(self, example: Example[Gold]) -> Iterable[Problem]:
        """What is wrong with an example: gold that is not grounded in its inputs, missing or contradictory parts."""

    def columns(self, example: Example[Gold], subtask: str) -> Sequence[Column]:
        """The fields of the answer's records: those of the subtask, unless an example brings its own."""
        return self.subtasks[subtask].columns

    def topics(self, example: Example[Gold]) -> Iterable[Topic]:
        """The topics that an example is about, of those that a synthesis names; their coverage is reported."""
        return ()

    @abstractmethod
    def elements(self, example: Example[Gold], subtask: str) -> Iterable[Element]:
        """The schema elements that this example's gold uses (or, for labels of the example itself, offers)."""

    @abstractmethod
    def answer(self, example: Example[Gold], subtask: str, schema: Schema) -> Answer:
        """The whole truth for a subtask, restricted to the labels shown, in its natural order."""
