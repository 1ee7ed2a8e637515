"""Whether an answer that is a figure takes its unit along."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from hum_hub import Answer, Case, Rule, Value, values

_ENGLISH = (
    *(
        "kilometres",
        "kilometers",
        "metres",
        "meters",
        "miles",
        "yards",
        "feet",
        "inches",
        "kilograms",
        "tonnes",
        "tons",
    ),
    *("litres", "liters", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "percent", "per cent"),
    *("km", "cm", "kg", "%"),
)
_CHINESE = ("公里", "千米", "厘米", "米", "吨", "公斤", "千克", "毫升", "升", "小时", "分钟", "秒", "天", "%")
_LISTED = {
    "en": "kilometres, metres, miles, yards, feet, inches, kilograms, tonnes, tons, litres, seconds, minutes, hours, days, "
    "weeks, months, years, percent, km, cm, kg, %",
    "zh": "公里、千米、米、厘米、吨、公斤、千克、升、毫升、小时、分钟、秒、天、%",
}
_WORDS = {
    "without": {
        "en": (
            "If the answer is a number in figures with one of these units, give only the number: {}. Everything else stays.",
            "Leave out the unit of an answer that consists of figures and a unit from this list ({}); change no other answer.",
            "An answer made up of figures and a unit is cut down to the figures. The units are: {}.",
        ),
        "zh": (
            "如果答案由阿拉伯数字和单位（{}）组成，只写数字部分；其他答案保持原样。",
            "数字加单位的答案去掉单位，单位限于：{}。别的答案不变。",
            "答案为“阿拉伯数字＋单位”时不写单位。所说的单位是：{}。",
        ),
    },
    "with": {
        "en": (
            "If the answer is a number in figures and one of these units follows it in the text, give the unit too: {}.",
            "A number in figures takes along the unit that stands right after it in the text, if it is one of these: {}.",
            "Include the unit after figures when it is in this list ({}); change no other answer.",
        ),
        "zh": (
            "如果答案是阿拉伯数字，而原文中紧跟着下列单位之一，要连同单位一起写出：{}。",
            "阿拉伯数字后面若紧接单位（{}），答案应包括该单位；其他答案保持原样。",
            "数字答案要带上原文里紧随其后的单位，单位限于：{}。",
        ),
    },
}
# The check: the units spelt out once more, with their singulars and the blank before them.
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNITS = {
    "en": r"(?: ?(?:km|cm|kg|%)| (?:(?:kilo)?met(?:re|er)s?|miles?|yards?|feet|foot|inch(?:es)?|kilograms?|tonnes?|tons?"
    r"|lit(?:re|er)s?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|per ?cent))",
    "zh": r" ?(?:公里|千米|厘?米|吨|公斤|千克|毫?升|小时|分钟|秒|天|%)",
}
_AFTER = re.compile(r"\Z|[.,;:!?)]?(?:\s*\Z|\s+(?!per\b|an?\b|square\b|cubic\b)\w)|[。，；：！？、）的]")


class AnswerUnits(Rule):
    """The figures alone, or with the unit from a closed list that follows them in the text."""

    id: ClassVar[str] = "answer-units"
    stage: ClassVar[Literal["extent"]] = "extent"
    excludes: ClassVar[frozenset[str]] = frozenset({"answer-choice", "answer-form"})

    def options(self, case: Case) -> Sequence[str]:
        """Answers that are one piece of a text with a unit in it."""
        language, asked = case.input_language, case.subtask in ("span", "dialogue", "hops")
        met = asked and language in _UNITS and re.search(rf"\d{_UNITS[language]}", case.inputs[0][1])
        return ("without", "with") if met else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`; the units are those of the text's language."""
        return [line.replace("{}", _LISTED[case.input_language]) for line in _WORDS[option][case.language]]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        return tuple((_with_unit(cell, case, option),) for (cell,) in answer if isinstance(cell, Value))

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        unit = _UNITS[case.input_language]
        if option == "without":
            return re.sub(rf"\A({_FIGURES}){unit}\Z", r"\1", text)
        if value.end is None or not re.fullmatch(_FIGURES, text):
            return text
        following = re.compile(rf"{unit}(?![A-Za-z])").match(case.text(value), value.end)
        return text + following[0] if following else text

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: the figures stand alone in the text, and a unit after them is not part of a longer one."""
        for value in (value for record in truth for value in values(record)):
            figures = re.match(rf"({_FIGURES}){_UNITS[case.input_language]}?\Z", value.text)
            if figures is None:
                continue
            if value.start is None or value.end is None:
                return "place-of-answer-unknown"
            passage = case.text(value)
            end = value.start + figures.end(1)
            if passage[value.start : end] != figures[1] or re.search(r"[\d$€£¥.,–—-]\Z", passage[: value.start]):
                return "unit-uncertain"
            unit = re.compile(_UNITS[case.input_language]).match(passage, end)
            if unit is not None and not _AFTER.match(passage, unit.end()):
                return "unit-uncertain"
        return None


def _with_unit(value: Value, case: Case, option: str) -> Value:
    if option == "without":
        bare = _without_unit(value.text, case.input_language)
        return value if bare is None else replace(value, text=bare)
    if value.end is None or not _is_figure(value.text):
        return value
    rest = case.text(value)[value.end :]
    for length in range(1, 14):
        longer = _without_unit(value.text + rest[:length], case.input_language)
        following = rest[length : length + 1]
        if longer == value.text and len(rest) >= length and not (following.isascii() and following.isalpha()):
            return replace(value, text=value.text + rest[:length])
    return value


def _without_unit(text: str, language: str) -> str | None:
    """The figures of a text that is figures and a unit, else `None`."""
    for unit in _CHINESE if language == "zh" else _ENGLISH:
        singular = {"feet": "foot", "inches": "inch"}.get(unit, unit.removesuffix("s"))
        for name in {unit, singular}:
            figures = text.removesuffix(name)
            close = language == "zh" or unit in ("km", "cm", "kg", "%")
            if figures != text and (figures.endswith(" ") or close) and _is_figure(figures.removesuffix(" ")):
                return figures.removesuffix(" ")
    return None


def _is_figure(text: str) -> bool:
    whole, point, decimals = text.partition(".")
    groups = whole.split(",")
    plain = all(group.isdecimal() for group in groups) and (not point or decimals.isdecimal())
    return plain and (len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])))
