"""Mentions in small letters."""

import re
from typing import ClassVar

from hum_hub import Answer, Case, Record, Words, wordings
from hum_hub_plugin_ie.rules.sifting import SiftingRule

_WORDS: Words = {
    "with": {
        "en": (
            "Mentions that the text writes entirely in small letters are listed like all others.",
            "Keep mentions without any capital letter too.",
            "A mention need not be a proper name: one whose letters are all small counts as well.",
        ),
        "zh": (
            "原文中全部小写的提及与其他提及一样列出。",
            "没有大写字母的提及也要保留。",
            "提及不必是专名，字母全为小写的同样算。",
        ),
    },
    "without": {
        "en": (
            "Leave out mentions that the text writes entirely in small letters, without a capital or a digit.",
            "Mentions written wholly in small letters in the text, with no capital and no digit among them, are not listed.",
            "Skip a mention if all its letters are small where it stands in the text and it has no digit.",
        ),
        "zh": (
            "原文中字母全部小写、又不含数字的提及不要写。",
            "字母一律小写且没有数字的提及略去，大小写以原文为准。",
            "原文里通篇小写字母、不带数字的提及不列入答案。",
        ),
    },
}


class CommonNouns(SiftingRule):
    """With or without mentions that have small letters only: in English those are no proper names."""

    id: ClassVar[str] = "common-nouns"
    spoken: ClassVar[frozenset[str]] = frozenset({"en"})
    excludes: ClassVar[frozenset[str]] = frozenset({"conjoined", "leading-article", "nested-mentions", "pronouns"})
    words: ClassVar[Words] = _WORDS

    def sifted(self, words: str, case: Case) -> bool:
        """See `SiftingRule.sifted`."""
        letters = [sign for sign in words if sign.isalnum()]
        return bool(letters) and all(letter.islower() and not letter.isdecimal() for letter in letters)

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        (mention,) = wordings(record, case.schema)
        words = case.text(mention)[mention.start or 0 : mention.end or 0]
        letters = "".join(re.findall(r"[^\W_]", words))
        small = letters and sum(map(str.islower, letters)) == len(letters)
        return option == "with" or not small
