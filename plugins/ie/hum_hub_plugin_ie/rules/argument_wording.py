"""Which wording of a thing stands in a relation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, Words, reworded, sentences, wordings
from hum_hub_plugin_ie.rules.pronoun_words import CHINESE, DOUBTFUL, ENGLISH
from hum_hub_plugin_ie.rules.shapes import is_relation

_SUBTASKS = frozenset({"relations", "typed-relations", "card"})
_WORDS: Words = {
    "as-in-sentence": {
        "en": (
            "Call each thing what it is called in the place where the text states the fact about it.",
            "Give a thing by the words that stand for it in the very statement that you extract.",
            "If the text has several wordings for a thing, use the one in the sentence that states the fact.",
        ),
        "zh": (
            "事物的说法以原文陈述该事实之处所用的为准。",
            "原文说到这一事实时怎样称呼某个事物，就怎样写。",
            "同一事物在文中有几种说法时，用陈述该事实的那句话里的说法。",
        ),
    },
    "longest": {
        "en": (
            "If the text has several wordings for a thing, use the longest, counted in characters, and of equally long ones the earliest in the text; pronouns do not count.",
            "Give each thing by the longest words that stand for it anywhere in the text, by number of characters, but by no pronoun; where several are as long, by the first of them.",
            "Of all wordings that the text has for the same thing, pronouns aside, give the one with the most characters; a tie goes to the one that comes first.",
        ),
        "zh": (
            "同一事物在文中有几种说法时，用字符数最多的，一样长的取最先出现的，代词不算。",
            "每个事物都用原文里指称它的最长说法，以字符数计，长度相同时取靠前的，代词除外。",
            "原文对同一事物有多种说法的，不计代词，写字符最多的那种，长短相等的以先出现者为准。",
        ),
    },
    "shortest": {
        "en": (
            "If the text has several wordings for a thing, use the shortest, counted in characters, and of equally short ones the earliest in the text; pronouns do not count.",
            "Give each thing by the shortest words that stand for it anywhere in the text, by number of characters, but by no pronoun; where several are as short, by the first of them.",
            "Of all wordings that the text has for the same thing, pronouns aside, give the one with the fewest characters; a tie goes to the one that comes first.",
        ),
        "zh": (
            "同一事物在文中有几种说法时，用字符数最少的，一样短的取最先出现的，代词不算。",
            "每个事物都用原文里指称它的最短说法，以字符数计，长度相同时取靠前的，代词除外。",
            "原文对同一事物有多种说法的，不计代词，写字符最少的那种，长短相等的以先出现者为准。",
        ),
    },
}
_PRONOUN = re.compile("|".join([*CHINESE, *(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in ENGLISH)]))


class ArgumentWording(Rule):
    """As the sentence has it, or the longest or shortest of the wordings that the gold knows for the thing."""

    id: ClassVar[str] = "argument-wording"
    stage: ClassVar[Literal["form"]] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"blanks", "character-width", "date-form", "number-form", "symmetric-relations"}  # which go by wordings too
    )
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Relations, and cards of a thing."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        applies = is_relation(case) or (case.subtask in _SUBTASKS and copied)
        return ("as-in-sentence", "longest", "shortest") if applies else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-in-sentence":
            return answer
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                names = [name for name in (_as_written(value, case), *value.also) if not _is_pronoun(name.text)]
                by_place = sorted(names, key=lambda name: (name.start is None, name.start or 0))
                choose = max if option == "longest" else min
                best = choose(by_place, key=lambda name: len(name.text), default=value).text  # of equals the first
                every = {_as_written(value, case).text, *(name.text for name in value.also)}
                recased = value.text.casefold() == best.casefold() and value.text not in every
                record = record if recased or value.text == best else reworded(record, value, best)
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: no other wording is longer (or shorter), and none as long stands before it.

        A wording that differs in case only is left to the rule that changed it.
        """
        if option == "as-in-sentence":
            return text
        written = case.text(value)[value.start : value.end] if value.start is not None else text
        first: tuple[str, int | None] | None = None
        for name, start in ((written, value.start), *((other.text, other.start) for other in value.also)):
            if _PRONOUN.fullmatch(name):
                continue
            longer = len(name) - len(first[0]) if first else 0
            earlier = first is not None and start is not None and (first[1] is None or start < first[1])
            if first is None or (longer == 0 and earlier) or (longer > 0 if option == "longest" else longer < 0):
                first = (name, start)
        if first is None:
            return text
        recased = text.casefold() == first[0].casefold() and text not in {written, *(name.text for name in value.also)}
        return text if recased else first[0]

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: what counts as a pronoun, what stands first and what is said where has to be known."""
        for record in truth:
            found = wordings(record, case.schema)
            if option == "as-in-sentence":
                if any(value.also for value in found) and not _in_one_sentence(found, case):
                    return "sentence-of-fact-unknown"
                continue
            for reason in (self._doubt(value, case, option) for value in found):
                if reason is not None:
                    return reason
        return None

    def _doubt(self, value: Value, case: Case, option: str) -> str | None:
        own = value.text if value.start is None else case.text(value)[value.start : value.end]
        names = [name for name in (replace(value, text=own), *value.also) if not _PRONOUN.fullmatch(name.text)]
        if any(name.text.casefold() in DOUBTFUL for name in names) and value.also:
            return "pronoun-in-doubt"
        wanted = (max if option == "longest" else min)((len(name.text) for name in names), default=0)
        tied = [name for name in names if len(name.text) == wanted]
        if len({name.text for name in tied}) < 2:
            return None
        unknown = any(name.start is None or name.input != tied[0].input for name in tied)
        # the gold has other wordings where they first occur, but this one where the fact has it
        again = any(name.text == own and case.text(value).find(own) != value.start for name in tied)
        return "order-of-wordings-unknown" if unknown or again else None


def _as_written(value: Value, case: Case) -> Value:
    """The value as the input words it, whatever became of its wording."""
    return value if value.start is None else replace(value, text=case.text(value)[value.start : value.end])


def _is_pronoun(words: str) -> bool:
    small = words[:1].lower() + words[1:] if words[:1].isupper() else words
    return words in CHINESE or words in ENGLISH or small in ENGLISH


def _in_one_sentence(found: list[Value], case: Case) -> bool:
    """Whether two or more values stand in one sentence, and none of their other wordings does."""
    if len(found) < 2 or any(value.start is None for value in found):
        return False
    held = sentences(case.text(found[0]), case.input_language)
    return any(
        all(start <= (value.start or 0) < end for value in found)
        and not any(start <= place < end for value in found for place in _others(value, case))
        for start, end in held
    )


def _others(value: Value, case: Case) -> Iterator[int]:
    """Where the other wordings of a thing stand in the text, as often as they do."""
    for name in value.also:
        yield from (match.start() for match in re.finditer(re.escape(name.text), case.text(value)))
