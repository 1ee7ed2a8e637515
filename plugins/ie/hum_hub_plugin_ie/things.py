"""What denotes the same thing: other names of an entity, and all that is said of one."""

from collections.abc import Iterator, Mapping

from hum_hub import Value
from hum_hub_plugin_ie.gold import Extraction, Relation, Span, in_order, wording

Cluster = tuple[Span, ...]


def value(span: Span, text: str, also: tuple[Value, ...] = ()) -> Value:
    """The words at a place as a value of an answer."""
    return Value(wording(span, text), span.start, span.end, also=also)


def value_by_span(gold: Extraction, text: str) -> Mapping[Span, Value]:
    """A value for each end of a relation, with the other wordings of the same thing, each where it first occurs."""
    clusters = {member: cluster for cluster in gold.clusters or () for member in cluster}
    found = {}
    for relation in gold.relations or ():
        for span in (relation.head, relation.tail):
            first: dict[str, Span] = {}
            for member in clusters.get(span, ()):
                first.setdefault(wording(member, text), member)
            first.pop(wording(span, text), None)
            found[span] = value(span, text, tuple(value(member, text) for member in first.values()))
    return found


def cards(text: str, gold: Extraction) -> Iterator[tuple[tuple[Relation, ...], tuple[Cluster, ...] | None]]:
    """For each entity with at least two different attributes, its relations and the clusters that bear on them.

    An entity is a cluster, or all heads of one wording that stand in none. An entity whose wording is also one of
    another entity is left out, as an input could not say which is meant.
    """
    cluster_of = {member: cluster for cluster in gold.clusters or () for member in cluster}
    of_thing: dict[Cluster | str, list[Relation]] = {}
    called: dict[str, set[Cluster | str]] = {}
    for member, cluster in cluster_of.items():
        called.setdefault(wording(member, text), set()).add(cluster)
    for relation in gold.relations or ():
        name = wording(relation.head, text)
        thing = cluster_of.get(relation.head, name)
        of_thing.setdefault(thing, []).append(relation)
        called.setdefault(name, set()).add(thing)
    for relations in of_thing.values():
        facts = _different(relations, cluster_of, text)
        if len(facts) > 1 and len(called[wording(card_head(facts), text)]) == 1:
            yield facts, _bearing_on(facts, gold)


def card_head(relations: tuple[Relation, ...]) -> Span:
    """The mention that names the entity of a card: the first head in the text."""
    return min((relation.head for relation in relations), key=in_order)


def _different(relations: list[Relation], cluster_of: Mapping[Span, Cluster], text: str) -> tuple[Relation, ...]:
    """The relations in the order of their tails, one for each label and thing at its tail."""
    found: dict[tuple[str, Cluster | str], Relation] = {}
    for relation in sorted(relations, key=lambda relation: (*in_order(relation.tail), relation.label)):
        tail = cluster_of.get(relation.tail, wording(relation.tail, text))
        found.setdefault((relation.label, tail), relation)
    return tuple(found.values())


def _bearing_on(relations: tuple[Relation, ...], gold: Extraction) -> tuple[Cluster, ...] | None:
    if gold.clusters is None:
        return None
    ends = {end for relation in relations for end in (relation.head, relation.tail)}
    return tuple(cluster for cluster in gold.clusters if ends.intersection(cluster))
