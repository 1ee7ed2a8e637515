"""Whole numbers in English words and Chinese signs: read by the builder, and spelled again by the check."""

import re

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VALUES = (
    {"zero": 0}
    | {word: number for number, word in enumerate((*_UNITS, *_TEENS), 1)}
    | {word: number * 10 for number, word in enumerate(_TENS, 2)}
)
NUMBER_WORDS = frozenset([*_VALUES, *_SCALES, "billion", "trillion", "dozen", "nought", "nil"])
"""Words that numbers are spelled with, whether or not we read them."""
CHINESE_SIGNS = frozenset("零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅兩萬億")
"""Signs that numbers are spelled with, whether or not we read them."""
_AMBIGUOUS = frozenset(["one", "十一"])
"""May be a pronoun, and a holiday."""


def parsed(text: str) -> int | None:
    """The number that a whole wording spells, if it certainly is one."""
    if text.lower() in _AMBIGUOUS:
        return None
    return _english(text.lower()) if text.isascii() else _chinese(text)


_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:(?:-|\s+)(?:{'|'.join(_UNITS)}))?|(?:{'|'.join((*_TEENS, *_UNITS))}))\b"
_BELOW_1000 = rf"(?:(?:{'|'.join(_UNITS)})\s+hundred\b(?:(?:\s+and)?\s+{_BELOW_100})?|{_BELOW_100})"
_ENGLISH = re.compile(
    rf"(?:(?P<million>{_BELOW_1000})\s+million\b)?"
    rf"(?:(?:(?<=n),?\s+)?(?P<thousand>{_BELOW_1000})\s+thousand\b)?"
    rf"(?:(?:(?<=[nd]),?\s+)?(?P<rest>{_BELOW_1000})|(?<=[nd])\s+and\s+(?P<small>{_BELOW_100}))?",
    re.ASCII,
)


def _english(text: str) -> int | None:
    if text == "zero":
        return 0
    match = _ENGLISH.fullmatch(text)
    if match is None or not text:
        return None
    found = {scale: _sum(words) for scale, words in match.groupdict(default="").items()}
    return found["million"] * 1_000_000 + found["thousand"] * 1000 + found["rest"] + found["small"]


def _sum(words: str) -> int:
    """A number below a thousand."""
    total = 0
    for word in re.findall("[a-z]+", words):
        total = total * 100 if word == "hundred" else total + _VALUES.get(word, 0)
    return total


_DIGIT = "一二三四五六七八九"
_SECTION = re.compile(
    rf"(?:(?P<thousands>[{_DIGIT}两])千)?(?:(?P<hundreds>零?[{_DIGIT}两])百)?"
    rf"(?:(?P<tens>零?[{_DIGIT}]?)十)?(?P<ones>零?[{_DIGIT}])?"
)


def _chinese(text: str) -> int | None:
    return 0 if text == "零" else _above(text, (("亿", 10**8), ("万", 10**4)), begins=True)


def _above(text: str, scales: tuple[tuple[str, int], ...], begins: bool) -> int | None:
    """A number with a multiplier in front of each scale; `begins` says that nothing stands before it."""
    if not scales:
        return _section(text, begins)
    (sign, scale), *rest = scales
    head, found, tail = text.partition(sign)
    if not found:
        return _above(text, tuple(rest), begins)
    times = 2 if head == "两" and begins else _section(head, begins)
    if times is None:
        return None
    if not tail:
        return times * scale
    zero = tail.startswith("零")
    below = _above(tail.removeprefix("零"), tuple(rest), begins=False)
    if below is None or zero != (below < scale // 10):
        return None
    return times * scale + below


def _section(text: str, begins: bool) -> int | None:
    """A number from 1 to 9999, with a zero for each gap."""
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    total, last = 0, 0
    for unit, power in (("thousands", 3), ("hundreds", 2), ("tens", 1), ("ones", 0)):
        digits = match[unit]
        if digits is None:
            continue
        bare = digits.removeprefix("零")
        if bare == "" and not (begins and not last and digits == ""):
            return None
        if digits.startswith("零") != bool(last and last - power > 1):
            return None
        total, last = total + (_DIGIT.find(bare.replace("两", "二")) + 1 if bare else 1) * 10**power, power
    return total


# The check: a sum of the words, whatever their order, and all ways to spell that number.
def is_spelling(text: str) -> int | None:
    """Check: the number of which a whole wording is a certain spelling."""
    low = text.lower()
    if low in ("one", "十一"):
        return None
    if not text.isascii():
        number = _counted(text)
        return number if number is not None and text in _in_signs(number) else None
    number = _added(low)
    return number if number is not None and re.fullmatch(_in_words(number), low, re.ASCII) else None


def _added(text: str) -> int | None:
    whole, part = 0, 0
    for word in re.split(r"[\s,-]+", text, flags=re.ASCII):
        if word == "hundred":
            part *= 100
        elif word in _SCALES:
            whole, part = whole + part * _SCALES[word], 0
        elif word in _VALUES:
            part += _VALUES[word]
        elif word != "and":
            return None
    return whole + part


def _in_words(number: int) -> str:
    """A pattern of the English spellings of a number, empty for those that have none."""
    if number == 0:
        return "zero"
    if number >= 10**9:
        return r"(?!)"
    millions, rest = divmod(number, 10**6)
    thousands, ones = divmod(rest, 1000)
    pattern = rf"{_hundreds(millions)}\s+million" if millions else ""
    if thousands:
        pattern += (r",?\s+" if pattern else "") + rf"{_hundreds(thousands)}\s+thousand"
    if ones:
        gap = r"(?:,?\s+|\s+and\s+)" if ones < 100 else r",?\s+"
        pattern += (gap if pattern else "") + _hundreds(ones)
    return pattern


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _tens(rest)
    head = rf"{_UNITS[hundreds - 1]}\s+hundred"
    return rf"{head}(?:\s+and)?\s+{_tens(rest)}" if rest else head


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens < 2:
        return (*_UNITS, *_TEENS)[number - 1]
    return _TENS[tens - 2] + (rf"(?:-|\s+){_UNITS[ones - 1]}" if ones else "")


def _counted(text: str) -> int | None:
    """The sum of the signs, each multiplied by the units that follow it."""
    total, section, digit = 0, 0, 0
    for sign in text:
        if sign in "零一二三四五六七八九两":
            digit = 2 if sign == "两" else "零一二三四五六七八九".index(sign)
        elif sign in "十百千":
            section += (digit or 1) * 10 ** ("十百千".index(sign) + 1)
            digit = 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            return None
    return total + section + digit


def _in_signs(number: int) -> set[str]:
    """The Chinese spellings of a number: 二 may be 两 before larger units, 一十 may begin as 十."""
    if number == 0:
        return {"零"}
    if number >= 10**12:
        return set()
    upper, rest = divmod(number, 10**8)
    middle, lower = divmod(rest, 10**4)
    spelled = _four(upper) + "亿" if upper else ""
    if middle:
        spelled += ("零" if spelled and middle < 1000 else "") + _four(middle) + "万"
    if lower:
        gap = lower < 1000 or (upper and not middle)
        spelled += ("零" if spelled and gap else "") + _four(lower)
    found = {spelled}
    for place in (match.start() for match in re.finditer("二(?=[百千])|^二(?=[万亿])", spelled)):
        found |= {each[:place] + "两" + each[place + 1 :] for each in found}
    return found | {re.sub("^一十", "十", each) for each in found}


def _four(number: int) -> str:
    """A number below ten thousand, with 零 for a gap inside."""
    spelled = "".join(
        "零" if digit == "0" else "零一二三四五六七八九"[int(digit)] + unit
        for digit, unit in zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    )
    return re.sub("零+", "零", spelled).strip("零")
