"""Whether digits, Latin letters and signs take half or full width."""

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, Words, reworded
from hum_hub.contract.values import Answer, Value, wordings

_WORDS: Words = {
    "as-written": {
        "en": (
            "Full-width and half-width characters stay as they are in the text.",
            "Keep the width of digits, Latin letters and signs as in the text.",
            "Do not change characters from full width to half width or the other way round.",
        ),
        "zh": (
            "全角、半角与原文保持一致。",
            "原文是全角的写全角，是半角的写半角。",
            "不要在全角字符与半角字符之间转换。",
        ),
    },
    "half": {
        "en": (
            "In what you take from the text, write digits, Latin letters and those signs that exist in both widths in half width.",
            'Full-width digits, Latin letters and signs with a half-width partner ("，" and ",") become half-width in wordings from the text; all other signs are not affected.',
            'Use half-width forms in wordings from the text wherever there is one ("５" becomes "5", "（" becomes "("); signs without one are not affected.',
        ),
        "zh": (
            "摘自原文的内容中，数字、英文字母以及兼有全角和半角两种形式的符号一律写成半角，其余符号不受影响。",
            "把原文内容里的全角数字、字母和有对应半角形式的符号（如“，”对应“,”）都改为半角，没有对应形式的不在此列。",
            "原文内容里凡有半角形式的字符都用半角，如“５”写作“5”、“（”写作“(”，顿号、句号等没有对应形式的不受影响。",
        ),
    },
    "full": {
        "en": (
            "In what you take from the text, write digits, Latin letters and those signs that exist in both widths in full width; blanks are not affected.",
            'Half-width digits, Latin letters and signs with a full-width partner ("," and "，") become full-width in wordings from the text; blanks and all other signs are not affected.',
            'Use full-width forms in wordings from the text wherever there is one ("5" becomes "５", "(" becomes "（"); blanks and signs without one are not affected.',
        ),
        "zh": (
            "摘自原文的内容中，数字、英文字母以及兼有全角和半角两种形式的符号一律写成全角，空格和其余符号不受影响。",
            "把原文内容里的半角数字、字母和有对应全角形式的符号（如“,”对应“，”）都改为全角，空格和没有对应形式的不在此列。",
            "原文内容里凡有全角形式的字符都用全角，如“5”写作“５”、“(”写作“（”，空格等没有对应形式的不受影响。",
        ),
    },
}
_DISTANCE = 0xFF01 - 0x21
_TO_HALF = {half + _DISTANCE: half for half in range(0x21, 0x7F)}
_TO_FULL = {half: full for full, half in _TO_HALF.items()}


class CharacterWidth(Rule):
    """As written, half width, or full width, for the characters from ! to ~ and their partners."""

    id: ClassVar[str] = "character-width"
    stage: ClassVar[Stage] = "form"
    excludes: ClassVar[frozenset[str]] = frozenset({"date-form", "number-form"})  # they write half-width digits
    words: ClassVar[Words] = _WORDS

    def options(self, case: Case) -> Sequence[str]:
        """Chinese texts from which wordings are copied."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        return ("as-written", "half", "full") if copied and case.input_language == "zh" else ()

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-written":
            return answer
        table = _TO_HALF if option == "half" else _TO_FULL
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                record = reworded(record, value, value.text.translate(table))
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        if option == "as-written":
            return text
        partners = _NARROW if option == "half" else _WIDE
        return "".join(partners.get(sign, sign) for sign in text)


# The check goes by what Unicode says of the characters, not by their distance.
_DECOMPOSED = {
    sign: unicodedata.decomposition(sign).partition("<wide> ")[2] for sign in map(chr, range(0xFF01, 0xFFEF))
}
_NARROW = {sign: half for sign, code in _DECOMPOSED.items() if code and (half := chr(int(code, 16))).isascii()}
_WIDE = {half: sign for sign, half in _NARROW.items()}
