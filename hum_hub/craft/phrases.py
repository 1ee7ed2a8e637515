"""The small words of an instruction: what stands around its statement, labels, rules, format, examples and inputs.

They are data: the composer picks from them, and the prover allows nothing else besides what it can account for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hum_hub.contract.formats import Conventions
from hum_hub.contract.values import Label, Schema

Phrases = Mapping[str, Sequence[str]]

LABELS: Phrases = {
    "en": ("Labels: {}", "The labels are: {}", "Labels to use: {}", "Choose among these labels: {}", "Label set: {}"),
    "zh": ("标签：{}", "可用的标签有：{}", "标签集合：{}", "请从这些标签中选用：{}", "候选标签：{}"),
}
LABEL_LIST: Phrases = {
    "en": ("Labels:", "The labels are:", "Labels to use:"),
    "zh": ("标签：", "可用的标签有：", "标签集合："),
}
MEANINGS: Phrases = {
    "en": ("What the labels mean:", "Guidelines:", "Definitions:", "The labels and what they cover:"),
    "zh": ("标签说明：", "标注指南：", "各标签的含义：", "标签及其范围："),
}
FIELDS: Phrases = {
    "en": ("What is asked for:", "What the answer consists of:", "What to give:"),
    "zh": ("所求内容：", "答案的组成：", "需要给出的内容："),
}
NAMES: Phrases = {
    "en": ("Names used in the answer, and what they stand for:", "In the answer, these names are used:"),
    "zh": ("答案中使用的名称及其所指：", "作答时使用下列名称："),
}
OPTIONS: Phrases = {
    "en": ("Options:", "Choose from:", "The options are:"),
    "zh": ("选项：", "备选项：", "可选答案："),
}
RULES: Phrases = {
    "en": ("Rules:", "Please note:", "Preferences:", "Keep to the following:"),
    "zh": ("要求：", "请注意：", "标注偏好：", "请遵守以下约定："),
}
SHOTS: Phrases = {
    "en": ("Example:", "An example:", "Worked example:"),
    "zh": ("示例：", "例子：", "参考示例："),
}
ANSWER: Phrases = {"en": ("Answer:", "Output:"), "zh": ("答案：", "输出：")}
NOW: Phrases = {
    "en": ("Now do the same for this input:", "Your turn:", "The input to work on:"),
    "zh": ("现在请处理下面的内容：", "请照此处理：", "待处理的内容："),
}
FENCES = (("", ""), ('"""\n', '\n"""'), ("---\n", "\n---"), ("<text>\n", "\n</text>"))
"""What may stand around a text of its own lines."""
COMMA = {"en": ", ", "zh": "、"}
COLON = {"en": ": ", "zh": "："}
TYPICAL = {"en": " Typical: {}.", "zh": "例如：{}。"}
BOUNDARY = {"en": " Note: {}", "zh": "注意：{}"}
FITS = {"en": '  Fits: "{mention}" in "{text}" ({reason})', "zh": "  属于：“{text}”中的“{mention}”（{reason}）"}
FITS_NOT = {
    "en": '  Does not fit: "{mention}" in "{text}" ({reason})',
    "zh": "  不属于：“{text}”中的“{mention}”（{reason}）",
}
_NOTHING_OF_MANY = {"en": 'If there is nothing to list, write exactly "{}".', "zh": "如果没有可列出的内容，只写“{}”。"}
_NOTHING_OF_ONE = {"en": 'If there is no {}, write exactly "{}".', "zh": "如果没有{}，只写“{}”。"}


def nothing_sentence(schema: Schema, conventions: Conventions) -> str:
    """The sentence that dictates the phrase for an empty answer where no rule does."""
    language = "zh" if schema.language == "zh" else "en"
    if schema.many:
        return _NOTHING_OF_MANY[language].format(conventions.nothing)
    return _NOTHING_OF_ONE[language].format(schema.fields[0].name, conventions.nothing)


def explainable(schema: Schema) -> tuple[Label, ...]:
    """What guidelines can explain: the labels, or where there are none, or options of the example, the fields."""
    if schema.labels and not schema.listed:
        return schema.labels
    return tuple(Label(field.name, field.name) for field in schema.fields)


def with_parts(label: Label, language: str) -> str:
    """A label's name with those of its parts behind it."""
    if not label.parts:
        return label.name
    names = COMMA[language].join(name for _, name in label.parts)
    return f"{label.name}（{names}）" if language == "zh" else f"{label.name} ({names})"


def stated(statement: str, schema: Schema, language: str) -> str:
    """A statement with the names of the labels in its slot."""
    return statement.replace("{labels}", _joined([label.name for label in schema.labels], language))


def listed(labels: Sequence[Label], language: str) -> str:
    """The names of labels in a row."""
    return COMMA[language].join(label.name for label in labels)


def named(label: Label, language: str) -> str:
    """What a code or foreign name stands for, with the names of its parts."""
    return f"{label.name}{COLON[language]}{with_parts(replace(label, name=label.called), language)}"


def _joined(names: Sequence[str], language: str) -> str:
    if language == "zh" or len(names) < 2:
        return COMMA[language].join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
