"""How far two annotations of a text agree, layer by layer."""

from collections.abc import Mapping

from hum_hub_plugin_ie.synthesis.placing import Placed


def agreement(one: Placed, other: Placed) -> Mapping[str, float]:
    """The F1 of two annotations, by layer: the same in whichever order they are compared, 1.0 where they are equal.

    A mention counts with its label and place, a relation with its label and both ends, an event with its type and
    trigger and once more with each of its arguments. Relations stand between mentions, so they agree no better than
    the mentions do.
    """
    mentions = _f1(set(one.mentions), set(other.mentions))
    relations = min(mentions, _f1(set(one.relations), set(other.relations)))
    return {"mentions": mentions, "relations": relations, "events": _f1(_of_events(one), _of_events(other))}


def _of_events(found: Placed) -> set[object]:
    units: set[object] = {(event.type, event.trigger) for event in found.events}
    for event in found.events:
        units |= {(event.type, event.trigger, argument) for argument in event.arguments}
    return units


def _f1(one: set[object], other: set[object]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
