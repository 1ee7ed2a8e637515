"""What differs between two versions of the dataset, as values."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Change = Literal["added", "removed", "changed"]
Presence = Literal["kept", "added", "removed"]
Count = Literal["old", "new", "unchanged", "changed", "removed", "added"]
Facts = dict[str, tuple[str, str]]
"""What is said otherwise, by name, as old and new; of a list, what only one of them has."""


@dataclass(frozen=True, slots=True)
class SourceDifference:
    """What became of the rows of a source.

    `old` is `unchanged + changed + removed`, and `new` is `unchanged + changed + added`. The reasons of added and of
    removed rows add up; a changed row counts for each of its reasons. `settings` are what the recipe says otherwise,
    `facts` the counts of the ledger (seeds, and what was dropped by reason) that differ, each as old and new.
    """

    name: str
    presence: Presence
    old: int
    new: int
    unchanged: int
    changed: int
    removed: int
    added: int
    why_changed: dict[str, int]
    why_removed: dict[str, int]
    why_added: dict[str, int]
    settings: Facts = field(default_factory=dict)
    facts: dict[str, tuple[int, int]] = field(default_factory=dict)
    restrictions: tuple[str, ...] = ()
    """What the licence of a source that is kept asks for that it did not before."""

    @property
    def differs(self) -> bool:
        """Whether anything is said of it at all."""
        return bool(
            self.presence != "kept" or self.changed or self.removed or self.added or self.settings or self.facts
        )


@dataclass(frozen=True, slots=True)
class Download:
    """What a user of the old version downloads for the new one: bytes of files that differ, and of those that do not."""

    fetched: int
    kept: int


@dataclass(frozen=True, slots=True)
class RowText:
    """Where a row stands, and what its last question and the answer say."""

    id: str
    source: str
    file: str
    number: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A row that was added, removed or changed, with the reasons."""

    change: Change
    reasons: tuple[str, ...]
    old: RowText | None
    new: RowText | None


@dataclass(frozen=True, slots=True)
class ConfigDifference:
    """What differs in a config. `splits`, `subtasks`, `licenses`, `formats` and `rules` are rows by name, old and new.

    A row counts for each of its rules. `task_version` is `-` where the manifest tells none.
    `golds` are fields of the gold that came or went with another version of the task. `restrictions` are what some
    row of the new version asks of its users and no row of the old one did, attribution apart.
    """

    name: str
    presence: Presence
    sources: list[SourceDifference]
    splits: dict[str, tuple[int, int]]
    subtasks: dict[str, tuple[int, int]]
    licenses: dict[str, tuple[int, int]]
    formats: dict[str, tuple[int, int]]
    rules: dict[str, tuple[int, int]]
    task_version: tuple[str, str]
    download: Download
    columns_added: dict[str, str] = field(default_factory=dict)
    columns_removed: dict[str, str] = field(default_factory=dict)
    columns_retyped: dict[str, tuple[str, str]] = field(default_factory=dict)
    golds: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()
    samples: list[Sample] = field(default_factory=list)

    def total(self, what: Count) -> int:
        """The rows of all sources."""
        return sum(getattr(source, what) for source in self.sources)

    @property
    def differs(self) -> bool:
        """Whether its rows or what is said of its sources differ."""
        return self.presence != "kept" or any(source.differs for source in self.sources)

    def why(self, change: Change) -> dict[str, int]:
        """The reasons for a change in all sources, the commonest first."""
        found: dict[str, int] = {}
        for source in self.sources:
            for reason, rows in getattr(source, f"why_{change}").items():
                found[reason] = found.get(reason, 0) + rows
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions compared; `facts` are the parts of the manifest that differ besides the rows, as old and new.

    Of parts that are but counts, only the names are told, and only where nothing else differs.
    """

    old: str
    new: str
    old_version: str
    new_version: str
    configs: list[ConfigDifference]
    facts: Facts

    @property
    def download(self) -> Download:
        """The bytes of all configs."""
        return Download(
            sum(config.download.fetched for config in self.configs),
            sum(config.download.kept for config in self.configs),
        )

    def to_json(self) -> dict[str, Any]:
        """All of it as dicts and lists, with the totals of each config."""
        found = asdict(self)
        for told, config in zip(found["configs"], self.configs, strict=True):
            for what in get_args(Count):
                told[what] = config.total(what)
        return {**found, "download": asdict(self.download)}
