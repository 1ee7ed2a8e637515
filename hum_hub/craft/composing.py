"""An example rendered under a plan: the wording of the messages around the inputs and the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hum_hub.contract.formats import Format
from hum_hub.contract.guidelines import Explanation
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example, Instruction, Message, Placed, Shot
from hum_hub.contract.rules import Case, Choice, Rule
from hum_hub.contract.task import Subtask
from hum_hub.contract.values import Label, Schema
from hum_hub.craft import phrases
from hum_hub.craft.dice import Dice
from hum_hub.craft.formats.choices import lettered

NAMED = 8
"""Up to how many labels a statement itself may name."""


def language_of(schema: Schema) -> str:
    """The language whose wordings are used for a schema: Chinese, or English for all others."""
    return "zh" if schema.language == "zh" else "en"


def option_lines(schema: Schema) -> list[str]:
    """The listed options as they stand in the instruction."""
    return [f"{letter}. {text}" for letter, text in lettered(schema)]


@dataclass(frozen=True, slots=True)
class Answered:
    """A worked example: another example, its gold as JSON, and its answer as the assistant would give it."""

    example: Example[Any]
    gold: str
    answer: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All that the wording of a message is made from."""

    example: Example[Any]
    plan: Plan
    subtask: Subtask
    format: Format
    rules: Mapping[str, Rule]
    case: Case
    system_messages: Sequence[str] = ()
    shots: tuple[Answered, ...] = ()

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
    """A message under construction that remembers where things stand in it."""

    number: int
    blocks: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, block: str) -> None:
        self.length += 2 * bool(self.blocks) + len(block)
        self.blocks.append(block)

    def add_placed(self, name: str, before: str, text: str, after: str = "") -> Placed:
        """Add a text with what stands around it; its place."""
        self.add(before + text + after)
        end = self.length - len(after)
        return Placed(name, self.number, end - len(text), end)

    def message(self, role: str) -> Message:
        return Message(role, "\n\n".join(self.blocks))


def compose(brief: Brief, answer: str) -> Instruction:
    """The chat messages for an example under a plan, with `answer` as the assistant's message."""
    dice = Dice("wording", brief.plan.wordings)
    messages: list[Message] = []
    if brief.plan.system and brief.system_messages:
        messages.append(Message("system", dice.pick("system", brief.system_messages)))
    asked = "\n\n".join(_asked(brief, dice))
    if brief.shots and dice.share("turns") < 0.5:
        placed, shots = _in_turns(brief, asked, messages, dice)
    else:
        placed, shots = _on_one_page(brief, asked, messages, dice)
    messages.append(Message("assistant", answer))
    return Instruction(tuple(messages), placed, shots)


def _in_turns(
    brief: Brief, asked: str, messages: list[Message], dice: Dice
) -> tuple[tuple[Placed, ...], tuple[Shot, ...]]:
    """Worked examples as earlier turns of the conversation, the task in the first one."""
    shots: list[Shot] = []
    for shot in brief.shots:
        page = _Page(len(messages))
        if asked and not shots:
            page.add(asked)
        inputs = _add_inputs(page, brief, shot.example, dice)
        messages.append(page.message("user"))
        place = Placed("answer", len(messages), 0, len(shot.answer))
        messages.append(Message("assistant", shot.answer))
        shots.append(Shot(shot.example.source_id, shot.example.origin, shot.gold, inputs, place))
    page = _Page(len(messages))
    placed = _add_inputs(page, brief, brief.example, dice)
    messages.append(page.message("user"))
    return placed, tuple(shots)


def _on_one_page(
    brief: Brief, asked: str, messages: list[Message], dice: Dice
) -> tuple[tuple[Placed, ...], tuple[Shot, ...]]:
    """All in one message: the task, worked examples if any, the inputs; or the inputs before the task."""
    page, shots = _Page(len(messages)), list[Shot]()
    text_first = not brief.shots and dice.share("layout") < 0.3
    if asked and not text_first:
        page.add(asked)
    for shot in brief.shots:
        page.add(dice.pick("shot", phrases.SHOTS[brief.language]))
        inputs = _add_inputs(page, brief, shot.example, dice)
        heading = dice.pick("answer", phrases.ANSWER[brief.language])
        place = page.add_placed("answer", f"{heading}\n", shot.answer)
        shots.append(Shot(shot.example.source_id, shot.example.origin, shot.gold, inputs, place))
    if shots:
        page.add(dice.pick("now", phrases.NOW[brief.language]))
    placed = _add_inputs(page, brief, brief.example, dice)
    if asked and text_first:
        page.add(asked)
    messages.append(page.message("user"))
    return placed, tuple(shots)


def _add_inputs(page: _Page, brief: Brief, example: Example[Any], dice: Dice) -> tuple[Placed, ...]:
    """Add the inputs under their headings; a text on lines of its own may stand between fences."""
    placed = []
    for name, headings in brief.subtask.inputs:
        heading, text = dice.pick(f"heading {name}", headings[brief.language]), example.text(name)
        opening, closing = ("", "")
        if heading.endswith("\n") and dice.share("fenced") < 0.25:
            opening, closing = dice.pick("fence", phrases.FENCES)
        placed.append(page.add_placed(name, heading + opening, text, closing))
    return tuple(placed)


def _asked(brief: Brief, dice: Dice) -> list[str]:
    """The blocks of the message that are ours: statement, labels, rules, format."""
    plan, language = brief.plan, brief.language
    statement = dice.pick("statement", _statements(brief))
    blocks = [phrases.stated(statement, brief.schema, language)] if statement else []
    if brief.schema.labels or plan.guidelines:
        blocks += _label_blocks(brief, dice, named="{labels}" in statement)
    dictated = [_dictated(brief, choice, dice) for choice in plan.rules]
    if len(dictated) > 1:
        blocks.append("\n".join([dice.pick("rules", phrases.RULES[language]), *(f"- {line}" for line in dictated)]))
    else:
        blocks += dictated
    described = brief.format.describe(brief.schema, plan.conventions)
    if plan.conventions.nothing is not None and all(choice.rule != "nothing-found" for choice in plan.rules):
        described += ("" if language == "zh" else " ") + phrases.nothing_sentence(brief.schema, plan.conventions)
    return [*blocks, described] if described else blocks


def _statements(brief: Brief) -> Sequence[str]:
    """The statements to pick from; a long list of labels, or one of codes, is better not read out in a sentence."""
    statements = brief.subtask.statements[brief.language]
    if len(brief.schema.labels) <= NAMED and not any(label.called for label in brief.schema.labels):
        return statements
    return [statement for statement in statements if "{labels}" not in statement] or statements


def _dictated(brief: Brief, choice: Choice, dice: Dice) -> str:
    return dice.pick(f"rule {choice.rule}", brief.rules[choice.rule].wordings(choice.option, brief.case))


def _label_blocks(brief: Brief, dice: Dice, named: bool) -> list[str]:
    """The options, and the labels with what they mean; `named` says that the statement names the labels already."""
    schema, language = brief.schema, brief.language
    blocks = []
    if schema.listed:
        blocks.append("\n".join([dice.pick("options", phrases.OPTIONS[language]), *option_lines(schema)]))
    if brief.plan.guidelines:
        explained = {explanation.label: explanation for explanation in brief.plan.guidelines}
        things = phrases.explainable(schema)
        headings = phrases.MEANINGS if things == schema.labels else phrases.FIELDS
        lines = [line for thing in things for line in meaning(thing, explained[thing.key], language)]
        blocks.append("\n".join([dice.pick("meanings", headings[language]), *lines]))
    elif all(label.called for label in schema.labels) and not schema.hidden:
        pass  # the names say all of it
    elif any(label.parts for label in schema.labels):
        heading = dice.pick("labels", phrases.LABEL_LIST[language])
        lines = [f"- {phrases.with_parts(label, language)}" for label in schema.labels]
        blocks.append("\n".join([heading, *lines]))
    elif not named and not schema.listed:
        blocks.append(dice.pick("labels", phrases.LABELS[language]).format(phrases.listed(schema.labels, language)))
    if _coded(schema):
        lines = [f"- {phrases.named(label, language)}" for label in schema.labels if label.called]
        blocks.append("\n".join([dice.pick("names", phrases.NAMES[language]), *lines]))
    return blocks


def _coded(schema: Schema) -> bool:
    """Whether labels have names whose meaning has to be told."""
    return not schema.hidden and any(label.called for label in schema.labels)


def meaning(label: Label, explained: Explanation, language: str) -> list[str]:
    """The lines that explain a label."""
    line = f"- {phrases.with_parts(label, language)}{phrases.COLON[language]}{explained.definition}"
    if explained.typical:
        line += phrases.TYPICAL[language].format(phrases.COMMA[language].join(explained.typical))
    if explained.boundary:
        line += phrases.BOUNDARY[language].format(explained.boundary)
    lines = [line]
    for each in explained.illustrations:
        pattern = (phrases.FITS if each.fits else phrases.FITS_NOT)[language]
        lines.append(pattern.format(mention=each.mention, text=each.text, reason=each.reason))
    return lines
