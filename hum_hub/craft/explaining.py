"""What an instruction says about its labels: pieces of guidelines, chosen so that they give nothing away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hum_hub.contract.guidelines import Explanation, Guideline, Illustrated, Illustration
from hum_hub.contract.rules import BORDERS, Rule
from hum_hub.contract.values import Label, Schema
from hum_hub.craft.dice import Dice
from hum_hub.craft.phrases import explainable

Inputs = Sequence[tuple[str, str]]


def explanations(
    schema: Schema, guidelines: Mapping[str, Guideline], inputs: Inputs, dice: Dice
) -> tuple[Explanation, ...]:
    """One explanation for each thing that guidelines can explain, or none at all when one has no definition to show.

    Where the schema hides the names of its labels, nothing that names one of them is shown.
    """
    hidden = [label.called for label in schema.labels] if schema.hidden else []
    with_typical, with_boundary, with_examples = (
        dice.share("typical") < 0.5,
        dice.share("boundary") < 0.4,
        dice.share("illustrated") < 0.4,
    )
    found = []
    for label in explainable(schema):
        guide = guidelines.get(label.key)
        definitions = _silent(guide.definition.get(schema.language, ()), hidden) if guide is not None else []
        if guide is None or not definitions:
            return ()
        boundary = guide.boundary.get(schema.language, "") if with_boundary else ""
        found.append(
            Explanation(
                label.key,
                dice.pick(f"definition {label.key}", definitions),
                _typical(guide, label, schema, inputs, hidden, dice) if with_typical else (),
                boundary if _silent([boundary], hidden) and not _quotes(boundary, inputs) else "",
                _illustrations(guide, schema, inputs, hidden, dice) if with_examples else (),
            )
        )
    return tuple(found)


def _typical(
    guide: Guideline, label: Label, schema: Schema, inputs: Inputs, hidden: Sequence[str], dice: Dice
) -> tuple[str, ...]:
    values = _silent(guide.typical.get(schema.language, ()), hidden)
    shown = [value for value in values if not occurs(value, inputs)]
    return tuple(dice.shuffled(f"typical {label.key}", shown)[:3])


def _illustrations(
    guide: Guideline, schema: Schema, inputs: Inputs, hidden: Sequence[str], dice: Dice
) -> tuple[Illustrated, ...]:
    """At most one that fits and one that does not, neither from the inputs themselves."""
    shown = []
    for fits, given in ((True, guide.positive), (False, guide.negative)):
        usable = [
            each
            for each in given
            if each.language == schema.language
            and not gives_away(each.text, each.mention, inputs)
            and len(_silent([each.text, each.mention, each.reason], hidden)) == 3
        ]
        if usable:
            each: Illustration = dice.pick(f"illustration {guide.key} {fits}", usable)
            shown.append(Illustrated(each.text, each.mention, each.reason, fits))
    return tuple(shown)


def beside(said: Sequence[Explanation], rules: Sequence[Rule]) -> tuple[Explanation, ...] | None:
    """What may be said beside some rules: no notes on borders that a rule draws; `None` where a rule redefines labels."""
    if any(rule.redefines for rule in rules):
        return None
    if any(rule.stage in BORDERS for rule in rules):
        return tuple(replace(explanation, boundary="", illustrations=()) for explanation in said)
    return tuple(said)


def gives_away(text: str, mention: str, inputs: Inputs) -> bool:
    """Whether an illustration is from the very inputs: its text stands in one, or one in it, or its mention in one."""
    return occurs(text, inputs) or occurs(mention, inputs) or any(given.strip() in text for _, given in inputs)


def occurs(value: str, inputs: Inputs) -> bool:
    """Whether a wording stands in the inputs, whatever its case."""
    return any(value.casefold() in text.casefold() for _, text in inputs)


def _quotes(boundary: str, inputs: Inputs) -> bool:
    """Whether a boundary note holds an input as a whole."""
    return any(text.strip() and text.strip() in boundary for _, text in inputs)


def _silent(texts: Sequence[str], hidden: Sequence[str]) -> list[str]:
    """The texts that name no hidden label."""
    return [text for text in texts if not any(name.casefold() in text.casefold() for name in hidden)]
