"""Plans for rows: schema, format, guidelines and rules, so that a part as a whole follows the mix."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hum_hub.contract.formats import Conventions, Format
from hum_hub.contract.guidelines import Explanation, Guideline
from hum_hub.contract.plan import Plan
from hum_hub.contract.records import Example
from hum_hub.contract.rules import Case, Choice, Rule, offered
from hum_hub.contract.task import Element, Subtask, Task
from hum_hub.contract.values import Answer, Field, Schema
from hum_hub.craft.choosing import Chooser, applied, exchanged, fitting, witness_among
from hum_hub.craft.dice import Dice
from hum_hub.craft.explaining import beside, explanations
from hum_hub.craft.groups import Near, groups
from hum_hub.craft.lexicon import Lexicon
from hum_hub.craft.mix import Mix
from hum_hub.craft.quota import Quota

DEFAULT_PHRASES = {"en": ("none", "no answer"), "zh": ("无", "无答案")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked about an example: a subtask and a group of labels; what its plans are drawn from."""

    example: Example[Any]
    subtask: Subtask
    schema: Schema
    dice: Dice


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
        near: Mapping[str, Near] | None = None,
    ) -> None:
        self.task = task
        self.mix = mix
        self.inventory = inventory
        self._near = near or {}
        self._lexicons = {
            name: Lexicon(subtask, guidelines, inventory.get(name, ())) for name, subtask in task.subtasks.items()
        }
        self.every_format = {**formats, **{format.id: format for format in task.formats}}
        self.every_rule = {**rules, **{rule.id: rule for rule in task.rules}}
        self.formats = _allowed(self.every_format, mix.allowed_formats)
        self.rules = _allowed(self.every_rule, mix.allowed_rules)

    def quota(self, key: str) -> Quota:
        """The quota of a part, before its first row."""
        return Quota(self.mix, key, self.formats, self.rules)

    def asked(self, example: Example[Any], identity: str, subtask: str, variant: int) -> Iterator[Asked]:
        """What is asked about an example: one thing, or one for each group of labels."""
        dice = Dice(self.mix.seed, identity, subtask, variant)
        about = self.task.subtasks[subtask]
        language = self._language(example, dice)
        cut = self._groups(example, about, dice)
        for number, elements in enumerate(cut, 1):
            schema = self._schema(example, about, elements, language)
            schema = replace(schema, group=(number, len(cut)))
            yield Asked(example, about, schema, Dice(self.mix.seed, identity, subtask, variant, number))

    def truth(self, asked: Asked, schema: Schema) -> Answer:
        """The whole truth under a schema."""
        return self.task.answer(asked.example, asked.subtask.name, schema)

    def plans(self, asked: Asked, quota: Quota) -> Iterator[Plan]:
        """Plans for one row, the most wanted first: a caller takes the first that can be rendered and proven.

        The last one is basic and always there.
        """
        for kind in quota.kinds.order():
            if kind == "basic":
                yield self._plan(asked, asked.schema, asked.subtask.default_format)
            else:
                yield from self._compound(asked, quota)
        yield self._plan(asked, asked.schema, asked.subtask.default_format)

    def contrast(self, asked: Asked, plan: Plan) -> Iterator[Plan]:
        """The same plan under opposite rules: one rule has another option, and the answer is another.

        None where a rule of the plan is idle, as no more of these may come than the mix has room for.
        """
        if any(choice.witness is None for choice in plan.rules):
            return
        case = make_case(asked.example, asked.subtask.name, plan.schema, self.every_format[plan.format])
        truth = self.truth(asked, plan.schema)
        for choice in plan.rules:
            rule = self.every_rule[choice.rule]
            if rule.stage in ("name", "convene"):
                continue
            for option in offered(rule, case):
                other = exchanged(plan.rules, choice, option)
                theirs = applied(self.every_rule, other, truth, case)
                if option == choice.option or theirs == applied(self.every_rule, plan.rules, truth, case):
                    continue
                seen = [witness_among(self.every_rule, each, other, case, truth) for each in other]
                if all(seen):
                    rules = tuple(replace(each, witness=witness) for each, witness in zip(other, seen, strict=True))
                    yield replace(plan, rules=rules)

    def _compound(self, asked: Asked, quota: Quota) -> Iterator[Plan]:
        explained = self._explained(asked)
        others = [name for name in fitting(self.formats, asked.schema) if name != asked.subtask.default_format]
        chooser = Chooser(self.every_rule, self.rules.keys() - asked.subtask.excludes, quota, asked.dice)
        for cell in quota.cells.order():
            wanted = cell.split("+")
            unheld = ("guidelines" in wanted and explained is None) or ("formats" in wanted and not others)
            if unheld or not quota.may_take(cell):
                continue
            schema, said = explained if "guidelines" in wanted and explained is not None else (asked.schema, ())
            names = [asked.subtask.default_format]
            if "formats" in wanted:
                names = [name for name in quota.formats.order() if name in others][:4]
            for name in names:
                if "rules" in wanted:
                    yield from self._ruled(asked, schema, name, said, chooser, int(quota.counts.order()[0]))
                elif self.every_format[name].fits(schema):
                    yield self._plan(asked, schema, name, (), said)

    def _ruled(
        self, asked: Asked, schema: Schema, name: str, said: tuple[Explanation, ...], chooser: Chooser, count: int
    ) -> Iterator[Plan]:
        """Plans with rules: with as many as wanted, then with each of them alone that is not idle."""
        format = self.every_format[name]
        if not format.fits(schema):
            return
        case = make_case(asked.example, asked.subtask.name, schema, format)
        every = self._lexicons[asked.subtask.name].every(schema.language)
        found = chooser.choose(case, every, lambda dressed: self.truth(asked, dressed), count)
        if found is None:
            return
        dressed, choices = found
        if said and [label.key for label in dressed.labels] != [label.key for label in schema.labels]:
            said = self._explanations(asked, dressed)
            if not said:
                return
        naming = [choice for choice in choices if self.every_rule[choice.rule].stage == "name"]
        # where all together fail, each alone; but without the rule that named the labels, no other may stand
        alone = [choice for choice in naming or choices if len(choices) > 1 and choice.witness is not None]
        for some in (choices, *((choice,) for choice in alone)):
            left = beside(said, [self.every_rule[choice.rule] for choice in some])
            if left is not None or not said:
                yield self._plan(asked, dressed, name, some, left or ())

    def _explained(self, asked: Asked) -> tuple[Schema, tuple[Explanation, ...]] | None:
        """What is said about what is asked for, and the schema it is said of: with names hidden, or fewer labels."""
        for schema in (*self._variants(asked), asked.schema):
            found = self._explanations(asked, schema)
            if found:
                return schema, found
        return None

    def _explanations(self, asked: Asked, schema: Schema) -> tuple[Explanation, ...]:
        columns = self.task.columns(asked.example, asked.subtask.name)
        guidelines = self._lexicons[asked.subtask.name].explaining(schema, columns)
        return explanations(schema, guidelines, asked.example.inputs, asked.dice)

    def _variants(self, asked: Asked) -> Iterator[Schema]:
        """Schemas for the regularisers of GoLLIE (arXiv 2310.03668): neutral names, or fewer absent labels."""
        schema = asked.schema
        if asked.subtask.labels != "source" or not schema.labels:
            return
        if asked.dice.share("hidden") < self.mix.hidden_names and not any(label.parts for label in schema.labels):
            named = tuple(
                replace(label, name=f"L{number}", called=label.name, abroad="")
                for number, label in enumerate(schema.labels, 1)
            )
            yield replace(schema, labels=named, hidden=True)
        if asked.dice.share("left out") < self.mix.absent_left_out:
            present = {element.key for element in self.task.elements(asked.example, asked.subtask.name)}
            kept = [
                label
                for label in schema.labels
                if label.key in present or asked.dice.share(f"absent {label.key}") < 0.5
            ]
            if len(kept) > 1:
                yield replace(schema, labels=tuple(kept))

    def _plan(
        self,
        asked: Asked,
        schema: Schema,
        name: str,
        chosen: tuple[Choice, ...] = (),
        said: tuple[Explanation, ...] = (),
    ) -> Plan:
        dice, usual = asked.dice, name == asked.subtask.default_format
        shots = dice.share("shots") < self.mix.shots and asked.subtask.labels != "example"
        return Plan(
            asked.subtask.name,
            _without_abroad(schema),
            name,
            self._conventions(asked, schema, name, chosen),
            chosen,
            said,
            dice.number("wordings") % 2**32,
            "compound" if chosen or said or not usual else "basic",
            usual,
            system=dice.share("system") < self.mix.system,
            shots=1 + dice.number("number of shots") % self.mix.most_shots if shots else 0,
        )

    def _conventions(self, asked: Asked, schema: Schema, name: str, chosen: tuple[Choice, ...]) -> Conventions:
        format = self.every_format[name]
        case = make_case(asked.example, asked.subtask.name, schema, format)
        conventions = Conventions()
        for choice in chosen:
            conventions = self.every_rule[choice.rule].convene(conventions, case, choice.option)
        if format.phrase_needed and schema.optional and conventions.nothing is None:
            conventions = replace(conventions, nothing=asked.dice.pick("phrase", DEFAULT_PHRASES[case.language]))
        return conventions

    def _language(self, example: Example[Any], dice: Dice) -> str:
        """The language of the instruction: that of the texts, or now and then the other one."""
        others = [language for language in self.mix.languages if language != example.language]
        if others and dice.share("language") < self.mix.cross_language:
            return dice.pick("other language", others)
        return example.language

    def _groups(self, example: Example[Any], about: Subtask, dice: Dice) -> list[list[Element]]:
        if about.labels == "none":
            return [[]]
        present = list(self.task.elements(example, about.name))
        if about.labels == "example":
            return [present]
        inventory = self.inventory.get(about.name, present)
        return groups(present, inventory, self._near.get(about.name, {}), about.window, self.mix, dice)

    def _schema(self, example: Example[Any], about: Subtask, elements: Sequence[Element], language: str) -> Schema:
        shown_in = "zh" if language == "zh" else "en"
        return Schema(
            language=language,
            fields=tuple(
                Field(column.name[shown_in], column.kind) for column in self.task.columns(example, about.name)
            ),
            labels=self._lexicons[about.name].labels(elements, language),
            by=about.by,
            many=about.many,
            optional=about.optional,
            listed=about.listed,
            inline=about.inline,
        )


def _without_abroad(schema: Schema) -> Schema:
    """The schema without the names that it does not use."""
    if not any(label.abroad for label in schema.labels):
        return schema
    return replace(
        schema, labels=tuple(replace(label, abroad="") if label.abroad else label for label in schema.labels)
    )


def make_case(example: Example[Any], subtask: str, schema: Schema, format: Format) -> Case:
    """What the rules of a row decide about."""
    return Case(example.inputs, example.language, schema, subtask, format)


def _allowed(every: Mapping[str, Any], allowed: Sequence[str]) -> dict[str, Any]:
    return {name: every[name] for name in sorted(every) if not allowed or name in allowed}
