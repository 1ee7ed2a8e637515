"""English possessive endings after mentions."""

import re
from typing import ClassVar

from hum_hub import Answer, Case, Value, Words, wordings
from hum_hub_plugin_ie.rules.edges import EdgeRule

_APOSTROPHES = ("'", "’")
_WORDS: Words = {
    "without": {
        "en": (
            'A final "\'s", or the apostrophe after a final s, is not part of a mention.',
            'Write mentions without "\'s" at their end, and without an apostrophe after a final s.',
            'Cut "\'s" off the end of a mention; after a final s cut off the bare apostrophe.',
        ),
        "zh": (
            "提及末尾的“'s”不要写；以 s 结尾的，其后的撇号也不要写。",
            "英文所有格词尾“'s”不算在提及之内，s 之后单独的撇号也不算。",
            "提及以“'s”结尾时去掉它，以 s 加撇号结尾时去掉撇号。",
        ),
    },
    "with": {
        "en": (
            'If "\'s" directly follows a mention, it belongs to it, and so does an apostrophe after its final s.',
            'Include "\'s" right behind a mention, and likewise an apostrophe right behind a final s.',
            'Take "\'s" into a mention where it comes immediately after it; after a final s take in the bare apostrophe.',
        ),
        "zh": (
            "提及后面紧跟的“'s”要一并写出；以 s 结尾的，其后紧跟的撇号也一并写出。",
            "英文所有格词尾“'s”紧接在提及之后时，算作提及的一部分，s 之后单独的撇号同样算。",
            "提及之后紧接“'s”的，连同“'s”一起写；以 s 结尾且紧接撇号的，连同撇号一起写。",
        ),
    },
}
_ENDING = re.compile(r"(?:(?<=\w)['’][sS]|(?<=[sS])['’])+$")
_FOLLOWING = re.compile(r"(?<=\w)['’][sS](?!\w)|(?<=[sS])['’](?!\w)")
_OPENING = re.compile(r"‘|(?<!\w)'(?=\w)")


class Possessive(EdgeRule):
    """Whether "'s", or an apostrophe after a final s, belongs to the mention before it."""

    id: ClassVar[str] = "possessive"
    excludes: ClassVar[frozenset[str]] = frozenset(
        {"conjoined", "edge-punctuation", "number-mentions", "pronouns", "quotation-marks"}
    )
    words: ClassVar[Words] = _WORDS

    def edged(self, mention: Value, case: Case, option: str) -> str:
        """See `EdgeRule.edged`."""
        text = mention.text
        if option == "without":
            while shorter := _shortened(text):
                text = shorter
            return text
        if mention.end is None or _shortened(text):
            return text
        rest = case.text(mention)[mention.end :]
        for length in (2, 1):
            after = rest[length : length + 1]
            if _shortened(text + rest[:length]) == text and not (after.isalnum() or after == "_"):
                return text + rest[:length]
        return text

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "without":
            return _ENDING.sub("", text)
        if value.end is None or _ENDING.search(text):
            return text
        following = _FOLLOWING.match(case.text(value), value.end)
        return text + following[0] if following else text

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: after an opening single quotation mark an apostrophe may be the closing one."""
        for value in (value for record in truth for value in wordings(record, case.schema)):
            if value.end is None:
                continue
            bare = re.compile(r"(?<=[sS])['’](?!\w)").match(case.text(value), value.end)
            if option == "with" and bare and _OPENING.search(case.text(value), 0, value.end):
                return "apostrophe-or-quotation-mark"
        return super().unsettled(truth, case, option)


def _shortened(text: str) -> str:
    """The text without one possessive ending, or an empty string where it has none."""
    stem, ending = text[:-2], text[-2:]
    if ending[:1] in _APOSTROPHES and ending[1:] in ("s", "S") and (stem[-1:].isalnum() or stem[-1:] == "_"):
        return stem
    return text[:-1] if text[-1:] in _APOSTROPHES and text[-2:-1] in ("s", "S") else ""
