"""How whole numbers are written."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, reworded
from hum_hub.contract.values import Answer, Value, wordings
from hum_hub.craft.rules.number_words import CHINESE_SIGNS, NUMBER_WORDS, is_spelling, parsed

_SENTENCES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "as-written": {
        "en": (
            "Give numbers the way the text writes them, be it in words or in figures.",
            "Numbers keep the form that they have in the text.",
            "Do not turn number words into figures, and leave the separators of figures as they are.",
        ),
        "zh": (
            "数字保持原文的写法。",
            "数字照原文书写，不在文字与阿拉伯数字之间转换。",
            "不要改变原文中数字的书写形式。",
        ),
    },
    "plain-digits": {
        "en": (
            'A wording that is nothing but a whole number in words, or in figures with thousands separators, is written in plain digits ("{words}" gives {plain}, 1,200,000 gives 1200000); anything else, such as "{mixed}", is not affected.',
            'Write whole numbers in digits without separators where the wording is only the number: "{words}" becomes {plain} and 1,200,000 becomes 1200000. This does not touch "{mixed}", ordinals or any other wording.',
            'If a wording consists of a whole number spelled out, or of digits with a comma every three, turn it into digits alone, for example "{words}" into {plain} or 1,200,000 into 1200000; "{mixed}" and everything else are not meant.',
        ),
        "zh": (
            "整条内容只是一个用文字写的整数，或带千位分隔逗号的整数时，写成不带分隔符的阿拉伯数字（“{words}”写作 {plain}，1,200,000 写作 1200000）；“{mixed}”等其他内容不在此列。",
            "内容仅为一个整数的，统一写成阿拉伯数字，不加分隔符，如“{words}”写成 {plain}、1,200,000 写成 1200000；序数、“{mixed}”以及其他文字不受影响。",
            "若某条内容就是一个以文字表示或每三位加逗号的整数，请改写为连续的数字，例如把“{words}”改为 {plain}，把 1,200,000 改为 1200000；“{mixed}”之类及其余内容不在此列。",
        ),
    },
    "grouped": {
        "en": (
            'A wording that is nothing but a whole number in words is written in digits with a comma every three ("{long}" gives {grouped}); digits and anything else, such as "{mixed}", are not affected.',
            'Write whole numbers that are spelled out in figures with thousands separators where the wording is only the number: "{long}" becomes {grouped}. This does not touch figures, "{mixed}", ordinals or any other wording.',
            'If a wording consists of a whole number in words, turn it into digits with commas between the thousands, for example "{long}" into {grouped}; numbers in digits, "{mixed}" and everything else are not meant.',
        ),
        "zh": (
            "整条内容只是一个用文字写的整数时，写成每三位加逗号的阿拉伯数字（“{long}”写作 {grouped}）；原为阿拉伯数字的以及“{mixed}”等其他内容不在此列。",
            "内容仅为一个以文字表示的整数的，改写为带千位分隔逗号的阿拉伯数字，如“{long}”写成 {grouped}；阿拉伯数字、序数、“{mixed}”以及其他文字不受影响。",
            "若某条内容就是一个文字形式的整数，请写成加千位逗号的数字，例如把“{long}”改为 {grouped}；已是阿拉伯数字的、“{mixed}”之类及其余内容不在此列。",
        ),
    },
}
_EXAMPLES = {
    "en": {"words": "twenty-one", "plain": "21", "long": "twelve thousand", "grouped": "12,000", "mixed": "2 million"},
    "zh": {"words": "三百二十", "plain": "320", "long": "一万二千", "grouped": "12,000", "mixed": "1.5万"},
}
_SEPARATED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


class NumberForm(Rule):
    """As written, in plain digits, or in digits with a comma every three."""

    id: ClassVar[str] = "number-form"
    stage: ClassVar[Stage] = "form"

    def options(self, case: Case) -> Sequence[str]:
        """English and Chinese texts from which wordings are copied."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        return ("as-written", "plain-digits", "grouped") if copied and case.input_language in ("en", "zh") else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        lines = _SENTENCES[option][case.language]
        for slot, example in _EXAMPLES[case.input_language].items():
            lines = [line.replace(f"{{{slot}}}", example) for line in lines]
        return lines

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-written":
            return answer
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                record = reworded(record, value, _written(value.text, option))
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`: the number that the words, whatever their order, add up to, if that is its spelling."""
        if option == "as-written":
            return text
        if _has_separators(text):
            return "".join(text.split(",")) if option == "plain-digits" else text
        number = is_spelling(text)
        if number is None:
            return text
        digits = str(number)
        if option == "plain-digits":
            return digits
        return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", digits)

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: something that is left as it is may be taken for a number all the same."""
        if option == "as-written":
            return None
        texts = (value.text for record in truth for value in wordings(record, case.schema))
        return "number-not-certain" if any(_numeric(text) for text in texts) else None


def _written(text: str, option: str) -> str:
    if _SEPARATED.fullmatch(text):
        return text.replace(",", "") if option == "plain-digits" else text
    number = parsed(text)
    if number is None:
        return text
    return str(number) if option == "plain-digits" else f"{number:,}"


def _has_separators(text: str) -> bool:
    """Check: whether a wording is digits with a comma every three."""
    first, *rest = text.split(",")
    pieces = [first, *rest]
    digits = all(piece.isascii() and piece.isdigit() for piece in pieces)
    return digits and bool(rest) and all(len(piece) == 3 for piece in rest) and len(first) < 4 and first[0] != "0"


_ODD_SEPARATORS = re.compile(
    r"[0-9０-９]+(?:[ '’.,，．\s][0-9０-９]{3}){2,}|[0-9０-９.．]*[0-9０-９][,，][0-9０-９,，.．]*"
)


def _numeric(text: str) -> bool:
    """Check: whether a wording may be meant as a whole number although it has none of the forms that are certain."""
    if _has_separators(text) or is_spelling(text) is not None:
        return False
    words = re.split(r"[\W_]+", text.lower().strip())
    in_words = any(word in NUMBER_WORDS for word in words) and {*words} <= {*NUMBER_WORDS, "a", "and", "an", ""}
    in_signs = bool(text) and all(sign in CHINESE_SIGNS or sign.isspace() for sign in text) and not text.isspace()
    return in_words or in_signs or _ODD_SEPARATORS.fullmatch(text) is not None
