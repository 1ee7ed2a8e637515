"""Seeds to gold: annotations placed in the text, what does not fit dropped with its reason.

The fields of a seed: `text`; `mentions`, objects with `label`, `start`, `end` and, where known, `id`, `text` (checked
against the place) and `name` (compared, for the record); `relations` with `label`, `head` and `tail`; `events` with
`type`, `trigger` and `arguments`, objects with `role` and `mention`; `roles`, an object from event types to lists of all
their roles; `clusters`, lists of mentions that denote the same thing; `tuples`, lists of strings that occur in the text; `offered`,
the labels that a text of its own scheme was annotated for: `entities` and `relations`, lists, and `events`, an object
from types to lists of roles.
A head, tail, trigger or mention is the `id` of a mention, or an object with `start` and `end`. A mention whose label
starts with `!` is the trigger of an event of that type and no entity.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub import Note, Problem
from hum_hub_plugin_ie.gold import (
    Argument,
    Event,
    Extraction,
    Mention,
    Offered,
    OfferedEvent,
    OpenTuple,
    Relation,
    Span,
    in_order,
)
from hum_hub_plugin_ie.layers import LAYERS, NAMED_AGAIN


class Unplaced(ValueError):
    """An annotation does not fit its text; carries the problem."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, str(detail)[:200])


def extraction(fields: Mapping[str, Any], subtasks: tuple[str, ...]) -> Iterator[Extraction | Problem | Note]:
    """Notes and problems of single annotations, then the gold; or the problem that drops the whole seed."""
    try:
        yield from _notes(fields)
        yield from _unfilled(fields)
        placed = _placed(fields)
        listed = tuple(fields.get("tuples", ()))
        offered = _offered(fields)
    except Unplaced as error:
        yield error.problem
        return
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield Problem("fields-of-wrong-type", f"{type(error).__name__}: {error}")
        return
    layers = {layer for subtask in subtasks for layer in LAYERS[subtask]}
    named_again = bool(NAMED_AGAIN & set(subtasks)) and "clusters" in fields
    clusters: tuple[tuple[Span, ...], ...] | None = placed.clusters if "clusters" in layers or named_again else None
    if clusters and (shared := _shared(clusters)):
        yield Problem("mention-in-two-clusters", fields["text"][shared.start : shared.end])
        clusters = None
    tuples: list[OpenTuple] = []
    for parts in listed:
        for found in _open_tuple(parts, fields["text"]):
            if isinstance(found, OpenTuple):
                tuples.append(found)
            else:
                yield found
    yield Extraction(
        mentions=placed.mentions if "mentions" in layers else None,
        relations=placed.relations if "relations" in layers else None,
        events=placed.events if "events" in layers else None,
        tuples=_once(tuple(tuples)) if "tuples" in layers else None,
        clusters=clusters,
        offered=offered if "offered" in layers else None,
    )


def _offered(fields: Mapping[str, Any]) -> Offered | None:
    """The labels that the text was annotated for, if the seed says which."""
    said = fields.get("offered")
    if said is None:
        return None
    mentions, relations = said.get("entities", []), said.get("relations", [])
    if not isinstance(mentions, list) or not isinstance(relations, list):
        raise TypeError("the labels offered are no lists")
    return Offered(
        _once(tuple(map(_label, mentions))),
        _once(tuple(map(_label, relations))),
        tuple(OfferedEvent(_label(type), roles) for type, roles in _roles({"roles": said.get("events", {})}).items()),
    )


def _placed(fields: Mapping[str, Any]) -> Extraction:
    """All annotations that have places of their own.

    Raises:
        Unplaced: one of them does not fit the text.
    """
    text = fields["text"]
    by_id = {mention["id"]: mention for mention in fields.get("mentions", ()) if "id" in mention}
    mentions = tuple(_mention(mention, text) for mention in fields.get("mentions", ()) if mention["label"][:1] != "!")
    relations = tuple(
        Relation(_label(relation["label"]), _span(relation["head"], by_id, text), _span(relation["tail"], by_id, text))
        for relation in map(_relation, fields.get("relations", ()))
    )
    roles = _roles(fields)
    events = tuple(_event(event, by_id, text, roles) for event in fields.get("events", ()))
    clusters = [_cluster(cluster, by_id, text) for cluster in fields.get("clusters", ())]
    several = sorted((cluster for cluster in clusters if len(cluster) > 1), key=lambda cluster: in_order(cluster[0]))
    return Extraction(
        mentions=_once(mentions),
        relations=_once(relations),
        events=_once(events),
        clusters=_once(tuple(several)),
    )


def _roles(fields: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """All roles of the event types, as far as the seed says."""
    found = {}
    for type, roles in fields.get("roles", {}).items():
        if not isinstance(roles, list):
            raise TypeError(f"the roles of {type} are no list")
        found[type] = _once(tuple(_label(role) for role in roles))
    return found


def _cluster(cluster: Any, by_id: Mapping[str, Any], text: str) -> tuple[Span, ...]:
    """The mentions of a cluster, in the order of the text."""
    if not isinstance(cluster, list) or not cluster:
        raise TypeError("a cluster is no list of mentions")
    return tuple(sorted({_span(member, by_id, text) for member in cluster}, key=in_order))


def _shared(clusters: tuple[tuple[Span, ...], ...]) -> Span | None:
    """A mention that stands in two clusters, so that neither can be trusted."""
    seen: set[Span] = set()
    for cluster in clusters:
        for member in cluster:
            if member in seen:
                return member
            seen.add(member)
    return None


def _notes(fields: Mapping[str, Any]) -> Iterator[Note]:
    text = fields["text"]
    for mention in _places(fields):
        name = mention.get("name")
        if name is not None and name != (wording := text[mention["start"] : mention["end"]]):
            same = name.casefold() == wording.casefold()
            yield Note("name-differs-in-case" if same else "name-differs-from-text", f"{name} / {wording}")
        if mention.get("again"):
            yield Note("argument-occurs-again", text[mention["start"] : mention["end"]])


def _places(fields: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from fields.get("mentions", ())
    for relation in fields.get("relations", ()):
        if isinstance(relation, dict):
            yield from (end for end in (relation["head"], relation["tail"]) if isinstance(end, dict))
    for event in fields.get("events", ()):
        if isinstance(event.get("trigger"), dict):
            yield event["trigger"]


def _unfilled(fields: Mapping[str, Any]) -> Iterator[Note]:
    for event in fields.get("events", ()):
        if not event.get("arguments"):
            yield Note("event-without-argument", str(event.get("type", "")))


def _relation(relation: Any) -> Mapping[str, Any]:
    """A relation object; a list is read as head, label, tail."""
    if isinstance(relation, list):
        head, label, tail = relation
        return {"head": head, "label": label, "tail": tail}
    return relation  # type: ignore[no-any-return]  # an object, or the KeyError says so


def _mention(mention: Mapping[str, Any], text: str) -> Mention:
    span = _span(mention, {}, text)
    if not isinstance(mention["label"], str) or not mention["label"].strip():
        raise Unplaced("mention-without-label", mention)
    return Mention(mention["label"], span.start, span.end)


def _label(label: Any) -> str:
    """The label of a relation, the type of an event or the role of an argument."""
    if not isinstance(label, str) or not label.strip():
        raise Unplaced("label-is-no-string", label)
    return label


def _event(
    event: Mapping[str, Any], by_id: Mapping[str, Any], text: str, roles: Mapping[str, tuple[str, ...]]
) -> Event:
    trigger = event["trigger"]
    type = event.get("type") or by_id[trigger]["label"].removeprefix("!")
    arguments = []
    for argument in event.get("arguments", ()):
        role, filler = (argument["role"], argument["mention"]) if isinstance(argument, dict) else argument
        arguments.append(Argument(_label(role), _span(filler, by_id, text)))
    known = roles.get(_label(type), ())
    return Event(type, _span(trigger, by_id, text), tuple(arguments), known)


def _span(place: Any, by_id: Mapping[str, Any], text: str) -> Span:
    if not isinstance(place, dict):
        if place not in by_id:
            raise Unplaced("unknown-mention-id", place)
        place = by_id[place]
    if place.get("discontinuous"):
        raise Unplaced("discontinuous-mention", place.get("text", place))
    start, end = place["start"], place["end"]
    if not (type(start) is type(end) is int and 0 <= start < end <= len(text)):
        raise Unplaced("mention-outside-text", f"{start}-{end}")
    wording = text[start:end]
    if place.get("text", wording) != wording:
        raise Unplaced("mention-not-at-offset", f"{place['text']} / {wording}")
    if wording != wording.strip():
        raise Unplaced("blanks-at-edge-of-mention", repr(wording))
    return Span(start, end)


def _open_tuple(parts: Any, text: str) -> Iterator[OpenTuple | Problem | Note]:
    """The tuple; or notes on the parts that are no words of the text, and the problem that drops it."""
    if not isinstance(parts, list) or len(parts) < 2 or not all(isinstance(part, str) for part in parts):
        yield Problem("tuple-is-no-list-of-strings", str(parts)[:200])
        return
    if parts[1] not in text:
        yield Note("tuple-predicate-not-in-text", parts[1])
    if not all(part in text for part in (parts[0], *parts[2:])):
        yield Note("tuple-argument-not-in-text", " | ".join([parts[0], *parts[2:]]))
    parts = [part.strip() for part in parts if part.strip()]
    if len(parts) < 3:
        yield Problem("tuple-too-short", " | ".join(parts))
        return
    subject, predicate, *arguments = (text.find(part) for part in parts)
    if min(subject, predicate, *arguments) < 0:
        yield Problem("tuple-not-in-words-of-text", " | ".join(parts))
        return
    spans = [
        Span(start, start + len(part)) for start, part in zip([subject, predicate, *arguments], parts, strict=True)
    ]
    yield OpenTuple(spans[0], spans[1], tuple(spans[2:]))


def _once(annotations: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(annotations))
