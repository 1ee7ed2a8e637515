"""What is wrong with a text that a model wrote, as far as code can tell."""

import ast
import json
import re
import textwrap
import warnings
from collections.abc import Iterator

from hum_hub import Problem, Prompt
from hum_hub_plugin_generalist.arithmetic import contradictions

MOST_CHARACTERS = 30_000
_FENCE = re.compile(r"^[ \t]*```[ \t]*([\w+#.-]*)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)
_TAGGED = re.compile(r"<(\w+)>\n.*?\n</\1>", re.DOTALL)
_OPENING = r"\A[\s*\"'“”#>-]{0,8}"
_REFUSALS = (
    re.compile(
        _OPENING + r"(?:(?:i(?:'m| am)|we(?:'re| are)) (?:very |so |really )?sorry|(?:my )?apolog(?:ies|i[sz]e)|sorry|"
        r"unfortunately)?[\s,.:;!-]{0,4}(?:but )?(?:as an? (?:ai|artificial intelligence|(?:large )?language model)\b"
        r"[^.\n]{0,60}?)?[\s,]{0,2}(?:i|we)(?:'m| am|'re| are)? (?:can(?:not|'t| not)|could(?:n't| not)|"
        r"will not|won't|must|have to|(?:not able|unable)) (?:be able to |to )?(?:help|assist|answer|provide|comply|fulfil|"
        r"respond|decline|refuse|discuss|generate|create|write|offer|give|continue|complete|do that|do this)\b"
        r"(?! (?:but|noticing|wondering|feeling|thinking))",
        re.IGNORECASE,
    ),
    re.compile(_OPENING + r"as an? (?:ai|artificial intelligence|(?:large )?language model)\b", re.IGNORECASE),
    re.compile(
        _OPENING
        + r"(?:(?:很|非常|十分)?(?:抱歉|对不起|遗憾))?[，,。！!：:\s]{0,3}(?:但|但是)?[，,]?(?:作为[^，。\n]{0,20}"
        r"(?:AI|人工智能|语言模型|助手)[^，。\n]{0,10}[，,]?)?我(?:们)?(?:暂时|目前)?(?:无法|不能|没有办法|没法|不便|不会)"
        r"(?:为你|为您|给你|给您|就此|对此|向你|向您)?(?:提供|回答|协助|帮助|帮|满足|处理|讨论|生成|完成|继续|给出|作答)",
        re.IGNORECASE,
    ),
    re.compile(_OPENING + r"作为(?:一个|一名|一款)?(?:AI|人工智能|大?语言模型)", re.IGNORECASE),
)
_PLACEHOLDER = re.compile(
    r"(?i:\[\s*(?:insert|enter|fill in|add|your|name of|placeholder|todo|tbd)\b[^\]\n]{0,80}\])|"
    r"(?i:<\s*(?:insert|enter|fill in|placeholder|your)\b[^>\n]{0,80}>)|\{\{[^{}\n]{0,80}\}\}|\bX{3,}\b|\blorem ipsum\b|"
    r"\bTODO\b|\bTBD\b|待填写|待补充|待定内容|此处填写|此处插入|[\[【（(](?:请)?(?:填写|插入|填入)[^\]】）)\n]{0,40}[\]】）)]"
)
_CUT = re.compile(
    r"(?:[,，、;；（(\[【“‘—–]|\w\W+(?:and|or|the|an?|of|because|with|which|that|to)|因为|所以|但是|以及|例如|比如)\Z"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_FORMULA = re.compile(r"\$[^$\n]{1,400}\$|\\\\?[A-Za-z]+")
FEW_LATIN, FEW_CHINESE = 40, 20
"""Below how many letters or characters nothing is said about the language of a text."""


def faults(text: str, language: str) -> Iterator[Problem]:
    """Why a text cannot be used.

    It is blank or giant, refuses, was cut off, is in another language, leaves slots open, or holds code, JSON or
    calculations that are wrong.
    """
    if not text.strip():
        yield Problem("blank-text")
        return
    if len(text) > MOST_CHARACTERS:
        yield Problem("giant-text", f"{len(text)} characters")
        return
    prose = _FENCE.sub("\n", text)
    if any(refusal.search(text) for refusal in _REFUSALS):
        yield Problem("refusal", text.strip()[:80])
    if found := _PLACEHOLDER.search(prose):
        yield Problem("placeholder-unfilled", found[0][:80])
    if text.count("```") % 2 or (_CUT.search(prose.rstrip()) and not text.rstrip().endswith("```")):
        yield Problem("text-cut-off", text.rstrip()[-60:])
    if _in_another_language(prose, language):
        yield Problem("wrong-language", prose.strip()[:60])
    yield from _in_code(text)
    if (wrong := next(contradictions(text), None)) is not None:
        yield Problem("calculation-wrong", wrong[:80])


def unusable(prompt: Prompt, text: str, language: str) -> str | None:
    """Why a text that is only read on, not published, is of no use; `None` when it is."""
    if not text.strip():
        return "blank-text"
    if any(refusal.search(text) for refusal in _REFUSALS):
        return "refusal"
    if _in_another_language(text, language):
        return "wrong-language"
    return "reply-echoes-prompt" if echoes(prompt, text) else None


def echoes(prompt: Prompt, text: str) -> bool:
    """Whether a reply repeats a sentence of the prompt's own instructions; its material may be quoted."""
    spoken = f"{prompt.system}\n{_TAGGED.sub(chr(10), prompt.user)}"
    sentences = (sentence.strip() for sentence in re.split(r"(?<=[.!?])\s|[。！？；\n]", spoken))
    return any(sentence in text for sentence in sentences if len(sentence) >= (12 if _CHINESE.search(sentence) else 40))


def _in_another_language(prose: str, language: str) -> bool:
    """Chinese that holds next to none, or English that is mostly Chinese; quoted examples may be in any language."""
    prose = _FORMULA.sub("", prose)
    chinese, latin = len(_CHINESE.findall(prose)), len(_LATIN.findall(prose))
    if language == "zh":
        return latin >= FEW_LATIN and chinese < 0.1 * latin
    return language == "en" and chinese >= FEW_CHINESE and 2 * chinese > latin


def _in_code(text: str) -> Iterator[Problem]:
    for name, code in _FENCE.findall(text):
        if name.lower() in ("python", "python3", "py") and not code.lstrip().startswith((">>>", "$", "%", "!")):
            if not _parses(textwrap.dedent(code)):
                yield Problem("code-does-not-parse", code.strip()[:80])
        elif name.lower() == "json":
            try:
                json.loads(code)
            except (ValueError, RecursionError):
                yield Problem("json-does-not-parse", code.strip()[:80])


def _parses(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
