"""A tiny task with rules, guidelines and many labels, for the tests of planning: which words are marked as what?"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from hum_hub import Answer, Column, Element, Example, Guideline, Problem, Rule, Schema, Seed, Subtask, Task, Value
from hum_hub.contract.guidelines import Illustration
from hum_hub.contract.plan import Plan
from hum_hub.contract.rules import reworded
from hum_hub.contract.values import wordings
from hum_hub.craft.formats import SHARED as FORMATS
from hum_hub.craft.mix import Mix
from hum_hub.craft.planning import Asked, Planner
from hum_hub.craft.quota import Quota
from hum_hub.craft.rules import SHARED as RULES
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.rendering import Renderer
from hum_hub.proof.rows import Row, example_id, gold_json

NAMES = {
    **{"bird": "鸟", "fish": "鱼", "tree": "树", "rock": "岩石", "star": "星", "boat": "船"},
    **{"tool": "工具", "song": "歌", "game": "游戏", "bell": "钟", "lamp": "灯", "coin": "硬币"},
}
KINDS = tuple(Element(key) for key in sorted(NAMES))
FEW = KINDS[:4]
PRESENT = ("bell", "bird")
SIGNS = {"with-dagger": "†", "with-diesis": "‡", "with-section": "§", "with-pilcrow": "¶"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked word, by its place."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Marked:
    """All marked words of a text."""

    marks: tuple[Mark, ...]


class Tiny(Rule):
    """What the rules here share: two options, told apart by their names."""

    def __init__(self, id: str) -> None:
        self.id = id

    def options(self, case):
        return ("off", "on")

    def wordings(self, option, case):
        return (f"The rule {self.id} is {option}.",)


class Signed(Tiny):
    """Every wording ends with a sign; makes a difference wherever something is answered."""

    stage = "form"

    def writes(self, text, value, case, option):
        return text + SIGNS[self.id] if option == "on" and SIGNS[self.id] not in text else text

    def transform(self, answer, case, option):
        def signed(record):
            for value in wordings(record, case.schema):
                record = reworded(record, value, self.writes(value.text, value, case, option))
            return record

        return tuple(map(signed, answer))


class Idle(Tiny):
    """Never makes a difference."""

    stage = "form"


class Border(Idle):
    """Would decide what belongs to the answer."""

    stage = "select"


class Redefining(Signed):
    """Would change what a label means."""

    redefines = True


class Marking(Task[Marked]):
    """Marked words."""

    name: ClassVar[str] = "marking"
    version: ClassVar[str] = "1"
    gold: ClassVar[type] = Marked
    rules = (*map(Signed, SIGNS), Idle("never"), Idle("hardly"), Border("border"))
    system_messages = {"en": ("You mark words.", "Words are your trade."), "zh": ("你负责标记词语。",)}
    subtasks = {
        name: Subtask(
            name,
            (Column({"en": "type", "zh": "类型"}, "label"), Column({"en": "word", "zh": "词"}, "text")),
            (("text", {"en": ("Text: ", "Text:\n"), "zh": ("文本：", "文本：\n")}),),
            {"en": ("Mark the words.", "Mark every {labels}."), "zh": ("标记词语。",)},
            "json-records",
            guideline_kinds=("kind",),
            by=0,
            inline=True,
            **differs,
        )
        for name, differs in {"all": {}, "cut": {"window": 4}, "own": {"labels": "example"}}.items()
    }

    def validate(self, example: Example[Marked]) -> Iterable[Problem]:
        if any(not 0 <= mark.start < mark.end <= len(example.text()) for mark in example.gold.marks):
            yield Problem("mark-outside")

    def elements(self, example: Example[Marked], subtask: str) -> Iterable[Element]:
        return [Element(kind) for kind in dict.fromkeys(mark.kind for mark in example.gold.marks)]

    def answer(self, example: Example[Marked], subtask: str, schema: Schema) -> Answer:
        shown = [(mark, schema.name(mark.kind)) for mark in example.gold.marks]
        return tuple(
            (Value(name), Value(example.text()[mark.start : mark.end], mark.start, mark.end))
            for mark, name in shown
            if name is not None
        )


TASK = Marking()


def example(
    number: int,
    kinds: Sequence[str] = PRESENT,
    language: str = "en",
    origin: str = "",
    words: str = "",
    subtask: str = "all",
) -> Example[Marked]:
    """A text of one word for each kind; `words` goes into each of them, else the number of the example."""
    marks, text = [], ""
    for place, kind in enumerate(kinds):
        word = f"w{words or number}{'abcdefgh'[place]}"
        marks.append(Mark(len(text), len(text) + len(word), kind))
        text += word + " and "
    seed = Seed(str(number), "test", language, "cc0-1.0", origin or f"origin {number}", {}, (subtask,))
    return seed.example({"text": f"{text}nothing {words or number}"}, Marked(tuple(marks)))


def identity(of: Example[Marked]) -> str:
    return example_id(TASK.name, of.inputs, gold_json(of, Marked))


def guideline(key: str, number: int) -> Guideline:
    """A guideline with all pieces in both languages; no piece names a label."""
    return Guideline(
        key,
        "kind",
        name={"en": key, "zh": NAMES[key]},
        definition={"en": (f"Sort {number} of things.", f"Things, sort {number}."), "zh": (f"第{number}类事物。",)},
        typical={"en": tuple(f"item {number}{letter}" for letter in "ABCDE"), "zh": (f"例词{number}",)},
        boundary={"en": f"Sort {number + 1} is another one.", "zh": f"第{number + 1}类不算。"},
        positive=(Illustration("en", f"There goes unit{number}.", f"unit{number}", "Of this sort."),),
        negative=(Illustration("en", f"Here is piece{number}.", f"piece{number}", "Of another sort."),),
    )


GUIDELINES = tuple(guideline(key, 100 + number) for number, key in enumerate(sorted(NAMES)))


def planner(mix: Mix, inventory: Sequence[Element] = FEW, guidelines: Sequence[Guideline] = GUIDELINES) -> Planner:
    return Planner(TASK, FORMATS, RULES, mix, dict.fromkeys(TASK.subtasks, tuple(inventory)), guidelines)


def asked(made: Planner, of: Example[Marked], variant: int = 0) -> list[Asked]:
    return list(made.asked(of, of.source_id, of.subtasks[0], variant))


Refused = Callable[[Plan, int], bool]


def drawn(
    made: Planner, examples: Iterable[Example[Marked]], refused: Refused = lambda plan, number: False
) -> Iterator[tuple[Plan, Quota]]:
    """The plan of each row of a part: the first that is not refused; with the quota as it stands after the row."""
    quota = made.quota("part")
    for number, each in enumerate(examples):
        for one in asked(made, each):
            empty = not made.truth(one, one.schema)
            if empty and not quota.may_be_empty():
                continue
            plan = next(plan for plan in made.plans(one, quota) if not refused(plan, number))
            quota.took(plan, empty)
            yield plan, quota


def renderer(mix: Mix, inventory: Sequence[Element] = FEW) -> Renderer:
    return Renderer(TASK, "test", mix, dict.fromkeys(TASK.subtasks, tuple(inventory)), GUIDELINES)


def rows(
    mix: Mix, examples: Iterable[Example[Marked]], ledger: Ledger | None = None, teaches: Iterable[bool] = ()
) -> list[list[Row]]:
    """The proven rows of a part, by example; `teaches` says which examples are of the training part."""
    made, ledger = renderer(mix), ledger or Ledger()
    quota, may_teach = made.planner.quota("part"), itertools.chain(teaches, itertools.repeat(True))
    return [list(made.rows(each, identity(each), quota, ledger, next(may_teach))) for each in examples]
