"""Whether the answer is the span or the sentence that holds it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, Words, sentences, values
from hum_hub_plugin_mrc.rules.cuts import around

_WORDS = {
    "span": {
        "en": (
            "Answer with the piece of the passage that answers the question, not with a whole sentence.",
            "Copy only the words that answer the question.",
            "Do not quote a full sentence: the words that were asked for are enough.",
        ),
        "zh": (
            "只摘出能回答问题的片段，不要写整句。",
            "只抄写回答问题所需的字词。",
            "不必引用整句话，写出所问的内容即可。",
        ),
    },
    "sentence": {
        "en": (
            "Answer with the whole sentence of the passage that contains the answer.",
            "Quote the complete sentence in which the answer stands.",
            "Give the answer as part of its full sentence, from the first word of that sentence to its last sign.",
        ),
        "zh": (
            "用文章中包含答案的整句话作答。",
            "请完整引用答案所在的那句话。",
            "把答案所在的句子从头到尾全部写出，连同句末的标点。",
        ),
    },
}


class AnswerForm(Rule):
    """The span alone, or the sentence that holds it."""

    id: ClassVar[str] = "answer-form"
    stage: ClassVar[Literal["extent"]] = "extent"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-choice", "answer-units"})
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Questions that one span answers."""
        return ("span", "sentence") if case.subtask in ("span", "dialogue") else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "span":
            return answer
        return tuple((_sentence(cell, case),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: outwards from the span to the nearest sentence ends; what holds the sentence stays."""
        if option == "span" or value.start is None or value.end is None:
            return text
        passage = case.text(value)
        start, end = around(passage, value.start, value.end, case.input_language)
        sentence = passage[start:end]
        return text if _folded(sentence) in _folded(text) else sentence

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: the place has to be known, and a span that is a sentence is no case of either."""
        for value in (value for record in truth for value in values(record)):
            if value.start is None or value.end is None:
                return "place-of-answer-unknown" if option == "sentence" else None
            place = (value.start, value.end)
            if option == "span" and around(case.text(value), *place, case.input_language) == place:
                return "answer-is-a-sentence"
        return None


def _folded(text: str) -> str:
    """Check: a text without what other rules may change of it, the case and the width of its signs."""
    return unicodedata.normalize("NFKC", text).casefold()


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
