"""The full stop of abbreviations at the end of mentions."""

import re
from typing import ClassVar

from hum_hub import Case, Value, Words
from hum_hub_plugin_ie.rules.edges import EdgeRule

_SHORT = ("Inc", "Corp", "Co", "Ltd", "Bros", "Jr", "Sr")
_EN = '"Inc", "Corp", "Co", "Ltd", "Bros", "Jr", "Sr" or single letters with full stops between them, as in "U.S"'
_ZH = "Inc、Corp、Co、Ltd、Bros、Jr、Sr 或者中间带点的单个字母（如 U.S）"
_WORDS: Words = {
    "without": {
        "en": (
            f"If a mention ends in {_EN}, leave out the full stop at its end.",
            f"No final full stop after a mention whose last word is {_EN}.",
            f"The full stop after a last word such as these is not part of a mention: {_EN}.",
        ),
        "zh": (
            f"提及以 {_ZH} 结尾时，末尾的点不要写。",
            f"提及的最后一个词是 {_ZH} 的，去掉其后的缩写点。",
            f"缩写点不算在提及之内，这里的缩写指位于提及末尾的 {_ZH}。",
        ),
    },
    "with": {
        "en": (
            f"If a mention ends in {_EN}, include the full stop directly behind it.",
            f"Where a full stop follows a mention whose last word is {_EN}, it belongs to the mention.",
            f"The full stop right after a last word such as these is part of a mention: {_EN}.",
        ),
        "zh": (
            f"提及以 {_ZH} 结尾且后面紧跟一个点时，把点一并写出。",
            f"提及的最后一个词是 {_ZH} 的，其后紧跟的缩写点算作提及的一部分。",
            f"缩写点算在提及之内，这里的缩写指位于提及末尾的 {_ZH}。",
        ),
    },
}
_LAST = r"(?<!\S)(?:(?i:Inc|Corp|Co|Ltd|Bros|Jr|Sr)|(?:[A-Za-z]\.)+[A-Za-z])"
_STOPPED, _OPEN = re.compile(_LAST + r"\.\Z"), re.compile(_LAST + r"\Z")


class EdgePunctuation(EdgeRule):
    """Whether the full stop of an abbreviation at the end belongs to a mention."""

    id: ClassVar[str] = "edge-punctuation"
    excludes: ClassVar[frozenset[str]] = frozenset({"conjoined", "possessive", "quotation-marks"})
    words: ClassVar[Words] = _WORDS

    def edged(self, mention: Value, case: Case, option: str) -> str:
        """See `EdgeRule.edged`."""
        text = mention.text
        if option == "without":
            return text[:-1] if text.endswith(".") and _abbreviates(text[:-1]) else text
        if mention.end is None or not _abbreviates(text):
            return text
        rest = case.text(mention)[mention.end :]
        after = rest[1:2]
        return f"{text}." if rest[:1] == "." and not after.isalnum() and after not in (".", "_") else text

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            return text.removesuffix(".") if _STOPPED.search(text) else text
        stands = value.end is not None and re.compile(r"\.(?![\w.])").match(case.text(value), value.end)
        return f"{text}." if stands and _OPEN.search(text) else text


def _abbreviates(text: str) -> bool:
    """Whether the last word is a listed abbreviation, without its last full stop."""
    word = text.split()[-1] if text and not text[-1].isspace() else ""
    letters = word.split(".")
    initials = len(letters) > 1 and all(
        len(letter) == 1 and letter.isascii() and letter.isalpha() for letter in letters
    )
    return initials or word.casefold() in [short.casefold() for short in _SHORT]
