"""What can be asked about a text, or a pair of texts."""

from hum_hub import Column, Headings, Subtask, load_statements

_STATEMENTS = load_statements("hum_hub_plugin_classification")
_TEXT = ("text", {"en": ("Text:\n", "The text:\n", "Input:\n"), "zh": ("文本：\n", "原文：\n", "输入：\n")})
_PREMISE = ("premise", {"en": ("Premise: ", "First text: "), "zh": ("前提：", "第一段：")})
_HYPOTHESIS = ("hypothesis", {"en": ("Hypothesis: ", "Second text: "), "zh": ("假设：", "第二段：")})
_ASPECT = ("aspect", {"en": ("Aspect: ", "The aspect: "), "zh": ("方面：", "评价对象：")})


def _single(name: str, en: str, zh: str, inputs: tuple[tuple[str, Headings], ...] = (_TEXT,)) -> Subtask:
    return Subtask(
        name=name,
        columns=(Column({"en": en, "zh": zh}, "label"),),
        inputs=inputs,
        statements=_STATEMENTS[name],
        default_format="plain",
        guideline_kinds=("label", "aspect"),
        many=False,
        optional=False,
    )


def _several(name: str, en: str, zh: str) -> Subtask:
    return Subtask(
        name=name,
        columns=(Column({"en": en, "zh": zh}, "label"),),
        inputs=(_TEXT,),
        statements=_STATEMENTS[name],
        default_format="json-records",
        guideline_kinds=("label",),
    )


SUBTASKS = {
    subtask.name: subtask
    for subtask in (
        _single("topic", "topic", "主题"),
        _single("sentiment", "sentiment", "情感倾向"),
        _single("intent", "intent", "意图"),
        _single("rating", "rating", "评分"),
        _single("label", "label", "标签"),
        _single("inference", "relation", "关系", (_PREMISE, _HYPOTHESIS)),
        _single("aspect-polarity", "polarity", "情感极性", (_TEXT, _ASPECT)),
        _several("emotion", "emotion", "情绪"),
        _several("labels", "label", "标签"),
        Subtask(
            name="aspects",
            columns=(
                Column({"en": "aspect", "zh": "方面"}, "text"),
                Column({"en": "polarity", "zh": "情感极性"}, "label"),
            ),
            inputs=(_TEXT,),
            statements=_STATEMENTS["aspects"],
            default_format="json-records",
            guideline_kinds=("aspect",),
            by=1,
            inline=True,
        ),
    )
}
SEVERAL = frozenset(name for name, subtask in SUBTASKS.items() if subtask.many)
