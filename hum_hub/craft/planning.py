"""Plans drawn from a hash: subtask, language, schema, format, guidelines and rules of a row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hum_hub.contract.formats import Conventions, Format
from hum_hub.contract.guidelines import Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example
from hum_hub.contract.rules import STAGES, Case, Choice, Rule, offered
from hum_hub.contract.task import Element, Subtask, Task
from hum_hub.contract.values import Answer, Field, Label, Schema
from hum_hub.craft.dice import Dice
from hum_hub.craft.mix import Mix

DEFAULT_PHRASES = {"en": ("none", "no answer"), "zh": ("无", "无答案")}


class Planner:
    """Draws the plans for the examples of one source."""

    def __init__(
        self,
        task: Task[Any],
        formats: Mapping[str, Format],
        rules: Mapping[str, Rule],
        mix: Mix,
        inventory: Mapping[str, Sequence[Element]],
        guidelines: Sequence[Guideline],
    ) -> None:
        self.task = task
        self.mix = mix
        self.inventory = inventory
        self._guidelines = {
            name: {guideline.key: guideline for guideline in guidelines if _about(guideline, subtask)}
            for name, subtask in task.subtasks.items()
        }
        every_format = {**formats, **{format.id: format for format in task.formats}}
        every_rule = {**rules, **{rule.id: rule for rule in task.rules}}
        self.every_format, self.every_rule = every_format, every_rule
        self.formats = _allowed(every_format, mix.allowed_formats)
        self.rules = _allowed(every_rule, mix.allowed_rules)

    def guidelines_of(self, subtask: str) -> Mapping[str, Guideline]:
        """The guidelines for the labels of a subtask, by key."""
        return self._guidelines[subtask]

    def plans(self, example: Example[Any], identity: str, subtask: str, variant: int) -> Iterator[Plan]:
        """Plans for one row, best first: a caller takes the first that can be rendered and proven.

        The last one is basic and always there.
        """
        dice = Dice(self.mix.seed, identity, subtask, variant)
        asked = self.task.subtasks[subtask]
        schema = self._schema(example, asked, dice)
        if dice.share("kind") < self.mix.compound:
            yield from self._compound(example, asked, schema, dice)
        yield self._plan(example, asked, schema, asked.default_format, (), (), dice)

    def _compound(self, example: Example[Any], asked: Subtask, schema: Schema, dice: Dice) -> Iterator[Plan]:
        fitting = [
            name for name, format in self.formats.items() if format.fits(schema) and name != asked.default_format
        ]
        others = dice.shuffled("formats", fitting)
        formats, spare = (others, []) if dice.share("format") < self.mix.formats else ([], others)
        explained = self._explained(schema, asked.name) if dice.share("guidelines") < self.mix.guidelines else ()
        count = _nth(dice.share("rules"), self.mix.rules)
        for name in (*formats, asked.default_format, *spare):
            chosen = self._rules(example, asked, schema, name, count or int(not explained and not formats), dice)
            if chosen or explained or name != asked.default_format:
                yield self._plan(example, asked, schema, name, chosen, explained, dice)
                if len(chosen) > 1:
                    yield self._plan(example, asked, schema, name, chosen[:1], explained, dice)
                if chosen and (explained or name != asked.default_format):
                    yield self._plan(example, asked, schema, name, (), explained, dice)

    def _explained(self, schema: Schema, subtask: str) -> tuple[str, ...]:
        """The labels shown that have a definition in the instruction's language."""
        known = self._guidelines[subtask]
        keys = (label.key for label in schema.labels)
        return tuple(key for key in keys if key in known and known[key].definition.get(schema.language))

    def _plan(
        self,
        example: Example[Any],
        asked: Subtask,
        schema: Schema,
        name: str,
        chosen: tuple[Choice, ...],
        explained: tuple[str, ...],
        dice: Dice,
    ) -> Plan:
        format = self.every_format[name]
        case = make_case(example, asked.name, schema, format)
        conventions = Conventions()
        for choice in chosen:
            conventions = self.every_rule[choice.rule].convene(conventions, case, choice.option)
        if format.phrase_needed and schema.optional and conventions.nothing is None:
            phrases = DEFAULT_PHRASES["zh" if schema.language == "zh" else "en"]
            conventions = Conventions(dice.pick("phrase", phrases), conventions.absent)
        kind = "compound" if chosen or explained or name != asked.default_format else "basic"
        number = dice.number("wordings") % 2**32
        return Plan(asked.name, schema, name, conventions, chosen, explained, number, kind)  # type: ignore[arg-type]  # one of the two literals

    def _rules(
        self, example: Example[Any], asked: Subtask, schema: Schema, name: str, count: int, dice: Dice
    ) -> tuple[Choice, ...]:
        """Up to `count` rules that apply; ones with a witness first, an idle one only now and then."""
        case = make_case(example, asked.name, schema, self.every_format[name])
        truth = self.task.answer(example, asked.name, schema)
        idle = dice.share("idle") < self.mix.idle
        chosen: list[Choice] = []
        for rule in dice.shuffled(f"rules {name}", list(self.rules.values())):
            if len(chosen) == count:
                break
            if any(
                rule.excludes & {choice.rule} or rule.id in self.every_rule[choice.rule].excludes for choice in chosen
            ):
                continue
            options = dice.shuffled(f"option {rule.id}", list(offered(rule, case)))
            if len(options) < 2:
                continue
            witnessed = _witnessed(rule, options, truth, case)
            if witnessed is not None:
                chosen.append(witnessed)
            elif idle:
                chosen.append(Choice(rule.id, options[0]))
                idle = False
        return tuple(sorted(chosen, key=lambda choice: (STAGES.index(self.every_rule[choice.rule].stage), choice.rule)))

    def _schema(self, example: Example[Any], asked: Subtask, dice: Dice) -> Schema:
        cross = dice.share("language") < self.mix.cross_language
        others = [language for language in self.mix.languages if language != example.language]
        language = dice.pick("other language", others) if cross and others else example.language
        shown_in = "zh" if language == "zh" else "en"
        elements = list(self.task.elements(example, asked.name)) if asked.labels != "none" else []
        if asked.labels == "source":
            elements = self._shown(elements, asked.name, dice)
        return Schema(
            language=language,
            fields=tuple(
                Field(column.name[shown_in], column.kind) for column in self.task.columns(example, asked.name)
            ),
            labels=self._named(elements, asked, language),
            by=asked.by,
            many=asked.many,
            optional=asked.optional,
            listed=asked.listed,
            inline=asked.inline,
        )

    def _shown(self, present: list[Element], subtask: str, dice: Dice) -> list[Element]:
        """All labels of the source when they are few, else those present with others that are truly absent."""
        inventory = self.inventory.get(subtask, present)
        keys = {element.key for element in present}
        chosen = list(inventory)
        if len(chosen) > self.mix.labels_shown:
            absent = [element for element in inventory if element.key not in keys]
            room = max(self.mix.labels_shown - len(keys), 2)
            wanted = keys | {element.key for element in dice.shuffled("negatives", absent)[:room]}
            chosen = [element for element in inventory if element.key in wanted]
        return dice.shuffled("label order", chosen) if dice.share("label order") < 0.5 else chosen

    def _named(self, elements: Sequence[Element], asked: Subtask, language: str) -> tuple[Label, ...]:
        names = [self._name(element.key, asked, language) for element in elements]
        if len(set(names)) < len(names):
            names = [element.key for element in elements]
        return tuple(
            Label(
                element.key,
                name,
                tuple((part, self._part(element.key, part, asked, language)) for part in element.parts),
            )
            for element, name in zip(elements, names, strict=True)
        )

    def _name(self, key: str, asked: Subtask, language: str) -> str:
        guideline = self._guidelines[asked.name].get(key)
        if guideline is not None and language in guideline.name:
            return guideline.name[language]
        return asked.label_names.get(key, {}).get(language) or (
            key if asked.labels == "example" else key.replace("_", " ")
        )

    def _part(self, key: str, part: str, asked: Subtask, language: str) -> str:
        guideline = self._guidelines[asked.name].get(key)
        role = guideline.roles.get(part) if guideline is not None else None
        return role.name.get(language, part) if role is not None else part


def make_case(example: Example[Any], subtask: str, schema: Schema, format: Format) -> Case:
    """What the rules of a row decide about."""
    return Case(
        example.inputs,
        example.language,
        schema,
        subtask,
        format,
    )


def _about(guideline: Guideline, subtask: Subtask) -> bool:
    return guideline.kind in subtask.guideline_kinds


def _allowed(every: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, Any]:
    return {name: every[name] for name in sorted(every) if not allowed or name in allowed}


def _nth(share: float, shares: Sequence[float]) -> int:
    """The position in a list of shares at which a number from 0 to 1 falls."""
    total = 0.0
    for position, width in enumerate(shares):
        total += width
        if share < total:
            return position
    return len(shares) - 1


def _witnessed(rule: Rule, options: Sequence[str], truth: Answer, case: Case) -> Choice | None:
    for option in options:
        witness = rule.witness(truth, case, option)
        if witness is not None:
            return Choice(rule.id, option, witness)
    return None
