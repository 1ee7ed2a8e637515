"""Which annotations each subtask needs, and which of them it asks for."""

from collections.abc import Mapping

from hum_hub_plugin_ie.gold import Extraction, Mention

LAYERS: Mapping[str, tuple[str, ...]] = {
    "entities": ("mentions",),
    "mentions": ("mentions",),
    "slots": ("mentions",),
    "quantities": ("mentions",),
    "open-entities": ("mentions",),
    "aspect-terms": ("mentions",),
    "typing": ("mentions",),
    "relations": ("relations",),
    "pair-relation": ("relations",),
    "typed-relations": ("mentions", "relations"),
    "card": ("relations",),
    "events": ("events",),
    "triggers": ("events",),
    "arguments": ("events",),
    "table": ("events",),
    "coreference": ("clusters",),
    "tuples": ("tuples",),
    "own-entities": ("mentions", "offered"),
    "own-relations": ("relations", "offered"),
    "own-events": ("events", "offered"),
}
"""The fields of an `Extraction` that must not be `None`, by subtask."""

OWN = frozenset({"own-entities", "own-relations", "own-events"})
"""Subtasks under labels that a text brings with it as those that it was annotated for."""

OF_EXAMPLE = OWN | {"arguments", "table"}
"""All subtasks that do not ask for the labels of all texts of their source."""

NAMED_AGAIN = frozenset({"relations", "typed-relations", "card"})
"""Subtasks that also want clusters where there are any: what else the things they speak of are called."""

QUANTITIES = frozenset((
    "age", "amount", "cardinal", "count", "date", "datetime", "distance", "duration", "integer",
    "measure", "money", "num", "number", "numeral", "ordinal", "percent", "percentage", "quantity",
    "time", "value", "year", "年份", "年龄", "数值", "数字", "数目", "数量", "日期", "时刻", "时间", "时长", "期限",
    "百分数", "百分比", "比例", "金额", "序数", "基数", "度量", "距离"
))  # fmt: skip
"""Labels, case-folded, of number and time expressions."""


def asked(subtask: str, gold: Extraction) -> tuple[Mention, ...]:
    """The mentions that a subtask asks for."""
    mentions = gold.mentions or ()
    if subtask == "quantities":
        return tuple(mention for mention in mentions if mention.label.casefold() in QUANTITIES)
    if subtask == "aspect-terms":
        return tuple(mention for mention in mentions if mention.label.casefold() == "aspect")
    return mentions
