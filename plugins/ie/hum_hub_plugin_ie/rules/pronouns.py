"""Mentions that are a pronoun."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from hum_hub import Answer, Case, Record, Words, wordings
from hum_hub_plugin_ie.rules.pronoun_words import CHINESE, ENGLISH
from hum_hub_plugin_ie.rules.sifting import SiftingRule

_EN = ", ".join(ENGLISH)
_ZH = "、".join(CHINESE)
_WORDS: Mapping[str, Words] = {
    "en": {
        "with": {
            "en": (
                "Pronouns count as mentions too, wherever they stand for something that is asked for.",
                f"Keep mentions that consist of a pronoun alone ({_EN}).",
                'A mention may be nothing but a pronoun, such as "he", "its" or "who".',
            ),
            "zh": (
                "只由一个代词（如 he、its、who）构成的提及也要写。",
                f"代词指代所求内容时同样算提及，不要略去：{_EN}。",
                "指代所求内容的英文代词照样列出。",
            ),
        },
        "without": {
            "en": (
                f"Leave out mentions that are nothing but one of these pronouns, in small letters or with a capital first letter: {_EN}.",
                f"A pronoun alone is no mention; the pronouns are {_EN}, at most the first letter a capital.",
                f"Do not list a mention that consists wholly of one of the words {_EN}, written small or with a capital at the start; all others stay.",
            ),
            "zh": (
                f"只由下列代词之一构成的提及不要写（全小写或仅首字母大写）：{_EN}。",
                f"单独一个代词不算提及，代词指 {_EN}，最多首字母大写。",
                f"整个提及就是 {_EN} 中的一个词（小写或首字母大写）时略去，其余照写。",
            ),
        },
    },
    "zh": {
        "with": {
            "en": (
                "Pronouns count as mentions too, wherever they stand for something that is asked for.",
                f"Keep mentions that consist of a pronoun alone ({', '.join(CHINESE)}).",
                "A mention may be nothing but a pronoun, such as 他, 它们 or 其.",
            ),
            "zh": (
                "代词指代所求内容时也算提及，同样要写。",
                f"只由一个代词（{_ZH}）构成的提及予以保留。",
                "“他”“它们”“其”这类单独的代词也可以是提及。",
            ),
        },
        "without": {
            "en": (
                f"Leave out mentions that are nothing but one of these pronouns: {', '.join(CHINESE)}.",
                f"A pronoun alone is no mention; the pronouns are {', '.join(CHINESE)}.",
                f"Do not list a mention that consists wholly of one of the words {', '.join(CHINESE)}; all others stay.",
            ),
            "zh": (
                f"只由一个代词构成的提及不要写，代词指：{_ZH}。",
                f"单独的代词不算提及，包括{_ZH}。",
                f"整个提及就是{_ZH}中的一个词时略去，其余照写。",
            ),
        },
    },
}
_PATTERNS = {
    "en": re.compile("|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in ENGLISH)),
    "zh": re.compile("[你他她它我]们?|您|咱们|自己|[其此谁]|[这那][个些]?"),
}


class Pronouns(SiftingRule):
    """With or without mentions that are a pronoun of a closed list."""

    id: ClassVar[str] = "pronouns"
    # taking something off a mention may leave a pronoun: "The Who"
    excludes: ClassVar[frozenset[str]] = frozenset(
        {
            *("common-nouns", "conjoined", "leading-article", "nested-mentions", "possessive"),
            *("quotation-marks", "title"),
        }
    )

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`: the pronouns of the texts' language."""
        return _WORDS[case.input_language][option][case.language]

    def sifted(self, words: str, case: Case) -> bool:
        """See `SiftingRule.sifted`."""
        if case.input_language == "zh":
            return words in CHINESE
        return words in ENGLISH or (words[:1].isupper() and words[:1].lower() + words[1:] in ENGLISH)

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        (mention,) = wordings(record, case.schema)
        pattern = _PATTERNS[case.input_language]
        found = pattern.fullmatch(case.text(mention), mention.start or 0, mention.end or 0)
        return option == "with" or found is None

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: where no pronoun is listed though the text has some, the source may leave them out."""
        if option == "without":
            return super().unsettled(truth, case, option)
        if any(not self.keeps(record, truth, case, "without") for record in truth):
            return None
        edge = r"\b" if case.input_language == "en" else ""
        word = re.compile(f"{edge}(?:{_PATTERNS[case.input_language].pattern}){edge}")
        return "pronouns-not-annotated" if any(word.search(text) for _, text in case.inputs) else None
