"""An example rendered under a plan: the wording of the user's message around the inputs and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.formats import Conventions, Format
from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example, Instruction, Message, Placed
from hum_hub.contract.rules import Case, Choice, Rule
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
_COMMA = {"en": ", ", "zh": "、"}
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


@dataclass(frozen=True, slots=True)
class Brief:
    """All that the wording of a message is made from."""

    example: Example[Any]
    plan: Plan
    subtask: Subtask
    format: Format
    rules: Mapping[str, Rule]
    guidelines: Mapping[str, Guideline]
    case: Case

    @property
    def schema(self) -> Schema:
        """The schema as shown."""
        return self.plan.schema

    @property
    def language(self) -> str:
        """The language of our own wordings."""
        return language_of(self.plan.schema)


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


def compose(brief: Brief, answer: str) -> Instruction:
    """The chat messages for an example under a plan, with `answer` as the assistant's message."""
    dice = Dice("wording", brief.plan.wordings)
    asked = "\n\n".join(_asked(brief, dice))
    page = _Page()
    text_first = dice.share("layout") < 0.3
    if asked and not text_first:
        page.add(asked)
    for name, headings in brief.subtask.inputs:
        page.add_input(name, dice.pick(f"heading {name}", headings[brief.language]), brief.example.text(name))
    if asked and text_first:
        page.add(asked)
    return Instruction((Message("user", "\n\n".join(page.blocks)), Message("assistant", answer)), tuple(page.placed))


def _asked(brief: Brief, dice: Dice) -> list[str]:
    """The blocks of the message that are ours: statement, labels, rules, format."""
    plan, language = brief.plan, brief.language
    statement = dice.pick("statement", brief.subtask.statements[language])
    blocks = [statement.replace("{labels}", _named(brief.schema.labels, language))] if statement else []
    if brief.schema.labels:
        blocks += _label_blocks(brief, dice, named="{labels}" in statement)
    dictated = [_dictated(brief, choice, dice) for choice in plan.rules]
    if len(dictated) > 1:
        blocks.append("\n".join([dice.pick("rules", _RULES[language]), *(f"- {line}" for line in dictated)]))
    else:
        blocks += dictated
    described = brief.format.describe(brief.schema, plan.conventions)
    if plan.conventions.nothing is not None and all(choice.rule != "nothing-found" for choice in plan.rules):
        described += ("" if language == "zh" else " ") + nothing_sentence(brief.schema, plan.conventions)
    return [*blocks, described] if described else blocks


def _dictated(brief: Brief, choice: Choice, dice: Dice) -> str:
    return dice.pick(f"rule {choice.rule}", brief.rules[choice.rule].wordings(choice.option, brief.case))


def _label_blocks(brief: Brief, dice: Dice, named: bool) -> list[str]:
    """The options, and the labels with what they mean; `named` says that the statement names the labels already."""
    schema, language = brief.schema, brief.language
    blocks = []
    if schema.listed:
        blocks.append("\n".join([dice.pick("options", _OPTIONS[language]), *option_lines(schema)]))
    if brief.plan.guidelines:
        lines = [_meaning(label, brief, dice) for label in schema.labels]
        blocks.append("\n".join([dice.pick("meanings", _MEANINGS[language]), *lines]))
    elif any(label.parts for label in schema.labels):
        heading = dice.pick("labels", _LABELS[language]).format("").rstrip()
        blocks.append("\n".join([heading, *(f"- {_with_parts(label, language)}" for label in schema.labels)]))
    elif not named and not schema.listed:
        names = _COMMA[language].join(label.name for label in schema.labels)
        blocks.append(dice.pick("labels", _LABELS[language]).format(names))
    return blocks


def _with_parts(label: Label, language: str) -> str:
    if not label.parts:
        return label.name
    names = _COMMA[language].join(name for _, name in label.parts)
    return f"{label.name}（{names}）" if language == "zh" else f"{label.name} ({names})"


def _meaning(label: Label, brief: Brief, dice: Dice) -> str:
    language = brief.language
    guideline = brief.guidelines.get(label.key)
    definitions = guideline.definition.get(language, ()) if guideline is not None else ()
    if guideline is None or not definitions:
        return f"- {_with_parts(label, language)}"
    colon = "：" if language == "zh" else ": "
    line = f"- {_with_parts(label, language)}{colon}{dice.pick(f'definition {label.key}', definitions)}"
    typical = [value for value in guideline.typical.get(language, ()) if not _occurs(value, brief.case)]
    if typical and dice.share("typical") < 0.5:
        line += _TYPICAL[language].format(_COMMA[language].join(dice.shuffled(f"typical {label.key}", typical)[:3]))
    return line


def _occurs(value: str, case: Case) -> bool:
    """Whether a typical value stands in the inputs: it would give away, or seem to give away, part of the answer."""
    return any(value.casefold() in text.casefold() for _, text in case.inputs)


def _named(labels: Sequence[Label], language: str) -> str:
    names = [label.name for label in labels]
    if language == "zh" or len(names) < 2:
        return _COMMA[language].join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
