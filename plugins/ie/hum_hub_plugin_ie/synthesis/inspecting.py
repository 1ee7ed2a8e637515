"""What makes a reply in prose unfit, before anything more is asked about it."""

import re
from collections.abc import Iterator, Sequence

from hum_hub import Problem, Prompt
from hum_hub_plugin_ie.synthesis.scheme import Scheme

LENGTHS = {"en": (40, 3000), "zh": (15, 1200)}
UTTERED = {"en": (8, 400), "zh": (4, 150)}
"""From how many to how many characters a text has, and an utterance."""
DESCRIBED = {"en": (80, 12000), "zh": (30, 5000)}
"""The same of the description of a scheme."""
ECHOED = {"en": 9, "zh": 16}
"""How many words, or signs of Chinese, in a row a reply may not share with the request for it."""
LONGEST_SIGNATURE = 30
ALIKE = 0.6
"""From which share of common 4-grams on two texts are the same."""
_HAN, _LETTER = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[A-Za-z'’]+")
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "to",
        "in",
        "is",
        "was",
        "at",
        "on",
        "for",
        "it",
        "that",
        "with",
        "has",
        "have",
        "by",
        "as",
        "are",
        "be",
        "from",
        "this",
        "were",
        "not",
        "i",
        "you",
        "we",
        "my",
        "your",
        "me",
        "her",
        "his",
        "their",
        "which",
        "who",
        "will",
        "can",
        "could",
        "would",
        "please",
        "set",
        "find",
        "what",
        "how",
        "do",
        "does",
        "up",
        "s",
        "t",
        "no",
        "all",
        "but",
        "or",
    ]
)
_REFUSAL = re.compile(
    r"\bas an? (?:AI|artificial intelligence|(?:large )?language model)\b"
    r"|^\W*(?:I(?:['’]m| am) (?:sorry|afraid)\W+(?:but )?)?"
    r"I (?:cannot|can['’]t|can not|am unable to|won['’]t) (?:help|assist|write|create|provide|comply|fulfil)"
    r"|作为(?:一个|一名|一款)?(?:AI|人工智能|大?语言模型)"
    r"|^\W*(?:(?:很?抱歉|对不起)\W*)?我(?:无法|不能)(?:满足|完成|提供|协助|撰写)",
    re.IGNORECASE,
)
_PREFACE = re.compile(
    r"^\W*(?:sure|certainly|of course|okay|here(?:['’]s| is| are)|below is|the text|text)\b[^.\n]{0,80}[:!]"
    r"|^\W*(?:好的|当然|没问题|以下是|下面是|正文|文本)[^。\n]{0,30}[：:！]",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"```|^#{1,6} |\*\*|^\s*(?:[-*•]|\d+[.)、])\s|^\s*\||</?[A-Za-z][^>]*>|^\s*[{\[]|\]\([^)]*\)", re.MULTILINE
)
_PLACEHOLDER = re.compile(
    r"\[[^\]\n]{1,40}\]|\{[^}\n]{0,40}\}|(?<![A-Za-z])X{2,}(?![A-Za-z])|\blorem ipsum\b|\b(?:TODO|TBD)\b|_{3,}"
    r"|某某|[×○]{2,}|Ｘ{2,}",
    re.IGNORECASE,
)
_BLANKS = "\n\u00a0\u3000"
_ENDED = re.compile(r"[.!?…。！？][\"'”’」』）)]*\Z")


def fault(text: str, prompt: Prompt, scheme: Scheme, language: str) -> Problem | None:
    """The first thing that makes a text unfit, if any."""
    return next(_faults(text, prompt, scheme, language), None)


def fault_of_description(text: str, prompt: Prompt, language: str) -> Problem | None:
    """What makes the description of a scheme unfit, if anything."""
    least, most = DESCRIBED[language]
    if _REFUSAL.search(text):
        return Problem("description-is-refusal", text[:80])
    if not least <= len(text) <= most:
        return Problem("description-too-short" if len(text) < least else "description-too-long", text[:80])
    if not _of_language(text, language):
        return Problem("description-in-other-language", text[:80])
    echoed = _echoed(text, prompt, language)
    return Problem("description-echoes-prompt", echoed) if echoed else None


def repeated(text: str, others: Sequence[str]) -> bool:
    """Whether a text says much the same as one of the others."""
    grams = _grams(text)
    return any(len(grams & known) >= ALIKE * len(grams | known) for known in map(_grams, others))


def _faults(text: str, prompt: Prompt, scheme: Scheme, language: str) -> Iterator[Problem]:
    least, most = (UTTERED if scheme.slots else LENGTHS)[language]
    if not all(sign.isprintable() or sign in _BLANKS for sign in text):
        yield Problem("text-not-plain", repr(text)[:80])
    if _REFUSAL.search(text):  # before its length, which is that of a refusal, not of a text
        yield Problem("text-is-refusal", text[:120])
    if len(text) < least:
        yield Problem("text-too-short", text[:80])
    if len(text) > most:
        yield Problem("text-too-long", f"{len(text)} characters")
    if _PREFACE.search(text):
        yield Problem("text-with-preface", text[:120])
    for code, pattern in (("text-with-placeholder", _PLACEHOLDER), ("text-with-markup", _MARKUP)):
        if found := pattern.search(text):
            yield Problem(code, found[0])
    if not _of_language(text, language):
        yield Problem("text-in-other-language", text[:80])
    if not scheme.slots and not _ENDED.search(text) and not _signed(text):
        yield Problem("text-cut-off", text[-80:])
    if echoed := _echoed(text, prompt, language):
        yield Problem("text-echoes-prompt", echoed)
    if named := _named_labels(text, scheme):
        yield Problem("text-lists-labels", named)


def _of_language(text: str, language: str) -> bool:
    letters = len(_LETTER.findall(text))
    share = len(_HAN.findall(text)) / letters if letters else 0.0
    if language == "zh":
        return share >= 0.5
    words = [word.casefold() for word in _LATIN_WORD.findall(text)]
    # in running English about every third word is one of the common ones; other languages share few of them
    enough = sum(word in _COMMON for word in words) >= len(words) / 10
    return bool(words) and share < 0.1 and enough


def _signed(text: str) -> bool:
    """Whether a text ends as letters do: with a name or a date on a line of its own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and len(lines[-1]) <= LONGEST_SIGNATURE and lines[-2][-1] in ".!?…。！？,，:："


def _echoed(text: str, prompt: Prompt, language: str) -> str | None:
    """A run of words of the request that a text repeats."""
    size = ECHOED[language]
    asked = set(_runs(f"{prompt.system}\n{prompt.user}", size, language))
    return next((run for run in _runs(text, size, language) if run in asked), None)


def _runs(text: str, size: int, language: str) -> Iterator[str]:
    folded = text.casefold()
    units = _HAN.findall(folded) if language == "zh" else re.findall(r"\w+", folded)
    glue = "" if language == "zh" else " "
    return (glue.join(units[start : start + size]) for start in range(len(units) - size + 1))


def _named_labels(text: str, scheme: Scheme) -> str | None:
    """Where a text names labels instead of using them: before a colon, in brackets, three in a row, or as codes."""
    labels = [*scheme.labels, *(role for event in scheme.events.values() for role in event.roles)]
    if coded := next((label for label in labels if "_" in label and label in text), None):
        return coded
    name = "|".join(map(_as_word, sorted(labels, key=len, reverse=True)))
    marked = rf"(?:^|[,，;；.。])\W*(?:{name})\s*[:：=]|[(（\[【](?:{name})[)）\]】:：=]"
    between = r"\s*(?:[,、，/;；|]\s*(?:and |or |和|及|与|或)?|and |or |和|及|与|或)\s*"
    in_a_row = rf"(?:{name})(?:{between}(?:{name})){{2,}}"
    found = re.search(f"{marked}|{in_a_row}", text, re.IGNORECASE | re.MULTILINE)
    return found[0] if found else None


def _as_word(label: str) -> str:
    """A pattern for a label that stands by itself, as far as its script shows that."""
    escaped = re.escape(label)
    return escaped if _HAN.search(label) else rf"(?<!\w){escaped}(?!\w)"


def _grams(text: str) -> set[str]:
    signs = "".join(sign for sign in text.casefold() if sign.isalnum())
    return {signs[start : start + 4] for start in range(max(1, len(signs) - 3))}
