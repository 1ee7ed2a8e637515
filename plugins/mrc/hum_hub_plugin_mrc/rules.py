"""Preference rules of reading comprehension."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, Words, sentences, values

_FORM = {
    "span": {
        "en": (
            "Answer with the shortest piece of the passage that answers the question, not with a whole sentence.",
            "Copy only the words that answer the question.",
        ),
        "zh": ("只摘出能回答问题的最短片段，不要写整句。", "只抄写回答问题所需的字词。"),
    },
    "sentence": {
        "en": (
            "Answer with the whole sentence of the passage that contains the answer.",
            "Quote the complete sentence in which the answer stands.",
        ),
        "zh": ("用文章中包含答案的整句话作答。", "请完整引用答案所在的那句话。"),
    },
}


class AnswerForm(Rule):
    """The span alone, or the sentence that holds it."""

    id: ClassVar[str] = "answer-form"
    stage: ClassVar[Literal["extent"]] = "extent"
    words: ClassVar[Words] = _FORM

    def options(self, case: Case) -> Sequence[str]:
        """Questions that one span answers."""
        return ("span", "sentence") if case.subtask in ("span", "dialogue") else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "span":
            return answer
        return tuple((_sentence(cell, case),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: outwards from the span to the nearest sentence ends."""
        if option == "span" or value.start is None or value.end is None:
            return text
        passage = case.text(value)
        cuts = _cuts(passage, case.input_language)
        start = max((cut for cut in cuts if cut <= value.start), default=0)
        end = min((cut for cut in cuts if cut >= value.end), default=len(passage))
        return passage[start:end].strip()

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: a sentence can be quoted only where the place of the answer is known."""
        unplaced = any(value.start is None for record in truth for value in values(record))
        return "place-of-answer-unknown" if unplaced and option == "sentence" else None


def _sentence(value: Value, case: Case) -> Value:
    """The sentence that holds the span; of a span that goes over several, all of them."""
    if value.start is None or value.end is None:
        return value
    passage = case.text(value)
    held = [
        (start, end)
        for start, end in sentences(passage, case.input_language)
        if start < value.end and value.start < end
    ]
    return replace(value, text=passage[held[0][0] : held[-1][1]])


# The check: written apart from `hum_hub.sentences`, which the transform uses.
_ABBREVIATED = re.compile(
    r"(?<!\w)([A-Z]|M(?:r|rs|s)|Dr|Prof|[SJ]r|St|Inc|Ltd|Corp|Co|vs|etc|Fig|No|Vol|pp|e\.g|i\.e|U\.[SK])\.$"
)
_BEGINNING = re.compile(r"[\"'“‘(\[]?[A-Z0-9\u4e00-\u9fff]")


def _cuts(passage: str, language: str) -> list[int]:
    """Where a sentence ends and the next one begins."""
    if language == "zh":
        return [match.end() for match in re.finditer(r"[。！？；]+[”’」』）]*|\n", passage)]
    return [blank.end() for blank in re.finditer(r"\s+", passage) if _is_cut(passage, blank)]


def _is_cut(passage: str, blank: re.Match[str]) -> bool:
    if "\n" in blank[0]:
        return True
    before = passage[: blank.start()].rstrip("\"'”’)]")
    stopped = before.endswith((".", "!", "?")) and not _ABBREVIATED.search(before)
    return stopped and _BEGINNING.match(passage, blank.end()) is not None
