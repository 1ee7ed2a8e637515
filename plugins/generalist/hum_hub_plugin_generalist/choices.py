"""Choice questions: options laid out by code, and the letter that an answer settles on."""

import re
import string
import unicodedata
from collections.abc import Sequence
from typing import Any

from hum_hub import Problem
from hum_hub_plugin_generalist.names import folded
from hum_hub_plugin_generalist.orbits import shuffled
from hum_hub_plugin_generalist.shapes import ChoiceQuestion

FEWEST, MOST = 3, 8
_MARKED = re.compile(r"\A\s*[(（]?[A-Ha-h][).．、:：）]\s*")
_TOGETHER = re.compile(
    r"\b(?:all|none|both|neither|either) of (?:the |these |those )?(?:above|below|others?|options|answers)\b|"
    r"\b(?:both|neither|either) [A-H]\b|以上(?:全部|都|均|皆)|上述(?:全部|都|均|皆)|[A-H]和[A-H]|都不对|都正确",
    re.IGNORECASE,
)
_SETTLED = (
    re.compile(
        r"(?:answer|option|choice)s?(?: here| to the question)?\s*(?:is|:|=|would be|must be)\s*(?:therefore |thus |"
        r"clearly |option |choice )*[*_\"“(（\[]{0,4}([A-H])(?![A-Za-z])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:答案|正确选项|正确的选项|正确答案|应选|故选|应该选|因此选|所以选|选择|选)\s*(?:应该是|应为|应是|是|为|：|:)?\s*"
        r"(?:选项|选择)?[*_“\"(（【]{0,4}([A-H])(?![A-Za-z])"
    ),
)
_ALONE = re.compile(r"\A\s*[*_(（\[【]{0,4}([A-H])(?:[)）\]】.．、:：*_]{1,4}(?=\s|\Z|[^\w])|\s*\Z)")
_LETTER = re.compile(r"\W*(?:option\b|选项)?\W*([A-H])\W*(?:[)）\].．:：].*)?", re.IGNORECASE | re.DOTALL)
_NOT = re.compile(r"(?:\bnot\b|n't|\bwrong\b|\bincorrect\b|不|错误|排除)[^.。！!？?，,;；\n]{0,8}\Z", re.IGNORECASE)


def laid_out(found: ChoiceQuestion) -> dict[str, Any] | Problem:
    """The question, its options in an order drawn from what they say, and which of them is right; or what is wrong.

    The model never decides on the order: models put the right option first, or third.
    """
    right, wrong = _bare(found.right), [_bare(option) for option in found.wrong]
    options = [right, *wrong]
    if not all(options) or len({plain(option) for option in options}) < len(options):
        return Problem("options-repeat", " | ".join(options))
    if not FEWEST <= len(options) <= MOST:
        return Problem("too-few-or-many-options", str(len(options)))
    if any(_TOGETHER.search(option) for option in options):
        return Problem("options-refer-to-others", " | ".join(options))
    asked = found.question.strip()
    named = [option for option in options if len(folded(option)) > 3 and folded(option) in folded(asked)]
    if not asked or named == [right]:
        return Problem("question-gives-answer", asked)
    order = shuffled("\x1f".join((asked, *options)), len(options))
    return {"question": asked, "options": tuple(options[place] for place in order), "correct": order.index(0)}


def plain(option: str) -> str:
    """An option as it is compared with others: signs and case count, since 2.5 is not 25 and Aa is not aa."""
    return "".join(unicodedata.normalize("NFC", option).split()).rstrip(".。")


def shown(question: str, options: Sequence[str]) -> str:
    """A choice question as it is asked: the question and under it the options with their letters."""
    lines = [f"{letter}. {option}" for letter, option in zip(string.ascii_uppercase, options, strict=False)]
    return "\n\n".join([question, "\n".join(lines)]) if lines else question


def settled(answer: str, options: Sequence[str]) -> str | None:
    """The letter of the option that an answer says is right; `None` where code cannot tell."""
    text = unicodedata.normalize("NFKC", answer)
    letters = string.ascii_uppercase[: len(options)]
    alone = _ALONE.match(text)
    said = {alone[1]} if alone else set()
    for pattern in _SETTLED:
        for found in pattern.finditer(text):
            if not _NOT.search(text[max(0, found.start() - 30) : found.start()]):
                said.add(found[1].upper())
    only = said & set(letters)
    return only.pop() if len(said) == len(only) == 1 else None


def lettered(result: str) -> str | None:
    """The letter that a short result gives; `None` for words, also where they begin with a letter of an option."""
    found = _LETTER.fullmatch(unicodedata.normalize("NFKC", result))
    return found[1].upper() if found else None


def _bare(option: str) -> str:
    """An option on one line, without the letter before it."""
    return " ".join(_MARKED.sub("", option).split())
