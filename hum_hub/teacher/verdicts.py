"""What is wrong with a completion: cut off, refused, empty, unreadable, in the wrong language, or going in circles."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hum_hub.contract.prompts import Prompt, Reply
from hum_hub.contract.teachers import Completion
from hum_hub.text.languages import is_written_in

_REFUSALS = (
    re.compile(
        r"\A\W*(?:(?:i['’]m|i am) (?:very |so |really )?sorry\b|(?:i )?apologi[sz]e\b|sorry\b|unfortunately\b|as an? (?:ai|language|large)\b"
        r"|i (?:can(?:no|['’])t|am (?:not able|unable)|won['’]t|must decline|have to decline)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\A\W*(?:很?抱歉|对不起|非常抱歉|作为(?:一个|一名)?(?:人工智能|AI|语言模型|大语言模型)|我(?:无法|不能|没有办法))"
    ),
)
_DECLINED = re.compile(
    r"\b(?:can(?:no|['’])t|unable|not able|won['’]t|decline|not (?:allowed|permitted|comfortable))\b"
    r"[^.!?]{0,40}\b(?:help|assist|answer|provide|comply|respond|fulfil|fulfill|do that|create|generate|continue|discuss)\b"
    r"|(?:无法|不能|没有办法|拒绝)[^。！？]{0,15}(?:帮助|协助|回答|提供|满足|完成|继续|讨论|生成)",
    re.IGNORECASE,
)
LONGEST_REFUSAL = 600
"""A longer text that begins with an apology has more to say than no."""
ECHO = 80
"""How many characters a reply must have in common with its prompt, at least, to be called a repetition of it."""
_REPEATED = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a completion cannot be used: a code that is counted.

    `told` is what to tell the teacher where a second try may help.
    """

    reason: str
    told: str | None = None


def fault_of(prompt: Prompt, completion: Completion) -> Fault | None:
    """What is wrong with the completion of a prompt; `None` when it can be used."""
    text, chinese = completion.text, prompt.language == "zh"
    if completion.finish == "refusal" or is_refusal(text):
        return Fault("refused")
    if completion.finish == "length":
        if is_looping(text):
            return Fault("looping", _say(chinese, "The reply repeated itself without end.", "回复不断重复。"))
        return Fault("truncated", _say(chinese, "The reply was cut off; be much shorter.", "回复被截断，请大幅缩短。"))
    if not text.strip():
        return Fault("empty", _say(chinese, "The reply was empty.", "回复为空。") if text else None)
    if is_looping(text):
        return Fault("looping", _say(chinese, "The reply repeated itself.", "回复内容重复。"))
    if prompt.shape is not None:
        try:
            Reply(text, completion.model).read(prompt.shape)
        except ValueError as error:
            return Fault("unreadable", _say(chinese, f"The reply could not be read: {error}", f"回复无法解析：{error}"))
    if prompt.language is not None and not is_written_in(_prose(prompt, text), prompt.language):
        return Fault("wrong-language", _say(chinese, "Write in the language of the request.", "请用中文书写。"))
    if is_echo(text, prompt):
        return Fault("echo", _say(chinese, "The reply repeated the request.", "回复重复了要求本身。"))
    return None


def repair(prompt: Prompt, completion: Completion, fault: Fault) -> Prompt | None:
    """The one further request that a faulty reply gets, with the reason; `None` where it would not help."""
    if fault.told is None or prompt.turns:
        return None
    again = _say(
        prompt.language == "zh",
        "Give the whole reply once more, as asked, and nothing else.",
        "请按原要求重新完整作答，不要输出其他内容。",
    )
    return prompt.answered(completion.text[:8000], f"{fault.told[:1000]} {again}")


def is_refusal(text: str) -> bool:
    """Whether a text only says that its writer will not answer; the answer "No." is an answer."""
    if len(text) > LONGEST_REFUSAL or not any(pattern.match(text) for pattern in _REFUSALS):
        return False
    return _DECLINED.search(text) is not None


def is_looping(text: str) -> bool:
    """Whether a text ends in the same piece over and over, or consists mostly of one line."""
    tail = text[-2000:]
    for size in (1, 2, 3, 5, 8, 13, 20, 40, 80, 160):
        piece, least = tail[-size:], max(_REPEATED, 160 // size)
        if len(tail) >= size * least and piece.strip() and tail.endswith(piece * least) and not _is_rule(piece):
            return True
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 20]
    if len(lines) < 2 * _REPEATED:
        return False
    return Counter(lines).most_common(1)[0][1] > len(lines) / 2


def is_echo(text: str, prompt: Prompt) -> bool:
    """Whether a reply in prose only repeats what it was told to do, instead of doing it."""
    if prompt.shape is not None:
        return False
    whole = " ".join(text.split())
    return len(whole) >= ECHO and whole in " ".join(f"{prompt.system}\n{prompt.user}".split())


def _prose(prompt: Prompt, text: str) -> str:
    """What of a reply is written in a language: of JSON, the texts in it."""
    return " ".join(_texts(Reply(text, "").json())) if prompt.shape is not None else text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _is_rule(piece: str) -> bool:
    """Whether a piece is what tables and lines of leaders are drawn with."""
    return not any(sign.isalnum() for sign in piece)


def _say(chinese: bool, english_words: str, chinese_words: str) -> str:
    return chinese_words if chinese else english_words
