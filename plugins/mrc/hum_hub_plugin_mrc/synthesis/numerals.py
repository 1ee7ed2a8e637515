"""Numbers in words as figures, in English and Chinese, so that `two weeks` and `2 weeks` compare as equal."""

import re
import unicodedata

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * (place + 2)
    for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join(sorted((*_SMALL, *_TENS, *_SCALES), key=len, reverse=True))
_ENGLISH = re.compile(rf"\b(?:{_WORD})(?:(?:[\s-]+(?:and\s+)?)(?:{_WORD}))*\b")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = re.compile(f"[{''.join((*_DIGITS, *_UNITS))}][{''.join((*_DIGITS, *_UNITS, *_MYRIADS))}]*")
_SEPARATED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def figured(text: str, language: str) -> str:
    """The text in lower case and half width, with its numbers as figures without separators."""
    plain = _SEPARATED.sub("", unicodedata.normalize("NFKC", text).casefold())
    if language == "zh":
        return _CHINESE.sub(lambda match: str(_chinese(match[0])), plain)
    return _ENGLISH.sub(lambda match: _english(match[0]), plain)


def figures(text: str, language: str) -> list[str]:
    """All numbers of a text, as figures without needless zeros."""
    found = _FIGURE.findall(figured(text, language))
    return [_trimmed(figure) for figure in found]


def _trimmed(figure: str) -> str:
    whole, _, part = figure.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _english(words: str) -> str:
    """The value of number words; several numbers in a row, such as a year in words, stay apart."""
    found, total, current, last = list[int](), 0, 0, "scale"
    for word in re.findall(_WORD, words):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0
            last = "scale"
            continue
        kind = "tens" if word in _TENS else "small"
        if last == "small" or (last, kind) == ("tens", "tens"):
            found.append(total + current)
            total = current = 0
        current += _TENS[word] if kind == "tens" else _SMALL[word]
        last = kind
    return " ".join(map(str, [*found, total + current]))


def _chinese(signs: str) -> int:
    """The value of Chinese numerals; digits without units are read one after the other, as in years."""
    if all(sign in _DIGITS for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total = section = digit = 0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            # what stands before 亿 counts as a whole, what stands before 万 only since then
            before = section + digit + (total if sign == "亿" else 0)
            total = before * _MYRIADS[sign] + (total if sign == "万" else 0)
            section = digit = 0
    return total + section + digit
