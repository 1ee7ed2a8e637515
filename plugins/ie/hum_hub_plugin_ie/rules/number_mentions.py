"""Mentions in digits."""

import re
from typing import ClassVar

from hum_hub import Answer, Case, Record, Words, wordings
from hum_hub_plugin_ie.rules.sifting import SiftingRule

_WORDS: Words = {
    "with": {
        "en": (
            "Mentions that consist of digits and signs only are listed like all others.",
            "Keep bare numbers too, when they are mentions of what is asked for.",
            "A mention may be a mere number, with or without signs such as %, : or -.",
        ),
        "zh": (
            "只由数字和符号构成的提及与其他提及一样列出。",
            "符合要求的纯数字也要保留。",
            "提及可以只是一个数，带不带 %、:、- 等符号均可。",
        ),
    },
    "without": {
        "en": (
            "Leave out mentions that consist of digits alone or of digits and signs, without any letter.",
            "Bare numbers such as 1998, 12:30 or 5% are not listed; mentions with a letter in them stay.",
            "A mention with digits but without a letter is not listed.",
        ),
        "zh": (
            "只由阿拉伯数字或数字加符号构成、不含任何文字的提及不要写。",
            "像 1998、12:30、5% 这样的纯数字不列出，带有文字的照写。",
            "有阿拉伯数字而没有文字或字母的提及略去。",
        ),
    },
}


class NumberMentions(SiftingRule):
    """With or without mentions that have digits and no letters."""

    id: ClassVar[str] = "number-mentions"
    excludes: ClassVar[frozenset[str]] = frozenset({"conjoined", "leading-article", "nested-mentions", "possessive"})
    words: ClassVar[Words] = _WORDS

    def sifted(self, words: str, case: Case) -> bool:
        """See `SiftingRule.sifted`."""
        digits = [sign for sign in words if sign.isdecimal()]
        return bool(digits) and len(digits) == len([sign for sign in words if sign.isalnum()])

    def keeps(self, record: Record, among: Answer, case: Case, option: str) -> bool:
        """See `Rule.keeps`."""
        (mention,) = wordings(record, case.schema)
        bare = re.compile(r"[\W_]*\d[\W\d_]*").fullmatch(case.text(mention), mention.start or 0, mention.end or 0)
        return option == "with" or bare is None
