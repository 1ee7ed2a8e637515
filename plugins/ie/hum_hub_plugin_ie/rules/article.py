"""English articles before mentions."""

import re
from itertools import takewhile
from typing import ClassVar

from hum_hub import Case, Value, Words
from hum_hub_plugin_ie.rules.edges import EdgeRule

_ARTICLES = ("the", "a", "an")
_WORDS: Words = {
    "without": {
        "en": (
            'Give mentions without a leading "the", "a" or "an".',
            'An article ("the", "a", "an") at the start does not belong to a mention.',
            'Drop "the", "a" and "an" at the beginning of a mention.',
        ),
        "zh": (
            "提及开头的英文冠词（the、a、an）不要写。",
            "英文冠词 the、a、an 不算在提及之内。",
            "提及以 the、a 或 an 开头时，把冠词去掉。",
        ),
    },
    "with": {
        "en": (
            'If "the", "a" or "an" stands directly before a mention, include it.',
            'An article ("the", "a", "an") right before a mention belongs to it.',
            'Start a mention with its article where "the", "a" or "an" comes immediately before it.',
        ),
        "zh": (
            "提及前紧挨着的英文冠词（the、a、an）要一并写出。",
            "英文冠词 the、a、an 若紧接在提及之前，算作提及的一部分。",
            "提及前面紧跟 the、a 或 an 的，连同冠词一起写。",
        ),
    },
}


class LeadingArticle(EdgeRule):
    """Whether an English article before a mention belongs to it."""

    id: ClassVar[str] = "leading-article"
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"common-nouns", "conjoined", "number-mentions", "pronouns", "quotation-marks", "title"}
    )
    words: ClassVar[Words] = _WORDS

    def edged(self, mention: Value, case: Case, option: str) -> str:
        """See `EdgeRule.edged`."""
        if option == "without":
            return _stripped(mention.text)
        first, blank, _ = mention.text.partition(" ")
        if mention.start is None or (first.lower() in _ARTICLES and blank):
            return mention.text
        words = case.text(mention)[: mention.start].split(" ")
        if len(words) > 1 and not words[-1]:
            letters = takewhile(lambda letter: letter.isalnum() or letter in "_'’-", reversed(words[-2]))
            before = "".join(letters)[::-1]
            if before.lower() in _ARTICLES:
                return f"{before} {mention.text}"
        return mention.text

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            return re.sub(r"^(?:(?:the|an?) )+(?=\S)", "", text, flags=re.IGNORECASE)
        if value.start is None or re.match(r"(?:the|an?) ", text, flags=re.IGNORECASE):
            return text
        before = re.search(r"(?<![\w'’-])(the|an?) $", case.text(value)[: value.start], flags=re.IGNORECASE)
        return f"{before[1]} {text}" if before else text


def _stripped(text: str) -> str:
    first, _, rest = text.partition(" ")
    return _stripped(rest) if first.lower() in _ARTICLES and rest[:1].strip() else text
