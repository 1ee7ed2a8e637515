"""Seeds to gold: a passage with its questions.

The fields of a seed: `passage`, and `questions`, a list of objects (or the keys of one question beside `passage`):
`id`, `question`, `type` (a subtask; `unanswerable` stands for a span that is not there), and by type

* `span`, `spans`, `dialogue`, `free`: `answers`, a list of strings or of objects with `text` and, where known, `start`
  (or `answer` for one of them, with `occurrence` when it occurs more than once); without either, an answer that occurs
  more than once has no position;
* `choice`, `cloze`: `choices` and `correct`, a position from 0, or `answer`, the right choice;
* `boolean`: `answer`, one of `yes`, `no`, `depends`; a JSON true or false will do;
* `dialogue` also `history`, `cloze` also `blank`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hum_hub import Note, Problem
from hum_hub_plugin_mrc.gold import Reading, Wording

SPANS = ("span", "spans", "dialogue")
BOOLEANS = ("yes", "no", "depends")
MOST_CHOICES = 26


def reading(question: Mapping[str, Any], passage: str, subtask: str) -> Iterator[Reading | Problem | Note]:
    """Notes, then the gold of a question, or the problem that drops it."""
    if subtask in ("choice", "cloze"):
        yield _choice(question)
    elif subtask == "boolean":
        yield _boolean(question)
    elif subtask == "free":
        answers = [_text(answer) for answer in _answers(question)]
        yield Reading(tuple(Wording(answer.strip()) for answer in dict.fromkeys(answers) if answer.strip()))
    else:
        found: list[Wording] = []
        for answer in _answers(question):
            placed = _placed(answer, passage)
            if isinstance(placed, Problem):
                yield placed
                return
            if placed[1] is not None:
                yield placed[1]
            found.append(placed[0])
        if subtask == "spans":
            found.sort(key=lambda wording: wording.start or 0)
        yield Reading(tuple(dict.fromkeys(found)))


def _answers(question: Mapping[str, Any]) -> list[Any]:
    if question.get("type") == "unanswerable":
        return []
    if "answers" in question:
        return _list(question["answers"])
    occurrence = question.get("occurrence", 1)
    return [{"text": question["answer"], "occurrence": occurrence} if "occurrence" in question else question["answer"]]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, got {value!r}")
    return list(value)


def _text(answer: Any) -> str:
    text = answer["text"] if isinstance(answer, dict) else answer
    if not isinstance(text, str):
        raise TypeError(f"expected a string as answer, got {text!r}")
    return text


def _placed(answer: Any, passage: str) -> tuple[Wording, Note | None] | Problem:
    text = _text(answer)
    start = answer.get("start") if isinstance(answer, dict) else None
    note = None
    if not text.strip():
        return Problem("blank-answer")
    if start is None:
        places = [place for place in range(len(passage)) if passage.startswith(text, place)]
        occurrence = answer.get("occurrence", 0) if isinstance(answer, dict) else 0
        if len(places) < max(occurrence, 1):
            return Problem("answer-not-in-passage", text)
        if len(places) > 1 and not occurrence:
            return Wording(text.strip()), Note("answer-occurs-again", text)
        start = places[max(occurrence, 1) - 1]
    elif type(start) is not int or start < 0 or passage[start : start + len(text)] != text:
        return Problem("answer-not-at-offset", f"{text} at {start}")
    if text != text.strip():
        note = Note("blanks-around-answer", repr(text))
        start += len(text) - len(text.lstrip())
        text = text.strip()
    return Wording(text, start, start + len(text)), note


def _choice(question: Mapping[str, Any]) -> Reading | Problem:
    choices = tuple(_list(question["choices"]))
    if not all(isinstance(choice, str) and choice.strip() for choice in choices):
        return Problem("blank-choice")
    if len({" ".join(choice.split()).casefold() for choice in choices}) < len(choices):
        return Problem("equal-choices", " | ".join(choices))
    if not 2 <= len(choices) <= MOST_CHOICES:
        return Problem("too-few-or-many-choices", str(len(choices)))
    correct = question.get("correct")
    if correct is None:
        if question["answer"] not in choices:
            return Problem("answer-not-among-choices", str(question["answer"]))
        correct = choices.index(question["answer"])
    if type(correct) is not int or not 0 <= correct < len(choices):
        return Problem("answer-not-among-choices", str(correct))
    return Reading(choices=choices, correct=correct)


def _boolean(question: Mapping[str, Any]) -> Reading | Problem:
    answer = question["answer"]
    answer = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else str(answer).lower()
    if answer not in BOOLEANS:
        return Problem("not-yes-or-no", str(answer))
    choices = BOOLEANS if answer == "depends" or question.get("depends") else BOOLEANS[:2]
    return Reading(choices=choices, correct=choices.index(answer))
