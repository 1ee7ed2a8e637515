"""From wordings to positions: the only place where positions come from.

A wording is looked for as it is, and must not cut through a word that blanks or signs set off, also where such a word
stands in Chinese. A mention stands for every occurrence of its wording, or for the one in the words of its context; an
occurrence inside a longer mention belongs to that one. Which occurrence of a subject, an object or an argument is meant
follows from nearness.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from hum_hub import Problem
from hum_hub_plugin_ie.gold import Argument, Event, Mention, Relation, Span, in_order, wording
from hum_hub_plugin_ie.synthesis.scheme import RelationType, Scheme
from hum_hub_plugin_ie.synthesis.shapes import Listing, SaidEvent, SaidMention, SaidRelation

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


@dataclass(slots=True)
class Placed:
    """The annotations of a listing that could be placed, and what is wrong with the others."""

    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def placed(listing: Listing, scheme: Scheme, text: str) -> Placed:
    """All that a reader listed of the kinds that a scheme has, with its places in the text."""
    found = Placed()
    _place_mentions(listing.mentions if scheme.mentions else (), scheme, text, found)
    for relation in listing.relations if scheme.relations else ():
        _keep(_relation(relation, scheme, text, found.mentions), found.relations, found)
    for event in listing.events if scheme.events else ():
        _keep(_event(event, scheme, text, found), found.events, found)
    found.relations = list(dict.fromkeys(found.relations))
    found.events = _joined(found.events)
    return found


def occurrences(words: str, text: str) -> list[Span]:
    """Where words stand in a text, one after the other."""
    found, start = list[Span](), text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        whole = not (_within_word(text, start) or _within_word(text, end))
        if whole:
            found.append(Span(start, end))
        start = text.find(words, end if whole else start + 1)
    return found


def _within_word(text: str, place: int) -> bool:
    """Whether a word goes on across a place; Chinese is written without borders that code could see."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and around.isalnum() and not _HAN.search(around)


def _keep(step: Relation | Event | Problem, into: list[Relation] | list[Event], found: Placed) -> None:
    if isinstance(step, Problem):
        found.problems.append(step)
    else:
        into.append(step)  # type: ignore[arg-type]  # a relation goes among relations, an event among events


def _place_mentions(said: Iterable[SaidMention], scheme: Scheme, text: str, found: Placed) -> None:
    """Mentions of one label each, none inside another; an entry that is left without any place is a problem."""
    entries = list[tuple[SaidMention, list[Span]]]()
    for mention in said:
        places = _places(mention, scheme, text)
        if isinstance(places, Problem):
            found.problems.append(places)
        else:
            entries.append((mention, places))
    every = {span for _, places in entries for span in places}
    labels: dict[Span, str] = {}
    for mention, places in entries:
        outer = [span for span in places if not any(_inside(span, other) for other in every)]
        if not outer:
            found.problems.append(Problem("mention-inside-mention", mention.wording))
        for span in outer:
            if labels.setdefault(span, mention.label) != mention.label:
                found.problems.append(Problem("mention-with-two-labels", mention.wording))
    ordered = sorted(labels, key=in_order)
    for one, other in pairwise(ordered):
        if other.start < one.end:
            found.problems.append(Problem("mentions-overlap", f"{wording(one, text)} / {wording(other, text)}"))
    found.mentions = [Mention(labels[span], span.start, span.end) for span in ordered]


def _places(mention: SaidMention, scheme: Scheme, text: str) -> list[Span] | Problem:
    if mention.label not in scheme.mentions:
        return Problem("label-not-in-schema", mention.label)
    spans = occurrences(mention.wording.strip(), text)
    if not spans:
        return Problem("mention-not-in-text", mention.wording)
    if len(spans) == 1 or not mention.context.strip():
        return spans
    meant = _in_context(spans, mention.context.strip(), text)
    return [meant] if meant is not None else Problem("occurrence-unclear", f"{mention.wording}: {mention.context}")


def _in_context(spans: list[Span], context: str, text: str) -> Span | None:
    """The one place that stands in the context, where that stands in the text just once."""
    if text.count(context) != 1:
        return None
    start = text.index(context)
    within = [span for span in spans if start <= span.start and span.end <= start + len(context)]
    return within[0] if len(within) == 1 else None


def _inside(span: Span, other: Span) -> bool:
    return span != other and other.start <= span.start and span.end <= other.end


def _relation(said: SaidRelation, scheme: Scheme, text: str, mentions: list[Mention]) -> Relation | Problem:
    kind = scheme.relations.get(said.label)
    if kind is None:
        return Problem("label-not-in-schema", said.label)
    if said.subject.strip() == said.object.strip():
        return Problem("relation-to-itself", f"{said.label}: {said.subject}")
    heads = _ends(said.subject, kind, kind.heads, text, mentions)
    tails = _ends(said.object, kind, kind.tails, text, mentions)
    for end in (heads, tails):
        if isinstance(end, Problem):
            return end
    assert not isinstance(heads, Problem) and not isinstance(tails, Problem)
    pairs = [(head, tail) for head in heads for tail in tails]
    head, tail = min(pairs, key=lambda pair: (_distance(*pair), pair[0].start, pair[1].start))
    return Relation(said.label, head, tail)


def _ends(
    words: str, kind: RelationType, types: tuple[str, ...], text: str, mentions: list[Mention]
) -> list[Span] | Problem:
    """The mentions of a wording that may stand at an end of a relation; all must be of one type."""
    called = [mention for mention in mentions if wording(mention, text) == words.strip()]
    fitting = [mention for mention in called if not types or mention.label in types]
    if not called:
        return Problem("relation-end-not-annotated", words)
    if not fitting:
        return Problem("relation-end-of-other-type", f"{words}: {called[0].label}")
    if len({mention.label for mention in fitting}) > 1:
        return Problem("relation-end-unclear", words)
    return [Span(mention.start, mention.end) for mention in fitting]


def _event(said: SaidEvent, scheme: Scheme, text: str, found: Placed) -> Event | Problem:
    kind = scheme.events.get(said.type)
    if kind is None:
        return Problem("label-not-in-schema", said.type)
    spans = occurrences(said.trigger.strip(), text)
    if not spans:
        return Problem("trigger-not-in-text", said.trigger)
    trigger = spans[0] if len(spans) == 1 else _in_context(spans, said.context.strip() or said.trigger, text)
    if trigger is None:
        return Problem("trigger-unclear", f"{said.trigger}: {said.context}")
    arguments = list[Argument]()
    for argument in said.arguments:
        if argument.role not in kind.roles:
            return Problem("role-not-in-schema", f"{said.type}: {argument.role}")
        filler = _filler(argument.wording.strip(), trigger, text, found.mentions)
        if isinstance(filler, Problem):
            return filler
        arguments.append(Argument(argument.role, filler))
    return Event(said.type, trigger, tuple(arguments))


def _filler(words: str, trigger: Span, text: str, mentions: list[Mention]) -> Span | Problem:
    """The nearest mention of a wording, or where there is none, its nearest occurrence."""
    named = [Span(mention.start, mention.end) for mention in mentions if wording(mention, text) == words]
    spans = named or occurrences(words, text)
    if not spans:
        return Problem("argument-not-in-text", words)
    apart = [span for span in spans if span.end <= trigger.start or trigger.end <= span.start]
    if not apart:
        return Problem("argument-is-trigger", words)
    return min(apart, key=lambda span: (_distance(span, trigger), span.start))


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)


def _joined(events: list[Event]) -> list[Event]:
    """Events with the same type and trigger are one, with the arguments of all; in the order of the text."""
    arguments: dict[tuple[str, Span], dict[Argument, None]] = {}
    for event in events:
        arguments.setdefault((event.type, event.trigger), {}).update(dict.fromkeys(event.arguments))
    joined = [
        Event(type, trigger, tuple(sorted(filled, key=lambda argument: (in_order(argument.span), argument.role))))
        for (type, trigger), filled in arguments.items()
    ]
    return sorted(joined, key=lambda event: (in_order(event.trigger), event.type))
