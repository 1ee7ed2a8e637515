"""On which level of their tree labels are given."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from hum_hub.contract.records import Problem
from hum_hub.contract.rules import Case, Rule, Stage, Words
from hum_hub.contract.values import Answer, Label, Record, Schema, values

_WORDS: Words = {
    "leaf": {
        "en": (
            "Give each label by its own name alone, without the more general labels above it.",
            "Use the labels themselves and not the more general ones that they belong to.",
            "Labels are given on their own level: neither their superiors nor the path to them is written.",
        ),
        "zh": (
            "只写标签本身的名称，不写它上面更概括的标签。",
            "使用标签本身，不要换成它所属的上级标签。",
            "标签按自身的层级书写，既不写上级，也不写完整路径。",
        ),
    },
    "path": {
        "en": (
            'Give each label with the more general ones above it, from the top down, joined by " > ".',
            'A label is written as its whole path: the most general label first, then each level below it, with " > " in between.',
            'Write the full path of a label, levels separated by " > ", the most general one first.',
        ),
        "zh": (
            "每个标签连同其上级一起写出，从最上层往下，用“ > ”连接。",
            "标签写成完整路径：先写最概括的一级，再逐级往下，中间用“ > ”隔开。",
            "请写标签的全路径，各级之间用“ > ”分隔，最概括的在最前。",
        ),
    },
    "top": {
        "en": (
            "Use the most general labels only; whatever is more specific is answered with the general label above it.",
            "Labels are given on the topmost level: anything that falls under a label of that level gets it.",
            "Do not go into detail with the labels: the broadest one that covers the case is wanted.",
        ),
        "zh": (
            "只使用最概括的标签，更具体的情况一律归入其最上级标签。",
            "标签一律用最上一级，凡属于该级之下的都用它。",
            "标签不必细分，写涵盖该情况的最宽泛的一级即可。",
        ),
    },
}
_JOINT = " > "


class LabelLevel(Rule):
    """The label itself, its path from the top of the tree, or the topmost label above it."""

    id: ClassVar[str] = "label-level"
    stage: ClassVar[Stage] = "name"
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Labels with others above them, or that stand for such."""
        labels = () if case.schema.hidden or case.schema.listed else case.schema.labels
        return ("leaf", "path", "top") if any(label.above or label.covers for label in labels) else ()

    def dress(self, schema: Schema, option: str, every: Sequence[Label]) -> Schema | None:
        """See `Rule.dress`; `None` where names would not be unique or could not be told from paths."""
        names = [name for label in schema.labels for name in (label.name, *label.above)]
        if any(label.called or label.covers for label in schema.labels) or any(
            _JOINT.strip() in name for name in names
        ):
            return None
        labels: Sequence[Label] | None = schema.labels
        if option == "path":
            labels = [replace(label, name=_JOINT.join((*label.above, label.name))) for label in schema.labels]
        elif option == "top":
            labels = _merged(schema.labels, every)
        if labels is None or len({label.name for label in labels}) < len(labels):
            return None
        return replace(schema, labels=tuple(labels))

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`: records that differed in merged labels only have become one."""
        if option != "top":
            return answer
        first: dict[object, Record] = {}
        for record in answer:
            first.setdefault((record, _places(record)), record)
        return tuple(first.values())

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`: nothing before it says the same of the same places."""
        for other in among:
            if other is record or option != "top":
                return True
            pairs = list(zip(values(other), values(record), strict=False))
            alike = all((a.start, a.end, a.input) == (b.start, b.end, b.input) for a, b in pairs)
            if other == record and alike:
                return False
        return True

    def objections(self, message: str, truth: Answer, case: Case, option: str) -> Iterable[Problem]:
        """See `Rule.objections`: paths are what stands above a label and one name more; top labels have none above."""
        labels = case.schema.labels
        for label in labels:
            above, _, own = label.name.rpartition(_JOINT)
            right = {
                "leaf": not above and not label.covers,
                "path": above.split(_JOINT) == list(label.above or ("",)) and bool(own) and not label.covers,
                "top": not above and not label.above,
            }[option]
            if not right:
                yield Problem("label-on-another-level", label.name)
        held = [key for label in labels for key in {label.key, *label.covers}]
        if len(set(held)) < len(held) or (option == "top" and not any(label.covers for label in labels)):
            yield Problem("labels-cover-each-other", ", ".join(label.name for label in labels))


def _places(record: Record) -> tuple[tuple[int | None, int | None, str], ...]:
    return tuple((value.start, value.end, value.input) for value in values(record))


def _merged(labels: Sequence[Label], every: Sequence[Label]) -> list[Label] | None:
    """The labels with one in place of all that have the same label at the top of their tree.

    The one at the top is taken where the source has it; `None` where it cannot be told apart from other labels,
    or where the labels are events, whose roles belong to the specific ones.
    """
    merged: dict[str, Label] = {}
    for label in labels:
        top = label.above[0] if label.above else label.name
        below = tuple(other for other in every if other.above[:1] == (top,))
        if top in merged or not below:
            merged.setdefault(top, label)
            continue
        known = next((other for other in every if other.name == top and not other.above), None)
        clash = known is None and any(other.key == top for other in every)
        if clash or any(other.parts for other in below):
            return None
        root = known or Label(top, top)
        merged[top] = replace(root, name=top, covers=tuple(other.key for other in below if other.key != root.key))
    return list(merged.values())
