"""Guidelines: what a schema element means."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Illustration:
    """A text in which `mention` is (or is not) of the kind, and why."""

    __pydantic_config__ = {"extra": "forbid"}  # a misspelt key in a guideline file is an error

    language: str
    text: str
    mention: str
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A role of an event type: its names and definitions by language."""

    __pydantic_config__ = {"extra": "forbid"}  # a misspelt key in a guideline file is an error

    name: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guideline:
    """The meaning of one schema element, by language: names, definitions in several wordings, typical values.

    `parent` is the key of the more general label above it. A relation may have an `inverse`, the name of the relation
    seen from its other end, or be `symmetric`.
    """

    __pydantic_config__ = {"extra": "forbid"}  # a misspelt key in a guideline file is an error

    key: str
    kind: str = "label"
    family: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    definition: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typical: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boundary: Mapping[str, str] = field(default_factory=dict)
    positive: tuple[Illustration, ...] = ()
    negative: tuple[Illustration, ...] = ()
    roles: Mapping[str, Part] = field(default_factory=dict)
    parent: str = ""
    inverse: Mapping[str, str] = field(default_factory=dict)
    symmetric: bool = False

    @property
    def illustrations(self) -> tuple[Illustration, ...]:
        """All of them, whether they fit or not."""
        return (*self.positive, *self.negative)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a row says about one of its labels: the pieces of a guideline that its instruction holds, word for word.

    `illustrations` are examples in the instruction's language, `fits` or not.
    """

    label: str
    definition: str
    typical: tuple[str, ...] = ()
    boundary: str = ""
    illustrations: "tuple[Illustrated, ...]" = ()


@dataclass(frozen=True, slots=True)
class Illustrated:
    """An illustration as shown, and whether its mention is of the kind."""

    text: str
    mention: str
    reason: str
    fits: bool
