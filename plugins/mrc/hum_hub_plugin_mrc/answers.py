"""Gold to answers, subtask by subtask."""

from dataclasses import replace

from hum_hub import Answer, Example, Schema, Value
from hum_hub_plugin_mrc.evidence import evidence
from hum_hub_plugin_mrc.gold import Reading, Wording


def answer(example: Example[Reading], subtask: str, schema: Schema) -> Answer:
    """The whole truth for a subtask; the other correct answers to a question stand beside the preferred one."""
    gold, (name, text) = example.gold, example.inputs[0]
    if subtask == "answerable":
        return _label(schema.name("yes" if gold.answers else "no"))
    if gold.correct is not None:
        return _label(schema.name(gold.choices[gold.correct]))
    if subtask == "evidence":
        place = evidence(gold, text, example.language)
        return () if place is None else ((Value(text[slice(*place)], *place, name),),)
    if subtask in ("spans", "supports"):
        return tuple((_value(wording, name),) for wording in (gold.answers if subtask == "spans" else gold.supports))
    values = [_value(wording, name) for wording in gold.answers]
    return ((replace(values[0], also=tuple(values[1:])),),) if values else ()


def _value(wording: Wording, name: str) -> Value:
    return Value(wording.text, wording.start, wording.end, name)


def _label(name: str | None) -> Answer:
    return ((Value(name),),) if name is not None else ()
