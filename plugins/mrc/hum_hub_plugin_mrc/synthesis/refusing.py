"""Questions that are refused for their form: echoes, another language, a question that gives away its answer."""

import re
from collections.abc import Iterable
from functools import cache

from hum_hub import Problem
from hum_hub_plugin_mrc.synthesis.instructions import every_instruction
from hum_hub_plugin_mrc.synthesis.likeness import holds, key, overlap, tokens

BLANK = "____"
"""What stands for the words that are left out of a sentence."""
AGAIN = 0.85
"""The share of common tokens from which a question counts as asked again."""
_WINDOW = {"en": 7, "zh": 12}
"""How many tokens in a row of an instruction are an echo of it."""
_ABOUT_THE_TEXT = {
    "en": re.compile(
        r"\b(?:the|this|that)\s+(?:(?:above|following|given|whole|entire|short|first|last)\s+)?(?:passage|text|paragraph|excerpt|extract)\b"
        r"|\b(?:first|second|third|last|opening|final|next)\s+(?:sentence|paragraph|line)\b"
        r"|\b(?:(?:these|both|two|given)\s+documents|documents?\s+\[?\d)|\b(?:sentence|paragraph)\s+\[?\d"
        r"|\b(?:mentioned|described|stated|listed)\s+(?:above|below|here)\b"
        r"|\baccording\s+to\s+the\s+(?:author|article|writer|documents?)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?<!日)[短上下全原课本此该]文(?![化学明字物人件书档艺])|(?<![中英法日语散论作])文中|文章|这段(?:话|文字)|段落"
        r"|阅读材料|给定材料|第[一二三四五六七八九十\d]+[句段]|作者|(?:文档|资料)[一二三四五六七八九十\d]"
        r"|(?:上述|以上|上面)(?:内容|材料|文字)|(?:这些|两篇|几篇|各篇)文档"
    ),
}
_TAG = re.compile(
    r"</?\s*(?:passage|documents?|question|answer|conversation|options|earlier-questions)\b", re.IGNORECASE
)
_HAN, _WORD = re.compile("[\u3400-\u9fff]"), re.compile(r"[^\W\d_\u3400-\u9fff]+")


def refused(texts: Iterable[str], language: str) -> Problem | None:
    """Why texts of a model cannot be used, whatever they are for."""
    for text in texts:
        if not tokens(text, language):
            return Problem("blank-text", text[:80])
        if echoes(text, language):
            return Problem("echo-of-instructions", text[:80])
        if not in_language(text, language):
            return Problem("wrong-language", text[:80])
    return None


def refused_question(
    question: str, asked: str, answers: Iterable[str], known: Iterable[str], language: str
) -> Problem | None:
    """Why a question cannot be used beside those that are known already.

    `asked` is the question after the conversation that it continues, if there is one; `known` are such as well.
    """
    if BLANK not in question and not question.endswith(("?", "？")):
        return Problem("not-a-question", question)
    if _ABOUT_THE_TEXT[language].search(question):
        return Problem("question-about-the-passage", question)
    if any(holds(asked, answer, language) for answer in answers):
        return Problem("question-gives-answer", question)
    turns = [line[2:] for line in asked.splitlines()[:-1]]
    if any(asked_again(question, turn, language) for turn in turns):
        return Problem("question-repeated", question)
    again = [other for other in known if asked_again(asked, other, language)]
    if any(asked_again(question, other.splitlines()[-1], language) for other in again):
        return Problem("question-repeated", question)
    return None


def asked_again(question: str, other: str, language: str) -> bool:
    """Whether two questions ask the same: equal up to case and punctuation, or nearly so with the same numbers."""
    if key(question, language) == key(other, language):
        return True
    first, second = tokens(question, language), tokens(other, language)
    same = {token for token in first if token.isdigit()} == {token for token in second if token.isdigit()}
    return same and overlap(question, other, language) >= AGAIN


def echoes(text: str, language: str) -> bool:
    """Whether a text repeats a stretch of an instruction, or a tag that marks off material."""
    found, size = tokens(text, language), _WINDOW[language]
    windows = (tuple(found[start : start + size]) for start in range(len(found) - size + 1))
    return _TAG.search(text) is not None or any(window in _windows(language) for window in windows)


def in_language(text: str, language: str) -> bool:
    """Whether a text can be of a language by its letters; a few words or names of another are let pass."""
    words, han = len(_WORD.findall(text)), len(_HAN.findall(text))
    return words <= 3 or han >= words if language == "zh" else han <= max(3, 3 * words)


@cache
def _windows(language: str) -> frozenset[tuple[str, ...]]:
    size, found = _WINDOW[language], set[tuple[str, ...]]()
    for text in every_instruction(language):
        told = tokens(text, language)
        found |= {tuple(told[start : start + size]) for start in range(len(told) - size + 1)}
    return frozenset(found)
