"""Preference rules: each decides a case that the schema leaves open, and can prove that an answer obeys it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from hum_hub.contract.formats import Conventions, Format
from hum_hub.contract.records import Problem
from hum_hub.contract.values import Answer, Label, Record, Schema, Value, values, wordings

Stage = Literal["name", "select", "extent", "form", "limit", "order", "convene"]
STAGES: tuple[Stage, ...] = ("name", "select", "extent", "form", "limit", "order", "convene")
"""In which order the rules of a row are applied, and checked."""


BORDERS: frozenset[Stage] = frozenset({"select", "extent"})
"""Stages whose rules decide what boundary notes and illustrations of guidelines decide too: only one of them may."""

Words = Mapping[str, Mapping[str, Sequence[str]]]
"""The sentences that dictate the options of a rule, by option and language."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule decides about: the inputs and their language, the schema as shown, the subtask and the format."""

    inputs: tuple[tuple[str, str], ...]
    input_language: str
    schema: Schema
    subtask: str
    format: Format

    @property
    def grouped(self) -> bool:
        """Whether the format puts the records of one label together."""
        return self.format.grouped and self.schema.by is not None

    @property
    def language(self) -> str:
        """The language of our own wordings: Chinese, or English for all others."""
        return "zh" if self.schema.language == "zh" else "en"

    def text(self, value: Value) -> str:
        """The input in which a value stands."""
        return dict(self.inputs)[value.input]


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule with the option that an instruction dictates, and the witness: where another option answers otherwise.

    Without a witness the rule is idle on this example.
    """

    rule: str
    option: str
    witness: str | None = None


class Rule(ABC):
    """A preference rule: a transform for the builder, and checks written apart from it for the verifier.

    The stage says what a rule does: `name` changes what labels are called, `select` leaves records out for what
    they mean, `extent` moves the edges of wordings, `form` rewrites them, `limit` leaves records out for how they
    are written, `order` puts records in order, and `convene` settles what a format leaves open. `excludes` lists
    rules that may not stand beside it. A rule that `redefines` labels cannot stand beside their definitions.

    The checks state the rule record by record: `keeps` and `writes` (or `becomes`), `precedes`, `objections` and
    `unsettled`. They share no code with `transform`; the verifier composes them.
    """

    id: ClassVar[str]
    stage: ClassVar[Stage]
    excludes: ClassVar[frozenset[str]] = frozenset()
    redefines: ClassVar[bool] = False
    words: ClassVar[Words] = {}

    @abstractmethod
    def options(self, case: Case) -> Sequence[str]:
        """The options to choose from here, at least two, or none when the rule does not apply."""

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """Sentences in the schema's language that dictate the option, each complete on its own.

        Those of `words`, by option and language, unless a rule words its options in another way.
        """
        return self.words[option][case.language]

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """The schema with its labels named as the option says, for rules of stage `name`.

        `every` are all labels of the source, of which the schema shows some. `None` when the option cannot be had.
        """
        return schema

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """The answer under this option."""
        return answer

    def convene(self, conventions: Conventions, case: Case, option: str) -> Conventions:
        """The conventions under this option."""
        return conventions

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """Check: whether `record` belongs to the answer, given the records that earlier rules left."""
        return True

    def becomes(self, record: Record, among: Answer, case: Case, option: str) -> tuple[Record, ...]:
        """Check: what has to stand in the answer for `record`, given the records that earlier rules left.

        Unless a rule says otherwise: nothing, or the record with its wordings as `writes` has them.
        """
        if not self.keeps(record, among, case, option):
            return ()
        if type(self).writes is Rule.writes:
            return (record,)
        for value in wordings(record, case.schema):
            text = self.writes(value.text, value, case, option)
            if text != value.text:
                record = reworded(record, value, text)
        return (record,)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """Check: how `value`, worded `text` so far, has to be worded."""
        return text

    def precedes(self, first: Record, second: Record, case: Case, option: str) -> bool:
        """Check: whether `first` may stand before `second`."""
        return True

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """Check: what is wrong with the schema as shown or with the assistant's message as written."""
        return ()

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """Check: why the gold does not settle this option here, as a kebab-case reason; such a row is refused."""
        return None

    def witness(self, answer: Answer, case: Case, option: str) -> str | None:
        """Where another option gives another answer, in words, or `None` when the rule is idle here.

        A rule of stage `name` is idle only where the answer names no label.
        """
        if self.stage == "name":
            places = [place for place, field in enumerate(case.schema.fields) if field.kind == "label"]
            return next((value.text for record in answer for value in values(tuple(record[p] for p in places))), None)
        mine = self.transform(answer, case, option)
        for other in self.options(case):
            if other != option and (found := difference(mine, self.transform(answer, case, other), case)) is not None:
                return found
        return None


def offered(rule: Rule, case: Case) -> Sequence[str]:
    """The options that a rule offers in a case; a format that repeats the input allows no change of its wordings."""
    if case.format.verbatim and rule.stage not in ("name", "select"):
        return ()
    return rule.options(case)


def difference(mine: Answer, theirs: Answer, case: Case) -> str | None:
    """The words of the first record by which two answers differ when they are read, or `None`."""
    mine, theirs = (case.format.normal(answer, case.schema) for answer in (mine, theirs))
    if mine == theirs:
        return None
    for record in (*mine, *theirs):
        if mine.count(record) != theirs.count(record):
            return " | ".join(value.text for value in values(record))
    first = next(left for left, right in zip(mine, theirs, strict=True) if left != right)
    return " | ".join(value.text for value in values(first))


def reworded(record: Record, value: Value, text: str) -> Record:
    """The record with the wording of one of its values replaced; positions stay, as they are the evidence."""

    def of(part: Value) -> Value:
        return replace(part, text=text) if part is value else part

    return tuple(
        of(cell)
        if isinstance(cell, Value)
        else tuple(of(part) if isinstance(part, Value) else (part[0], of(part[1])) for part in cell)  # type: ignore[misc]  # a cell is of one kind
        for cell in record
    )
