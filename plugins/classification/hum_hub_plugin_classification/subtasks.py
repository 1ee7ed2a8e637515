"""What can be asked about a text, or a pair of texts."""

from hum_hub import Column, Headings, Subtask, load_statements

STATEMENTS = load_statements("hum_hub_plugin_classification")
_TEXT = ("text", {"en": ("Text:\n", "The text:\n", "Input:\n"), "zh": ("文本：\n", "原文：\n", "输入：\n")})
_PREMISE = ("premise", {"en": ("Premise: ", "First text: "), "zh": ("前提：", "第一段：")})
_HYPOTHESIS = ("hypothesis", {"en": ("Hypothesis: ", "Second text: "), "zh": ("假设：", "第二段：")})
_ASPECT = ("aspect", {"en": ("Aspect: ", "The aspect: "), "zh": ("方面：", "评价对象：")})
_TARGET = ("target", {"en": ("Target: ", "The target: "), "zh": ("目标：", "立场对象：")})
_PREVIOUS = ("previous", {"en": ("Previous turn: ", "The turn before: "), "zh": ("前一轮发言：", "上一轮发言：")})
_UTTERANCE = (
    "text",
    {"en": ("Utterance: ", "The utterance: ", "Said now: "), "zh": ("话语：", "这句话：", "当前发言：")},
)
_SERVICES = ("services", {"en": ("Services:\n", "The services:\n"), "zh": ("服务：\n", "可用的服务：\n")})
_QUESTION = ("text", {"en": ("Question: ", "The question: "), "zh": ("问题：", "提问：")})
_SENTENCE = ("text", {"en": ("Sentence: ", "The sentence: "), "zh": ("句子：", "这个句子：")})


def _single(name: str, en: str, zh: str, inputs: tuple[tuple[str, Headings], ...] = (_TEXT,)) -> Subtask:
    return Subtask(
        name=name,
        columns=(Column({"en": en, "zh": zh}, "label"),),
        inputs=inputs,
        statements=STATEMENTS[name],
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
        statements=STATEMENTS[name],
        default_format="json-records",
        guideline_kinds=("label",),
        window=6,
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
        _single("dialogue-act", "dialogue act", "对话行为", (_PREVIOUS, _UTTERANCE)),
        # the services are the same for many texts, and what stands first decides over the split
        _single("out-of-scope", "scope", "范围", (_UTTERANCE, _SERVICES)),
        _single("stance", "stance", "立场", (_TEXT, _TARGET)),
        _single("question-type", "question type", "问题类型", (_QUESTION,)),
        _single("citation", "purpose", "引用目的", (_SENTENCE,)),
        _single("acceptability", "acceptability", "可接受性", (_SENTENCE,)),
        _single("path", "category", "类别"),
        _several("emotion", "emotion", "情绪"),
        _several("labels", "label", "标签"),
        Subtask(
            name="aspects",
            columns=(
                Column({"en": "aspect", "zh": "方面"}, "text"),
                Column({"en": "polarity", "zh": "情感极性"}, "label"),
            ),
            inputs=(_TEXT,),
            statements=STATEMENTS["aspects"],
            default_format="json-records",
            guideline_kinds=("aspect",),
            by=1,
            inline=True,
        ),
    )
}
SEVERAL = frozenset(name for name, subtask in SUBTASKS.items() if subtask.many)
