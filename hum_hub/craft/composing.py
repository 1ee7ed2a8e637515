"""An example rendered under a plan: the wording of the user's message around the inputs and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.formats import Conventions, Format
from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example, Instruction, Message, Placed
from hum_hub.contract.rules import Case, Rule
from hum_hub.contract.task import Subtask
from hum_hub.contract.values import Label, Schema
from hum_hub.craft.dice import Dice
from hum_hub.craft.formats.choices import lettered

_LABELS = {
    "en": ("Labels: {}", "The labels are: {}", "Labels to use: {}"),
    "zh": ("标签：{}", "可用的标签有：{}", "标签集合：{}"),
}
_MEANINGS = {
    "en": ("What the labels mean:", "Guidelines:", "Definitions:"),
    "zh": ("标签说明：", "标注指南：", "各标签的含义："),
}
_OPTIONS = {"en": ("Options:", "Choose from:"), "zh": ("选项：", "备选项：")}
_RULES = {"en": ("Rules:", "Please note:", "Preferences:"), "zh": ("要求：", "请注意：", "标注偏好：")}
_NOTHING_OF_MANY = {"en": 'If there is nothing to list, write exactly "{}".', "zh": "如果没有可列出的内容，只写“{}”。"}
_NOTHING_OF_ONE = {"en": 'If there is no {}, write exactly "{}".', "zh": "如果没有{}，只写“{}”。"}
_TYPICAL = {"en": " Typical: {}.", "zh": "例如：{}。"}


def language_of(schema: Schema) -> str:
    """The language whose wordings are used for a schema: Chinese, or English for all others."""
    return "zh" if schema.language == "zh" else "en"


def nothing_sentence(schema: Schema, conventions: Conventions) -> str:
    """The sentence that dictates the phrase for an empty answer where no rule does."""
    if schema.many:
        return _NOTHING_OF_MANY[language_of(schema)].format(conventions.nothing)
    return _NOTHING_OF_ONE[language_of(schema)].format(schema.fields[0].name, conventions.nothing)


def option_lines(schema: Schema) -> list[str]:
    """The listed options as they stand in the instruction."""
    return [f"{letter}. {text}" for letter, text in lettered(schema)]


@dataclass
class _Page:
    """A message under construction that remembers where the inputs stand."""

    blocks: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    length: int = 0

    def add(self, block: str) -> None:
        self.length += 2 * bool(self.blocks) + len(block)
        self.blocks.append(block)

    def add_input(self, name: str, heading: str, text: str) -> None:
        self.add(heading + text)
        self.placed.append(Placed(name, 0, self.length - len(text), self.length))


def compose(
    example: Example[Any],
    plan: Plan,
    subtask: Subtask,
    format: Format,
    rules: Mapping[str, Rule],
    guidelines: Mapping[str, Guideline],
    case: Case,
    answer: str,
) -> Instruction:
    """The chat messages for an example under a plan, with `answer` as the assistant's message."""
    dice = Dice("wording", plan.wordings)
    language = language_of(plan.schema)
    asked = _asked(plan, subtask, format, rules, guidelines, case, dice, language)
    page = _Page()
    text_first = dice.share("layout") < 0.3 and bool(asked)
    if not text_first:
        page.add("\n\n".join(asked))
    for name, headings in subtask.inputs:
        page.add_input(name, headings[language], example.text(name))
    if text_first:
        page.add("\n\n".join(asked))
    return Instruction((Message("user", "\n\n".join(page.blocks)), Message("assistant", answer)), tuple(page.placed))


def _asked(
    plan: Plan,
    subtask: Subtask,
    format: Format,
    rules: Mapping[str, Rule],
    guidelines: Mapping[str, Guideline],
    case: Case,
    dice: Dice,
    language: str,
) -> list[str]:
    statement = dice.pick("statement", subtask.statements[language])
    blocks = [statement.replace("{labels}", _named(plan.schema.labels, language))] if statement else []
    inline = "{labels}" in statement
    blocks += _label_blocks(plan, guidelines, dice, case, language, inline)
    dictated = [
        dice.pick(f"rule {choice.rule}", rules[choice.rule].wordings(choice.option, case)) for choice in plan.rules
    ]
    if len(dictated) > 1:
        blocks.append("\n".join([dice.pick("rules", _RULES[language]), *(f"- {line}" for line in dictated)]))
    else:
        blocks += dictated
    described = format.describe(plan.schema, plan.conventions)
    if described:
        blocks.append(described)
    if plan.conventions.nothing is not None and all(choice.rule != "nothing-found" for choice in plan.rules):
        joined = "" if language == "zh" else " "
        blocks[-1] += joined + nothing_sentence(plan.schema, plan.conventions)
    return blocks


def _label_blocks(
    plan: Plan, guidelines: Mapping[str, Guideline], dice: Dice, case: Case, language: str, inline: bool
) -> list[str]:
    schema = plan.schema
    if not schema.labels:
        return []
    blocks = []
    if schema.listed:
        blocks.append("\n".join([dice.pick("options", _OPTIONS[language]), *option_lines(schema)]))
    if plan.guidelines:
        lines = [_meaning(label, guidelines, dice, case, language) for label in schema.labels]
        blocks.append("\n".join([dice.pick("meanings", _MEANINGS[language]), *lines]))
    elif any(label.parts for label in schema.labels):
        blocks.append(
            "\n".join([dice.pick("labels", _LABELS[language]).format("").rstrip(), *_typed(schema, language)])
        )
    elif not inline and not schema.listed:
        comma = "、" if language == "zh" else ", "
        blocks.append(dice.pick("labels", _LABELS[language]).format(comma.join(label.name for label in schema.labels)))
    return blocks


def _typed(schema: Schema, language: str) -> list[str]:
    return [f"- {_with_parts(label, language)}" for label in schema.labels]


def _with_parts(label: Label, language: str) -> str:
    if not label.parts:
        return label.name
    names = [name for _, name in label.parts]
    return f"{label.name}（{'、'.join(names)}）" if language == "zh" else f"{label.name} ({', '.join(names)})"


def _meaning(label: Label, guidelines: Mapping[str, Guideline], dice: Dice, case: Case, language: str) -> str:
    colon = "：" if language == "zh" else ": "
    guideline = guidelines.get(label.key)
    definitions: Sequence[str] = guideline.definition.get(language, ()) if guideline else ()
    if not definitions or guideline is None:
        return f"- {_with_parts(label, language)}"
    line = f"- {_with_parts(label, language)}{colon}{dice.pick(f'definition {label.key}', definitions)}"
    typical = [value for value in guideline.typical.get(language, ()) if not _occurs(value, case)]
    if typical and dice.share("typical") < 0.5:
        comma = "、" if language == "zh" else ", "
        line += _TYPICAL[language].format(comma.join(dice.shuffled(f"typical {label.key}", typical)[:3]))
    return line


def _occurs(value: str, case: Case) -> bool:
    """Whether a typical value stands in the inputs: it would give away, or seem to give away, part of the answer."""
    return any(value.casefold() in text.casefold() for _, text in case.inputs)


def _named(labels: Sequence[Label], language: str) -> str:
    names = [label.name for label in labels]
    if language == "zh":
        return "、".join(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
