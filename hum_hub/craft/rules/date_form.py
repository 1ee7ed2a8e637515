"""How dates are written."""

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from hum_hub.contract.rules import Case, Rule, Stage, reworded
from hum_hub.contract.values import Answer, Value, wordings

_SENTENCES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "as-written": {
        "en": (
            "Give dates in the form in which the text writes them.",
            "Dates keep the form that they have in the text.",
            "Do not convert dates to another form than that of the text.",
        ),
        "zh": ("日期保持原文的写法。", "日期照原文的形式写，不要换算成别的格式。", "不要改变原文中日期的书写形式。"),
    },
    "changed": {
        "en": (
            'A wording that is nothing but a full date, with day, month and year, is written as {form}, provided that the month is clear; nothing else is affected. So "{example}" becomes {result}, but 03/04/1999 or a month without a day is left alone.',
            'Write full dates as {form} where the wording is only a date and its day, month and year are unmistakable ("{example}" gives {result}); ambiguous ones like 03/04/1999, partial dates and longer wordings are not affected.',
            'If a wording consists of a complete, unambiguous date, turn it into the form {form}, for example "{example}" into {result}. Partial dates, dates like 03/04/1999 and all other wordings are not meant.',
        ),
        "zh": (
            "整条内容就是一个完整而明确的年月日时，写成 {form} 的形式，例如“{example}”写作“{result}”；不完整的日期、像 03/04/1999 这样有歧义的日期以及其他内容不受影响。",
            "完整的日期（年、月、日俱全且没有歧义，并且整条内容只有日期）统一写作 {form}，如把“{example}”写成“{result}”；缺年缺日的、03/04/1999 之类分不清月日的和其余内容不在此列。",
            "若某条内容只是一个年月日齐全的日期，请改写为 {form}，如“{example}”改为“{result}”；只有年月的、月日难辨的（如 03/04/1999）以及其他文字不按此改写。",
        ),
    },
}
_FORMS = {"iso": ("YYYY-MM-DD", "1999-05-12"), "slashes": ("YYYY/MM/DD", "1999/05/12")}
_EXAMPLES = {"en": "May 12, 1999", "zh": "1999年5月12日"}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1) if name != "may"} | {"sept": 9}


class DateForm(Rule):
    """As written, or year, month and day in digits, with hyphens or slashes between them."""

    id: ClassVar[str] = "date-form"
    stage: ClassVar[Stage] = "form"

    def options(self, case: Case) -> Sequence[str]:
        """English and Chinese texts from which wordings are copied."""
        copied = any(field.kind in ("text", "texts", "roles") for field in case.schema.fields)
        return ("as-written", "iso", "slashes") if copied and case.input_language in ("en", "zh") else ()

    def wordings(self, option: str, case: Case) -> Sequence[str]:
        """See `Rule.wordings`."""
        if option == "as-written":
            return _SENTENCES[option][case.language]
        form, result = _FORMS[option]
        example = _EXAMPLES[case.input_language]
        return [
            line.replace("{form}", form).replace("{example}", example).replace("{result}", result)
            for line in _SENTENCES["changed"][case.language]
        ]

    def transform(self, answer: Answer, case: Case, option: str) -> Answer:
        """See `Rule.transform`."""
        if option == "as-written":
            return answer
        changed = []
        for record in answer:
            for value in wordings(record, case.schema):
                date = _date(value.text)
                if date is not None:
                    text = date.isoformat()
                    record = reworded(record, value, text if option == "iso" else text.replace("-", "/"))
            changed.append(record)
        return tuple(changed)

    def writes(self, text: str, value: Value, case: Case, option: str) -> str:
        """See `Rule.writes`."""
        found = _read(text) if option != "as-written" else None
        if found is None:
            return text
        year, month, day = found
        sign = "-" if option == "iso" else "/"
        return f"{year}{sign}{month:02}{sign}{day:02}"

    def unsettled(self, truth: Answer, case: Case, option: str) -> str | None:
        """See `Rule.unsettled`: something that is left as it is may be taken for a full date all the same."""
        if option == "as-written":
            return None
        texts = (value.text for record in truth for value in wordings(record, case.schema))
        return "date-not-certain" if any(_read(text) is None and _dated(text) for text in texts) else None


# The builder's way: patterns for whole wordings, and the calendar of the standard library.
_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(0x5E)}
_NAMES = {**{name: number for number, name in enumerate(_MONTHS, 1)}, **_SHORT}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT)})\b\.?)"
_DAY = r"(?P<day>[0-9]{1,2})(?P<suffix>st|nd|rd|th)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_CHINESE_TO_39 = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_PATTERNS = (
    re.compile(rf"(?P<the>the\s+)?{_DAY}(?P<of>\s+of)?\s+{_MONTH}(?:,\s*|\s+){_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}", re.IGNORECASE | re.ASCII),
    re.compile(rf"{_YEAR}(?P<sign>[-/])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})"),
    re.compile(rf"{_YEAR}\s*年\s*(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})\s*[日号]"),
    re.compile(
        r"(?P<year>[一二][〇零○一二三四五六七八九]{3})\s*年\s*"
        rf"(?P<month>{_CHINESE_TO_39})\s*月\s*(?P<day>{_CHINESE_TO_39})\s*[日号]"
    ),
)


def _date(text: str) -> datetime.date | None:
    """The date that a whole wording is, if it certainly is one."""
    text = text.translate(_FULL_WIDTH)
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _PATTERNS)), None)
    if match is None:
        return None
    found = match.groupdict()
    day = _number(found["day"])
    suffix = (found.get("suffix") or "").lower()
    if suffix and suffix != {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day // 10 != 1 else 0, "th"):
        return None
    if (found.get("the") or found.get("of")) and not suffix:
        return None
    name = found["month"].lower().removesuffix(".")
    try:
        return datetime.date(_number(found["year"]), _NAMES.get(name) or _number(name), day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """A number in digits, or in Chinese signs: below forty, or sign by sign."""
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _number(tens or "一") + _number(ones or "〇")
    signs = text.translate(str.maketrans("〇零○一二三四五六七八九", "000123456789"))
    return int(signs)


# The check: pieces of letters, digits and signs, read one after the other, and a calendar of its own.
_ORDINALS = {1: "st", 21: "st", 31: "st", 2: "nd", 22: "nd", 3: "rd", 23: "rd"}
_CHINESE = {"〇": 0, "零": 0, "○": 0} | {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _read(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a wording that is a date and nothing else."""
    narrow = _narrow(text)
    found = _read_chinese(narrow) if "年" in narrow else _read_pieces(narrow)
    if found is None or not 1000 <= found[0] <= 2999 or not 1 <= found[1] <= 12:
        return None
    year, month, day = found
    leap = month == 2 and (year % 400 == 0 or (year % 4 == 0 and year % 100 != 0))
    return found if 1 <= day <= _LENGTHS[month - 1] + leap else None


def _read_chinese(text: str) -> tuple[int, int, int] | None:
    year, _, rest = text.partition("年")
    month, _, last = rest.partition("月")
    parts = [part.strip() if place else part.rstrip() for place, part in enumerate((year, month, last[:-1]))]
    if last[-1:] not in ("日", "号"):
        return None
    if all(part and set(part) <= set("0123456789") for part in parts):
        fitting = len(parts[0]) == 4 and len(parts[1]) <= 2 and len(parts[2]) <= 2
        return (int(parts[0]), int(parts[1]), int(parts[2])) if fitting else None
    if len(parts[0]) != 4 or not set(parts[0]) <= set(_CHINESE):
        return None
    number = 0
    for sign in parts[0]:
        number = number * 10 + _CHINESE[sign]
    names = {_spelled(each): each for each in range(1, 40)}
    return (number, names[parts[1]], names[parts[2]]) if parts[1] in names and parts[2] in names else None


def _spelled(number: int) -> str:
    """A number below a hundred in Chinese signs."""
    signs, (tens, ones) = "零一二三四五六七八九", divmod(number, 10)
    return (signs[tens] if tens > 1 else "") + ("十" if tens else "") + (signs[ones] if ones else "")


def _read_pieces(text: str) -> tuple[int, int, int] | None:
    pieces = ["".join(run) for _, run in groupby(text.lower(), _class)]
    pieces = [" " if set(piece) <= set(" \t\n\r\f\v") else piece for piece in pieces]
    numbers = [piece for piece in pieces if piece.isascii() and piece.isdigit()]
    if len(pieces) == 5 and len(numbers) == 3 and pieces[1] == pieces[3] and pieces[1] in ("-", "/"):
        fitting = [len(number) for number in numbers] in ([4, 1, 1], [4, 1, 2], [4, 2, 1], [4, 2, 2])
        return (int(numbers[0]), int(numbers[1]), int(numbers[2])) if fitting else None
    if len(numbers) != 2 or len(numbers[0]) > 2 or len(numbers[1]) != 4 or pieces[-1] != numbers[1]:
        return None
    day, year = int(numbers[0]), int(numbers[1])
    ordinal = _ORDINALS.get(day, "th")
    shape = [{numbers[0]: "D", numbers[1]: "Y", ordinal: "o"}.get(piece, piece) for piece in pieces]
    for month, name in enumerate(_MONTHS, 1):
        for spelling in (name, *(short for short, number in _SHORT.items() if number == month)):
            ends = [[spelling]] if spelling == name else [[spelling], [spelling, "."]]
            if any(_reduced(shape, end) for end in ends):
                return year, month, day
    return None


def _class(sign: str) -> str:
    if sign in "0123456789":
        return "digit"
    return "letter" if sign.isalpha() else "blank" if sign.isspace() else sign


def _reduced(shape: list[str], month: list[str]) -> bool:
    """Whether the pieces are day, month and year in one of the orders that are certain."""
    after = [[" ", "Y"], [",", "Y"], [",", " ", "Y"]]
    month_first = [[*month, " ", "D", *ordinal, *rest] for ordinal in ([], ["o"]) for rest in after]
    begin = [["D"], ["D", "o"], ["D", "o", " ", "of"]]
    begin += [["the", " ", *each] for each in begin[1:]]
    day_first = [[*each, " ", *month, *rest] for each in begin for rest in after]
    return shape in month_first or shape in day_first


_LOOSE_WORDS = frozenset(
    [*_MONTHS, *_SHORT, *("st", "nd", "rd", "th", "the", "of", "on", "in", "and", "to", "ad", "year", "day")]
    + [name + end for name in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun") for end in ("", "day")]
)
_LOOSE_CHINESE = re.compile(r"[0-9〇零○一二三四五六七八九十廿卅元公历年月日号星期周天\W]+")


def _dated(text: str) -> bool:
    """Whether a wording may be meant as a full date although it has none of the forms that are certain."""
    text = _narrow(text)
    if _LOOSE_CHINESE.fullmatch(text) and "年" in text and "月" in text:
        return "日" in text or "号" in text
    if re.fullmatch(r"\W*[12][0-9]{3}\W+[0-9]{1,2}\W+[0-9]{1,2}\W*", text, re.ASCII):
        return True
    words, numbers = set(re.findall(r"[^\W\d_]+", text.lower())), re.findall(r"[0-9]+", text)
    named = not words.isdisjoint((*_MONTHS, *_SHORT)) and words <= _LOOSE_WORDS
    return named and len(numbers) > 1 and any(len(each) > 2 for each in numbers)


def _narrow(text: str) -> str:
    """Full-width digits, letters and signs in half width."""
    return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
